"""Tables 6 to 9: disputes, caseloads, what happens between reviews, health, school and missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.disputes import Dispute, DisputeOutcome, Stage, Theme
from store.measures import LIVE, Facts, Ref, Refs, Span, is_recorded, limit_words, refs
from store.missing import Episode
from store.reports.building import (
    NOTHING,
    Draft,
    count,
    in_time_columns,
    in_time_row,
    not_recorded,
    not_recorded_row,
    number,
    whole_service,
    words,
)
from store.reports.report import Table
from store.wording import say


def disputes_table(facts: Facts, span: Span, number_: int) -> Table:
    """Disputes raised and closed by theme, stage and outcome, and those that ran out of time."""
    if not facts.has("dispute"):
        return not_recorded("disputes", number_)
    draft = Draft("disputes", number_, [say("reports.column_disputes")])
    raised = [one for one in facts.disputes if span.covers(one.opened)]
    closed = [one for one in facts.disputes if span.covers(one.closed)]
    open_at_end = [
        one
        for one in facts.disputes
        if one.opened <= span.end and (one.closed is None or one.closed > span.end)
    ]
    _by(draft, "disputes_raised", raised, Theme, lambda one: one.theme)
    _by(draft, "disputes_closed", closed, DisputeOutcome, lambda one: one.outcome)
    _by(draft, "disputes_open", open_at_end, Stage, lambda one: one.stage)
    formal = [one for one in closed if one.days is not None]
    days = sorted(one.days for one in formal if one.days is not None)
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2 if days else None
    draft.row(say("reports.disputes_days"), number(middle, _ids(formal), private=True))
    last = min(span.end, facts.today)
    over = [one for one in open_at_end if one.total_due is not None and one.total_due < last]
    draft.counts(say("reports.disputes_over"), _ids(over))
    measured = LIVE["disputes_in_time"](facts, span)
    draft.counts(say("reports.disputes_due"), measured.of)
    draft.counts(say("reports.disputes_in_time"), measured.counted, under=True)
    draft.percents(say("reports.percent_disputes"), measured)
    draft.define(measured, limit_words(facts, "disputes_in_time", span))
    return draft.done()


def _by(
    draft: Draft,
    name: str,
    found: list[Dispute],
    codes: type[Theme] | type[DisputeOutcome] | type[Stage],
    of: Callable[[Dispute], object],
) -> None:
    everything = _ids(found)
    draft.counts(say(f"reports.{name}"), everything)
    groups = {code.wording: _ids(one for one in found if of(one) is code) for code in codes}
    groups[say("reports.not_said")] = _ids(one for one in found if of(one) is None)
    for label, own in groups.items():
        if own:
            draft.counts(label, own, under=True)
    draft.adds_up(everything, *groups.values())


def _ids(disputes: Iterable[Dispute]) -> Refs:
    return refs("dispute", (one.id for one in disputes))


def caseload_table(facts: Facts, span: Span, number_: int) -> Table:
    """Children of each IRO for one full-time post, against the limits, at the end of the span."""
    if not facts.has("post"):
        return not_recorded("caseload", number_)
    if facts.among is not None:
        return whole_service("caseload", number_)
    from store.service import together

    columns = [say(f"reports.column_{name}") for name in ("children", "fte", "per_fte", "against")]
    draft = Draft("caseload", number_, columns)
    caseloads, limits = facts.caseloads(span)
    whole = together(caseloads, limits)
    everyone = refs("child", (child for one in caseloads for child in one.child_ids))
    for one in caseloads:
        own = refs("child", one.child_ids)
        label = one.person or say("reports.no_iro")
        draft.row(
            label,
            count(own),
            number(None if one.fte is None else float(one.fte)),
            number(None if one.per_fte is None else float(one.per_fte), own, private=True),
            words(one.standing.wording),
            under=True,
            inside=one.person is not None,
        )
    draft.row(
        say("reports.whole_service"),
        count(everyone),
        number(None if whole.fte is None else float(whole.fte)),
        number(None if whole.per_fte is None else float(whole.per_fte), everyone, private=True),
        words(whole.standing.wording),
    )
    draft.adds_up(everyone, *(refs("child", one.child_ids) for one in caseloads))
    draft.note(
        say("reports.caseload_limits", low=limits.low, high=limits.high, source=limits.source)
    )
    draft.note(say("reports.caseload_definition"))
    return draft.done()


def between_table(facts: Facts, span: Span, number_: int) -> Table:
    """Midway checks before the reviews held, visits by who made them, and what the IRO was told."""
    if not facts.has("midway", "visit", "notification"):
        return not_recorded("between", number_)
    draft = Draft("between", number_, in_time_columns())
    _measure(draft, facts, span, "midway")
    visits = [one for one in facts.visits if span.covers(one.on)]
    told = [one for one in facts.notifications if span.covers(one.told)]
    alone = [one for one in visits if one.alone]
    rows: list[tuple[str, Refs, bool]] = [
        (
            "midway_checks",
            refs("midway", (o.id for o in facts.midways if span.covers(o.on))),
            False,
        ),
        ("visits", refs("visit", (one.id for one in visits)), False),
        ("visits_alone", refs("visit", (one.id for one in alone)), True),
        ("told", refs("notification", (one.id for one in told)), False),
    ]
    for name, own, under in rows:
        _plain(draft, say(f"reports.{name}"), own, under=under)
    return draft.done()


def around_table(facts: Facts, span: Span, number_: int) -> Table:
    """Health assessments, education and pathway plans, missing and return interviews."""
    draft = Draft("around", number_, in_time_columns())
    for key in (
        *("iha_in_time", "iha_good_enough", "rha_in_time"),
        *("first_education_plan", "first_pathway_plan", "permanence"),
    ):
        _measure(draft, facts, span, key)
    _missing_rows(draft, facts, span)
    _before_proceedings(draft, facts, span)
    return draft.done()


def _measure(draft: Draft, facts: Facts, span: Span, key: str) -> None:
    """A line of a measure; where its subject is not recorded here, that instead of a nought."""
    if is_recorded(facts, key):
        in_time_row(draft, LIVE[key](facts, span), limit_words(facts, key, span))
    else:
        not_recorded_row(draft, say(f"measures.title_{key}"))


def _plain(draft: Draft, label: str, own: Refs, *, under: bool = False) -> None:
    draft.row(label, NOTHING, NOTHING, count(own), NOTHING, under=under)


def _missing_rows(draft: Draft, facts: Facts, span: Span) -> None:
    if not facts.has("missing"):
        not_recorded_row(draft, say("measures.title_return_interview"))
        return
    measured = LIVE["return_interview"](facts, span)
    in_time_row(draft, measured, limit_words(facts, "return_interview", span))
    due = set(measured.of)
    refused = [
        one for one in facts.episodes if one.offered_and_refused and Ref("missing", one.id) in due
    ]
    _plain(draft, say("reports.interview_refused"), _episodes(refused), under=True)
    begun = [one for one in facts.episodes if span.covers(one.started.date())]
    _plain(draft, say("reports.missing_episodes"), _episodes(begun))
    children = refs("child", (one.child_id for one in begun))
    _plain(draft, say("reports.missing_children"), children, under=True)
    if facts.has("incident"):
        incidents = [one for one in facts.incidents if span.covers(one.on)]
        seen = [one for one in incidents if one.is_seen]
        _plain(draft, say("reports.incidents"), refs("incident", (one.id for one in incidents)))
        _plain(
            draft,
            say("reports.incidents_seen"),
            refs("incident", (one.id for one in seen)),
            under=True,
        )


def _episodes(found: Iterable[Episode]) -> Refs:
    return refs("missing", (one.id for one in found))


def _before_proceedings(draft: Draft, facts: Facts, span: Span) -> None:
    if not facts.has("pre_proceedings"):
        return
    cases = facts.pre_proceedings
    begun = [one for one in cases if span.covers(one.started)]
    open_at_end = [
        one
        for one in cases
        if one.started <= span.end and (one.ended is None or one.ended > span.end)
    ]
    for name, found in (("proceedings_begun", begun), ("proceedings_open", open_at_end)):
        _plain(draft, say(f"reports.{name}"), refs("pre_proceedings", (one.id for one in found)))
