"""Any number of made-up open items in a throwaway store, to feel how long lists behave.

The same N gives the same titles, owners and dates. Everything goes through the journal, so a
million takes some minutes to make and is then what a store of that size is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from store import children, people, plans
from store.codes import ActionStatus, DecisionState, ReviewState
from store.database import WHOLE_STORE, roomy
from store.demo.caseload import TODAY
from store.demo.content import content
from store.demo.folder import new_folder
from store.journal import Journal
from store.opening import throwaway
from store.plans import ProposedArea, ProposedCommitment, ProposedPlan
from store.plans.models import ActionRecord
from store.reviews import DecisionRecord
from store.wording import say

_BATCH = 10_000
_AREAS, _COMMITMENTS = 12, 6
_STATUSES = (
    *(ActionStatus.NOT_STARTED,) * 5,
    *(ActionStatus.IN_PROGRESS,) * 6,
    *(ActionStatus.BLOCKED, ActionStatus.DONE_AWAITING_SIGN_OFF),
)


Told = Callable[[str, int], None]
"""Hears how far it is: the step, "saved" or "listed", and how many items are through it."""


def open_many(items: int, told: Told | None = None, *, today: date = TODAY) -> Journal:
    """A new throwaway store with `items` open actions and decisions, and a caseload to match.

    It can be stopped at any moment: the folder goes with the program.
    """
    journal = throwaway(
        new_folder() / "store", "Alder", team="Reviewing", role="manager", device="Demo",
        today=today,
    )  # fmt: skip
    fill(journal, items, told)
    return journal


def fill(journal: Journal, items: int, told: Told | None = None) -> None:
    """Writes the items into a store, in one transaction."""
    if told is not None:
        journal.when_listed = partial(told, "listed")
    with roomy(journal.database, WHOLE_STORE):
        _fill(journal, items, told)
    journal.when_listed = None


def _fill(journal: Journal, items: int, told: Told | None) -> None:
    chance = random.Random(items)
    told_of = content("many")
    with journal.together():
        owners = [people.add_person(journal, name) for name in ("Alder", *told_of["names"])]
        below = _plan(journal, told_of)
        cohort, reviews = _caseload(journal, told_of, max(1, min(1_500, items // 40)), chance)
        _one_transaction(journal, items, told, chance, told_of, owners, below, cohort, reviews)


def _one_transaction(
    journal: Journal,
    items: int,
    told: Told | None,
    chance: random.Random,
    told_of: dict[str, Any],
    owners: list[str],
    below: list[str],
    cohort: list[str],
    reviews: list[str],
) -> None:
    actions = items * 6 // 10
    for begin in range(0, items, _BATCH):
        end = min(items, begin + _BATCH)
        with journal.unit_of_work(say("demo_many.unit")) as unit:
            count = max(0, min(end, actions) - begin)
            rows = _common(chance, told_of, owners, count)
            unit.create_many(
                ActionRecord,
                (
                    {
                        "title": text,
                        "owner": owner,
                        "due": due,
                        "original_due": due,
                        "status": chance.choice(_STATUSES),
                        "commitment": chance.choice(below),
                        "position": begin + place,
                    }
                    for place, (text, owner, due) in enumerate(rows, 1)
                ),
            )
            rows = _common(chance, told_of, owners, end - begin - count)
            which = [chance.randrange(len(cohort)) for _ in range(end - begin - count)]
            unit.create_many(
                DecisionRecord,
                (
                    {
                        "text": text,
                        "owner": owner,
                        "due": due,
                        "state": DecisionState.DECIDED,
                        "child": cohort[child],
                        "review": reviews[child],
                        "position": place,
                    }
                    for place, (child, (text, owner, due)) in enumerate(
                        zip(which, rows, strict=True), 1
                    )
                ),
            )
        if told is not None:
            told("saved", end)


def _common(
    chance: random.Random, told_of: dict[str, Any], owners: list[str], count: int
) -> Iterator[tuple[str, str | None, date | None]]:
    verbs, things, endings = told_of["verbs"], told_of["things"], told_of["endings"]
    for _ in range(count):
        text = f"{chance.choice(verbs)} {chance.choice(things)} {chance.choice(endings)}"
        if chance.random() < 0.001:
            text = f"{text}: {chance.choice(told_of['rare'])}"
        owner = chance.choice(owners) if chance.random() < 0.93 else None
        due = TODAY + timedelta(days=chance.randint(-60, 300)) if chance.random() < 0.9 else None
        yield text, owner, due


def _plan(journal: Journal, told_of: dict[str, Any]) -> list[str]:
    proposed = ProposedPlan(
        title=told_of["title"],
        regulator=told_of["regulator"],
        inspected_from=date(2023, 12, 4),
        inspected_to=date(2023, 12, 8),
        areas=tuple(
            ProposedArea(
                service=told_of["service"],
                number=number,
                title=told_of["area"].format(number=number),
                text=told_of["area"].format(number=number),
                standard=str(1 + number % 9),
                commitments=tuple(
                    ProposedCommitment(
                        position=position, text=told_of["commitment"].format(number=position)
                    )
                    for position in range(1, _COMMITMENTS + 1)
                ),
            )
            for number in range(1, _AREAS + 1)
        ),
    )
    plans.add_plan(journal, proposed)
    return [one.id for one in plans.commitments(journal)]


def _caseload(
    journal: Journal, told_of: dict[str, Any], count: int, chance: random.Random
) -> tuple[list[str], list[str]]:
    """Children with a period each, and a review held for each, all in three units' worth."""
    names, teams = told_of["names"], told_of["teams"]
    authority = children.own_authority(journal)
    kids, periods, reviews = {}, {}, {}
    for number in range(1, count + 1):
        ref = f"M-{number:05}"
        own = children.child_id(authority, ref)
        started = TODAY - timedelta(days=chance.randint(120, 900))
        period = children.period_id(own, started)
        held = TODAY - timedelta(days=chance.randint(20, 110))
        kids[own] = {
            "authority": authority,
            "local_id": ref,
            "dob": TODAY - timedelta(days=chance.randint(5, 16) * 365),
            "iro": people.person_id(chance.choice(names)),
            "team": chance.choice(teams),
        }
        periods[period] = {"child": own, "started": started}
        reviews[children.occurrence_id(period, 1)] = {
            "child": own,
            "period": period,
            "held": held,
            "state": ReviewState.HELD,
            "decisions_sent": held + timedelta(days=4),
            "care_plan_updated": held + timedelta(days=9),
        }
    with journal.unit_of_work(say("demo_many.unit")) as unit:
        unit.save_many(children.ChildRecord, kids)
        unit.save_many(children.PeriodRecord, periods)
        unit.save_many(children.ReviewRecord, reviews)
    return list(kids), list(reviews)
