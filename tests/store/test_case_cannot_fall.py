"""A case cannot fall between screens: whatever happens to children, in whatever legal order.

Random lives are led: into care, moved, reviewed, adjourned, contested, out of care and back,
while the days go by. After each step every child looked after has exactly one next review, and
every open duty stands on the Today of somebody who can do it.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import calendars, children, disputes, open_work, opening, people, reviews
from store.codes import LegalStatus, Participation, ReviewState, Role
from store.disputes import DisputeOutcome, Theme
from store.duties import KINDS, duties
from store.errors import Refused
from store.journal import Journal
from store.reviews import Outcome, ProposedDecision
from store.today import Today, TodayLine, what_needs_me
from store.today.desk import HORIZON
from store.today.duty_lines import BEFORE_REVIEW
from store.today.review_duties import PAPER_KINDS
from tests.store.pristine import pristine

BEGIN = date(2024, 1, 8)
IROS, WORKERS = ("Alder", "Birch"), ("Hazel", "Maple")


@dataclass
class Service:
    """A store and the chance that decides what happens in it."""

    journal: Journal
    chance: random.Random
    day: date = BEGIN
    refused: int = 0
    done: list[str] = field(default_factory=list)

    def known(self) -> list[children.Child]:
        """The children in an order that depends on nothing but their references."""
        return sorted(children.children(self.journal), key=lambda child: child.ref)

    def some(self, fits: Callable[[children.Child], bool]) -> children.Child | None:
        """A child of whom something is true."""
        found = [child for child in self.known() if fits(child)]
        return self.chance.choice(found) if found else None


def _in_care(child: children.Child) -> bool:
    return child.looked_after


def _enter(service: Service) -> None:
    iro = service.chance.choice([*IROS, None])
    children.add_child(
        service.journal,
        f"C-{len(service.known()):03}",
        dob=date(service.chance.randint(2008, 2023), 5, 2),
        iro=iro,
        social_worker=service.chance.choice([*WORKERS, None]),
        started=service.day - timedelta(service.chance.randrange(20)),
        legal_status=service.chance.choice([LegalStatus.C1, LegalStatus.C2, LegalStatus.V3]),
    )


def _leave(service: Service) -> None:
    child = service.some(_in_care)
    if child is not None and child.period is not None:
        children.end_period(service.journal, child.period.id, service.day)


def _come_back(service: Service) -> None:
    child = service.some(lambda one: bool(one.periods) and not one.looked_after)
    if child is not None:
        children.add_period(service.journal, child.id, service.day)


def _move(service: Service) -> None:
    child = service.some(_in_care)
    if child is not None:
        children.add_placement(service.journal, child.id, service.day)


def _review(service: Service) -> None:
    child = service.some(_in_care)
    if child is None:
        return
    held = service.day - timedelta(service.chance.randrange(4))
    reviews.log_review(
        service.journal,
        Outcome(
            child_id=child.id,
            held=held,
            participation=service.chance.choice([None, Participation.PN1, Participation.PN0]),
            decisions=[
                ProposedDecision("School place found", "Hazel", held + timedelta(9)),
                ProposedDecision("Contact", service.chance.choice([*WORKERS, None])),
                ProposedDecision("Passport", None, held + timedelta(30)),
            ][: service.chance.randrange(4)],
        ),
    )


def _adjourn(service: Service) -> None:
    child = service.some(_in_care)
    if child is not None:
        adjourned = Outcome(child.id, state=ReviewState.ADJOURNED, meetings=[service.day])
        reviews.log_review(service.journal, adjourned)


def _contest(service: Service) -> None:
    open_ones = reviews.decisions(service.journal, open_only=True)
    if open_ones:
        own = service.chance.choice(sorted(open_ones, key=lambda one: one.id))
        reviews.change_decision(service.journal, own.id, "Not agreed", contested=service.day)
        if service.chance.random() < 0.7:
            disputes.open_dispute(
                service.journal, own.child_id, Theme.DECISIONS, "No school", decision=own.id
            )


def _settle(service: Service) -> None:
    open_ones = [one for one in disputes.disputes(service.journal) if one.is_open]
    if open_ones:
        one = service.chance.choice(sorted(open_ones, key=lambda each: each.id))
        if service.chance.random() < 0.5:
            disputes.next_stage(service.journal, one.id)
        else:
            disputes.close_dispute(service.journal, one.id, DisputeOutcome.PARTLY)


def _pass_time(service: Service) -> None:
    service.day += timedelta(service.chance.choice([1, 6, 25, 95]))
    service.journal.pinned_today = service.day


STEPS = (_enter, _leave, _come_back, _move, _review, _adjourn, _contest, _settle, _pass_time)


@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(range(len(STEPS))), min_size=4, max_size=10),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_case_cannot_fall_between_screens(seed: int, steps: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = pristine(Path(folder) / "s", "Alder", role="iro", today=BEGIN)
        try:
            for name in (*IROS, *WORKERS):
                people.add_person(journal, name)
            service = Service(journal, random.Random(seed))
            for step in (0, 0, *steps):
                try:
                    STEPS[step](service)
                except Refused:
                    # A wrong order is refused with words, and has changed nothing.
                    service.refused += 1
                _nothing_fell(service)
        finally:
            opening.close_store(journal)


def _nothing_fell(service: Service) -> None:
    journal = service.journal
    rows = list(_rows(journal))
    for child in service.known():
        own = [row for row in rows if row.kind == "review" and row.child_id == child.id]
        if child.looked_after:
            assert child.next is not None
            assert [row.due for row in own] == [child.next.due]
        else:
            assert not own
    desks = list(_desks(journal))
    horizon = calendars.working_days(journal).add(service.day, HORIZON)
    for row in rows:
        if row.due is None or row.due <= horizon:
            assert any(_stands(desk, row) for desk in desks), (row.kind, row.part, row.what)
    due = {duty.key for duty in duties(journal) if duty.counts_on(service.day)}
    assert due == {(row.kind, row.id, row.part) for row in rows if row.kind in KINDS}


def _desks(journal: Journal) -> Iterator[Today]:
    """What each officer and each social worker has on Today; managers see more, not instead."""
    for names, role in ((IROS, Role.IRO), (WORKERS, Role.SOCIAL_WORKER)):
        for name in names:
            journal.author = replace(journal.author, person=name, role=role)
            yield what_needs_me(journal)
    journal.author = replace(journal.author, person=IROS[0], role=Role.IRO)


def _stands(desk: Today, row: open_work.Row) -> bool:
    return any(_is_for(line, row) for line in desk.lines)


def _is_for(line: TodayLine, row: open_work.Row) -> bool:
    if row.kind == "papers":
        return line.record_id == row.id and line.kind in ("gap", *PAPER_KINDS.values())
    if row.kind not in KINDS:
        return (line.kind, line.record_id) == (row.kind, row.id)
    if row.kind in BEFORE_REVIEW and line.kind == "preparation" and line.duty is None:
        return line.record_id == row.child_id
    of_many = (line.kind, line.record_id) == (row.kind, f"unrecorded:{row.part}")
    return of_many or line.duty == (row.kind, row.id, row.part)


def _rows(journal: Journal) -> Iterator[open_work.Row]:
    found = open_work.ids(journal)
    found.rest()
    yield from (row for row in open_work.page(journal, found.numbers) if row is not None)
