"""Handing a caseload over, seen child by child before anything is saved.

`ctrl+s` does it as one step; one undo takes it back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from store import calendars, people, service, snapshots
from store.children import Child
from store.clock import distance
from store.errors import Refused
from store.service import Handover, Move, Receiver, Worker
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.glyphs import glyph
from tui.screens.service_rows import shown_number, standing_piece
from tui.typed_path import typed_path
from tui.widgets.columns import Cell, Column, Row
from tui.widgets.date_field import DateField
from tui.widgets.fields import Field, FieldWords, TextField
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import WIDEST
from tui.widgets.record_table import Heading, RecordTable

offer(
    "handover",
    ("save", "handover.key_save"),
    Action("mark", "mark", ("space",), label="handover.key_leave_out"),
)

COLUMNS = (
    Column("ref", say("handover.head_child"), 9, strong=True),
    Column("kin", say("handover.head_kin"), style="dim"),
    Column("decisions", say("handover.head_decisions"), 9, align="right", drop=2, style="dim"),
    Column("now", say("handover.head_now"), 14, drop=1, style="dim"),
    Column("to", say("handover.head_to"), 18),
)
SHOWN = 4
"""So many receivers have a line of their own."""


class HandoverPreview(Frame):
    """The page between a caseload and its handover; gives what was done, or None."""

    place = "handover"
    mode = "reviews"
    digits: ClassVar[bool] = False
    AUTO_FOCUS = ""
    DEFAULT_CSS = f"""
    HandoverPreview #body {{ max-width: {WIDEST}; }}
    HandoverPreview Field {{ height: auto; }}
    HandoverPreview.-tall .apart {{ margin-top: 1; }}
    """

    def __init__(self, worker: Worker, leaver: str | None) -> None:
        super().__init__()
        self.worker, self.leaver = worker, leaver
        self.shown: Handover | None = None
        self.children_: list[Child] = []
        self.staying: set[str] = set()

    def body(self) -> ComposeResult:
        yield FieldWords(classes="heading")
        yield TextField("to", say("handover.to"), width=None, hint=say("handover.to_hint"))
        if self.leaver is not None:
            yield DateField(
                "last_day",
                say("handover.last_day"),
                today=self.journal.today(),
                calendar=calendars.working_days(self.journal),
                hint=say("handover.last_day_hint"),
                width=36,
                verdict_for=self._far,
            )
        yield TextField("reason", say("handover.reason"), width=None, hint=say("handover.why_hint"))
        for number in range(SHOWN):
            yield FieldWords(classes=f"receiver r{number}" + (" apart" if not number else ""))
        table = RecordTable(COLUMNS, header=Heading("", labels=True), indent=2, id="rows")
        table.add_class("apart")
        yield table

    def on_mount(self) -> None:
        super().on_mount()
        self._field("to").focus()

    def _far(self, day: date | None) -> str:
        if day is None:
            return ""
        calendar = calendars.working_days(self.journal)
        return distance(day, self.journal.today(), calendar)

    def _field(self, name: str) -> Field:
        return next(field for field in self.query(Field) if field.name == name)

    # What would happen -------------------------------------------------------------------------

    def refresh_records(self) -> None:
        self.children_ = service.children_of(self.journal, self.leaver, self.worker)
        self._show_preview()

    def _names(self) -> list[str]:
        """The people typed, parted by commas; two letters find a person, as everywhere."""
        found = []
        for part in self._field("to").text.replace(";", ",").split(","):
            text = part.strip()
            known = people.matching(self.journal, text) if len(text) >= 2 else []
            if text:
                found.append(known[0].name if known else text)
        return found

    def on_field_changed(self, event: Field.Changed) -> None:
        event.field.problem = None if event.field.name != "last_day" else event.field.problem
        if event.field.name == "to":
            self._show_preview()

    def _show_preview(self) -> None:
        field = self._field("to")
        self.shown = None
        going = [child.id for child in self.children_ if child.id not in self.staying]
        if field.text and going:
            try:
                self.shown = service.propose_handover(
                    self.journal, self.leaver, self._names(), self.worker, going
                )
            except Refused as wrong:
                field.problem = wrong.sentence
        moves = {move.child_id: move for move in self.shown.moves} if self.shown else {}
        table = self.query_one("#rows", RecordTable)
        table.show_rows([self._row(child, moves.get(child.id)) for child in self.children_])
        self._say_heading()
        self._say_receivers()
        self.facts_changed()

    def _say_heading(self) -> None:
        leaver = plain(self.leaver or say(f"screen_service.nobody_{self.worker.value}"))
        count = len(self.children_)
        words: Line = [
            (" ", "text"),
            (say("handover.title", leaver=leaver), "bold accent"),
            (f"   {say('handover.children', count=count)}", "dim"),
        ]
        if self.staying:
            words = [*words, (f", {say('handover.stay', count=len(self.staying))}", "amber")]
        self.query_one(".heading", FieldWords).say(words)

    def _say_receivers(self) -> None:
        receivers: Sequence[Receiver] = self.shown.receivers if self.shown else ()
        lines: list[Line] = [self._receiver(one) for one in receivers[:SHOWN]]
        if len(receivers) > SHOWN:
            more = say("handover.more", count=len(receivers) - SHOWN + 1)
            lines[SHOWN - 1] = [(f"   {more}", "dim")]
        if self.shown is None:
            lines = [[(f" {say('handover.type_to')}", "dim")]]
        for number in range(SHOWN):
            words = self.query_one(f".r{number}", FieldWords)
            words.display = number < len(lines)
            if number < len(lines):
                words.say(lines[number])

    def _receiver(self, one: Receiver) -> Line:
        known = any(person.name == one.person for person in people.people(self.journal))
        line: Line = [
            (f"   {plain(one.person):<18}", "text"),
            (f"{one.before:>4} {glyph('to')} ", "dim"),
            (f"{one.after:<4}", "bold"),
        ]
        if one.per_fte is not None:
            said = say("handover.for_full_time", number=shown_number(one.per_fte))
            line = [*line, (f"  {said}  ", "dim")]
            if self.worker is Worker.IRO:
                line = [*line, standing_piece(one.standing)]
        elif self.worker is Worker.IRO:
            line = [*line, (f"  {say('handover.no_share')}", "dim")]
        return line if known else [*line, (f"  {say('handover.new_person')}", "amber")]

    def _row(self, child: Child, move: Move | None) -> Row:
        now: str | None = getattr(child, self.worker.value)
        cells: dict[str, Cell] = {"ref": plain(child.ref), "now": plain(now or glyph("empty"))}
        if child.id in self.staying:
            cells["to"] = (say("handover.stays"), "amber")
            return Row(child.id, cells, dim=True)
        if move is not None:
            cells["to"] = [(f"{glyph('to')} ", "dim"), (plain(move.to), "bold")]
            if move.with_kin:
                cells["kin"] = say("handover.with_kin", refs=", ".join(move.with_kin))
            if move.decisions:
                cells["decisions"] = str(len(move.decisions))
        return Row(child.id, cells)

    # Keys ----------------------------------------------------------------------------------------

    def facts(self) -> Line:
        count = self.shown.decisions if self.shown else 0
        return spaced(
            [
                (say("handover.nothing_yet"), "bold"),
                [(say("handover.decisions", count=count), "dim")] if count else "",
                (say("bulk_preview.one_step"), "dim"),
            ]
        )

    def record_here(self) -> str | None:
        return self.query_one("#rows", RecordTable).cursor_id

    def why_not(self, action: str) -> str | None:
        if action == "save" and self.shown is None:
            return say("handover.nobody_yet")
        return None

    def action_mark(self) -> None:
        """Leave the child under the cursor where it is, or take it along again."""
        here = self.record_here()
        if here is None:
            return
        self.staying ^= {here}
        self._show_preview()

    async def action_save(self) -> None:
        """Hand over what is shown; where another device is enrolled, offer the file for it."""
        self._show_preview()
        if self.shown is None:
            return
        last = self._field("last_day") if self.leaver is not None else None
        if last is not None and last.text and last.value is None:
            last.focus()
            return
        done = service.hand_over(
            self.journal,
            self.shown,
            self._field("reason").text or None,
            last.value if last is not None else None,
        )
        said = await self._offer_file(self.shown.moves)
        self.dismiss(done)
        if said is not None:
            # On the page that comes to light now; longer than usual, for the path in it.
            self.app.call_later(self.app.notify, said, timeout=12, markup=False)

    # The file for another device ---------------------------------------------------------------

    async def _offer_file(self, moves: Sequence[Move]) -> str | None:
        """Write the caseload for a device, once somebody says which one and where to; what came
        of it, in words."""
        devices = snapshots.handover_receivers(self.journal)
        if not devices:
            return None
        to = {move.to for move in moves}
        # First the devices of those who take the children over.
        devices = sorted(devices, key=lambda each: each.card.person not in to)
        holders = {each.card.id: each.card.person for each in devices}
        choices: list[Choice] = [
            Choice(str(n), each.card.name, each.card.id, each.card.person or "")
            for n, each in enumerate(devices, start=1)
        ]
        choices.append(Choice("n", say("handover.no_file"), None))
        device = await self.ask(ChooseOne(say("handover.file_for"), choices))
        if device is None:
            return None
        at = snapshots.last_folder(self.journal, snapshots.WRITTEN)
        where = await self.ask(
            AskText(say("handover.file_where"), at, hint=say("handover.file_hint"))
        )
        if not where:
            return None

        # Who takes some of the children is sent those; anybody else (a manager) all of them.
        theirs = [move.child_id for move in moves if move.to == holders[device]]
        child_ids = theirs or [move.child_id for move in moves]

        def progress(done: int, total: int) -> None:
            self.app.call_from_thread(self.busy, say("handover.writing"), done, total)

        try:
            written = await asyncio.to_thread(
                snapshots.on_own_connection,
                self.journal,
                lambda: snapshots.write_handover(
                    self.journal, typed_path(where), device, child_ids, progress
                ),
            )
        except Refused as wrong:
            return wrong.sentence  # the handover itself is done
        finally:
            self.busy(None)
        return say("handover.written", path=plain(str(written.path)), device=written.device)
