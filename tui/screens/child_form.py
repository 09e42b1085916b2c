"""The screen on which a child is added or changed, with its periods of being looked after."""

from __future__ import annotations

import re

from textual.app import ComposeResult

from store import calendars, children, people
from store.codes import Role
from store.errors import ReasonNeeded, Refused
from store.wording import say
from tui.actions import Action, offer
from tui.paper.sheet import Sheet
from tui.screens.child_paper import ChildPaper, Known
from tui.screens.draft_keeper import DraftKeeper
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, Piece, spaced

offer(
    "child_form",
    Action("save", "change", ("ctrl+s", "f2"), in_fields=True),
    Action("keep_draft", "leave", ("escape",), label="review_form.key_keep", in_fields=True),
)


class ChildForm(Frame):
    """A child by local reference; a name is never asked for. A draft until it is saved."""

    place = "child_form"
    mode = "reviews"
    digits = False

    def __init__(self, child_id: str | None = None, *, new_period: bool = False) -> None:
        super().__init__()
        self.child_id = child_id
        self._new_period = new_period

    def body(self) -> ComposeResult:
        journal = self.journal
        author = journal.author
        known = Known(
            today=journal.today(),
            calendar=calendars.working_days(journal),
            names=tuple(person.name for person in people.people(journal)),
            child=children.child(journal, self.child_id) if self.child_id else None,
            iro=author.person if author.role == Role.IRO else None,
        )
        self.paper = ChildPaper(known, new_period=self._new_period)
        self.keeper = DraftKeeper(
            self, "child", self.child_id, self.paper.keep, called=self._called
        )
        kept = self.keeper.begin()
        if kept is not None:
            self.paper.restore(kept)
        self.paper.read_only = self.keeper.read_only
        yield Sheet(self.paper, id="sheet")

    def _called(self) -> str:
        if self.paper.known.child is not None:
            return self.paper.known.child.ref
        return self.paper.local_id.text.strip() or say("child_form.new")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#sheet", Sheet).focus()

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        if event.changed and not self.paper.read_only:
            self.keeper.typed()
        self.facts_changed()

    def facts(self) -> Line:
        keeper = self.keeper
        if keeper.read_only or keeper.failed_since is not None:
            return [*keeper.state()]
        wrong = len(self.paper.wrong())
        mend: Piece = ("", "text")
        if wrong:
            words = (
                say("review_form.to_mend_one")
                if wrong == 1
                else say("review_form.to_mend", count=wrong)
            )
            mend = (words, "red")
        return spaced([keeper.state(), [mend], [(say("child_form.status"), "dim")]])

    def reference_here(self) -> str | None:
        return self.paper.known.child.ref if self.paper.known.child else None

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def on_unmount(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.close()

    def why_not(self, action: str) -> str | None:
        if action == "save" and self.keeper.read_only:
            return say("form_draft.read_only")
        return None

    def action_keep_draft(self) -> None:
        """Leave; what is typed stays as a draft."""
        if not self.keeper.leave():
            self.facts_changed()
            return
        if self.keeper.draft is not None:
            self.toast(say("form_draft.left", what=self._called()))
        self.dismiss(None)

    async def action_save(self) -> None:
        """Save the child and its periods together, or go to the first field to mend."""
        self.paper.here.leave()
        self.paper.looked(self.paper.here)
        self.keeper.typed()
        self.keeper.keep()
        if self._first_wrong():
            return
        reason: str | None = None
        for _ in range(2):
            try:
                record = self._save(reason)
            except ReasonNeeded as needed:
                from tui.dialogs.ask import AskReason

                reason = await self.ask(AskReason(say("child_form.why"), said=needed.sentence))
                if not reason:
                    return
            except Refused as error:
                self._point_at(error)
                self._first_wrong()
                return
            else:
                # The words are in the store: only now may the draft go.
                self.keeper.saved()
                ref = children.references(self.journal).get(record, "")
                words = "child_form.changed" if self.child_id else "child_form.added"
                self.planreview.last_told = [(say(words, ref=ref), "dim")]
                self.dismiss(record)
                return

    def _save(self, reason: str | None) -> str:
        """Everything on the sheet in one unit of work."""
        paper, journal = self.paper, self.journal
        iro, worker = paper.iro.text.strip() or None, paper.social_worker.text.strip() or None
        team, dob = paper.team.text.strip() or None, paper.dob.value
        label = say("child_form.unit_changed" if self.child_id else "child_form.unit_added")
        with journal.unit_of_work(label, reason):
            if self.child_id is None:
                record = children.add_child(
                    journal, paper.local_id.text, dob, iro=iro, social_worker=worker, team=team
                )
            else:
                record = self.child_id
                children.change_child(
                    journal, record, reason, dob=dob, iro=iro, social_worker=worker, team=team
                )
            for row in paper.written():
                self._save_period(record, row.known.id if row.known else None, row, reason)
        return record

    def _save_period(self, record: str, known: str | None, row: object, reason: str | None) -> None:
        from tui.screens.child_paper import PeriodRow

        assert isinstance(row, PeriodRow)
        facts = {
            "started": row.started.value,
            "ended": row.ended.value,
            "legal_status": row.status.value,
            "placement": row.placement.text.strip() or None,
        }
        try:
            if known is None:
                if row.started.value is None:
                    raise Refused(say("child_form.needs_start"), field="started")
                children.add_period(
                    self.journal,
                    record,
                    row.started.value,
                    row.ended.value,
                    row.status.value,
                    row.placement.text.strip() or None,
                )
            else:
                children.change_period(self.journal, known, reason, **facts)
        except Refused as error:
            number = row.started.name.split(".")[1]
            error.field = f"period.{number}.{error.field or 'started'}"
            raise

    def _point_at(self, error: Refused) -> None:
        cells = {cell.name: cell for cell in self.paper.cells()}
        field = error.field or ""
        if field and not re.match(r"period\.", field) and field not in cells:
            field = {"started": "period.0.started", "ended": "period.0.ended"}.get(field, "dob")
        cells.get(field, self.paper.cells()[0]).refused = error.sentence

    def _first_wrong(self) -> bool:
        wrong = self.paper.wrong()
        if not wrong:
            return False
        cell = wrong[0]
        problem, refused = cell.problem, cell.refused
        self.paper.go(cell.name)
        cell.problem, cell.refused = problem, refused
        self.query_one("#sheet", Sheet).redraw()
        self.refuse(say("review_form.mend", sentence=cell.sentence or ""))
        return True
