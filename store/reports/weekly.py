"""The weekly figure on initial health assessments."""

from __future__ import annotations

from datetime import date

from store.clock import show_date
from store.health import Initial
from store.measures import LIVE, Facts, Refs, Span, initial_ref, limit_words
from store.reports.building import (
    Draft,
    in_time_columns,
    in_time_row,
    not_recorded,
    number,
    words,
)
from store.reports.report import Table
from store.wording import say


def iha_weekly(facts: Facts, span: Span) -> list[Table]:
    """Who entered care, what was due, in time and late, and what is outstanding or overdue."""
    on = min(span.end, facts.today)
    if not facts.has("health"):
        return [_entered(facts, span, 1), not_recorded("iha_measures", 2)]
    return [_figure(facts, span, on, 1), _measures(facts, span, 2), _overdue(facts, on, 3)]


def _entered(facts: Facts, span: Span, number_: int) -> Table:
    """What is known without a single assessment: who entered care, whose last day it was."""
    draft = Draft("iha_figure", number_, [say("reports.column_children")])
    known = facts.initials
    draft.counts(say("reports.iha_entered"), _refs([o for o in known if span.covers(o.started)]))
    due = [one for one in known if span.covers(one.due) and not _left(one)]
    draft.counts(say("reports.iha_due"), _refs(due))
    return draft.done()


def _figure(facts: Facts, span: Span, on: date, number_: int) -> Table:
    draft = Draft("iha_figure", number_, [say("reports.column_children")])
    known = facts.initials
    entered = [one for one in known if span.covers(one.started)]
    owed = [one for one in known if not one.exempt and not _left(one)]
    due = [one for one in owed if span.covers(one.due)]
    held = {one.period_id: one.held for one in known if one.held is not None and one.held <= on}
    groups = {
        "iha_entered": entered,
        "iha_due": due,
        "iha_in_time": [o for o in due if o.period_id in held and held[o.period_id] <= o.due],
        "iha_late": [o for o in due if o.period_id in held and held[o.period_id] > o.due],
        "iha_due_overdue": [o for o in due if o.period_id not in held and o.due < on],
        "iha_due_open": [o for o in due if o.period_id not in held and o.due >= on],
    }
    for name, own in groups.items():
        under = name not in ("iha_entered", "iha_due")
        draft.counts(say(f"reports.{name}"), _refs(own), under=under)
    draft.adds_up(_refs(due), *(_refs(groups[name]) for name in list(groups)[2:]))
    waiting = [one for one in owed if one.period_id not in held and one.started <= on]
    draft.counts(say("reports.iha_outstanding"), _refs([o for o in waiting if o.due >= on]))
    draft.counts(say("reports.iha_overdue"), _refs([o for o in waiting if o.due < on]))
    done = [one for one in known if span.covers(one.held)]
    checked = [one for one in done if one.quality is not None]
    draft.counts(say("reports.iha_held"), _refs(done))
    draft.counts(say("reports.iha_checked"), _refs(checked), under=True)
    draft.adds_up(_refs(done), _refs(checked), _refs([o for o in done if o.quality is None]))
    draft.note(say("reports.iha_on", day=show_date(on, weekday=False)))
    return draft.done()


def _measures(facts: Facts, span: Span, number_: int) -> Table:
    draft = Draft("iha_measures", number_, in_time_columns())
    for key in ("iha_in_time", "iha_good_enough"):
        in_time_row(draft, LIVE[key](facts, span), limit_words(facts, key, span))
    return draft.done()


def _overdue(facts: Facts, on: date, number_: int) -> Table:
    """A line for each child overdue, for readers inside; outside only the figure above."""
    columns = [say(f"reports.column_{name}") for name in ("due", "days_over", "why_late")]
    draft = Draft("iha_overdue", number_, columns)
    late = [
        one
        for one in facts.initials
        if not one.exempt
        and not _left(one)
        and one.due < on
        and (one.held is None or one.held > on)
    ]
    for one in sorted(late, key=lambda o: (o.due, o.child_ref)):
        own = _refs([one])
        draft.row(
            one.child_ref,
            words(show_date(one.due, weekday=False), own, private=True),
            number(one.days_over(on), own, private=True),
            words(one.late_reason, own, private=True),
            inside=True,
        )
    draft.note(say("reports.iha_overdue_note" if late else "reports.iha_none_overdue"))
    return draft.done()


def _left(initial: Initial) -> bool:
    """Whether the child left care before the last day: nothing was owed then."""
    return initial.ended is not None and initial.ended < initial.due


def _refs(found: list[Initial]) -> Refs:
    return tuple(sorted({initial_ref(one) for one in found}))
