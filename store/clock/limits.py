"""Limits as data: so much time from such a day, by whose rule, since when; and the book of them.

The defaults of `limits.toml` are labelled with where they come from. A service lays its own
versions over them (`store.rules`); a calendar carries the book that it is counted by.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Protocol, overload

from store.clock.date_words import day_list, month_name, ordinal_short, show_date
from store.clock.months import add_months
from store.errors import NotFound, Refused
from store.wording import say

UNITS = ("working_days", "days", "weeks", "months", "years", "hours", "children")


class UnknownLimit(NotFound):
    """A limit that the book does not have."""


class UnknownRuleSet(Refused):
    """A review clock that the rules do not have."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: what, when (None for a plain fact) and a note beside it."""

    label: str
    on: date | None
    note: str = ""
    key: str = ""


class Counting(Protocol):
    """What a limit needs of a calendar."""

    def add(self, day: date, working_days: int) -> date:
        """The date so many working days after a day."""

    def holidays_between(self, start: date, end: date) -> list[tuple[date, str]]:
        """The public holidays that cost a working day after one day up to another."""


class Steps(Sequence[Step]):
    """The lines of an explanation, worked out once somebody reads them: most are never read."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[Step, ...]]) -> None:
        self._make = make
        self._made: tuple[Step, ...] | None = None

    def _lines(self) -> tuple[Step, ...]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, at: int) -> Step: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Step]: ...
    def __getitem__(self, at: int | slice) -> Step | Sequence[Step]:
        return self._lines()[at]

    def __len__(self) -> int:
        return len(self._lines())

    def __iter__(self) -> Iterator[Step]:
        return iter(self._lines())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._lines() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._lines())

    def __repr__(self) -> str:
        return repr(self._lines())


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: `amount` of `unit` (working_days, days, weeks, months, years, hours) after the
    day that `from_` names, before it when negative.

    A limit taken from the book knows all its versions, oldest first, and counts by the one that
    holds on the day it counts from; its own fields are those of the newest. `practice` says that
    no source demands it, `local` that this service set it; `id` is then its record.
    """

    key: str
    amount: int
    unit: str
    from_: str
    label: str
    source: str
    practice: bool
    group: str
    valid_from: date
    known_from: date
    local: bool = False
    id: str | None = None
    versions: tuple[Limit, ...] = field(default=(), repr=False)

    def on(self, day: date) -> Limit:
        """The version that holds on `day`; before the first one, the first."""
        if not self.versions:
            return self
        begins = _day(day)
        for version in reversed(self.versions):
            if version.valid_from <= begins:
                return version
        return self.versions[0]

    @property
    def name(self) -> str:
        """What is limited: "Initial health assessment"."""
        return say(f"clock.limit_{self.key.replace('.', '_')}")

    @property
    def group_title(self) -> str:
        """The heading it stands under: "Health"."""
        return say(f"clock.group_{self.group}")

    @property
    def counted_from(self) -> str:
        """What happens on the day it counts from: "Looked after"."""
        return say(f"clock.from_{self.from_}")

    @property
    def span(self) -> str:
        """ "20 working days", "3 months", "72 hours"."""
        amount = abs(self.amount)
        one = "_one" if amount == 1 else ""
        return say(f"clock.span_{self.unit}{one}", n=amount)

    @property
    def short_span(self) -> str:
        """The same for a narrow pane: "20 wd"."""
        if self.unit != "working_days":
            return self.span
        return say("clock.step_day_short", n=abs(self.amount))

    def last_day(self, start: date, calendar: Counting) -> date:
        """The last day in time, counted from `start` as day 0; for hours the day they end on."""
        rule = self.on(start)
        if rule.unit == "hours":
            if isinstance(start, datetime):
                return _day(rule.last_moment(start))
            return start + timedelta(days=-(-rule.amount // 24))
        start = _day(start)
        if rule.unit == "working_days":
            return calendar.add(start, rule.amount)
        if rule.unit == "months":
            return add_months(start, rule.amount)
        if rule.unit == "years":
            return add_months(start, 12 * rule.amount)
        return start + timedelta(days=rule.amount * (7 if rule.unit == "weeks" else 1))

    def last_moment(self, start: datetime) -> datetime:
        """The last moment in time: clock hours run through nights, weekends and clock changes.

        A moment without a zone is read, and answered, by the clock on the wall here.
        """
        ends = start.astimezone(UTC) + timedelta(hours=self.on(start).amount)
        return ends.astimezone(start.tzinfo).replace(tzinfo=start.tzinfo)

    def sentence(self, start: date, calendar: Counting) -> str:
        """ "20 working days from 15 Apr 2024, not counting 6 and 9 May"."""
        rule = self.on(start)
        start = start if rule.unit == "hours" else _day(start)
        word = "before" if rule.amount < 0 else "after" if rule.from_ == "previous" else "from"
        said = say(f"clock.sentence_{word}", span=rule.span, start=_shown(start))
        return said + rule._moved(start, calendar, "clock.not_counting", "clock.month_ends")

    def steps(self, start: date, calendar: Counting, began: str | None = None) -> Sequence[Step]:
        """The date line by line: from which day, how long, by which rule.

        `began` says what the first day was where the limit's own word ("Looked after") is not it.
        """
        return Steps(lambda: self._steps(start, calendar, began))

    def _steps(self, start: date, calendar: Counting, began: str | None) -> tuple[Step, ...]:
        rule = self.on(start)
        start = start if rule.unit == "hours" else _day(start)
        sign = "clock.step_span_back" if rule.amount < 0 else "clock.step_span"
        note = rule._moved(start, calendar, "clock.note_not_counting", "clock.note_month_ends")
        first, ends = "", note
        if isinstance(start, datetime):
            first, ends = _hour(start), _hour(rule.last_moment(start))
        return (
            Step(began or rule.counted_from, _day(start), first, key="from"),
            Step(say(sign, span=rule.span), rule.last_day(start, calendar), ends, key="due"),
            Step(say("clock.step_rule"), None, rule.label, key="rule"),
        )

    def _moved(self, start: date, calendar: Counting, off: str, short: str) -> str:
        """What moved the date, by two sentences: holidays left out, a month that was too short."""
        due = self.last_day(start, calendar)
        if self.unit == "working_days":
            one = timedelta(days=1)
            between = (start, due) if due >= start else (due, start - one)
            days = [day for day, _ in calendar.holidays_between(*between)]
            return say(off, days=day_list(days)) if days else ""
        if self.unit in ("months", "years") and due.day != start.day:
            return say(short, month=month_name(due.month), last=ordinal_short(due.day))
        return ""


def _day(start: date) -> date:
    """The day here of a day or of a moment."""
    return start.astimezone().date() if isinstance(start, datetime) else start


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"


def _shown(start: date) -> str:
    day = show_date(_day(start), weekday=False)
    return f"{day}, {_hour(start)}" if isinstance(start, datetime) else day


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One review clock: a limit per review of a period, the last one for every later review."""

    name: str
    rules: tuple[Limit, ...]

    def rule(self, ordinal: int) -> Limit:
        """The rule for the `ordinal`th review of a period; the last one repeats."""
        return self.rules[min(ordinal, len(self.rules)) - 1]

    def label(self, on: date) -> str:
        """Where the clock comes from, by its first rule as it holds on `on`."""
        return self.rules[0].on(on).label

    @property
    def title(self) -> str:
        """ "Adoption, placed"."""
        return say(f"clock.group_{self.name}")


class Book:
    """All limits of a service, by key, each with its versions; and the review clocks they make.

    Defaults come first and a service's own versions after them: from the day on which the first
    of these holds, no default does.
    """

    def __init__(self, limits: Iterable[Limit]) -> None:
        versions: dict[str, dict[date, Limit]] = {}
        for one in limits:
            known = versions.setdefault(one.key, {})
            if one.local:
                # From its first own version on a service keeps its own rule, whatever else comes.
                for day in [day for day, other in known.items() if not other.local]:
                    if day >= one.valid_from:
                        del known[day]
            known[one.valid_from] = one
        self.limits: Mapping[str, Limit] = {
            key: _with_versions(tuple(found[day] for day in sorted(found)))
            for key, found in versions.items()
        }
        sets: dict[str, list[Limit]] = {}
        for key in sorted(key for key in self.limits if "." in key):
            sets.setdefault(key.partition(".")[0], []).append(self.limits[key])
        order = [name for name in _SETS if name in sets]
        self.sets: Mapping[str, RuleSet] = {
            name: RuleSet(name, tuple(sets[name])) for name in order
        }

    def limit(self, key: str) -> Limit:
        """The limit of a key; UnknownLimit."""
        found = self.limits.get(key)
        if found is None:
            raise UnknownLimit(say("clock.unknown_limit", limit=key), field="key")
        return found

    def rule_set(self, name: str) -> RuleSet:
        """The review clock of a name; UnknownRuleSet lists those there are."""
        found = self.sets.get(name)
        if found is None:
            known = ", ".join(self.sets)
            raise UnknownRuleSet(
                say("clock.unknown_rule_set", name=name, known=known), field="rule_set"
            )
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and self.limits == other.limits

    def __hash__(self) -> int:
        return hash(tuple(self.limits))


_SETS = ("routine", "short_breaks", "adoption_authorised", "adoption_placed")


def _with_versions(versions: Sequence[Limit]) -> Limit:
    return replace(versions[-1], versions=tuple(versions))


def _group(key: str) -> str:
    """The steps of a review clock stand under it; a limit that names no group stands last."""
    name, dot, _ = key.partition(".")
    return name if dot else "other"


@cache
def default_limits() -> tuple[Limit, ...]:
    """The labelled limits this product ships with, in the order of their file."""
    file = resources.files(__package__).joinpath("limits.toml")
    data: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))
    sources: Mapping[str, Mapping[str, Any]] = data["source"]
    found = []
    for entry in data["limit"]:
        source = sources[entry["source"]]
        found.append(
            Limit(
                key=entry["key"],
                amount=entry["amount"],
                unit=entry["unit"],
                from_=entry["from"],
                label=source["label"],
                source=source["full"],
                practice=entry.get("practice", source.get("practice", False)),
                group=entry.get("group") or _group(entry["key"]),
                valid_from=entry.get("valid_from", source["valid_from"]),
                known_from=entry.get("known_from", source["known_from"]),
            )
        )
    return tuple(found)


@cache
def default_book() -> Book:
    """The book of a store that changed nothing."""
    return Book(default_limits())
