"""Share: cards taken, snapshots written and read, what came from whom and what is missing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from store import snapshots
from store.called import Called, called
from store.journal import Conflict
from store.snapshots import RefusedFile, Told, leaving
from store.wording import say
from tui.actions import Action, offer
from tui.screens import share_detail, share_rows
from tui.screens.reading import ReadingPage
from tui.screens.share_acts import ShareActs
from tui.widgets.columns import Heading
from tui.widgets.ledger import Entry, Gap, Ledger
from tui.widgets.lines import Line, Piece
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "share",
    ("open", "screen_share.key_open"),
    "read_folder",
    "write_snapshot",
    "conflicts",
    Action("receipts", "here", ("r",), label="screen_share.key_receipts"),
    ("revoke", "screen_share.key_lost"),
    ("add", "screen_share.key_take_card"),
    Action("give_card", "here", ("W",), label="screen_share.key_give_card"),
    Action("policy", "here", ("p",), label="screen_share.key_policy"),
    ("copy", "screen_share.key_copy"),
)


class ShareScreen(ShareActs):
    """At a centre the devices and what is missing; on a device its centre and what is not sent."""

    place = "share"
    mode = "share"

    def __init__(self) -> None:
        super().__init__()
        self.refused: dict[str, RefusedFile] = {}
        self.conflicts: dict[str, Conflict] = {}
        self.names: dict[str, Called] = {}
        self.unsent = 0
        self.told: Told | None = None

    def body(self) -> ComposeResult:
        columns = share_rows.DEVICE_COLUMNS if self.collates else share_rows.CENTRE_COLUMNS
        left = Vertical(
            RecordTable(columns, id="parties", least_flexible=8),
            RecordTable(share_rows.DESK_COLUMNS, id="desk"),
            id="share",
        )
        yield Panes(left, Ledger(id="detail"), share=70, id="panes")

    # What is shown -----------------------------------------------------------------------------

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#parties", RecordTable)

    @property
    def _desk(self) -> RecordTable:
        return self.query_one("#desk", RecordTable)

    def refresh_records(self) -> None:
        journal, today = self.journal, self.journal.today()
        self.centre = snapshots.centre(journal)
        self.unsent = snapshots.unsent(journal)
        self.told = None if self.collates else snapshots.told(journal)
        found = snapshots.parties(journal)
        self.parties = {each.card.id: each for each in found}
        self.lines = {}
        if self.collates:
            self.lines = {line.id: line for line in snapshots.devices(journal)}
            rows = share_rows.device_rows(list(self.lines.values()), today)
            title = say("screen_share.devices")
        else:
            last = snapshots.last_written(journal)
            rows = share_rows.centre_rows(found, self.centre, last, self.unsent, today)
            title = say("screen_share.to_centre")
        self._table.empty = share_detail.first_steps(snapshots.own_kind(journal))
        self._table.header_line = Heading(title, len(rows), labels=True) if rows else None
        self._table.show_rows(rows)
        refused, conflicts = snapshots.refused_files(journal), journal.conflicts()
        self.refused = {share_rows.refused_id(file): file for file in refused}
        self.conflicts = {share_rows.conflict_id(each): each for each in conflicts}
        self.names = called(journal, ((each.kind, each.record) for each in conflicts))
        self._desk.columns = share_rows.DESK_COLUMNS if refused else share_rows.CONFLICT_COLUMNS
        self._desk.show_rows(share_rows.desk_rows(refused, conflicts, self.names, today))
        self.arranged()
        self._explain()

    def arranged(self) -> None:
        """The devices take the lines they need; files and conflicts always keep some."""
        if not self.query("#desk"):
            return
        waiting = len(self.refused) + len(self.conflicts)
        self._desk.display = waiting > 0
        if not waiting:
            self._table.styles.height = "1fr"
            return
        room = self.app.size.height - 3
        rows = len(self._table.ids) + 1 if self._table.ids else 8
        gap = 1 if self.tall else 0
        self._table.styles.height = max(3, min(rows + gap, room - min(waiting + 2, room // 2)))

    def here(self) -> str | None:
        table = self._desk if self._desk.has_focus else self._table
        return table.cursor_id

    def _items(self) -> list[Entry]:
        today, here = self.journal.today(), self.here() or ""
        if here in self.lines:
            return share_detail.device_items(self.lines[here], today)
        if here in self.refused:
            return share_detail.refused_items(self.refused[here], today)
        if here in self.conflicts:
            conflict = self.conflicts[here]
            about = self.names[conflict.record].whole
            return share_detail.conflict_items(conflict, about, today)
        if here in self.parties:
            party = self.parties[here]
            told = self.told if party == self.centre else None
            return share_detail.party_items(party, party == self.centre, told, today)
        return []

    def _explain(self) -> None:
        items = self._items()
        policy = leaving.usual_policy(self.journal).wording
        own = share_detail.own_items(snapshots.own_card(self.journal), policy)
        self.query_one("#detail", Ledger).show([*items, Gap(), *own] if items else own)

    def facts(self) -> Line:
        parts: list[Piece] = []
        if self.collates:
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
        if self.refused:
            parts.append((say("screen_share.so_many_refused", count=len(self.refused)), "red"))
        if self.conflicts:
            count = len(self.conflicts)
            parts.append((say("screen_share.so_many_conflicts", count=count), "amber"))
        line: list[Piece] = []
        for part in parts:
            line += [(" · ", "dim"), part] if line else [part]
        return line

    # Moving ------------------------------------------------------------------------------------

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.keys_changed()

    def on_descendant_focus(self, event: object) -> None:
        self.keys_changed()
        if self.is_mounted and self.query("#detail"):
            self._explain()

    async def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        if event.id in self.conflicts:
            self.planreview.open_record("conflict", self.conflicts[event.id].id)
        elif not self.wide:
            self.app.push_screen(ReadingPage("share", self._items()))

    def show_record(self, kind: str, record_id: str) -> bool:
        own = record_id.rpartition(":")[2]
        return own in self.parties and self._table.move_to(own)

    def record_here(self) -> str | None:
        conflict = self.conflicts.get(self.here() or "")
        return conflict.record if conflict else None

    def reference_here(self) -> str | None:
        party = self.parties.get(self.here() or "")
        return (party.card if party else snapshots.own_card(self.journal)).fingerprint

    def why_not(self, action: str) -> str | None:
        if action == "open" and self.here() is None:
            return say("screen_share.no_line_here")
        return super().why_not(action)

    # Conflicts ---------------------------------------------------------------------------------

    def action_conflicts(self) -> None:
        conflict = self.conflicts.get(self.here() or "")
        self.planreview.open_record("conflict", conflict.id if conflict else "")
