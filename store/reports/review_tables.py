"""Tables 1 to 5: who is looked after, their reviews, how they took part, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from store import measures
from store.codes import CarriedOut, DecisionState, LateReason, Participation, ReviewCause
from store.codes import ReviewState as State
from store.measures import (
    LIVE,
    PAPERS,
    DueReview,
    Facts,
    LeftOut,
    Measured,
    Ref,
    Refs,
    Span,
    limit_words,
    refs,
)
from store.reports.building import Draft, count, in_time_row, not_recorded_row
from store.reports.report import Table
from store.reviews import Decision
from store.wording import say


def cohort_table(facts: Facts, span: Span, number: int) -> Table:
    """Children looked after before, during and at the end, with who came and who left."""
    draft = Draft("cohort", number, [say("reports.column_children")])
    known = measures.cohort(facts.children, span)
    for name in ("before", "entered", "during", "left", "at_end"):
        draft.counts(say(f"reports.cohort_{name}"), getattr(known, name))
    groups = measures.by_age(facts.children, known.at_end, span.end)
    for first, last, own in groups:
        if own or first >= 0:
            draft.counts(_ages(first, last), own, under=True)
    if any(child.dob_to_month for child in facts.children):
        draft.note(say("reports.ages_to_month"))
    ages = [own for _, _, own in groups]
    draft.adds_up(known.at_end, *ages)
    draft.adds_up(known.during, known.before, known.entered)
    draft.adds_up(known.during, known.at_end, known.left)
    return draft.done()


def _ages(first: int, last: int | None) -> str:
    if first < 0:
        return say("reports.age_unknown")
    if last is None:
        return say("reports.age_from", first=first)
    if last == first:
        return say("reports.age_under", first=first + 1)
    return say("reports.age_between", first=first, last=last)


# Reviews --------------------------------------------------------------------------------------

_PLACES = ("first", "second", "later")


def _place(ordinal: int) -> str:
    return _PLACES[min(ordinal, len(_PLACES)) - 1]


def reviews_table(facts: Facts, span: Span, number: int) -> Table:
    """Reviews due, on time and late by reason, held, adjourned and brought forward."""
    columns = [*(say(f"reports.place_{place}") for place in _PLACES), say("reports.column_all")]
    draft = Draft("reviews", number, columns)
    due = [[one for one in facts.due if _place(one.ordinal) == place] for place in _PLACES]
    by_place = [*due, list(facts.due)]
    on_time = [measures.reviews_on_time(own, span) for own in by_place]
    draft.counts(say("reports.reviews_due"), *(one.of for one in on_time))
    draft.counts(say("reports.reviews_on_time"), *(one.counted for one in on_time), under=True)
    draft.counts(say("reports.reviews_late"), *(one.rest for one in on_time), under=True)
    for one in on_time:
        draft.adds_up(one.of, one.counted, one.rest)
    _late_by_reason(draft, by_place, on_time)
    draft.percents(say("reports.percent_on_time"), *on_time)
    draft.left_out(*on_time)
    by_child = [measures.children_on_time(own, span) for own in by_place]
    draft.row(say("reports.children_due"), *(count(one.of) for one in by_child))
    draft.row(
        say("reports.children_on_time"), *(count(one.counted) for one in by_child), under=True
    )
    draft.percents(say("reports.percent_children"), *by_child)
    _held_rows(draft, facts, span)
    return draft.done()


def _late_by_reason(
    draft: Draft, by_place: Sequence[Iterable[DueReview]], on_time: Sequence[Measured]
) -> None:
    """The late ones by the reason given, in the service's order; those not held yet apart."""
    late: list[dict[str, list[DueReview]]] = []
    worded: dict[str, str] = {reason.value: reason.wording for reason in LateReason}
    for own, measured in zip(by_place, on_time, strict=True):
        groups: dict[str, list[DueReview]] = {}
        for one in own:
            if one.record in set(measured.rest):
                groups.setdefault(_reason(one), []).append(one)
                if one.late_reason is not None:
                    worded.setdefault(one.late_reason.value, one.late_reason.wording)
        late.append(groups)
    for reason in (*worded, _NOT_HELD, _NO_REASON):
        found = [tuple(sorted(one.record for one in groups.get(reason, ()))) for groups in late]
        if any(found):
            words = (
                say("reports.late_because", reason=worded[reason])
                if reason in worded
                else say(f"reports.late_{reason}")
            )
            draft.counts(words, *found, under=True)
    for groups, measured in zip(late, on_time, strict=True):
        parts = (tuple(sorted(one.record for one in own)) for own in groups.values())
        draft.adds_up(measured.rest, *parts)


_NOT_HELD, _NO_REASON = "not_held", "no_reason"


def _reason(one: DueReview) -> str:
    if one.held is None:
        return _NOT_HELD
    return _NO_REASON if one.late_reason is None else one.late_reason.value


def _held_rows(draft: Draft, facts: Facts, span: Span) -> None:
    held = facts.held(span)
    others = [review for review in facts.reviews if span.covers(review.on)]
    rows = {
        "reviews_held": held,
        "brought_forward": [r for r in held if r.cause is ReviewCause.BROUGHT_FORWARD],
        "adjourned": [r for r in others if r.state is State.ADJOURNED],
        "cancelled": [r for r in others if r.state is State.CANCELLED],
    }
    for name, found in rows.items():
        parts = [[r.id for r in found if _place(r.ordinal) == place] for place in _PLACES]
        draft.counts(
            say(f"reports.{name}"),
            *(refs("review", part) for part in (*parts, [r.id for r in found])),
            under=name == "brought_forward",
        )


# Taking part ----------------------------------------------------------------------------------


def participation_table(facts: Facts, span: Span, number: int) -> Table:
    """Reviews held by participation code, and how many children attended and took part."""
    draft = Draft("participation", number, [say("reports.column_reviews")])
    held = facts.held(span)
    took_part, attended = measures.participation(held), measures.attendance(held)
    by_code = {
        code: refs("review", (r.id for r in held if r.participation is code))
        for code in Participation
    }
    apart = {group.reason: group for group in took_part.left_out}
    nothing = LeftOut("no_code", ())
    under_four, no_code = (apart.get(name, nothing).records for name in ("under_four", "no_code"))
    everyone = refs("review", (review.id for review in held))
    draft.counts(say("reports.reviews_held"), everyone)
    draft.counts(say("reports.with_code"), took_part.of, under=True)
    draft.counts(say("reports.under_four"), under_four, under=True)
    draft.counts(say("reports.no_code"), no_code, under=True)
    draft.adds_up(everyone, took_part.of, under_four, no_code)
    for code, own in by_code.items():
        if code is not Participation.PN0:
            draft.counts(say("reports.code", code=code.value, words=code.wording), own)
    draft.counts(say("reports.attended"), attended.counted)
    draft.percents(say("reports.percent_attended"), attended)
    draft.counts(say("reports.took_part"), took_part.counted)
    draft.percents(say("reports.percent_took_part"), took_part)
    for measured, belongs in ((attended, "attended"), (took_part, "took_part")):
        inside = [own for code, own in by_code.items() if getattr(code, belongs)]
        outside = [
            own
            for code, own in by_code.items()
            if not getattr(code, belongs) and code is not Participation.PN0
        ]
        draft.adds_up(measured.counted, *inside)
        draft.adds_up(measured.rest, *outside)
        draft.adds_up(measured.of, measured.counted, measured.rest)
    draft.adds_up(took_part.of, *(o for c, o in by_code.items() if c is not Participation.PN0))
    said = refs("review", (review.id for review in held if review.views.strip()))
    changed = refs("review", (review.id for review in held if review.what_changed.strip()))
    draft.counts(say("reports.views_written"), said)
    draft.counts(say("reports.change_written"), changed)
    return draft.done()


# Decisions ------------------------------------------------------------------------------------


def decisions_table(facts: Facts, span: Span, number: int) -> Table:
    """Decisions of the reviews held, how they stand, and those due: whether carried out."""
    draft = Draft("decisions", number, [say("reports.column_decisions")])
    held = {review.id for review in facts.held(span)}
    made = [decision for decision in facts.decisions if decision.review_id in held]
    groups = {
        "agreed": _those(made, lambda d: d.state is DecisionState.DECIDED and not d.silent),
        "by_silence": _those(made, lambda d: d.state is DecisionState.DECIDED and d.silent),
        "waiting": _those(made, lambda d: d.state is DecisionState.RECOMMENDED),
        "contested": _those(
            made, lambda d: d.state is DecisionState.CONTESTED or d.state.by_dispute
        ),
    }
    everything = refs("decision", (decision.id for decision in made))
    draft.counts(say("reports.decisions_made"), everything)
    for name, own in groups.items():
        draft.counts(say(f"reports.decisions_{name}"), own, under=True)
    draft.adds_up(everything, *groups.values())
    no_owner = _those(made, lambda d: not d.owner)
    no_date = _those(made, lambda d: d.due is None)
    draft.counts(say("reports.decisions_no_owner"), no_owner, under=True)
    draft.counts(say("reports.decisions_no_date"), no_date, under=True)
    done = LIVE["decisions_carried_out"](facts, span)
    draft.counts(say("reports.decisions_due"), done.of)
    of = set(done.of)
    due = [one for one in facts.decisions if Ref("decision", one.id) in of]
    found = {
        "unsaid" if code is None else code.value: refs(
            "decision", (decision.id for decision in due if decision.carried_out is code)
        )
        for code in (*CarriedOut, None)
    }
    for name, own in found.items():
        draft.counts(say(f"reports.carried_out_{name}"), own, under=True)
    draft.adds_up(done.of, *found.values())
    draft.percents(say("reports.percent_carried_out"), done)
    draft.left_out(done)
    return draft.done()


def _those(decisions: Iterable[Decision], belongs: Callable[[Decision], bool]) -> Refs:
    return refs("decision", (decision.id for decision in decisions if belongs(decision)))


# Papers ---------------------------------------------------------------------------------------


def papers_table(facts: Facts, span: Span, number: int) -> Table:
    """What goes out after a review: in time, out of those whose last day lies in the span."""
    columns = [
        say(f"reports.column_{name}") for name in ("in_time", "not_in_time", "of", "percent")
    ]
    draft = Draft("papers", number, columns)
    for paper in PAPERS:
        if measures.is_recorded(facts, paper):
            in_time_row(draft, LIVE[paper](facts, span), limit_words(facts, paper, span))
        else:
            not_recorded_row(draft, say(f"measures.title_{paper}"))
    return draft.done()
