"""Share: cards taken, snapshots written and read, what came from whom and what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from store import snapshots
from store.called import Called, called
from store.journal import Conflict
from store.snapshots import CENTRE, Coverage, DeviceLine, Party, RefusedFile
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.screens import share_detail, share_rows
from tui.screens.reading import ReadingPage
from tui.screens.share_card import TakeCard
from tui.typed_path import typed_path
from tui.widgets.columns import Heading
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Ledger
from tui.widgets.lines import Line, Piece
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "share",
    ("open", "screen_share.key_open"),
    "write_snapshot",
    "read_folder",
    ("add", "screen_share.key_take_card"),
    Action("give_card", "here", ("W",), label="screen_share.key_give_card"),
    "conflicts",
    "revoke",
    ("copy", "screen_share.key_copy"),
    "refresh_view",
)

Result = TypeVar("Result")


def _path(text: str) -> Path:
    """A path as typed, `~` being the home folder."""
    return typed_path(text)


class ShareScreen(Frame):
    """At a centre the devices and what is missing; on a device its centre and what is not sent."""

    place = "share"
    mode = "share"

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, DeviceLine] = {}
        self.parties: dict[str, Party] = {}
        self.refused: dict[str, RefusedFile] = {}
        self.conflicts: dict[str, Conflict] = {}
        self.names: dict[str, Called] = {}
        self.centre: Party | None = None
        self.unsent = 0
        self._working = False
        self._stop = False

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
    def collates(self) -> bool:
        """Whether this store is a centre."""
        return snapshots.own_kind(self.journal) == CENTRE

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

    def _here(self) -> str | None:
        table = self._desk if self._desk.has_focus else self._table
        return table.cursor_id

    def _items(self) -> list[Entry]:
        today, here = self.journal.today(), self._here() or ""
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
            return share_detail.party_items(party, party == self.centre, today)
        return []

    def _explain(self) -> None:
        items = self._items()
        own = share_detail.own_items(
            snapshots.own_card(self.journal), snapshots.OWN_SERVICE.wording
        )
        self.query_one("#detail", Ledger).show([*items, Gap(), *own] if items else own)

    def facts(self) -> Line:
        parts: list[Piece] = []
        if self.collates:
            states = [line.state for line in self.lines.values()]
            parts.append((say("screen_share.so_many_devices", count=len(states)), "bold"))
            for state, role in ((Coverage.MISSING, "red"), (Coverage.SILENT, "amber")):
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
        return record_id in self.parties and self._table.move_to(record_id)

    def record_here(self) -> str | None:
        conflict = self.conflicts.get(self._here() or "")
        return conflict.record if conflict else None

    def reference_here(self) -> str | None:
        party = self.parties.get(self._here() or "")
        return (party.card if party else snapshots.own_card(self.journal)).fingerprint

    def back(self) -> bool:
        if self._working:
            self._stop = True
            return True
        return False

    def steps_back(self) -> bool:
        return self._working or super().steps_back()

    def why_not(self, action: str) -> str | None:
        if action == "open" and self._here() is None:
            return say("screen_share.no_line_here")
        if action in ("write_snapshot", "read_folder") and self._working:
            return say("screen_share.working")
        if action == "write_snapshot" and self.centre is None:
            own = "no_other_centre" if self.collates else "no_centre_key"
            return say(f"screen_share.{own}")
        if action == "read_folder" and not self.collates:
            return say("screen_share.only_a_centre")
        if action == "revoke":
            party = self.parties.get(self._here() or "")
            if party is None:
                return say("screen_share.no_device_here")
            if party.revoked is not None:
                return say("screen_share.revoked_already", name=party.card.name)
        return None

    # Cards -------------------------------------------------------------------------------------

    async def action_add(self) -> None:
        def problem(text: str) -> str | None:
            return None if text else say("screen_share.which_card")

        title, hint = say("screen_share.card_path"), say("screen_share.card_hint")
        text = await self.ask(AskText(title, hint=hint, check=problem))
        if text is None:
            return
        card = snapshots.card_at(_path(text))
        if not await self.ask(TakeCard(card, snapshots.own_card(self.journal))):
            return
        done = snapshots.enrol(self.journal, card)
        words = "taken_centre" if done.sends_here and not self.collates else "taken"
        self.changed(say(f"screen_share.{words}", name=plain(card.name)))
        self._table.move_to(card.id)

    async def action_give_card(self) -> None:
        own = snapshots.own_card(self.journal)
        name = "".join(letter if letter.isalnum() else "-" for letter in own.name)
        at = str(Path.home() / f"{name}.card")
        text = await self.ask(
            AskText(say("screen_share.write_card"), at, hint=say("screen_share.write_card_hint"))
        )
        if text:
            card = snapshots.write_card(self.journal, _path(text))
            self.changed(say("screen_share.card_written", fingerprint=card.fingerprint))

    async def action_revoke(self) -> None:
        party = self.parties[self._here() or ""]
        name = party.card.name
        choices = [
            Choice("y", say("screen_share.revoke_yes", name=name), True),
            Choice("n", say("screen_share.revoke_no"), False),
        ]
        if await self.ask(ChooseOne(say("screen_share.revoke_title", name=name), choices)):
            snapshots.revoke(self.journal, party.card.id)
            self.changed(say("screen_share.revoked", name=name))

    # Snapshots ---------------------------------------------------------------------------------

    async def action_write_snapshot(self) -> None:
        if self.centre is None:
            return
        at = snapshots.last_folder(self.journal, snapshots.WRITTEN)
        hint = say(
            "screen_share.write_hint",
            centre=self.centre.card.name,
            policy=snapshots.OWN_SERVICE.wording,
        )
        text = await self.ask(AskText(say("screen_share.write_where"), at, hint=hint))
        if not text:
            return
        folder = _path(text)

        def progress(done: int, total: int) -> None:
            self.app.call_from_thread(self.busy, say("screen_share.writing"), done, total)

        try:
            written = await self._apart(
                lambda: snapshots.write_snapshot(self.journal, folder, progress=progress)
            )
        except snapshots.NothingNew:
            self.tell(say("screen_share.nothing_new"))
            return
        snapshots.keep_folder(self.journal, snapshots.WRITTEN, folder)
        self.changed(share_rows.written_words(written))

    async def action_read_folder(self) -> None:
        at = snapshots.last_folder(self.journal, snapshots.READ)
        hint = say("screen_share.read_hint")
        text = await self.ask(AskText(say("screen_share.read_where"), at, hint=hint))
        if not text:
            return
        folder = _path(text)

        def progress(done: int, total: int, refused: int) -> None:
            note = say("screen_share.so_many_refused", count=refused) if refused else ""
            self.app.call_from_thread(self.busy, say("screen_share.reading"), done, total, note)

        found = await self._apart(
            lambda: snapshots.collate(
                self.journal, [folder], progress, cancelled=lambda: self._stop
            )
        )
        snapshots.keep_folder(self.journal, snapshots.READ, folder)
        if found.stopped:
            done = found.taken + found.already + found.refused
            self.changed(say("screen_share.stopped", count=done))
            return
        words = "read" if found.files else "read_none"
        self.changed(
            say(
                f"screen_share.{words}",
                files=found.files,
                taken=found.taken,
                changes=found.changes,
            )
        )

    async def _apart(self, work: Callable[[], Result]) -> Result:
        """Run long work beside the screen, on its own connection to the store."""
        self._working, self._stop = True, False
        try:
            return await asyncio.to_thread(snapshots.on_own_connection, self.journal, work)
        finally:
            self._working = False
            self.busy(None)

    # Conflicts ---------------------------------------------------------------------------------

    def action_conflicts(self) -> None:
        conflict = self.conflicts.get(self._here() or "")
        self.planreview.open_record("conflict", conflict.id if conflict else "")
