"""The questions behind `o`, `d` and `s`, the same on every screen that lists things to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store import people
from store.clock import show_date
from store.codes import ActionStatus, Role
from store.wording import say
from tui.widgets.frame import Frame

Write = Callable[[str | None], object]


def owner_problem(frame: Frame, text: str) -> str | None:
    """Two letters that find nobody are a slip far more often than a new person's name."""
    if 0 < len(text) <= 2 and not people.matching(frame.journal, text):
        return say("screen_plan.nobody_begins", text=text)
    return None


async def ask_owner(
    frame: Frame, name: str, now: str | None, save: Callable[[str | None, str | None], object]
) -> None:
    """Ask who owns it, two letters find a person; `save` gets the name and a reason, if needed."""
    from tui.dialogs.ask import AskText

    asked = say("screen_plan.ask_owner", ref=name)
    owner = await frame.ask(
        AskText(
            asked,
            now or "",
            hint=say("screen_plan.ask_owner_hint"),
            check=lambda text: owner_problem(frame, text),
            suggest=lambda text: [found.name for found in people.matching(frame.journal, text)],
        )
    )
    if owner is None:
        return
    if owner == (now or ""):
        frame.tell(say("screen_plan.same", ref=name))
        return
    if await frame.with_reason(asked, lambda reason: save(owner or None, reason)):
        shown = owner or say("screen_plan.no_owner")
        frame.changed(say("screen_plan.done_owner", ref=name, owner=shown))


async def ask_due(
    frame: Frame,
    name: str,
    now: date | None,
    save: Callable[[date | None, str | None, str | None], object],
) -> None:
    """Ask for the date; one that moves an earlier date asks why, and who approved it.

    `save` gets the date, the reason and the approver; both are None for a first date.
    """
    from tui.dialogs.ask import AskDate, AskReason

    answer = await frame.ask(AskDate(say("screen_plan.ask_due", ref=name), now))
    if answer is None:
        return
    if answer.on == now:
        frame.tell(say("screen_plan.same", ref=name))
        return
    today = frame.journal.today()
    reason: str | None = None
    approver: str | None = None
    if now is not None:
        old = show_date(now, today=today)
        reason = await frame.ask(AskReason(say("screen_plan.ask_due_reason", ref=name, old=old)))
        approver = await _ask_approver(frame, name) if reason else None
        if not approver:
            return
    save(answer.on, reason, approver)
    shown = show_date(answer.on, today=today) if answer.on else say("screen_plan.no_date")
    frame.changed(say("screen_plan.done_due", ref=name, due=shown))


async def _ask_approver(frame: Frame, name: str) -> str | None:
    """Ask who approved that a date moves; a manager most likely did it themself."""
    from tui.dialogs.ask import AskText

    author = frame.journal.author
    return await frame.ask(
        AskText(
            say("screen_plan.ask_approver", ref=name),
            author.person if author.role == Role.MANAGER else "",
            hint=say("screen_plan.ask_approver_hint"),
            check=lambda text: None if text else say("screen_plan.approver_empty"),
            suggest=lambda text: [found.name for found in people.matching(frame.journal, text)],
        )
    )


async def ask_status(
    frame: Frame,
    name: str,
    now: ActionStatus,
    save: Callable[[ActionStatus, str | None], object],
) -> None:
    """Ask what happened to an action; changing what was said before asks why."""
    from tui.dialogs.choose import Choice, ChooseOne

    choices = [
        Choice(str(number), status.wording, status)
        for number, status in enumerate(ActionStatus, 1)
        if status is not ActionStatus.WITHDRAWN
    ]
    status = await frame.ask(ChooseOne(say("screen_plan.ask_status", ref=name), choices, value=now))
    if status is None:
        return
    if status is now:
        frame.tell(say("screen_plan.same", ref=name))
        return
    asked = say("screen_plan.ask_status_reason", ref=name, status=status.wording)
    if await frame.with_reason(asked, lambda reason: save(status, reason)):
        frame.changed(say("screen_plan.done_status", ref=name, status=status.wording))
