"""What the keys of Triage change: one row by a question, the marked ones by a preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store import bulk, open_work, plans, reviews
from store.codes import ActionStatus, CarriedOut
from store.errors import Refused
from store.open_work import Row as OpenRow
from store.wording import say
from tui.screens.record_changes import ask_due, ask_owner, ask_status
from tui.screens.triage_rows import kind_of, short_ref
from tui.typed_path import typed_path
from tui.widgets.frame import Frame
from tui.widgets.long_list import LongList

FIELDS = ("owner", "due", "status", "brag", "what")
_NEEDS_ROW = (
    "open",
    "mark",
    "mark_like",
    "why",
    "history",
    "copy",
    "evidence",
    "conflicts",
    "comment",
)
_NEEDS_ROWS = ("mark_all", "mark_invert", "export")
# Kinds of lines that stand for one record, and the kind that record has.
_OWN_RECORD = {
    "action": "action",
    "commitment": "commitment",
    "decision": "decision",
    "papers": "review",
}
_NEEDS_MARKS = ("next_match", "previous_match")


class TriageChanges(Frame):
    """The changing half of Triage; which row and which list is the showing half's."""

    def row_here(self) -> OpenRow | None:
        """The row under the cursor."""
        raise NotImplementedError

    @property
    def table(self) -> LongList:
        """The list."""
        raise NotImplementedError

    def whole_list(self) -> Sequence[int]:
        """Every row number of the list, read to its end."""
        raise NotImplementedError

    def query_text(self) -> str:
        """The query the list answers."""
        raise NotImplementedError

    def shown_columns(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        raise NotImplementedError

    def why_not(self, action: str) -> str | None:
        row, marks = self.row_here(), self.table.marks
        if action in _NEEDS_ROWS and not self.table.lines:
            return say("screen_triage.no_rows")
        if action in _NEEDS_MARKS and not marks:
            return say("screen_triage.no_marks")
        if action in (*FIELDS, "bulk") and marks:
            return None
        if action in (*_NEEDS_ROW, *FIELDS, "bulk") and row is None:
            return say("screen_triage.no_line")
        if row is None:
            return None
        if action in (*FIELDS, "bulk") and (not row.fields or action not in (*row.fields, "bulk")):
            return say("screen_triage.not_here", kind=kind_of(row))
        if action == "evidence" and row.kind not in ("action", "commitment"):
            return say("screen_triage.no_evidence_here", kind=kind_of(row))
        if action == "conflicts" and not row.conflict:
            return say("screen_triage.no_conflict")
        return None

    # Owner, due, status ------------------------------------------------------------------------

    async def action_owner(self) -> None:
        row = self.row_here()
        if self.table.marks:
            self._preview("owner")
        elif row is not None:
            await ask_owner(
                self,
                short_ref(row),
                row.owner,
                lambda owner, reason: self._write(row, "owner", owner, reason),
            )

    async def action_due(self) -> None:
        row = self.row_here()
        if self.table.marks:
            self._preview("due")
        elif row is not None:
            await ask_due(
                self,
                short_ref(row),
                row.due,
                lambda due, reason, approver: self._write(row, "due", due, reason, approver),
            )

    async def action_status(self) -> None:
        from tui.dialogs.choose import Choice, ChooseOne

        row = self.row_here()
        if self.table.marks:
            self._preview("status")
            return
        if row is None:
            return
        if row.kind == "action":
            await ask_status(
                self,
                short_ref(row),
                ActionStatus(row.status),
                lambda status, reason: plans.change_action(
                    self.journal, row.id, reason=reason, status=status
                ),
            )
            return
        known = enumerate(bulk.values("status", [row.kind]), 1)
        choices = [Choice(str(at), words, value) for at, (value, words) in known]
        ref = short_ref(row)
        asked = say("screen_triage.ask_status", ref=ref)
        value = await self.ask(ChooseOne(asked, choices, value=row.status))
        if value is None:
            return
        if value == row.status:
            self.tell(say("screen_plan.same", ref=ref))
            return
        words = next(choice.label for choice in choices if choice.value == value)
        if row.kind == "decision" and value in (CarriedOut.PARTLY, CarriedOut.NO):
            await self._not_carried_out(row, CarriedOut(value))
            return
        asked = say("screen_plan.ask_status_reason", ref=ref, status=words)
        if await self.with_reason(asked, lambda why: self._write(row, "status", value, why)):
            self.changed(say("screen_plan.done_status", ref=ref, status=words))

    async def _not_carried_out(self, row: OpenRow, found: CarriedOut) -> None:
        """A decision that was not carried out, or in part, says why."""
        from tui.dialogs.ask import AskReason

        asked = say("screen_today.ask_carried_out_why")
        why = await self.ask(AskReason(asked))
        if not why:
            return
        await self.with_reason(
            asked,
            lambda reason: reviews.change_decision(
                self.journal, row.id, reason, carried_out=found, carried_out_reason=why
            ),
        )
        said = say("screen_today.done_carried_out", ref=short_ref(row), what=found.wording)
        self.changed(said)

    def _write(
        self,
        row: OpenRow,
        field: str,
        value: str | date | None,
        reason: str | None,
        approver: str | None = None,
    ) -> None:
        """One row by the same verbs as many: what refuses it says why."""
        shown = bulk.preview(self.journal, [row.n], field, value)
        if shown.refused:
            raise Refused(shown.rows[0].why)
        bulk.apply(self.journal, shown, reason, approver)

    def action_evidence(self) -> None:
        from tui.screens.evidence_form import EvidenceForm

        row = self.row_here()
        if row is not None:
            self.app.push_screen(EvidenceForm(row.id))

    async def action_comment(self) -> None:
        """A note on the record under the cursor, of today and by this person."""
        from store import notes
        from tui.dialogs.ask import AskText

        row = self.row_here()
        if row is None:
            return
        asked = say("screen_triage.ask_note", ref=short_ref(row))
        text = await self.ask(AskText(asked, check=_note_problem))
        if text:
            notes.add_note(self.journal, *_noted(row), text)
            self.changed(say("screen_triage.done_note", ref=short_ref(row)))

    # Many at once ------------------------------------------------------------------------------

    async def action_bulk(self) -> None:
        from tui.dialogs.choose import Choice, ChooseOne

        letters = {"owner": "o", "due": "d", "status": "s", "brag": "b", "what": "w"}
        choices = [
            Choice(letters[name], say(f"screen_triage.column_{name}"), name) for name in FIELDS
        ]
        count = len(self._meant())
        field = await self.ask(ChooseOne(say("screen_triage.ask_field", count=count), choices))
        if field is not None:
            self._preview(field)

    def _meant(self) -> list[int]:
        """The marked rows in the order of the list, those outside it last; else the row here."""
        marks, row = self.table.marks, self.row_here()
        if not marks:
            return [row.n] if row is not None else []
        listed = [n for n in self.whole_list() if n in marks]
        return [*listed, *sorted(marks.difference(listed))]

    def _preview(self, field: str) -> None:
        from tui.screens.bulk_preview import BulkPreview

        numbers = self._meant()
        marks = self.table.marks
        listed = len(marks.intersection(self.whole_list())) if marks else len(numbers)

        def done(applied: bulk.Applied | None) -> None:
            if applied is not None:
                self.table.mark_numbers(set())
                said = "done_bulk_one" if applied.changed == 1 else "done_bulk"
                name = say(f"screen_triage.column_{field}")
                self.changed(say(f"screen_triage.{said}", count=applied.changed, field=name))

        page = BulkPreview(numbers, field, outside=len(numbers) - listed)
        self.app.push_screen(page, done)

    # Marks -------------------------------------------------------------------------------------

    def _marked(self, numbers: set[int]) -> None:
        self.table.mark_numbers(numbers)
        self.facts_changed()

    def action_mark(self) -> None:
        n = self.table.cursor_number
        if n is not None:
            self._marked(self.table.marks ^ {n})
            self.table.step_down()

    def action_mark_all(self) -> None:
        self._marked(self.table.marks.union(self.whole_list()))

    def action_mark_invert(self) -> None:
        # What is marked elsewhere stays as it is: only this list is turned round.
        self._marked(self.table.marks.symmetric_difference(self.whole_list()))

    async def action_mark_like(self) -> None:
        from tui.dialogs.choose import Choice, ChooseOne

        row = self.row_here()
        if row is None:
            return
        cells = {name: open_work.like(row, name) for name in self._like_columns()}
        letters = iter("123456789")
        choices = [
            Choice(next(letters, ""), say(f"screen_triage.column_{name}"), text, text)
            for name, text in cells.items()
            if text
        ]
        text = await self.ask(ChooseOne(say("screen_triage.ask_like"), choices))
        if text is None:
            return
        query = self.query_text()
        both = f"({query}) {text}" if query else text
        found = set(open_work.ids(self.journal, both).rest())
        self._marked(self.table.marks | found)
        self.tell(say("screen_triage.marked_like", count=len(found), query=text))

    def _like_columns(self) -> list[str]:
        first = ("owner", "kind", "status", "area", "child", "brag", "due", "team", "standard")
        return [name for name in first if name in open_work.COLUMNS]

    def action_next_match(self) -> None:
        self._to_mark(1)

    def action_previous_match(self) -> None:
        self._to_mark(-1)

    def _to_mark(self, by: int) -> None:
        """The cursor to the next marked row of the list; round its ends."""
        numbers, marks, here = self.whole_list(), self.table.marks, self.table.cursor_number
        start = next((at for at, n in enumerate(numbers) if n == here), 0)
        for step in range(1, len(numbers) + 1):
            n = numbers[(start + by * step) % len(numbers)]
            if n in marks:
                self.table.move_to(str(n))
                return
        self.refuse(say("screen_triage.marks_elsewhere"))

    # Export ------------------------------------------------------------------------------------

    async def action_export(self) -> None:
        from store import exporting
        from tui.dialogs.ask import AskText

        numbers = self.whole_list()
        begun = f"triage-{self.journal.today().isoformat()}.csv"
        asked = say("screen_triage.ask_export", count=len(numbers))
        hint = say("screen_triage.ask_export_hint")
        text = await self.ask(AskText(asked, begun, hint=hint, check=_path_problem))
        if not text:
            return
        columns, query = self.shown_columns(), self.query_text()
        done = exporting.export(self.journal, typed_path(text), numbers, columns, query)
        self.toast(say("screen_triage.exported", count=done.rows, path=str(done.path)))


def _noted(row: OpenRow) -> tuple[str, str]:
    """The kind and the record a note goes on: the child's where a line has no record of its own."""
    if row.kind in _OWN_RECORD or row.child_id is None:
        return _OWN_RECORD.get(row.kind, row.kind), row.id
    return "child", row.child_id


def _note_problem(text: str) -> str | None:
    return None if text.strip() else say("screen_triage.note_empty")


def _path_problem(text: str) -> str | None:
    try:
        path = typed_path(text)
    except Refused as refused:
        return refused.sentence
    if path.suffix.lower() not in (".csv", ".xlsx", ".json"):
        return say("screen_triage.export_suffix")
    return say("screen_triage.export_exists") if path.exists() else None
