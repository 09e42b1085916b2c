"""A small service over one quarter, with something of every subject a report counts."""

from __future__ import annotations

import atexit
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from store import (
    children,
    contact,
    disputes,
    education,
    feedback,
    health,
    imports,
    missing,
    reviews,
    service,
)
from store.clock import next_review_due
from store.codes import Attendee, CarriedOut, LateReason, Participation
from store.disputes import Theme
from store.health import HealthType, Quality
from store.journal import Journal
from store.measures import Span
from store.reviews import Outcome, ProposedDecision
from tests.store.rooms import FIXTURES, new_store

TODAY = date(2024, 10, 7)
QUARTER = Span(date(2024, 7, 1), date(2024, 9, 30))
WEEK = Span(date(2024, 9, 23), date(2024, 9, 29))
CHILDREN = 24
WORDS = "It is <loud> at tea | I *hate* it"


def quiet_quarter(folder: Path, seed: int = 1) -> Journal:
    """A store with children and reviews only."""
    journal = new_store(folder, seed, today=TODAY)
    with journal.together():  # open work is followed once, not at each of hundreds of saves
        for number in range(CHILDREN):
            _child(journal, number)
    return journal


def whole_quarter(folder: Path, seed: int = 1) -> Journal:
    """A store with something of everything."""
    journal = quiet_quarter(folder, seed)
    imports.take(journal, imports.propose(journal, FIXTURES / "report.txt"))
    everyone = sorted(children.children(journal), key=lambda child: child.ref)
    with journal.together():
        for number, child in enumerate(everyone):
            _around(journal, number, child)
        for name, share in (("Alder", "1.0"), ("Birch", "0.5")):
            service.add_post(journal, name, Decimal(share), started=date(2024, 1, 1))
        theme, opened = Theme.DRIFT, date(2024, 8, 1)
        about = disputes.open_dispute(journal, everyone[3].id, theme, opened=opened)
        disputes.next_stage(journal, about, on=date(2024, 8, 5))
    return journal


@cache
def standing_quarter() -> Journal:
    """The whole quarter, made once in each process for all tests that only read it."""
    folder = Path(mkdtemp(prefix="planreview-quarter-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return whole_quarter(folder)


def _child(journal: Journal, number: int) -> None:
    started = date(2024, 1, 8) + timedelta(days=9 * number)
    child = children.add_child(
        journal,
        f"C-{number + 1:04}",
        dob=date(2005 + number % 18, 3, 1 + number),
        iro="Alder" if number % 3 else "Birch",
        social_worker="Hazel",
        started=started,
    )
    born = date(2005 + number % 18, 3, 1 + number)
    period = children.period_id(child, started)
    calendar = reviews.expected(journal, child).calendar
    held: list[date] = []
    last: list[str] = []
    while True:
        due = next_review_due(started, held, calendar).due
        late = (number + len(held)) % 7 == 3
        on = due + timedelta(days=2) if late else due - timedelta(days=number % 3)
        if on > TODAY - timedelta(days=10 if number % 6 else 0):
            break
        done = reviews.log_review(journal, _outcome(child, number, on, born, late, last))
        last = list(done.decisions)
        _papers(journal, done.id, on, number)
        held.append(on)
    if number == 5:
        children.end_period(journal, period, date(2024, 9, 2))


def _outcome(child: str, number: int, on: date, born: date, late: bool, last: list[str]) -> Outcome:
    codes = list(Participation)[1:]
    fourth = born.replace(year=born.year + 4)
    code = Participation.PN0 if on < fourth else codes[(number * 5 + on.month) % len(codes)]
    return Outcome(
        child_id=child,
        held=on,
        participation=code if number != 11 else None,
        attended=[Attendee.CARER],
        views=WORDS if number % 2 else "",
        what_changed="Tea is earlier now." if number % 8 == 1 else "",
        late_reason=(LateReason.WORKER if number % 2 else LateReason.FAMILY) if late else None,
        last_time=[
            reviews.LookedBack(record, CarriedOut.YES if place + number % 4 else CarriedOut.NO)
            for place, record in enumerate(last)
        ],
        decisions=[
            ProposedDecision("Dental check booked", "Hazel", on + timedelta(days=30)),
            ProposedDecision("Family time plan written", None, on + timedelta(days=44)),
        ],
    )


def _papers(journal: Journal, review: str, held: date, number: int) -> None:
    for name, days in (("decisions_sent", 4), ("record_written", 18), ("record_distributed", 26)):
        on = held + timedelta(days=days + (9 if number % 10 == 4 else 0))
        if on <= TODAY:
            reviews.change_review(journal, review, None, **{name: on})


def _around(journal: Journal, number: int, child: children.Child) -> None:
    started = child.periods[0].started
    held = started + timedelta(days=20 + (12 if number % 8 == 2 else 0))
    if held <= TODAY - timedelta(days=7):
        quality = (Quality.GOOD_ENOUGH, Quality.GOOD_ENOUGH, None)[number % 3]
        health.add_health(journal, child.id, HealthType.IHA, held=held, quality=quality)
    if number % 5 == 0:
        education.add_education_plan(journal, child.id, held=started + timedelta(days=10))
    if number in (2, 9, 14, 17, 20, 21):
        away = datetime(2024, 8, 3 + number, 20, tzinfo=UTC)
        back = away + timedelta(hours=9)
        interviewed = back + timedelta(hours=30 if number % 2 else 90)
        missing.add_missing(journal, child.id, away, ended=back, interviewed=interviewed)
    if number % 2:
        contact.add_visit(journal, child.id, date(2024, 9, 12), alone=number % 4 == 1)
    if number < 9:
        contact.add_midway(journal, child.id, date(2024, 7, 3))
    if number % 4 == 1:
        feedback.add_feedback(
            journal,
            received=date(2024, 8, 20),
            said=WORDS,
            child_id=child.id,
            changed="Tea is earlier now." if number == 1 else None,
        )
