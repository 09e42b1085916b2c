"""The conflict desk: what two people wrote apart from each other, until somebody decides."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from store import conflicts
from store.conflicts import AuthorNote, Decided, Desk, Item, Sort, Value
from store.wording import say
from tui.actions import Action, offer
from tui.glyphs import glyph
from tui.screens import conflict_detail, conflict_rows
from tui.screens.conflict_acts import ConflictActs
from tui.widgets.fields import FieldLabel, FieldWords
from tui.widgets.ledger import Entry, Ledger
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Line, Piece, cut_text, left_right, spaced, width_of
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

_DIGITS = range(1, 10)
_TAKE = "screen_conflicts.key_take_value"

offer(
    "conflict_desk",
    *(
        Action(
            f"take_{n}",
            "here",
            (str(n),),
            "screen_conflicts.key_take_value",
            row="screen_conflicts.row_take",
        )
        for n in _DIGITS
    ),
    Action("different", "here", ("0",), "screen_conflicts.key_not_same"),
    Action("edit", "change", ("e",), "screen_conflicts.key_other"),
    Action("both", "here", ("b",), "screen_conflicts.key_both"),
    Action("due", "change", ("d",), "screen_conflicts.key_defer"),
    Action("next_match", "here", ("n",), "screen_conflicts.key_note"),
    Action("rule", "here", ("*",), "screen_conflicts.key_rule"),
    Action("read", "here", ("space",), "screen_conflicts.key_read"),
    Action("undo", "change", ("u",), "screen_conflicts.key_undo"),
    Action("open_record", "here", ("o",), "screen_conflicts.key_open_record"),
    ("why", "screen_conflicts.key_order"),
    "history",
    "copy",
    Action(
        "next_item", "move", ("j",), "screen_conflicts.key_next", row="screen_conflicts.row_walk"
    ),
    Action(
        "previous_item",
        "move",
        ("k",),
        "screen_conflicts.key_previous",
        row="screen_conflicts.row_walk",
    ),
)


class ConflictDesk(ConflictActs):
    """A queue by risk and the conflict under the cursor; opened with `show` on one of them."""

    place = "conflict_desk"
    mode = "share"
    digits = False
    DEFAULT_CSS = """
    ConflictDesk #choice { width: 1fr; height: auto; }
    ConflictDesk #choice Horizontal { width: 1fr; height: 1; }
    ConflictDesk #choice FieldLabel { width: 9; }
    ConflictDesk #choice LineInput { width: 1fr; }
    ConflictDesk #after { height: 3; }
    ConflictDesk .apart { height: 0; }
    ConflictDesk.-tall .apart { height: 1; }
    """

    def __init__(self, show: str | None = None) -> None:
        super().__init__()
        self.desk = Desk((), (), ())
        self.notes: dict[str, AuthorNote] = {}
        self.items: dict[str, Item] = {}
        self.decided: dict[str, Decided] = {}
        self.chosen: Value | None = None
        self._item: Item | None = None
        self._wanted = show

    def body(self) -> ComposeResult:
        label = FieldLabel(say("screen_conflicts.reason_field"))
        choice = Vertical(
            Horizontal(label, LineInput(id="reason")),
            FieldWords(classes="needed"),
            FieldWords(classes="apart"),
            Ledger(id="after"),
            id="choice",
        )
        right = Vertical(Ledger(id="detail", focusable=True), choice, id="conflict")
        queue = RecordTable(conflict_rows.COLUMNS, id="queue", least_flexible=10)
        yield Panes(queue, right, share=36, narrow="second", id="panes")

    # What is shown -----------------------------------------------------------------------------

    @property
    def _queue(self) -> RecordTable:
        return self.query_one("#queue", RecordTable)

    @property
    def _reason(self) -> LineInput:
        return self.query_one("#reason", LineInput)

    def refresh_records(self) -> None:
        self.desk = conflicts.desk(self.journal)
        waiting = conflicts.waiting_notes(self.journal)
        self.notes = {conflict_rows.note_id(note): note for note in waiting}
        self.items = {item.id: item for item in (*self.desk.queue, *self.desk.put_off)}
        self.decided = {conflict_rows.decided_id(one): one for one in self.desk.decided}
        rows = conflict_rows.queue_rows(self.desk, waiting, self.journal.today())
        self._queue.empty = self._nothing()
        self._queue.show_rows(rows)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.show_record("conflict", wanted)
        self.arranged()
        if self.chosen is None:  # what is being decided stays put while rows come and go
            self._explain()

    def arranged(self) -> None:
        if not self.query("#panes"):
            return
        # With nothing to decide the one pane is the one that says so.
        self.query_one(Panes).narrow = "second" if self._queue.ids else "first"
        self._lay_out()

    def _nothing(self) -> list[Line]:
        return [
            [],
            [(say("screen_conflicts.empty_title"), "bold")],
            [],
            [(say("screen_conflicts.empty_1"), "dim")],
            [(say("screen_conflicts.empty_2"), "dim")],
            [],
            [(say("screen_conflicts.empty_3"), "dim")],
        ]

    def here(self) -> Item | None:
        """The conflict under the cursor, or the one that is being decided."""
        if self.chosen is not None:
            return self._item
        return self.items.get(self._queue.cursor_id or "")

    def decided_here(self) -> Decided | None:
        """The decision of today under the cursor."""
        return self.decided.get(self._queue.cursor_id or "")

    def note_here(self) -> AuthorNote | None:
        """The note to the person of this device under the cursor."""
        return self.notes.get(self._queue.cursor_id or "")

    def _entries(self) -> list[Entry]:
        item, today = self.here(), self.journal.today()
        if item is None:
            if (one := self.decided_here()) is not None:
                return conflict_detail.decided_entries(one, today)
            if (note := self.note_here()) is not None:
                return conflict_detail.note_page(note, today)
            return []
        look = conflicts.look_at(self.journal, item)
        entries = conflict_detail.item_entries(
            item,
            look,
            today,
            chosen=self.chosen.number if self.chosen is not None else None,
            wide=self.wide,
            width=self.query_one("#detail").size.width or self.app.size.width,
        )
        if self.chosen is None:
            acts = ("take", "different", "edit", "both", "due", "next_match")
            why_not = {name: self.why_not(name) for name in acts}
            entries += conflict_detail.key_entries(item, why_not)
        return entries

    def _explain(self) -> None:
        if not self.query("#detail"):
            return
        self.query_one("#detail", Ledger).show(self._entries())
        self._lay_out()
        self.facts_changed()

    def _lay_out(self) -> None:
        """The conflict keeps the room it needs; below it the reason, once a value is chosen."""
        choosing = self.chosen is not None
        self.query_one("#choice").display = choosing
        detail = self.query_one("#detail", Ledger)
        if not choosing:
            detail.styles.height = "1fr"
            return
        below = 6 if self.tall else 5
        room = max(4, self.app.size.height - 3 - below)
        detail.styles.height = min(max(1, detail.virtual_size.height), room)

    def facts(self) -> Line:
        desk = self.desk
        count = len(desk.queue)
        words = say("screen_conflicts.to_decide", count=count)
        if count == 1:
            words = say("screen_conflicts.to_decide_one")
        parts: list[Line | str] = [[(words, "bold")]]
        for number, key, role in (
            (desk.protected, "protected", "red"),
            (len(desk.put_off), "put_off", "dim"),
            (len(desk.decided), "decided", "dim"),
        ):
            if number:
                parts.append([(say(f"screen_conflicts.so_many_{key}", count=number), role)])
        return spaced(parts)

    def facts_changed(self) -> None:
        super().facts_changed()
        if not self._stands or self._refused is not None or self._busy is not None:
            return
        facts = self.facts()
        told = "".join(text for text, _ in spaced([self.planreview.last_told]))
        ids, at = list(self._queue.ids), self._queue.cursor_id
        place = ""
        if not self.wide and at in ids:
            place = say("screen_conflicts.place", at=ids.index(at) + 1, count=len(ids))
        elif self.items:
            place = say("screen_conflicts.both_stay") if not told else ""
        # What was last done goes before the place in the queue, where there is room for one.
        forms = [f"{told} {glyph('between')} {place}"] if told and place else []
        room = self.size.width - width_of(facts) - 4
        right = next((one for one in (*forms, told, place) if one and width_of(one) <= room), "")
        self._status.say(facts, [(right, "dim")] if right else [])

    def footer_line(self) -> Line | None:
        """The keys with the values they take: no list of actions knows those."""
        pairs = self._choice_pairs() if self.chosen is not None else self._pairs()
        width = self.size.width
        typing = self.chosen is not None
        right: list[Piece] = [
            ("F1" if typing else "?", "bold accent"),
            (f" {say('key_labels.help')} ", "dim"),
        ]
        room = width - sum(len(text) for text, _ in right) - 3
        left: list[Piece] = []
        used = 0
        for key, label in pairs:
            size = len(key) + len(label) + 3
            if used + size - 2 > room:
                break
            used += size
            left += [(key, "bold accent"), (f" {label}", "dim"), ("  ", "dim")]
        return left_right(left, right, width - 1, gap=0)

    def _choice_pairs(self) -> list[tuple[str, str]]:
        assert self.chosen is not None
        number, shown = self.chosen.number, cut_text(self.chosen.shown, 16)
        label = say("screen_conflicts.key_take_chosen", number=number, value=shown)
        if self._item is not None and self._item.sort is Sort.DOUBLE:
            label = say("screen_conflicts.key_keep", number=number)
        return [
            ("enter", label),
            ("esc", say("screen_conflicts.key_choose_again")),
            ("tab", say("screen_conflicts.key_next_pane")),
        ]

    def _pairs(self) -> list[tuple[str, str]]:
        item = self.here()
        if item is None:
            if self.note_here() is not None:
                pairs = [
                    ("n", say("screen_conflicts.key_answer")),
                    ("space", say("screen_conflicts.key_read")),
                ]
            else:
                pairs = [("u", say("screen_conflicts.key_undo"))] if self.decided_here() else []
            return [*pairs, *self._walking()]
        pairs = []
        for value in item.values:
            if self.why_not("take") is None:
                pairs.append((str(value.number), self._digit_words(item, value)))
        rest = [
            ("different", "0", "key_not_same"),
            ("edit", "e", "key_other"),
            ("both", "b", "key_both"),
            ("due", "d", "key_defer"),
            ("next_match", "n", "key_note"),
            ("rule", "*", "key_rule"),
        ]
        for action, key, label in rest:
            if self.why_not(action) is None and (action != "rule" or self.wide):
                pairs.append((key, say(f"screen_conflicts.{label}")))
        return [*pairs, *self._walking()]

    def _digit_words(self, item: Item, value: Value) -> str:
        """What a digit does in the footer: people's own words are too long to stand there."""
        if item.sort is Sort.DOUBLE:
            return say("screen_conflicts.key_keep", number=value.number)
        if item.sort is Sort.WITHDRAWN:
            return value.shown
        shown = str(value.number) if item.narrative else cut_text(value.shown, 14)
        return say("screen_conflicts.key_take", value=shown)

    def _walking(self) -> list[tuple[str, str]]:
        return [("j k", say("screen_conflicts.key_move"))] if len(self._queue.ids) > 1 else []

    # Moving ------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        super().on_mount()
        self._focus_list()

    def _focus_list(self) -> None:
        self.query_one("#queue" if self._queue.display else "#detail").focus()

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        if self.chosen is None:
            self._explain()

    def action_next_item(self) -> None:
        self._walk(1)

    def action_previous_item(self) -> None:
        self._walk(-1)

    def _walk(self, step: int) -> None:
        ids = list(self._queue.ids)
        at = self._queue.cursor_id
        if at not in ids:
            return
        self._queue.move_to(ids[max(0, min(len(ids) - 1, ids.index(at) + step))])
        self._explain()

    def show_record(self, kind: str, record_id: str) -> bool:
        note = f"note:{record_id}"
        if note in self.notes:
            return self._queue.move_to(note)
        item = self.desk.find(record_id)
        return item is not None and self._queue.move_to(item.id)

    def record_here(self) -> str | None:
        item, one, note = self.here(), self.decided_here(), self.note_here()
        if item is not None:
            return item.record
        return one.record if one else (note.about_id if note else None)

    def reference_here(self) -> str | None:
        item, one = self.here(), self.decided_here()
        return item.called.ref if item else (one.called.ref if one else None)

    def back(self) -> bool:
        if self.chosen is None:
            return False
        self.let_go()
        return True

    # Choosing ----------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Take a value at once, or where a reason is needed put it forward and ask for that."""
        item = self.here()
        if item is None:
            return
        value = conflicts.value_numbered(item, number)
        if not item.needs_reason:
            self.take(item, value, "")
            return
        self._item, self.chosen = item, value
        self._reason.value = ""
        self._say_what_follows(item, value)
        self._explain()
        self._reason.focus()

    def _say_what_follows(self, item: Item, value: Value) -> None:
        key = "needed_double" if item.sort is Sort.DOUBLE else "needed_protected"
        needed = say(f"screen_conflicts.{key}", field=item.words.lower())
        self.query_one(".needed", FieldWords).say([(needed, "dim")], 9)
        moves = ""
        if item.sort is Sort.DOUBLE:
            would = conflicts.would_move(self.journal, item, value.number)
            moves = conflicts.moved_words(would)
        self.query_one("#after", Ledger).show(conflict_detail.after_entries(item, value, moves))
        label = self.query_one(FieldLabel)
        label.here = True

    def let_go(self) -> None:
        """Choose again: the reason goes, the cursor is back on the conflict."""
        self.chosen = self._item = None
        self._focus_list()
        self._explain()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        item, value, reason = self._item, self.chosen, event.value.strip()
        if item is None or value is None:
            return
        if not reason:
            self.query_one(".needed", FieldWords).say([(say("dialogs.reason_empty"), "red")], 9)
            return
        self.take_safely(item, value, reason)


def _taking(number: int) -> object:
    def act(self: ConflictDesk) -> None:
        self.choose(number)

    return act


for _number in _DIGITS:
    setattr(ConflictDesk, f"action_take_{_number}", _taking(_number))
