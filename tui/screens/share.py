"""Share: cards taken, snapshots written and read, what came from whom and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from store import conflicts, snapshots
from store.conflicts import Item, Sort
from store.snapshots import OWN_CARD, AsideLine, DeviceLine, RefusedFile, Told, board, leaving
from store.snapshots.centre_board import CentreBoard
from store.snapshots.handing_back import HandBack
from store.wording import say
from tui.actions import Action, offer
from tui.screens import share_detail, share_rows
from tui.screens.reading import ReadingPage
from tui.screens.share_log import ShareLog
from tui.widgets.columns import Heading, Row
from tui.widgets.ledger import Entry, Gap, Ledger
from tui.widgets.lines import Line, Piece
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

Shown = TypeVar("Shown")

offer(
    "share",
    ("open", "screen_share.key_open"),
    "read_folder",
    "write_snapshot",
    "conflicts",
    Action("receipts", "here", ("r",), label="screen_share.key_receipts"),
    Action("only_refused", "here", ("f",), label="screen_share.key_refused"),
    ("revoke", "screen_share.key_lost"),
    "query",
    ("add", "screen_share.key_take_card"),
    Action("give_card", "here", ("W",), label="screen_share.key_give_card"),
    Action("policy", "here", ("p",), label="screen_share.key_policy"),
    Action("fetch", "see", ("F",), label="screen_share.key_fetch"),
    ("copy", "screen_share.key_copy"),
)


class ShareScreen(ShareLog):
    """At a centre the devices and what is missing; on a device its centre and what is not sent."""

    place = "share"
    mode = "share"

    def __init__(self) -> None:
        super().__init__()
        self.refused: dict[str, RefusedFile] = {}
        self.waiting: dict[str, HandBack] = {}
        self.items: dict[str, Item] = {}
        self.board = CentreBoard()
        self.unsent = 0
        self.told: Told | None = None
        self.hand_over: str | None = None

    def body(self) -> ComposeResult:
        columns = share_rows.DEVICE_COLUMNS if self.collates else share_rows.CENTRE_COLUMNS
        left = Vertical(
            RecordTable(columns, id="parties", least_flexible=8),
            RecordTable(share_rows.DESK_COLUMNS, id="desk"),
            id="share",
        )
        yield self.line
        yield Panes(left, Ledger(id="detail"), share=70, id="panes")

    # What is shown -----------------------------------------------------------------------------

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#parties", RecordTable)

    @property
    def _desk(self) -> RecordTable:
        return self.query_one("#desk", RecordTable)

    def refresh_records(self) -> None:
        journal = self.journal
        self.centre = snapshots.centre(journal)
        self.unsent = snapshots.unsent(journal)
        self.told = None if self.collates else snapshots.told(journal)
        self.parties = {each.card.id: each for each in snapshots.parties(journal)}
        if self.collates:
            self.board = self.centre_board()
        else:
            self.board = CentreBoard(refused=snapshots.refused_files(journal))
        self.lines = {line.id: line for line in self.board.devices}
        self.waiting = {share_rows.back_id(one): one for one in self.board.waiting}
        self.refused = {share_rows.refused_id(file): file for file in self.board.refused}
        to = snapshots.card_not_known_at(journal)
        self.hand_over = to.card.name if to else None
        queue = conflicts.desk(journal).queue
        self.items = {share_rows.item_id(item): item for item in queue}
        self.rows = {
            **{id_: board.party_row(one) for id_, one in self.parties.items()},
            **{id_: board.device_row(one) for id_, one in self.lines.items()},
            **{id_: board.refused_row(one) for id_, one in self.refused.items()},
            **{id_: board.hand_back_row(one) for id_, one in self.waiting.items()},
            **{id_: board.item_row(one) for id_, one in self.items.items()},
            **({OWN_CARD: board.card_row()} if to else {}),
        }
        self.show_found()

    def show_found(self) -> None:
        found = self.found()
        self._show_parties(found)
        self._show_desk(found)
        self.arranged()
        self._explain()

    def _show_parties(self, found: set[str]) -> None:
        journal, today = self.journal, self.journal.today()
        empty = share_detail.first_steps(snapshots.own_kind(journal))
        if self.collates and not self.read_yet:
            named = self.planreview.central_log is not None
            empty = share_detail.log_elsewhere(self.elsewhere, named)
        elif self.asked:
            empty = share_detail.nothing_found(self.asked, len(self.rows))
        self._table.empty = empty
        if self.collates:
            lines = self.lines
            ids = [id_ for id_ in lines if id_ in found]
            self._show_heading("devices", len(ids))
            # Thousands of devices: only those that are seen are drawn.
            self._table.show(
                ids, lambda seen: share_rows.device_rows([lines[one] for one in seen], today)
            )
            return
        last, parties = snapshots.last_written(journal), _of(self.parties, found)
        rows = share_rows.centre_rows(parties, self.centre, last, self.unsent, today)
        self._show_heading("to_centre", len(rows))
        self._table.show_rows(rows)

    def _show_heading(self, title: str, count: int) -> None:
        words = say(f"screen_share.{title}")
        self._table.header_line = Heading(words, count, labels=True) if count else None

    def _show_desk(self, found: set[str]) -> None:
        refused = _of(self.refused, found)
        waiting, items = _of(self.waiting, found), _of(self.items, found)
        card = self.hand_over if OWN_CARD in found else None
        self._desk.columns = share_rows.desk_columns(refused, waiting, card)
        entries = share_rows.desk_entries(refused, waiting, items, card)
        self._desk.show(entries, lambda seen: [self._desk_row(one) for one in seen])

    def _desk_row(self, id_: str) -> Row:
        if id_ == OWN_CARD:
            return share_rows.card_row(self.hand_over or "")
        one = self.refused.get(id_) or self.items.get(id_) or self.waiting[id_]
        return share_rows.desk_row(one, self.journal.today())

    def arranged(self) -> None:
        """The devices take the lines they need; what waits for somebody always keeps some."""
        if not self.query("#desk"):
            return
        table, desk = self._table, self._desk
        waiting = len(desk.ids)
        # A query for what is in one of the lists leaves the whole room to that one.
        desk.display, table.display = waiting > 0, bool(table.ids or not (self.asked and waiting))
        if (desk.has_focus and not waiting) or (table.has_focus and not table.display):
            self.list_to_focus().focus()
        if not waiting or not table.display:
            table.styles.height = "1fr"
            return
        room = self.app.size.height - 3
        rows = len(table.ids) + 1 if table.ids else 8
        gap = 1 if self.tall else 0
        table.styles.height = max(3, min(rows + gap, room - min(waiting + 2, room // 2)))

    def list_to_focus(self) -> Widget:
        return self._table if self._table.display else self._desk

    def here(self) -> str | None:
        desk = self._desk.has_focus or not self._table.display
        return (self._desk if desk else self._table).cursor_id

    def _items(self) -> list[Entry]:
        today, here = self.journal.today(), self.here() or ""
        if here in self.lines:
            line = self.lines[here]
            waits = self.waiting.get(share_rows.back_id(line))
            return share_detail.device_items(line, waits, self._asides(line), today)
        if here in self.refused:
            return share_detail.refused_items(self.refused[here], today)
        if here in self.waiting:
            return share_detail.waiting_items(self.waiting[here], today)
        if here == OWN_CARD and self.hand_over is not None:
            return share_detail.card_items(self.hand_over)
        if here in self.items:
            return share_detail.conflict_items(self.items[here], today)
        if here in self.parties:
            party = self.parties[here]
            told = self.told if party == self.centre else None
            return share_detail.party_items(party, party == self.centre, told, today)
        return []

    def _asides(self, line: DeviceLine) -> Sequence[AsideLine]:
        if self.board.asides is not None:
            return self.board.asides.get(line.id, ())
        return snapshots.aside_lines(self.journal, line.id) if line.aside else ()

    def _explain(self) -> None:
        items = self._items()
        policy = leaving.usual_policy(self.journal).wording
        own = share_detail.own_items(snapshots.own_card(self.journal), policy)
        self.query_one("#detail", Ledger).show([*items, Gap(), *own] if items else own)

    def facts(self) -> Line:
        if self.line.typing:
            return self.typing_facts()
        parts: list[Piece] = []
        if self.collates and not self.read_yet:
            parts.append((say("screen_share.devices_unknown"), "amber"))
        elif self.collates:
            states = [line.state for line in self.lines.values()]
            parts.append((say("screen_share.so_many_devices", count=len(states)), "bold"))
            for state, role in share_rows.TROUBLES:
                if count := states.count(state):
                    parts.append((f"{count} {state.wording}", role))
        elif self.centre is None:
            parts.append((say("screen_share.no_centre_yet"), "bold"))
        else:
            parts.append((say("screen_share.sends_to", name=self.centre.card.name), "bold"))
            if not self.unsent:  # how many are not, the right of the line says
                parts.append((say("screen_share.all_sent"), "text"))
        if self.hand_over is not None:
            parts.append((say("screen_share.new_card_waits"), "amber"))
        if self.refused:
            parts.append((say("screen_share.so_many_refused", count=len(self.refused)), "red"))
        doubles = sum(item.sort is Sort.DOUBLE for item in self.items.values())
        for key, count in (("conflicts", len(self.items) - doubles), ("doubles", doubles)):
            if count:
                parts.append((share_rows.so_many(key, count), "amber"))
        line: list[Piece] = []
        for part in parts:
            line += [(" · ", "dim"), part] if line else [part]
        return line

    # Moving ------------------------------------------------------------------------------------

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.keys_changed()

    def on_descendant_focus(self, event: object) -> None:
        self.facts_changed()  # they differ while the query is typed
        if self.is_mounted and self.query("#detail"):
            self._explain()

    async def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        if event.id == OWN_CARD:
            self.action_do("give_card")
        elif event.id in self.items:
            self.planreview.open_record("conflict", self.items[event.id].id)
        elif not self.wide:
            self.app.push_screen(ReadingPage("share", self._items()))

    def show_record(self, kind: str, record_id: str) -> bool:
        waits = record_id in self.refused or record_id == OWN_CARD
        own = record_id if waits else record_id.rpartition(":")[2]
        if own not in self.rows:
            return False
        if own not in self._table.ids and own not in self._desk.ids:
            self.show_all()
        table = self._desk if waits else self._table
        table.focus()
        return table.move_to(own)

    def record_here(self) -> str | None:
        item = self.items.get(self.here() or "")
        return item.record if item else None

    def reference_here(self) -> str | None:
        party = self.parties.get(self.here() or "")
        return (party.card if party else snapshots.own_card(self.journal)).fingerprint

    def why_not(self, action: str) -> str | None:
        if action == "open" and self.here() is None:
            return say("screen_share.no_line_here")
        if action == "only_refused" and not self.refused:
            return say("screen_share.nothing_refused")
        return super().why_not(action)

    # Conflicts ---------------------------------------------------------------------------------

    def action_conflicts(self) -> None:
        item = self.items.get(self.here() or "")
        self.planreview.open_record("conflict", item.id if item else "")


def _of(known: Mapping[str, Shown], found: set[str]) -> list[Shown]:
    """Those of the lines that the query finds, in their order."""
    return [one for id_, one in known.items() if id_ in found]
