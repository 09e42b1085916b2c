"""The screen on which a child is added or changed, with its periods of being looked after."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual.app import ComposeResult

from store import calendars, children, people
from store.codes import Role
from store.errors import Refused
from store.wording import say
from tui.actions import offer
from tui.paper.sheet import Sheet
from tui.screens.child_paper import ChildPaper, Known
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.paper_form import FORM_KEYS, PaperForm
from tui.widgets.lines import Line

offer("child_form", *FORM_KEYS)


class ChildForm(PaperForm):
    """A child by local reference; a name is never asked for. A draft until it is saved."""

    place = "child_form"
    why = "child_form.why"
    paper: ChildPaper

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
        self.keeper = DraftKeeper(self, "child", self.child_id, self.paper.keep, called=self.called)
        kept = self.keeper.begin()
        if kept is not None:
            self.paper.restore(kept)
        self.paper.read_only = self.keeper.read_only
        yield Sheet(self.paper, id="sheet")

    def called(self) -> str:
        if self.paper.known.child is not None:
            return self.paper.known.child.ref
        return self.paper.local_id.text.strip() or say("child_form.new")

    def said(self) -> Iterable[Line]:
        yield [(say("child_form.status"), "dim")]

    def reference_here(self) -> str | None:
        return self.paper.known.child.ref if self.paper.known.child else None

    def save(self, reason: str | None) -> tuple[str, str]:
        record = self._save(reason)
        words = "child_form.changed" if self.child_id else "child_form.added"
        return record, say(words, ref=children.references(self.journal, record).get(record, ""))

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

    def point_at(self, error: Refused) -> None:
        cells = {cell.name: cell for cell in self.paper.cells()}
        field = error.field or ""
        if field and not re.match(r"period\.", field) and field not in cells:
            field = {"started": "period.0.started", "ended": "period.0.ended"}.get(field, "dob")
        cells.get(field, self.paper.cells()[0]).refused = error.sentence
