"""The statutory clock: when the next review is due, by which rule, and why, step by step."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

from store.clock.months import add_months
from store.clock.showing import day_list, month_name, ordinal_short, ordinal_word, show_date
from store.clock.working_days import WorkingDays
from store.errors import Refused
from store.wording import say


class UnknownRuleSet(Refused):
    """A review clock that the rules do not have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit of a rule set: the `ordinal`th review (the last rule: and every later one).

    Exactly one of `working` (working days), `months` and `days` is set, counted from the start
    of the period or from the previous review.
    """

    ordinal: int
    days: int | None
    working: int | None
    months: int | None
    from_: Literal["start", "previous"]
    source: str

    @property
    def span(self) -> str:
        """ "20 working days", "3 months", "4 weeks"."""
        if self.working is not None:
            return say("clock.span_working_days", n=self.working)
        if self.months is not None:
            return say(
                "clock.span_month" if self.months == 1 else "clock.span_months", n=self.months
            )
        return say("clock.span_weeks", n=(self.days or 0) // 7)

    @property
    def short_span(self) -> str:
        """The same for a narrow pane: "20 wd"."""
        return self.span if self.working is None else say("clock.step_day_short", n=self.working)

    def last_day(self, start: date, calendar: WorkingDays) -> date:
        """The last day on which the review is in time, counted from `start` as day 0."""
        if self.working is not None:
            return calendar.add(start, self.working)
        if self.months is not None:
            return add_months(start, self.months)
        return start + timedelta(days=self.days or 0)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of one clock, with where it comes from and since when it holds."""

    name: str
    label: str
    source: str
    start: str
    valid_from: date
    known_from: date
    rules: tuple[Rule, ...]

    def rule(self, ordinal: int) -> Rule:
        """The rule for the `ordinal`th review of a period; the last one repeats."""
        return self.rules[min(ordinal, len(self.rules)) - 1]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: what, when (None for a plain fact) and a note beside it."""

    label: str
    on: date | None
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which the next review is in time, and why.

    `rule` is the rule set's label and `source` its full reference; `sentence` says it in one
    line, `steps` line by line, `span` is the rule's length ("6 months").
    """

    due: date
    ordinal: int
    rule: str
    source: str
    steps: tuple[Step, ...]
    sentence: str
    span: str = ""


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files(__package__).joinpath("rules.toml")
    return tomllib.loads(file.read_text("utf-8"))


@cache
def rule_sets() -> Mapping[str, tuple[RuleSet, ...]]:
    """Every known clock by name, each with its versions, oldest first."""
    found: dict[str, list[RuleSet]] = {}
    for entry in _data()["rule_set"]:
        rules = tuple(
            Rule(
                ordinal=step["ordinal"],
                days=7 * step["weeks"] if "weeks" in step else None,
                working=step.get("working_days"),
                months=step.get("months"),
                from_=step["from"],
                source=entry["source"],
            )
            for step in entry["step"]
        )
        found.setdefault(entry["name"], []).append(
            RuleSet(
                name=entry["name"],
                label=entry["label"],
                source=entry["source"],
                start=say(f"clock.{entry['start']}"),
                valid_from=entry["valid_from"],
                known_from=entry["known_from"],
                rules=rules,
            )
        )
    return {
        name: tuple(sorted(versions, key=lambda version: version.valid_from))
        for name, versions in found.items()
    }


def rule_set_in_force(name: str, on: date) -> RuleSet:
    """The version of the clock `name` that holds on `on`; before the first one, the first."""
    versions = rule_sets().get(name)
    if versions is None:
        known = ", ".join(rule_sets())
        raise UnknownRuleSet(
            say("clock.unknown_rule_set", name=name, known=known), field="rule_set"
        )
    holding = [version for version in versions if version.valid_from <= on]
    return holding[-1] if holding else versions[0]


def next_review_due(
    started: date,
    held: Sequence[date],
    calendar: WorkingDays,
    rule_set: str = "routine",
) -> DueDate:
    """When the next review of a period is due, from its start and the reviews held in it.

    Day 0 is the day of the start (or of the previous review); "due" is the last day in time.
    """
    dates = sorted(held)
    ordinal = len(dates) + 1
    base = dates[-1] if dates else started
    rules = rule_set_in_force(rule_set, base)
    rule = rules.rule(ordinal)
    if rule.from_ == "start":
        base = started
    due = rule.last_day(base, calendar)
    note, tail = _what_moved_it(rule, base, due, calendar)
    joined = "clock.sentence_after" if dates and rule.from_ == "previous" else "clock.sentence_from"
    sentence = say(joined, span=rule.span, start=show_date(base, weekday=False)) + tail
    first = (
        say("clock.step_held", ordinal=ordinal_word(len(dates)))
        if rule.from_ == "previous"
        else rules.start
    )
    steps = (
        Step(first, base, key="from"),
        Step(say("clock.step_span", span=rule.span), due, note, key="due"),
        Step(say("clock.step_rule"), None, rules.label, key="rule"),
    )
    return DueDate(due, ordinal, rules.label, rules.source, steps, sentence, rule.span)


def _what_moved_it(rule: Rule, base: date, due: date, calendar: WorkingDays) -> tuple[str, str]:
    """(note, end of the sentence) on holidays left out or a month that was too short."""
    if rule.working is not None:
        off = [day for day, _ in calendar.holidays_between(base, due)]
        if off:
            said = day_list(off)
            return say("clock.note_not_counting", days=said), say("clock.not_counting", days=said)
    elif rule.months is not None and due.day != base.day:
        month, last = month_name(due.month), ordinal_short(due.day)
        return (
            say("clock.note_month_ends", month=month, last=last),
            say("clock.month_ends", month=month, last=last),
        )
    return "", ""


def clock_chain(
    started: date,
    held: Sequence[date],
    calendar: WorkingDays,
    rule_set: str = "routine",
    *,
    last: int | None = None,
) -> tuple[Step, ...]:
    """The whole clock of a period as dates: the start, each limit and when it was held, the next.

    `last` keeps only the latest that many reviews (and the next). Steps carry the keys
    "start", "due" and "held".
    """
    dates = sorted(held)
    chain: list[Step] = []
    for number in range(len(dates) + 1):
        due = next_review_due(started, dates[:number], calendar, rule_set)
        rule = rule_set_in_force(rule_set, dates[number - 1] if number else started).rule(
            number + 1
        )
        label = say("clock.chain_due", ordinal=ordinal_word(number + 1), span=rule.short_span)
        chain.append(Step(label, due.due, due.steps[1].note, key="due"))
        if number < len(dates):
            chain.append(Step(say("clock.chain_held"), dates[number], key="held"))
    if last is not None:
        chain = chain[-(2 * last + 1) :]
    start = rule_set_in_force(rule_set, started).start
    return (Step(start, started, key="start"), *chain)


def after_review(held: date, calendar: WorkingDays) -> tuple[Step, ...]:
    """What a review held on `held` starts, each with its last day, in the order of the law.

    Keys: decisions_sent, contest, care_plan_updated, record_written, record_distributed.
    """
    days: dict[str, date] = {}
    steps: list[Step] = []
    for entry in _data()["after_review"]:
        key = entry["key"]
        days[key] = calendar.add(days.get(entry.get("from", ""), held), entry["working_days"])
        note = say("clock.contest_note") if key == "contest" else ""
        steps.append(Step(say(f"clock.{key}"), days[key], note, key=key))
    return tuple(steps)
