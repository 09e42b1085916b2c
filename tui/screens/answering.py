"""What the manager answers to a decision: agreed, or contested, and from there a dispute."""

from __future__ import annotations

from store import reviews
from store.disputes import Theme
from store.reviews import Decision
from store.wording import say
from tui.dialogs.ask import AskDate, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.widgets.frame import Frame

ANSWERS = ("agreed", "contested")
"""The parts of a decision that are the manager's answer."""


async def answer(frame: Frame, decision: Decision, part: str) -> None:
    """Ask for the day, and of an objection why; offer a dispute about what is contested."""
    label = say(f"screen_child.part_{part}")
    today = frame.journal.today()
    dated = await frame.ask(AskDate(label, today, empty=False, prefer="past"))
    if dated is None or dated.on is None:
        return
    if part == "agreed":
        reviews.agree(frame.journal, decision.id, dated.on)
        frame.changed(say("screen_child.answered_agreed", ref=decision.ref))
        return
    why = await frame.ask(AskText(say("screen_child.why_contested"), check=_some_words))
    if not why:
        return
    reviews.contest(frame.journal, decision.id, why, dated.on)
    frame.changed(say("screen_child.answered_contested", ref=decision.ref))
    choices = [
        Choice("y", say("screen_child.dispute_now"), True),
        Choice("n", say("screen_child.dispute_later"), False),
    ]
    if await frame.ask(ChooseOne(say("screen_child.ask_dispute"), choices)):
        from tui.screens.record_form import RecordForm

        given = {"theme": Theme.DECISIONS.value, "decision": decision.id}
        form = RecordForm("dispute", about=decision.child_id, given=given)
        frame.app.push_screen(form, lambda _: frame.read_again())


def _some_words(text: str) -> str | None:
    return None if text.strip() else say("reviews.contest_why")
