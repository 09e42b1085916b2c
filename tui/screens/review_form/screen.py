"""The screen of the review form: keys, draft, saving, and what is said about each."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store import calendars, children, people, reviews
from store.clock import UnreadableDate
from store.codes import ReviewCause, ReviewState
from store.errors import Refused
from store.wording import say
from tui.actions import Action, offer
from tui.paper.cells import DateCell, ProseCell
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.review_form.about import About, LastDecision, OnDay
from tui.screens.review_form.checklist_drawing import ChecklistDrawing
from tui.screens.review_form.checklist_part import PointCell
from tui.screens.review_form.drawing import OutcomeDrawing
from tui.screens.review_form.guide import guide
from tui.screens.review_form.outcome_paper import PARTS, OutcomePaper
from tui.widgets.frame import Frame
from tui.widgets.ledger import Ledger
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.panes import Panes

if TYPE_CHECKING:
    from store.journal import Journal
    from tui.paper.paper import SheetRow

offer(
    "review_form",
    Action("save", "change", ("ctrl+s", "f2"), in_fields=True),
    Action("keep_draft", "leave", ("escape",), label="review_form.key_keep", in_fields=True),
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


class ReviewForm(Frame):
    """A whole review outcome on one screen; what is typed is a draft until it is saved."""

    place = "review_form"
    mode = "reviews"
    digits = False

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
            called=lambda: self.about.ref,
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

    def on_mount(self) -> None:
        self._sheet.focus()
        super().on_mount()
        if self._unread is not None:
            self.refuse(self._unread)

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#sheet", Sheet)

    def refresh_records(self) -> None:
        self._redraw()

    def arranged(self) -> None:
        self._redraw()

    def _redraw(self) -> None:
        self.paper.wide = self.app.size.width >= _WIDE
        self._sheet.redraw()
        self.query_one("#guide", Ledger).show(guide(self.paper, self.keeper.draft))

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        if event.changed and not self.paper.read_only:
            self.keeper.typed()
        self._draft_told()

    def _draft_told(self) -> None:
        self.query_one("#guide", Ledger).show(guide(self.paper, self.keeper.draft))
        self.facts_changed()

    def facts(self) -> Line:
        keeper, paper = self.keeper, self.paper
        if keeper.read_only or keeper.failed_since is not None:
            return [*keeper.state()]
        wrong = len(paper.wrong())
        mend: Piece = ("", "text")
        if wrong:
            words = (
                say("review_form.to_mend_one")
                if wrong == 1
                else say("review_form.to_mend", count=wrong)
            )
            mend = (words, "red")
        parts = say("review_form.parts", count=paper.parts(), of=PARTS)
        part = paper.checklist
        listed = say("review_form.page_two", count=part.answered, of=len(part.points))
        if paper.second:
            listed = say("review_form.page_one")
        return spaced([keeper.state(), [mend], parts, listed])

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def reference_here(self) -> str | None:
        return self.about.ref

    # Leaving and saving ------------------------------------------------------------------------

    def on_unmount(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.close()

    def action_keep_draft(self) -> None:
        """Leave; what is typed stays as a draft."""
        self.paper.go(self.paper.here.name)
        if not self.keeper.leave():
            self.facts_changed()
            return
        if self.keeper.draft is not None:
            self.toast(say("form_draft.left", what=self.about.ref))
        self.dismiss(None)

    def why_not(self, action: str) -> str | None:
        if action == "save" and self.keeper.read_only:
            return say("form_draft.read_only")
        return None

    def action_turn_page(self) -> None:
        """To the checklist, or back to the first page."""
        self.paper.turn()
        self._redraw()
        self.facts_changed()

    def action_save(self) -> None:
        """Save the review with its decisions, or go to the first field that cannot be taken."""
        self.paper.here.leave()
        self.paper.looked(self.paper.here)
        self.keeper.typed()
        self.keeper.keep()
        if self._first_wrong():
            return
        try:
            outcome = self._outcome()
            problems = reviews.check(self.journal, outcome, self.about.today)
        except Refused as error:
            problems = []
            self._point_at(error.field or "held", error.sentence)
            self._first_wrong()
            return
        for problem in problems:
            if problem.blocks:
                self._point_at(problem.field, problem.sentence)
        if self._first_wrong():
            return
        try:
            logged = reviews.log_review(self.journal, outcome)
        except Refused as error:
            self._point_at(error.field or "held", error.sentence)
            self._first_wrong()
            return
        # The words are in the store: only now may the draft go.
        self.keeper.saved()
        self.planreview.last_told = [(self._sentence(logged), "dim")]
        self.dismiss(logged.id)

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

    def _first_wrong(self) -> bool:
        """Go to the first field that cannot be taken; False when there is none."""
        wrong = self.paper.wrong()
        if not wrong:
            return False
        sentence = wrong[0].sentence or ""
        problem, refused = wrong[0].problem, wrong[0].refused
        self.paper.go(wrong[0].name)
        wrong[0].problem, wrong[0].refused = problem, refused
        self._redraw()
        self.refuse(say("review_form.mend", sentence=sentence))
        return True

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
