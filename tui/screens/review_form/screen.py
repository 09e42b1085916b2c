"""The screen of the review form: keys, draft, saving, and what is said about each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store import calendars, children, people, reviews
from store.clock import UnreadableDate
from store.codes import ReviewCause, ReviewState
from store.errors import ReasonNeeded, Refused
from store.wording import say
from tui.actions import Action, offer
from tui.paper.cells import DateCell, ProseCell
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.paper_form import FORM_KEYS, PaperForm
from tui.screens.review_form.about import About, LastDecision, OnDay
from tui.screens.review_form.checklist_drawing import ChecklistDrawing
from tui.screens.review_form.checklist_part import PointCell
from tui.screens.review_form.drawing import OutcomeDrawing
from tui.screens.review_form.guide import guide
from tui.screens.review_form.outcome_paper import PARTS, OutcomePaper
from tui.widgets.ledger import Ledger
from tui.widgets.panes import Panes

if TYPE_CHECKING:
    from store.journal import Journal
    from tui.paper.paper import SheetRow

offer(
    "review_form",
    *FORM_KEYS,
    Action("turn_page", "here", ("f3",), label="review_form.key_page", in_fields=True),
)

_WIDE = 110


def about_review(journal: Journal, child_id: str) -> About:
    """Everything the form shows before the first key."""
    child = children.child(journal, child_id)
    if child is None:
        raise Refused(say("review_form.no_child"))
    expected = reviews.expected(journal, child_id)
    today = journal.today()
    calendar = calendars.working_days(journal)
    standards, begun = reviews.standards(journal), expected.adjourned
    place = (child_id, expected.period.id if expected.period else None)
    agreed = reviews.permanence_agreed(journal, [child_id]).get(place)

    def on_day(held: date) -> OnDay:
        then = reviews.expected(journal, child_id, held)
        return OnDay(then.ordinal, then.due, then.next_after(held))

    return About(
        child_id=child_id,
        ref=child.ref,
        born=child.dob,
        age=child.age_shown,
        ordinal=expected.ordinal,
        due=expected.due,
        today=today,
        calendar=calendar,
        names=tuple(person.name for person in people.people(journal)),
        social_worker=child.social_worker,
        last=tuple(
            LastDecision(decision.id, decision.text, decision.owner, decision.due)
            for decision in expected.last_decisions
        ),
        on_day=on_day,
        topics=tuple((topic, standards[topic]) for topic in reviews.topics_at(child.age)),
        late_reasons=tuple(reviews.late_reasons(journal)),
        ground=expected.ground,
        begun=begun,
        complete_by=calendar.book.limit("adjournment").last_day(begun.meetings[0].on, calendar)
        if begun is not None
        else None,
        agreed=min(agreed) if agreed else None,
    )


class DrawnPaper(OutcomePaper):
    """The outcome's paper with its drawing; `wide` when a pane beside it explains the field."""

    wide = False

    def draw(self, width: int, height: int) -> list[SheetRow]:
        drawing = ChecklistDrawing if self.second else OutcomeDrawing
        return drawing(self, width, height, self.wide).rows()

    def keys_here(self) -> list[tuple[str, str]]:
        """Keys of the focused cell for the footer."""
        cell = self.here
        keys = []
        if isinstance(cell, DateCell) and cell.stepping is not None:
            return [("enter", say("review_form.key_take"))]
        if not isinstance(cell, ProseCell):
            keys.append(("enter", say("review_form.key_next")))
        keys.append(("tab", say("review_form.key_skip")))
        if isinstance(cell, PointCell):
            keys.append(("→", say("review_form.key_note")))
        if isinstance(cell, DateCell):
            keys.append(("↓", say("review_form.key_calendar")))
        return keys


class ReviewForm(PaperForm):
    """A whole review outcome on one screen; what is typed is a draft until it is saved."""

    place = "review_form"
    paper: DrawnPaper

    def __init__(self, child_id: str) -> None:
        super().__init__()
        self.child_id = child_id
        self._unread: str | None = None

    def body(self) -> ComposeResult:
        self.about = about_review(self.journal, self.child_id)
        self.paper = DrawnPaper(self.about)
        self.keeper = DraftKeeper(
            self,
            "review",
            self.child_id,
            lambda: self.paper.keep() if self.paper.touched() else None,
            called=self.called,
            told=self._draft_told,
        )
        kept = self.keeper.begin()
        if kept is not None:
            try:
                self.paper.restore(kept)
            except Refused as error:
                # A draft of another version: its words stay on disk, the sentence says why.
                self._unread = error.sentence
                self.paper.read_only = True
        self.paper.read_only |= self.keeper.read_only
        yield Panes(Sheet(self.paper, id="sheet"), Ledger(id="guide"), share=70)

    def called(self) -> str:
        return self.about.ref

    def on_mount(self) -> None:
        super().on_mount()
        if self._unread is not None:
            self.refuse(self._unread)

    def refresh_records(self) -> None:
        self.redraw()

    def arranged(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        self.paper.wide = self.app.size.width >= _WIDE
        super().redraw()
        self.query_one("#guide", Ledger).show(guide(self.paper, self.keeper.draft))

    def typed(self) -> None:
        self._draft_told()

    def _draft_told(self) -> None:
        self.query_one("#guide", Ledger).show(guide(self.paper, self.keeper.draft))
        self.facts_changed()

    def said(self) -> Iterable[str]:
        paper, part = self.paper, self.paper.checklist
        yield say("review_form.parts", count=paper.parts(), of=PARTS)
        if paper.second:
            yield say("review_form.page_one")
        else:
            yield say("review_form.page_two", count=part.answered, of=len(part.points))

    def reference_here(self) -> str | None:
        return self.about.ref

    def action_turn_page(self) -> None:
        """To the checklist, or back to the first page."""
        self.paper.turn()
        self.redraw()
        self.facts_changed()

    def save(self, reason: str | None) -> tuple[str, str]:
        outcome = self._outcome()
        blocking = [
            problem
            for problem in reviews.check(self.journal, outcome, self.about.today)
            if problem.blocks
        ]
        for problem in blocking:
            self._point_at(problem.field, problem.sentence)
        if blocking:
            raise Refused(blocking[0].sentence, field=blocking[0].field)
        try:
            logged = reviews.log_review(self.journal, outcome)
        except ReasonNeeded as needed:  # an outcome has its own reasons: said at its field
            raise Refused(needed.sentence, field=needed.field) from needed
        return logged.id, self._sentence(logged)

    def point_at(self, error: Refused) -> None:
        self._point_at(error.field or "held", error.sentence)

    def _sentence(self, logged: reviews.LoggedReview) -> str:
        count = len(logged.decisions)
        if logged.gaps:
            gaps = list(logged.gaps)
            missing = gaps[0]
            if len(gaps) > 1:
                missing = say("review_form.and", first=", ".join(gaps[:-1]), last=gaps[-1])
            return say("review_form.saved_without", missing=missing)
        words = {0: say("review_form.decisions_none"), 1: say("review_form.decisions_one")}.get(
            count, say("review_form.decisions_many", count=count)
        )
        hint = say("review_form.undo_hint")
        return f"{say('review_form.saved', ref=self.about.ref, decisions=words)} {hint}"

    def _point_at(self, field: str, sentence: str) -> None:
        """Put a sentence of the store under the field it names, or under Held."""
        paper = self.paper
        cells = {cell.name: cell for cell in paper.every_cell()}
        names = {"ground": "cause", "period_id": "held", "child_id": "held"}
        name = names.get(field, field)
        if field.startswith("points."):
            name = "point." + field.partition(".")[2]
        place = re.fullmatch(r"(decisions|last_time)[.\[](\d+)\]?(?:\.(\w+))?", field)
        if place:
            kind, index, part = place[1], int(place[2]), place[3]
            if kind == "last_time":
                name = f"last_time.{index}"
            elif index < len(paper.written()):
                row = paper.written()[index]
                part = {"owner": "who", "due": "by"}.get(part or "", "what")
                name = f"decision.{row.number}.{part}"
        elif field == "decisions" and paper.written():
            name = paper.written()[0].what.name
        elif field == "last_time" and paper.last:
            name = paper.last[0].name
        cells.get(name, paper.held).refused = sentence

    def _outcome(self) -> reviews.Outcome:
        paper = self.paper
        if paper.held.value is None:
            paper.held.refused = say("review_form.needs_held")
            raise Refused(say("review_form.needs_held"), field="held")
        ground, adjourned = paper.cause.value, paper.state.filled
        ticked = paper.attended.ticked
        return reviews.Outcome(
            child_id=self.child_id,
            cause=ReviewCause.BROUGHT_FORWARD if ground else ReviewCause.ROUTINE,
            ground=ground,
            state=ReviewState.ADJOURNED if adjourned else None,
            meetings=[*self._sittings(), paper.held.value],
            held=None if adjourned else paper.held.value,
            participation=paper.participation.value,
            attended=[box.value for box in paper.attended.boxes if box.value in ticked],
            views=paper.views.text.strip(),
            findings=paper.findings.text.strip(),
            what_changed=paper.checklist.what_changed.text.strip(),
            points=paper.checklist.found(),
            late_reason=paper.late_reason.value if paper.is_late else None,
            last_time=[reviews.LookedBack(*found) for found in paper.answers()],
            decisions=[
                reviews.ProposedDecision(
                    row.what.text.strip(), row.who.text.strip() or None, row.by.value
                )
                for row in paper.written()
            ],
            next_due=None if adjourned else paper.next_due.value,
        )

    def _sittings(self) -> list[date]:
        found = []
        for text in self.paper.sittings.text.split(","):
            if not text.strip():
                continue
            try:
                found.append(self.paper.held.rules.read(text.strip()))
            except UnreadableDate as error:
                sentence = say("review_form.sitting_wrong", text=text.strip())
                raise Refused(sentence, field="meetings") from error
        return found
