"""What a collator waits for: files set aside, devices with something missing or long silent.

The room that knows of devices stands above this one and provides them when a store is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from store.clock import Step, Urgency
from store.journal import Journal
from store.today.desk import LATE, TODAY, Desk, TodayLine, line_of
from store.wording import say


@dataclass(frozen=True)
class Arrival:
    """One device or file that needs somebody: what is wrong, why, and what to do.

    `lost` says that work is known to be missing, not only late.
    """

    id: str
    name: str
    what: str
    todo: str
    facts: tuple[tuple[str, str], ...] = ()
    lost: bool = False


Provide = Callable[[Journal], Iterable[Arrival]]
_provided: list[Provide] = []
_own: list[Provide] = []


def provide_arrivals(arrivals: Provide) -> None:
    """Names what knows of devices and files."""
    _provided[:] = [arrivals]


def provide_own(waiting: Provide) -> None:
    """Names what knows what this device itself has to hand over."""
    _own[:] = [waiting]


def own_lines(journal: Journal, desk: Desk) -> list[TodayLine]:
    """What this device has to hand over before what it sends counts: its new card."""
    return [
        line_of(
            desk,
            "card",
            one.id,
            one.name,
            one.what,
            opens=("share", one.id),
            act=say("today.act_card"),
            rule=one.todo,
            why=tuple(Step(label, None, words) for label, words in one.facts),
            group=TODAY,
            hurry=Urgency.SOON,
        )
        for provide in _own
        for one in provide(journal)
    ]


def arrival_lines(journal: Journal, desk: Desk) -> list[TodayLine]:
    """One line for each device and file that needs somebody."""
    return [
        line_of(
            desk,
            "arrival",
            one.id,
            one.name,
            one.what,
            opens=("share", one.id),
            act=say("today.act_arrival"),
            rule=one.todo,
            why=tuple(Step(label, None, words) for label, words in one.facts),
            group=LATE if one.lost else TODAY,
            hurry=Urgency.LATE if one.lost else Urgency.SOON,
            still=say("today.step_missing"),
        )
        for provide in _provided
        for one in provide(journal)
    ]
