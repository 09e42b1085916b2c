"""Duties of this device: conflicts and notes, changes to hand in, a key file to protect."""

from __future__ import annotations

from collections.abc import Iterable

from store.clock import Step, Urgency
from store.conflicts import AuthorNote, Item
from store.database.keys import protection
from store.errors import PlanReviewError
from store.journal import Journal
from store.today.desk import CENTRE, TODAY, Desk, TodayLine, line_of
from store.wording import say


def unprotected(journal: Journal) -> bool:
    """Whether this store has a key file that no passphrase guards; a key in memory needs none."""
    try:
        return protection(journal.folder).unprotected
    except PlanReviewError:
        return False


def conflict_lines(desk: Desk, waiting: Iterable[Item]) -> list[TodayLine]:
    """Values that two people changed without seeing each other, what could harm a child first."""
    return [
        line_of(
            desk,
            "conflict",
            item.id,
            item.called.ref,
            _differing(item),
            opens=("share", item.id),
            act=say("today.act_conflict"),
            rule=say("today.rule_conflict"),
            why=tuple(
                Step(
                    say("today.step_values", number=value.number, person=value.person),
                    None,
                    value.shown,
                )
                for value in item.values
            ),
            group=CENTRE,
            clock=say("today.decide"),
            hurry=Urgency.SOON,
        )
        for item in waiting
    ]


def _differing(item: Item) -> str:
    """The field, with both values where they are short: Took part, PN2 or PN5, third review."""
    values = [value.shown for value in item.values]
    if len(values) == 2 and all(len(value) <= 20 for value in values):
        words = say("today.conflict_values", field=item.words, one=values[0], other=values[1])
    else:
        words = say("today.conflict", field=item.words)
    what = item.called.what
    return say("called.differing", words=words, what=what) if what else words


def author_note_lines(desk: Desk, waiting: Iterable[AuthorNote]) -> list[TodayLine]:
    """Notes about values this person wrote, and answers to notes this person sent."""
    return [
        line_of(
            desk,
            "author_note",
            note.id,
            note.about.ref,
            say(
                "today.note_to_you" if note.for_me else "today.note_answered",
                person=note.by if note.for_me else note.to,
                field=note.words,
                text=note.text if note.for_me else note.answer,
            ),
            opens=("share", note.id),
            act=say("today.act_note"),
            rule=say("today.rule_note"),
            why=(Step(say("today.step_note", person=note.by), note.on),),
            group=CENTRE,
            clock=say("today.read"),
            hurry=Urgency.SOON,
        )
        for note in waiting
    ]


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
