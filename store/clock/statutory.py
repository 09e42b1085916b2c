"""The statutory clock: when the next review is due, by which rule, and why, step by step.

The rules are those of the book that the calendar carries: a store's own where it has changed some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from store.clock.date_words import ordinal_word
from store.clock.limits import Limit, Step
from store.clock.working_days import WorkingDays
from store.wording import say

# What a review starts, in the order of the law: the limit, and the limit its day counts from.
_AFTER_REVIEW: tuple[tuple[str, str | None], ...] = (
    ("decisions_sent", None),
    ("contest", "decisions_sent"),
    ("care_plan_updated", None),
    ("record_written", None),
    ("record_distributed", None),
)


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which the next review is in time, and why.

    `limit` is the rule by which it was counted `from_` a day by a `calendar`; its words are
    made when somebody reads them.
    """

    due: date
    ordinal: int
    limit: Limit
    from_: date
    calendar: WorkingDays = field(repr=False, compare=False)
    steps: Sequence[Step]

    @property
    def rule(self) -> str:
        """The rule's label."""
        return self.limit.label

    @property
    def source(self) -> str:
        """The rule's full reference."""
        return self.limit.source

    @property
    def sentence(self) -> str:
        """Why, in one line; `steps` say it line by line."""
        return self.limit.sentence(self.from_, self.calendar)

    @property
    def span(self) -> str:
        """The rule's length: "6 months"."""
        return self.limit.span


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
    rule = calendar.book.rule_set(rule_set).rule(ordinal)
    after = bool(dates) and rule.from_ == "previous"
    base = dates[-1] if after else started
    held_before = say("clock.step_held", ordinal=ordinal_word(len(dates))) if after else None
    holding = rule.on(base)
    return DueDate(
        holding.last_day(base, calendar),
        ordinal,
        holding,
        base,
        calendar,
        holding.steps(base, calendar, held_before),
    )


def clock_chain(
    started: date,
    held: Sequence[date],
    calendar: WorkingDays,
    rule_set: str = "routine",
    *,
    last: int | None = None,
    kept: Mapping[date, date] | None = None,
) -> tuple[Step, ...]:
    """The whole clock of a period as dates: the start, each limit and when it was held, the next.

    `last` keeps only the latest that many reviews (and the next). `kept` are the due dates that
    were in force when reviews were logged, by the day they were held: rules and holidays that
    changed since do not move them. Steps carry the keys "start", "due" and "held".
    """
    dates = sorted(held)
    rules = calendar.book.rule_set(rule_set)
    chain: list[Step] = []
    for number in range(len(dates) + 1):
        due = next_review_due(started, dates[:number], calendar, rule_set)
        rule = rules.rule(number + 1).on(dates[number - 1] if number else started)
        label = say("clock.chain_due", ordinal=ordinal_word(number + 1), span=rule.short_span)
        day, note = due.due, due.steps[1].note
        if number < len(dates) and (stood := (kept or {}).get(dates[number], day)) != day:
            day, note = stood, ""
        chain.append(Step(label, day, note, key="due"))
        if number < len(dates):
            chain.append(Step(say("clock.chain_held"), dates[number], key="held"))
    if last is not None:
        chain = chain[-(2 * last + 1) :]
    first = rules.rule(1).counted_from
    return (Step(first, started, key="start"), *chain)


def after_review(held: date, calendar: WorkingDays) -> tuple[Step, ...]:
    """What a review held on `held` starts, each with its last day, in the order of the law.

    Keys: decisions_sent, contest, care_plan_updated, record_written, record_distributed. The
    manager's time runs from receipt, so here from the last day on which they had to be sent.
    """
    days: dict[str, date] = {}
    steps: list[Step] = []
    for key, after in _AFTER_REVIEW:
        limit = calendar.book.limit(key)
        start = held if after is None else days[after]
        days[key] = limit.last_day(start, calendar)
        note = say("clock.contest_note", span=limit.on(start).short_span) if after else ""
        steps.append(Step(limit.name, days[key], note, key=key))
    return tuple(steps)
