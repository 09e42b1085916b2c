"""Tables 10 to 12: the improvement plan, children's feedback, and what is held back."""

from __future__ import annotations

from store.codes import Brag
from store.measures import Facts, Span, refs
from store.reports.building import Draft, count, not_recorded, words
from store.reports.report import Table
from store.wording import say


def plan_table(facts: Facts, span: Span, number: int) -> Table:
    """Each area of the newest plan as it stands today: state, actions, evidence."""
    if not facts.areas:
        return not_recorded("plan", number)
    columns = [
        say(f"reports.column_{name}")
        for name in ("state", "actions", "done", "overdue", "evidence", "why")
    ]
    draft = Draft("plan", number, columns)
    newest = facts.areas[0].plan_id
    for area in facts.areas:
        if area.plan_id != newest:
            continue
        own = [action for action in facts.actions if action.area_id == area.id]
        done = [action for action in own if action.status.is_done]
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
            count(refs("action", (action.id for action in overdue)), private=False),
            count(refs("evidence", held), private=False),
            words(area.standing.why),
        )
    draft.note(say("reports.plan_today"))
    draft.note(" ".join(f"{brag.wording}: {brag.meaning}." for brag in Brag))
    return draft.done()


def feedback_table(facts: Facts, span: Span, number: int) -> Table:
    """What children said of the service, and what changed because of it."""
    return not_recorded("feedback", number)


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
