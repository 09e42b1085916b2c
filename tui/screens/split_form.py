"""Split a commitment into actions: rows of what, who and by, all saved in one unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantBlur
from textual.widgets import Input

from store import people, plans
from store.calendars import working_days
from store.clock import distance, parse_date, show_date, still_could_be_date
from store.errors import Refused
from store.plans import NewAction
from store.wording import say
from tui.actions import Action, offer
from tui.glyphs import glyph
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.plan_detail import commitment_words
from tui.widgets.fields import FieldInput
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Ledger, Pair, Title
from tui.widgets.lines import Line, Piece, spaced

offer(
    "split_form",
    Action("save", "change", ("ctrl+s", "f2"), in_fields=True),
)

# Rows that stand ready; another follows whenever the last but one is reached.
ROWS = 6
_SUGGESTED = 5


class ActionRow(Horizontal):
    """One action to be: what is done, who does it, by when."""

    DEFAULT_CSS = """
    ActionRow { height: 1; width: 1fr; padding-left: 1; }
    ActionRow > .what { width: 1fr; margin-right: 1; }
    ActionRow > .who { width: 16; margin-right: 1; }
    ActionRow > .by { width: 18; margin-right: 1; }
    """

    def __init__(self, first: bool = False) -> None:
        super().__init__()
        self._fields = {
            name: FieldInput(
                classes=name, placeholder=say(f"screen_plan.split_{name}") if first else ""
            )
            for name in ("what", "who", "by")
        }

    def compose(self) -> ComposeResult:
        yield from self._fields.values()

    def field(self, name: str) -> Input:
        """One of `what`, `who`, `by`."""
        return self._fields[name]

    def text(self, name: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.field(name).value.strip()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed in this row."""
        return not (self.text("what") or self.text("who") or self.text("by"))


class SplitForm(Frame):
    """The actions of one commitment, typed as lines; `ctrl+s` saves them together."""

    place = "split_form"
    mode = "plan"
    digits = False
    BINDINGS: ClassVar[list[Any]] = [Binding("enter", "next_part", show=False, priority=True)]

    def __init__(self, commitment_id: str) -> None:
        super().__init__()
        self.commitment_id = commitment_id
        self._problem: tuple[Input, str] | None = None
        self._filling = True
        self.keeper = DraftKeeper(self, "split", commitment_id, self._content, called=self._called)

    def body(self) -> ComposeResult:
        yield Ledger(id="words")
        yield VerticalScroll(id="rows", can_focus=False)
        yield Ledger(id="help")

    def on_mount(self) -> None:
        self.run_worker(self._begin())

    async def _begin(self) -> None:
        """The rows of the draft, if there is one, and an empty one."""
        rows = self.query_one("#rows", VerticalScroll)
        rows.styles.height = ROWS
        self.query_one("#help", Ledger).styles.height = "1fr"
        draft = self.keeper.begin()
        kept = list((draft or {}).get("rows", []))
        empty = [["", "", ""]] * max(1, ROWS - len(kept))
        for number, values in enumerate([*kept, *empty]):
            row = ActionRow(first=number == 0)
            await rows.mount(row)
            for name, value in zip(("what", "who", "by"), values, strict=False):
                row.field(name).value = str(value)
                row.field(name).disabled = self.keeper.read_only
        self._filling = False
        self._rows()[len(kept)].field("what").focus()
        self.read_again()

    def refresh_records(self) -> None:
        commitment = plans.commitment(self.journal, self.commitment_id)
        words = self.query_one("#words", Ledger)
        items: list[Entry] = [
            *commitment_words(commitment)[:-2],
            Gap(),
            Title(say("screen_plan.split_title", number=commitment.position), style="bold accent"),
        ]
        words.show(items)
        self._fit()
        self._help()

    def arranged(self) -> None:
        self._fit()

    def _fit(self) -> None:
        words = self.query_one("#words", Ledger)
        # The paragraph may be long; the rows always keep their place under it.
        most = max(3, self.app.size.height - 3 - ROWS - 5)
        wanted = words.virtual_size.height or 3
        words.styles.height = min(most, wanted)
        self.call_after_refresh(lambda: self._fit_again(most))

    def _fit_again(self, most: int) -> None:
        words = self.query_one("#words", Ledger)
        words.styles.height = min(most, max(1, words.virtual_size.height))
        words.scroll_end(animate=False) if words.virtual_size.height <= most else None

    def _rows(self) -> list[ActionRow]:
        return list(self.query(ActionRow))

    def _called(self) -> str:
        number = plans.commitment(self.journal, self.commitment_id).position
        return say("screen_plan.commitment_title", number=number)

    def _content(self) -> Mapping[str, Any] | None:
        rows = [
            [row.text("what"), row.text("who"), row.text("by")]
            for row in self._rows()
            if not row.is_empty
        ]
        return {"rows": rows} if rows else None

    # Typing ------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._filling:
            return
        self._problem = None
        if event.input.has_class("by"):
            text = event.value.strip()
            if text and not still_could_be_date(text, self.journal.today()):
                self._check_date(event.input)
        self.keeper.typed()
        self._help()
        self.facts_changed()

    def on_descendant_focus(self, event: object) -> None:
        self.keys_changed()
        if not self._filling:
            self._help()

    def action_next_part(self) -> None:
        """Enter: the next part of the row, after its last the next row.

        Bound before the fields see it, so that of keys that arrive in one breath each goes into
        the field it was meant for.
        """
        row = self.focused.parent if self.focused is not None else None
        if not isinstance(row, ActionRow):
            return
        for part, following in (("what", "who"), ("who", "by")):
            if self.focused is row.field(part):
                self.set_focus(row.field(following))
                return
        rows = self._rows()
        at = rows.index(row)
        if at + 2 >= len(rows):
            self.query_one("#rows").mount(ActionRow())
        self.set_focus(rows[min(at + 1, len(rows) - 1)].field("what"))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        self.keys_changed()
        entry = event.widget
        if not isinstance(entry, Input):
            return
        if entry.has_class("who") and len(entry.value.strip()) >= 2:
            found = self._found(entry.value)
            if found and found[0] != entry.value.strip():
                entry.value = found[0]
        elif entry.has_class("by") and entry.value.strip() and self._check_date(entry):
            day = self._date(entry.value.strip())
            if day is not None:
                # With its year, so that a draft opened next year still means this day.
                entry.value = show_date(day, today=self.journal.today(), year=True)

    def why_not(self, action: str) -> str | None:
        if action == "save" and self.keeper.read_only:
            return say("form_draft.read_only")
        return None

    def _found(self, text: str) -> list[str]:
        text = text.strip()
        if not text:
            return []
        return [person.name for person in people.matching(self.journal, text)][:_SUGGESTED]

    def _date(self, text: str) -> date | None:
        if not text:
            return None
        today = self.journal.today()
        return parse_date(text, today=today, calendar=working_days(self.journal))

    def _check_date(self, entry: Input) -> bool:
        try:
            self._date(entry.value.strip())
        except Refused as error:
            self._problem = (entry, error.sentence)
            self._help()
            self.facts_changed()
            return False
        return True

    def _help(self) -> None:
        """What the focused field understood, and what already stands under the commitment."""
        entry = self.focused
        items: list[Entry] = []
        if self._problem is not None:
            items.append(Pair([(f"{glyph('wrong')} ", "bold red"), (self._problem[1], "red")]))
        elif isinstance(entry, Input):
            items.append(Pair(self._understood(entry)))
        items.append(Gap(always=True))
        there = plans.actions(self.journal, commitment_id=self.commitment_id)
        if there:
            items.append(Title(say("screen_plan.split_existing"), count=len(there)))
            items += [
                Pair(
                    [(f" {action.number}  ", "dim"), (action.title, "text")],
                    [(action.owner or say("screen_plan.no_owner"), "dim")],
                )
                for action in there
            ]
        self.query_one("#help", Ledger).show(items)

    def _understood(self, entry: Input) -> list[Piece]:
        text = entry.value.strip()
        if entry.has_class("who") and text:
            found = self._found(text)
            if found:
                return [(" · ".join(found), "text")]
        if entry.has_class("by") and text:
            try:
                day = self._date(text)
            except Refused:
                day = None
            if day is not None:
                today = self.journal.today()
                far = distance(day, today, working_days(self.journal))
                return [(show_date(day, today=today), "text"), (f"  {far}", "dim")]
        return [(say("screen_plan.split_hint"), "dim")]

    # Saving and leaving --------------------------------------------------------------------------

    def action_save(self) -> None:
        wanted: list[NewAction] = []
        for row in self._rows():
            if row.is_empty:
                continue
            if not row.text("what"):
                row.field("what").focus()
                raise Refused(say("screen_plan.split_what_needed"))
            if not self._check_date(row.field("by")):
                row.field("by").focus()
                return
            who = row.text("who")
            found = self._found(who)
            if found and len(who) >= 2 and who not in found:
                who = found[0]
            if 0 < len(who) <= 2 and not found:
                row.field("who").focus()
                raise Refused(say("screen_plan.nobody_begins", text=who))
            wanted.append((row.text("what"), who or None, self._date(row.text("by"))))
        if self.keeper.read_only:
            raise Refused(say("form_draft.read_only"))
        if not wanted:
            raise Refused(say("screen_plan.split_none"))
        plans.split_commitment(self.journal, self.commitment_id, wanted)
        self.keeper.saved()
        number = plans.commitment(self.journal, self.commitment_id).position
        done = (
            say("screen_plan.done_split_one", number=number)
            if len(wanted) == 1
            else say("screen_plan.done_split", count=len(wanted), number=number)
        )
        self.planreview.last_told = [(done, "dim")]
        self.close_frame()

    def back(self) -> bool:
        if not self.keeper.leave():
            self.facts_changed()
            return True
        if self.keeper.draft is not None:
            self.toast(say("evidence_form.split_left"))
        return False

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def on_unmount(self) -> None:
        self.keeper.close()

    def facts(self) -> Line:
        count = sum(1 for row in self._rows() if row.text("what"))
        many = (
            say("screen_plan.split_facts_one")
            if count == 1
            else (say("screen_plan.split_facts", count=count) if count else "")
        )
        wrong = [(say("evidence_form.field_wrong"), "red")] if self._problem else ""
        return spaced([self.keeper.state(), wrong, many])
