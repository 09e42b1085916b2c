"""What happened to one child alone, or in the service: missing, disputes, leavers, audits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from store import (
    audits,
    children,
    disputes,
    family,
    feedback,
    leavers,
    missing,
    notes,
    pre_proceedings,
    references,
    service,
)
from store.audits import Grade
from store.demo.content import content
from store.demo.telling import Step
from store.disputes import DisputeOutcome, Stage, Theme
from store.family import Relation
from store.journal import Journal
from store.leavers import Accommodation, Activity

Act = Callable[[Journal], object]
_POSTS_FROM = date(2023, 9, 4)


def single_steps() -> Iterator[Step]:
    """Every one of them, not yet in the order of time."""
    told = content("around")
    yield from _family(told)
    yield from _missing(told)
    yield from _disputes(told)
    yield from _pre_proceedings(told)
    yield from _service(told)


def _child(journal: Journal, ref: str) -> str:
    return children.child_id(children.own_authority(journal), ref)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    # By the clock on the wall of whoever opens the demo, as its hours are shown.
    return datetime.fromisoformat(text).astimezone()


def _of(ref: str, verb: Callable[..., object], *given: Any, **also: Any) -> Act:
    """The verb on the child of a reference."""

    def act(journal: Journal) -> object:
        return verb(journal, _child(journal, ref), *given, **also)

    return act


def _family(told: dict[str, Any]) -> Iterator[Step]:
    for one, other, relation, reason in told["family"]:

        def act(journal: Journal, one: str = one, other: str = other, of: str = relation) -> object:
            related = _child(journal, other)
            return family.add_family(journal, _child(journal, one), related, Relation(of))

        yield Step(date(2024, 9, 2), "Alder", act)
        assert not reason


def _missing(told: dict[str, Any]) -> Iterator[Step]:
    for ref, start, back, offered, held, by, said in told["missing"]:
        facts: dict[str, Any] = {"ended": _moment(back), "offered": _day(offered)}
        facts |= {"interviewed": _moment(held), "by": by, "said": said}
        act = _of(ref, missing.add_missing, _moment(start), **facts)
        yield Step(_moment(held).date(), "Alder", act)
    ref, start, back = told["missing_now"]
    act = _of(ref, missing.add_missing, _moment(start), ended=_moment(back))
    yield Step(_moment(back).date(), "Alder", act)


def _disputes(told: dict[str, Any]) -> Iterator[Step]:
    opened: dict[str, str] = {}

    def begin(ref: str, theme: str, day: str, about: str) -> Act:
        def act(journal: Journal) -> None:
            opened[ref] = disputes.open_dispute(
                journal, _child(journal, ref), Theme(theme), about, _day(day)
            )

        return act

    def up(ref: str, stage: str, day: str, whom: str) -> Act:
        return lambda journal: disputes.next_stage(
            journal, opened[ref], Stage(stage), _day(day), whom
        )

    for ref, theme, day, about, stage, entered, whom in told["disputes"]:
        yield Step(_day(day), "Alder", begin(ref, theme, day, about))
        yield Step(_day(entered), "Alder", up(ref, stage, entered, whom))
    ref, outcome, day, words = told["dispute_closed"]
    yield Step(
        _day(day),
        "Alder",
        lambda journal: disputes.close_dispute(
            journal, opened[ref], DisputeOutcome(outcome), _day(day), words
        ),
    )


def _pre_proceedings(told: dict[str, Any]) -> Iterator[Step]:
    for ref, started, letter, meeting, planned in told["pre_proceedings"]:

        def begin(
            journal: Journal, ref: str = ref, day: str = started, more: tuple[str, str] = ("", "")
        ) -> None:
            child = children.add_child(journal, ref, dob=date(2019, 3, 8), social_worker="Holly")
            pre_proceedings.add_pre_proceedings(journal, child, _day(day))

        def met(
            journal: Journal, ref: str = ref, letter: str = letter, meeting: str = meeting
        ) -> None:
            (case,) = pre_proceedings.pre_proceedings(journal, _child(journal, ref))
            dates = {"letter": _day(letter), "meeting": _day(meeting)}
            pre_proceedings.change_pre_proceedings(journal, case.id, None, **dates)

        yield Step(_day(started), "Holly", begin)
        yield Step(_day(meeting), "Holly", met)
        for day in planned:
            add = pre_proceedings.add_planning_meeting
            yield Step(_day(day), "Holly", _of(ref, add, _day(day)))


def _service(told: dict[str, Any]) -> Iterator[Step]:
    for person, share in told["posts"]:
        yield Step(_POSTS_FROM, "Linden", _post(person, share))
    for ref, day, said, changed, said_to in told["feedback"]:
        known = {"child_id": ref, "changed": changed or None}
        known["told"] = _day(said_to) if said_to else None
        yield Step(_day(said_to or day), "Alder", _feedback(day, said, known))
    for on, by, theme, cases, grade, gap, training, areas in told["audits"]:
        facts = {"cases": cases, "grade": Grade(grade), "gap": gap, "training": training}
        yield Step(_day(on), by, _audit(theme, _day(on), by, areas, facts))
    for ref, worker, seen, home, activity in told["leavers"]:
        facts = {"worker": worker, "in_touch": _day(seen)}
        facts |= {"accommodation": Accommodation(home), "activity": Activity(activity)}
        yield Step(_day(seen), worker, _of(ref, leavers.add_leaver, **facts))
    for ref, day, by, words in told["notes"]:
        yield Step(_day(day), by, _note(ref, words))


def _post(person: str, share: str) -> Act:
    return lambda journal: service.add_post(journal, person, Decimal(share), started=_POSTS_FROM)


def _feedback(day: str, said: str, known: dict[str, Any]) -> Act:
    def act(journal: Journal) -> object:
        child = _child(journal, known["child_id"])
        return feedback.add_feedback(journal, _day(day), said, **{**known, "child_id": child})

    return act


def _audit(theme: str, on: date, by: str, areas: list[str], facts: dict[str, Any]) -> Act:
    def act(journal: Journal) -> object:
        of = [references.resolve(journal, ref).id for ref in areas]
        return audits.add_audit(journal, theme, on, by, areas=of, **facts)

    return act


def _note(ref: str, words: str) -> Act:
    return lambda journal: notes.add_note(journal, "child", _child(journal, ref), words)
