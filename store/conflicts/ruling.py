"""One rule for many conflicts of one field: seen first, then applied as one unit, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from store.conflicts.deciding import not_here, take
from store.conflicts.items import Desk, Item, Sort, Value
from store.conflicts.showing import device_name
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.wording import say

Centre = Callable[[Journal], str | None]
_centre: list[Centre] = []


def provide_centre(centre: Centre) -> None:
    """Takes from a room above this one which device is the centre."""
    _centre[:] = [centre]


@dataclass(frozen=True)
class Rule:
    """Which value holds in every conflict of a field: the newest, the oldest, or one device's."""

    words: str
    newest: bool = False
    oldest: bool = False
    device: str | None = None


@dataclass(frozen=True)
class Ruled:
    """What a rule says about one conflict: the value it takes, or why it takes none."""

    item: Item
    takes: Value | None
    why: str = ""


def rules(journal: Journal) -> tuple[Rule, ...]:
    """The rules there are on this device."""
    own = journal.author.device
    found = [
        Rule(say("conflicts.rule_newest"), newest=True),
        Rule(say("conflicts.rule_oldest"), oldest=True),
        Rule(say("conflicts.rule_here"), device=own),
    ]
    for ask in _centre:
        centre = ask(journal)
        if centre is not None and centre != own:
            name = device_name(journal, centre)
            found.append(Rule(say("conflicts.rule_centre", name=name), device=centre))
    return tuple(found)


def alike(desk: Desk, item: Item) -> tuple[Item, ...]:
    """The conflicts of the same field of the same kind that wait, in the order of the desk."""
    if item.sort is not Sort.VALUES:
        return ()
    return tuple(
        one
        for one in desk.queue
        if one.sort is Sort.VALUES and (one.kind, one.field) == (item.kind, item.field)
    )


def preview(items: Iterable[Item], rule: Rule) -> list[Ruled]:
    """What the rule would do to each conflict."""
    return [_ruled(item, rule) for item in items]


def apply(journal: Journal, ruled: Sequence[Ruled], reason: str = "") -> int:
    """Decides every conflict that the rule has a value for, as one unit; returns how many.

    Refused when there is none; ReasonNeeded without a reason for a protected field.
    """
    those = [(one.item, one.takes) for one in ruled if one.takes is not None]
    if not those:
        raise Refused(say("conflicts.rule_takes_nothing"))
    words = those[0][0].words
    if any(item.protected for item, _ in those) and not reason.strip():
        raise ReasonNeeded(say("conflicts.reason_needed", field=words), field="reason")
    label = say("conflicts.unit_ruled", field=words, count=len(those))
    with journal.unit_of_work(label, reason.strip() or None):
        for item, value in those:
            take(journal, item, value.number, reason)
    return len(those)


def _ruled(item: Item, rule: Rule) -> Ruled:
    elsewhere = not_here(item)
    if elsewhere is not None:
        return Ruled(item, None, elsewhere)
    if rule.device is not None:
        # A device's latest word counts, should it have written more than one.
        own = [value for value in item.values if value.device == rule.device]
        if not own:
            return Ruled(item, None, say("conflicts.rule_no_value"))
        return Ruled(item, own[-1])
    if rule.newest:
        return Ruled(item, next(value for value in item.values if value.wins))
    return Ruled(item, min(item.values, key=_written))


def _written(value: Value) -> tuple[datetime, int]:
    return (value.at.astimezone(UTC), value.number)
