"""Tables 10 to 12: the improvement plan, children's feedback, and what is held back."""

from __future__ import annotations

from store.clock import show_date
from store.codes import ActionStatus, Brag
from store.feedback import Feedback
from store.measures import LIVE, Facts, Span, limit_words, refs
from store.reports.building import (
    NOTHING,
    Draft,
    count,
    not_recorded,
    percent,
    whole_service,
    words,
)
from store.reports.report import Table
from store.wording import say


def plan_table(facts: Facts, span: Span, number: int) -> Table:
    """Each area of the newest plan as it stands today: state, actions, evidence."""
    if not facts.areas:
        return not_recorded("plan", number)
    if facts.among is not None:
        return whole_service("plan", number)
    columns = [
        say(f"reports.column_{name}")
        for name in ("state", "actions", "done", "impact", "overdue", "evidence", "why")
    ]
    draft = Draft("plan", number, columns)
    newest = facts.areas[0].plan_id
    for area in facts.areas:
        if area.plan_id != newest:
            continue
        own = [action for action in facts.actions if action.area_id == area.id]
        done = [action for action in own if action.status.is_done]
        shown = [action for action in own if action.status is ActionStatus.COMPLETE]
        overdue = [action for action in own if "overdue" in action.flags]
        held = [
            one.id
            for one in facts.evidence
            if one.about_id in {area.id, *(action.id for action in own)}
        ]
        draft.row(
            say("reports.area", ref=area.short_ref, title=area.title),
            words(area.standing.brag.wording, refs("area", [area.id])),
            count(refs("action", (action.id for action in own)), private=False),
            count(refs("action", (action.id for action in done)), private=False),
            count(refs("action", (action.id for action in shown)), private=False),
            count(refs("action", (action.id for action in overdue)), private=False),
            count(refs("evidence", held), private=False),
            words(area.standing.why),
        )
    draft.note(say("reports.plan_today"))
    draft.note(" ".join(f"{brag.wording}: {brag.meaning}." for brag in Brag))
    return draft.done()


def feedback_table(facts: Facts, span: Span, number: int) -> Table:
    """What children said of the service, and what changed because of it."""
    if not facts.has("feedback"):
        return not_recorded("feedback", number)
    draft = Draft("feedback", number, [say("reports.column_forms"), say("reports.column_changed")])
    got = [one for one in facts.feedback if span.covers(one.received)]
    answered = [one for one in got if one.changed]
    nameless = [one for one in got if one.child_id is None]
    _forms(draft, "feedback_received", got)
    _forms(draft, "feedback_nameless", nameless, under=True)
    _forms(draft, "feedback_changed", answered, under=True)
    _forms(draft, "feedback_told", [one for one in got if one.told is not None], under=True)
    children = refs("child", (one.child_id for one in got if one.child_id))
    draft.row(say("reports.feedback_children"), count(children), NOTHING)
    measured = LIVE["feedback_answered"](facts, span)
    draft.row(say("reports.feedback_due"), count(measured.of), NOTHING)
    draft.row(say("reports.feedback_in_time"), count(measured.counted), NOTHING, under=True)
    draft.row(say("reports.percent_feedback"), percent(measured), NOTHING)
    draft.define(measured, limit_words(facts, "feedback_answered", span))
    draft.adds_up(measured.of, measured.counted, measured.rest)
    for one in sorted(answered, key=lambda form: (form.answered or span.end, form.id)):
        own = refs("feedback", [one.id])
        day = show_date(one.answered or span.end, weekday=False)
        draft.row(
            say("reports.feedback_on", day=day),
            count(own),
            words(one.changed or "", own, private=True),
            under=True,
            inside=True,
        )
    draft.note(say("reports.feedback_note"))
    return draft.done()


def _forms(draft: Draft, name: str, found: list[Feedback], *, under: bool = False) -> None:
    own = refs("feedback", (one.id for one in found))
    draft.row(say(f"reports.{name}"), count(own), NOTHING, under=under)


def suppression_table(number: int, sentence: str) -> Table:
    """The note on small numbers."""
    return Table(
        key="suppression",
        number=number,
        title=say("reports.title_suppression"),
        columns=(),
        rows=(),
        notes=(sentence,),
    )
