"""Duties of the caseload: drafts, reviews due, reviews with gaps, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from store.children import Child
from store.clock import Step, Urgency, after_review, ordinal_word, show_date
from store.codes import Participation, ReviewState, Role
from store.drafts import Draft
from store.reviews import Decision, Review, last_held, next_paper
from store.today.desk import TODAY, UNOWNED, Desk, TodayLine, line_of
from store.wording import plain, say


def _moment(desk: Desk, at: datetime) -> str:
    """A moment as a person says it: the hour today, the weekday and hour within a week."""
    here = at.astimezone()
    hour = here.strftime("%H:%M")
    days = (desk.today - here.date()).days
    if days == 0:
        return hour
    if 0 < days < 7:
        return f"{show_date(here.date(), today=desk.today).split()[0]} {hour}"
    return show_date(here.date(), weekday=False, year=False)


_FORMS = ("checklist", "evidence", "split", "child", "new_child")


def draft_lines(
    desk: Desk,
    kept: Iterable[Draft],
    everyone: Mapping[str, Child],
    refs: Mapping[str, str],
) -> list[TodayLine]:
    """One line for each draft on this device, whoever began it; `refs` by record id."""
    lines = []
    for draft in kept:
        about = _subject(draft)
        child = everyone.get(about)
        held = draft.content.get("held")
        if draft.form == "review":
            what = say("today.draft_review")
            if isinstance(held, str) and held:
                try:
                    day = show_date(date.fromisoformat(held), today=desk.today, weekday=False)
                    what = say("today.draft_review_of", day=day)
                except ValueError:
                    pass
        elif draft.form == "record":
            what = say("today.draft_record", kind=say(f"adding.kind_{_kind(draft)}"))
        else:
            form = "new_child" if draft.form == "child" and child is None else draft.form
            what = say(f"today.draft_{form}" if form in _FORMS else "today.draft_other")
        lines.append(
            line_of(
                desk,
                "draft",
                draft.id,
                child.ref if child else refs.get(about) or _typed_ref(draft),
                what,
                opens=(draft.form, draft.about or ""),
                act=say("today.act_resume"),
                rule=say("today.rule_draft"),
                why=(
                    Step(say("today.step_begun"), None, _moment(desk, draft.begun)),
                    Step(say("today.step_kept"), None, _moment(desk, draft.kept)),
                ),
                group=TODAY,
                due=child.next.due if child and child.next and draft.form == "review" else None,
                clock=_moment(desk, draft.kept),
                hurry=Urgency.LATER,
            )
        )
    return lines


def _subject(draft: Draft) -> str:
    """The id of the record a draft is about; the draft of a record's form names more with it."""
    return (draft.about or "").rpartition(":")[2]


def _kind(draft: Draft) -> str:
    return (draft.about or "").split(":")[1]


def _typed_ref(draft: Draft) -> str:
    """What a draft itself says it is of: a new child's reference, the title of a record's form."""
    if draft.form == "record":
        return plain(str(draft.content.get("title") or "")).partition(",")[0]
    typed = draft.content.get("local_id")
    return plain(typed.strip()) if draft.form == "child" and isinstance(typed, str) else ""


def review_lines(
    desk: Desk, caseload: Iterable[Child], in_draft: Iterable[str | None] = ()
) -> list[TodayLine]:
    """The reviews that are overdue or due in sight; a child whose review is a draft is left out."""
    written = set(in_draft)
    lines = []
    for child in caseload:
        clock = child.next
        if clock is None or clock.due is None or child.id in written:
            continue
        if not desk.in_sight(clock.due):
            continue
        late = clock.due < desk.today
        word = ordinal_word(clock.ordinal)
        lines.append(
            line_of(
                desk,
                "review",
                child.id,
                child.ref,
                say("today.review_not_held" if late else "today.review_due", ordinal=word),
                opens=("reviews", child.id),
                act=say("today.act_log_late" if late else "today.act_log"),
                rule=clock.source,
                why=clock.steps,
                due=clock.due,
                still=say("today.step_not_held"),
            )
        )
    return lines


def missing_parts(review: Review) -> list[str]:
    """The parts of a held review that still have to be written, in the form's order."""
    missing = []
    if review.on_time is False and review.late_reason is None:
        missing.append(say("today.gap_late_reason"))
    if review.participation is None:
        missing.append(say("today.gap_participation"))
    silent = review.participation in (Participation.PN0, Participation.PN7)
    if not review.views and not silent:
        missing.append(say("today.gap_views"))
    if not review.findings:
        missing.append(say("today.gap_findings"))
    return missing


def gap_lines(desk: Desk, held: Iterable[Review]) -> list[TodayLine]:
    """The held reviews with parts missing; they are due with the record, 15 working days after."""
    lines = []
    for review in held:
        if review.state is not ReviewState.HELD or review.held is None:
            continue
        missing = missing_parts(review)
        if not missing:
            continue
        day = show_date(review.held, today=desk.today, weekday=False)
        due = desk.calendar.book.limit("record_written").last_day(review.held, desk.calendar)
        lines.append(
            line_of(
                desk,
                "gap",
                review.id,
                review.child_ref,
                say("today.gaps", day=day, missing=", ".join(missing)),
                opens=("reviews", review.id),
                act=say("today.act_mend"),
                rule=say("today.rule_record"),
                why=(
                    Step(say("today.step_held"), review.held, ""),
                    Step(say("today.step_written"), due, ""),
                ),
                due=due,
            )
        )
    return lines


def decision_lines(
    desk: Desk, open_ones: Iterable[Decision], mine: Collection[str]
) -> list[TodayLine]:
    """Decisions past their date and not yet said to be carried out, and those of nobody.

    Of other people's children those that are one's own to carry out, from when they are in sight.
    """
    lines = []
    for decision in open_ones:
        unowned = not decision.owner or decision.due is None
        late = decision.due is not None and decision.due < desk.today
        own = (decision.owner or "").casefold() == desk.person.casefold()
        if decision.child_id not in mine and not own:
            continue
        if not late and not unowned and not (own and desk.in_sight(decision.due)):
            continue
        named = say("today.no_date") if decision.owner else say("today.no_owner")
        lines.append(
            line_of(
                desk,
                "decision",
                decision.id,
                decision.child_ref,
                say("today.decision_done", text=decision.text) if late else decision.text,
                opens=("reviews", decision.id),
                act=say("today.act_decision"),
                rule=say("today.rule_own_date" if late or not unowned else "today.rule_no_owner"),
                why=(
                    Step(say("today.step_owner"), None, decision.owner or say("today.no_owner")),
                    Step(say("today.step_due"), decision.due, ""),
                ),
                due=decision.due,
                group=UNOWNED if unowned and not late else None,
                clock=named if unowned and not late else None,
                hurry=Urgency.SOON if unowned and not late else None,
            )
        )
    return lines


PAPER_KINDS = {
    "decisions_sent": "decisions",
    "record_written": "record",
    "record_distributed": "distribution",
}


def paper_lines(desk: Desk, held: Iterable[Review]) -> list[TodayLine]:
    """What still has to go out after each child's last review, the first missing step of each.

    Only the last one: the papers of a review are past mending once the next has been held.
    """
    lines: list[TodayLine] = []
    if desk.role == Role.MANAGER:
        return lines
    newest = sorted(last_held(held).values(), key=lambda one: one.held or date.min, reverse=True)
    for review in newest:
        step = next_paper(review, desk.calendar)
        if step is None or not desk.in_sight(step.on):
            continue
        if step.key == "record_written" and missing_parts(review):
            continue
        lines.append(_paper_line(desk, review, step))
    return lines


def _paper_line(desk: Desk, review: Review, step: Step) -> TodayLine:
    held = review.held or desk.today
    day = show_date(held, today=desk.today, weekday=False)
    return line_of(
        desk,
        PAPER_KINDS[step.key],
        review.id,
        review.child_ref,
        _paper_words(review, step.key, day),
        opens=("reviews", review.id),
        act=say("today.act_paper"),
        rule=say("today.rule_paper"),
        why=(
            Step(say("today.step_held"), held, ""),
            *(one for one in after_review(held, desk.calendar) if one.key == step.key),
        ),
        due=step.on,
    )


def _paper_words(review: Review, key: str, day: str) -> str:
    if key == "decisions_sent" and review.decisions != 1:
        name = "today.paper_decisions_sent" if review.decisions else "today.paper_nothing_decided"
        return say(name, count=review.decisions, day=day)
    return say(f"today.paper_{key}" + ("_one" if key == "decisions_sent" else ""), day=day)
