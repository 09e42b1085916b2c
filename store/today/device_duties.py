"""Duties of this device: conflicts to decide, changes to hand in, a key file to protect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.called import Called, field_words
from store.clock import Step, Urgency
from store.database.keys import protection
from store.errors import PlanReviewError
from store.journal import Conflict, Journal
from store.today.desk import CENTRE, TODAY, Desk, TodayLine, line_of
from store.wording import say


def unprotected(journal: Journal) -> bool:
    """Whether this store has a key file that no passphrase guards; a key in memory needs none."""
    try:
        return protection(journal.folder).unprotected
    except PlanReviewError:
        return False


def conflict_lines(
    desk: Desk, open_ones: Iterable[Conflict], names: Mapping[str, Called]
) -> list[TodayLine]:
    """Values that two people changed without seeing each other; `names` by record id."""
    return [
        line_of(
            desk,
            "conflict",
            conflict.id,
            names[conflict.record].ref,
            _differing(conflict, names[conflict.record].what),
            opens=("share", conflict.id),
            act=say("today.act_conflict"),
            rule=say("today.rule_conflict"),
            why=tuple(
                Step(
                    say("today.step_values", number=number, person=head.person),
                    None,
                    head.shown or say("today.empty"),
                )
                for number, head in enumerate(conflict.heads, 1)
            ),
            group=CENTRE,
            clock=say("today.decide"),
            hurry=Urgency.SOON,
        )
        for conflict in open_ones
    ]


def _differing(conflict: Conflict, what: str) -> str:
    """The field, with both values where they are short: Took part, PN2 or PN5, third review."""
    name = field_words(conflict.kind, conflict.field)
    values = [head.shown or say("today.empty") for head in conflict.heads]
    if len(values) == 2 and all(len(value) <= 20 for value in values):
        words = say("today.conflict_values", field=name, one=values[0], other=values[1])
    else:
        words = say("today.conflict", field=name)
    return say("called.differing", words=words, what=what) if what else words


def device_lines(desk: Desk, unsent: int, unprotected: bool) -> list[TodayLine]:
    """What this device owes: changes to hand in, a key file to protect."""
    lines = []
    if unsent:
        lines.append(
            line_of(
                desk,
                "changes",
                "unsent",
                str(unsent),
                say("today.unsent"),
                opens=("share", ""),
                act=say("today.act_share"),
                rule=say("today.rule_unsent"),
                group=CENTRE,
                hurry=Urgency.LATER,
            )
        )
    if unprotected:
        lines.append(
            line_of(
                desk,
                "keys",
                "keys",
                "",
                say("today.unprotected"),
                opens=("today", ""),
                act=say("today.act_keys"),
                rule=say("today.rule_unprotected"),
                group=TODAY,
                clock=say("today.unprotected_clock"),
                hurry=Urgency.SOON,
            )
        )
    return lines
