"""How the demo's children came into care, and what was said and decided at each review."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as time_of_day
from typing import Any

from store import children, drafts, reviews
from store.children import OccurrenceRecord, ReviewRecord
from store.clock import age_on, next_review_due, ordinal_word, show_date
from store.codes import (
    Attendee,
    CarriedOut,
    DecisionState,
    LateReason,
    LegalStatus,
    Participation,
    ReviewCause,
    ReviewState,
)
from store.demo.caseload import CALENDAR, SEED, TODAY, MadeChild, MadeReview, made_children
from store.demo.clock import OPENED, DemoClock
from store.demo.content import content
from store.demo.telling import Step
from store.journal import Journal, UnitOfWork
from store.people import person_id
from store.reviews import (
    DecisionRecord,
    LookedBack,
    MeetingRecord,
    Outcome,
    ProposedDecision,
)
from store.reviews.codes import Met, Topic, topics_at
from store.reviews.models import PointRecord
from store.reviews.points import point_id
from store.wording import say


def review_steps() -> Iterator[Step]:
    """Every step, not yet in the order of time."""
    for child in made_children():
        yield from _ChildStory(child).steps()


class _ChildStory:
    """The steps of one child; remembers the decisions for the review that looks back on them."""

    def __init__(self, child: MadeChild) -> None:
        self.child = child
        self.id = ""
        self.held: list[date] = []
        self.last_decisions: list[str] = []
        told = content("caseload")
        self.planned = {ref: date.fromisoformat(day) for ref, day in told["planned"]}.get(child.ref)

    def steps(self) -> Iterator[Step]:
        """Entering care, each review with its papers, what is done since, leaving care."""
        child = self.child
        yield Step(child.started, child.iro, self._enter)
        before: MadeReview | None = None
        for review in child.reviews:
            yield from self._review(review, before)
            before = review
        if before is not None:
            for position, decision in enumerate(before.decisions):
                if decision.carried_out:
                    done = min(decision.due or TODAY, TODAY - timedelta(days=4))
                    yield Step(
                        max(done, before.held),
                        child.iro,
                        self._carried_out(position, decision.carried_out),
                    )
        if child.ended is not None:
            yield Step(child.ended, child.iro, self._leave)

    def _enter(self, journal: Journal) -> None:
        child = self.child
        self.id = children.add_child(
            journal,
            child.ref,
            dob=child.dob,
            iro=child.iro,
            social_worker=child.social_worker,
            team=child.team,
            started=child.started,
            legal_status=LegalStatus(child.legal_status),
            placement=child.placement,
        )

    def _leave(self, journal: Journal) -> None:
        assert self.child.ended is not None
        period = children.period_id(self.id, self.child.started)
        children.end_period(journal, period, self.child.ended)

    def _review(self, review: MadeReview, before: MadeReview | None) -> Iterator[Step]:
        logged: list[str] = []

        def log(journal: Journal) -> None:
            logged.append(self._logged(journal, review, before))

        def send(journal: Journal) -> None:
            with journal.unit_of_work(say("reviews.unit_changed")) as unit:
                unit.save(ReviewRecord, logged[0], **papers)

        yield Step(review.held, self.child.iro, log)
        papers = {
            name: day
            for name in ("decisions_sent", "record_written", "record_distributed")
            if (day := getattr(review, name)) is not None
        }
        if review.decisions_sent is not None:
            papers["decisions_received"] = review.decisions_sent
            # The care plan follows by its tenth working day, unless that has not come yet.
            updated = CALENDAR.add(review.held, 8)
            if updated < TODAY:
                papers["care_plan_updated"] = updated
        if papers:
            yield Step(max(papers.values()), self.child.iro, send)

    def _logged(self, journal: Journal, review: MadeReview, before: MadeReview | None) -> str:
        """What log_review saves, without its checks: they read forty times for one review."""
        period = children.period_id(self.id, self.child.started)
        is_last = review is self.child.reviews[-1]
        day = show_date(review.held, weekday=False)
        due = next_review_due(self.child.started, self.held, CALENDAR)
        self.held.append(review.held)
        label = say("reviews.unit_logged", ordinal=ordinal_word(review.ordinal), day=day)
        reason = say("reviews.found_at", day=day) if before else None
        with journal.unit_of_work(label, reason) as unit:
            record = unit.create(
                ReviewRecord,
                child=self.id,
                period=period,
                occurrence=children.occurrence_id(period, review.ordinal),
                cause=ReviewCause.ROUTINE,
                state=ReviewState.HELD,
                due=due.due,
                due_why=due.sentence,
                held=review.held,
                participation=Participation(f"PN{review.participation}"),
                attended=list(review.attended),
                views=review.views or None,
                what_changed=review.what_changed or None,
                findings=review.findings,
                late_reason=LateReason(review.late_reason) if review.late_reason else None,
                next_due=(self.planned if is_last else None) or review.next_due,
            )
            unit.create(MeetingRecord, child=self.id, review=record, on=review.held)
            for made, told in zip(
                self.last_decisions, before.decisions if before else (), strict=True
            ):
                unit.save(
                    DecisionRecord,
                    made,
                    carried_out=CarriedOut(told.carried_out),
                    carried_out_reason=told.reason or None,
                    looked_back=record,
                )
            self.last_decisions = [
                unit.create(
                    DecisionRecord,
                    child=self.id,
                    review=record,
                    position=position,
                    text=decision.text,
                    owner=person_id(decision.owner) if decision.owner else None,
                    due=decision.due,
                    state=DecisionState.RECOMMENDED,
                )
                for position, decision in enumerate(review.decisions, 1)
            ]
            if is_last and self.child.ref not in content("around")["no_checklist"]:
                self._checklist(unit, record, review)
            unit.create(
                OccurrenceRecord,
                children.occurrence_id(period, review.ordinal + 1),
                child=self.id,
                period=period,
                planned=(self.planned if is_last else None) or review.next_due,
            )
        return record

    def _checklist(self, unit: UnitOfWork, record: str, review: MadeReview) -> None:
        """The second page of the form, as an ordinary review fills it in."""
        chance = random.Random(f"{SEED} checklist {self.child.ref}")
        for topic in topics_at(age_on(self.child.dob, review.held)):
            agreed = None
            if topic is Topic.PERMANENCE and review.ordinal > 1:
                agreed = min(self.held[1], review.held) - timedelta(days=chance.randrange(9))
            unit.create(
                PointRecord,
                point_id(record, topic),
                child=self.id,
                review=record,
                topic=topic,
                answer=Met.PARTLY if chance.random() < 0.15 else Met.YES,
                agreed=agreed,
            )

    def _carried_out(self, position: int, found: str) -> Any:
        def change(journal: Journal) -> None:
            with journal.unit_of_work(say("reviews.unit_decision_changed")) as unit:
                unit.save(
                    DecisionRecord, self.last_decisions[position], carried_out=CarriedOut(found)
                )

        return change


def keep_draft(journal: Journal, clock: DemoClock) -> None:
    """The review of the pictures, half written on Friday; the clock ends on Monday at 08:58."""
    told = content("caseload")
    words, ref = told["draft"], told["shown"]["child"]
    child = children.child_id(children.own_authority(journal), ref)
    last = reviews.expected(journal, child).last_decisions
    held = date.fromisoformat(words["held"])
    outcome = Outcome(
        child_id=child,
        meetings=[held],
        held=held,
        participation=Participation(f"PN{words['participation']}"),
        attended=[Attendee(who) for who in words["attended"]],
        views=words["views"],
        findings=words["findings"],
        last_time=[
            LookedBack(decision.id, CarriedOut(found), reason or None)
            for decision, (found, reason) in zip(last, words["last_time"], strict=False)
        ],
        decisions=[
            ProposedDecision(text, owner, date.fromisoformat(due) if due else None)
            for text, owner, due in words["decisions"]
        ],
    )
    clock.move_to(date.fromisoformat(words["begun"]), time_of_day(16, 42))
    draft = drafts.keep(journal, "review", child, outcome.to_draft())
    drafts.let_go(journal, draft.id)
    clock.move_to(TODAY, OPENED)
