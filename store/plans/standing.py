"""How an action stands, and what that makes of everything above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from store.clock import show_date
from store.codes import ActionStatus, Brag
from store.wording import say

# Practice, not law (trackers of councils): nobody touched it for four weeks, and it is due in
# the next two.
STALE_AFTER = timedelta(days=28)
SOON = timedelta(days=14)

NO_OWNER = "no owner"
NO_DATE = "no date"
OVERDUE = "overdue"
STALE = "stale"
NO_EVIDENCE = "done without evidence"
NO_ACTION = "no action"
FLAGS: tuple[str, ...] = (OVERDUE, NO_OWNER, NO_DATE, STALE, NO_EVIDENCE, NO_ACTION)
"""Every flag in the order in which they are shown; they stand beside the BRAG, never in it."""


@dataclass(frozen=True)
class Standing:
    """How a plan, an area or a commitment stands: the worst below it, counts, and why."""

    brag: Brag
    flags: tuple[str, ...]
    commitments: int
    actions: int
    done: int
    overdue: int
    evidence: int
    why: str


@dataclass(frozen=True)
class Stance:
    """How one action stands by itself."""

    brag: Brag
    why: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """What one action brings to the standing of what lies above it."""

    title: str
    due: date | None
    status: ActionStatus
    brag: Brag
    why: str
    flags: tuple[str, ...]


def stance(
    status: ActionStatus,
    judged: Brag | None,
    owner: str | None,
    due: date | None,
    evidence: int,
    touched: date | None,
    today: date,
) -> Stance:
    """The BRAG of an action, in one sentence why, with the flags beside it.

    `judged` is a person's own rating: it stands, except that nothing overdue is better than red
    and nothing unfinished is blue. `touched` is the day of the last change.
    """
    flags = _flags(status, owner, due, evidence, touched, today)
    brag, why = _brag(status, judged, due, evidence, today)
    return Stance(brag, why, flags)


def _flags(
    status: ActionStatus,
    owner: str | None,
    due: date | None,
    evidence: int,
    touched: date | None,
    today: date,
) -> tuple[str, ...]:
    if status is ActionStatus.WITHDRAWN:
        return ()
    done = status.is_done
    under_way = status in (ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)
    holds = {
        OVERDUE: not done and due is not None and due < today,
        NO_OWNER: not done and not owner,
        NO_DATE: not done and due is None,
        STALE: under_way and touched is not None and today - touched > STALE_AFTER,
        NO_EVIDENCE: done and not evidence,
    }
    return tuple(flag for flag in FLAGS if holds.get(flag))


def _brag(
    status: ActionStatus, judged: Brag | None, due: date | None, evidence: int, today: date
) -> tuple[Brag, str]:
    if status is ActionStatus.WITHDRAWN:
        return Brag.GREY, say("plans.why_withdrawn")
    if not status.is_done and due is not None and due < today:
        return Brag.RED, say("plans.why_overdue", due=show_date(due, today=today))
    if judged is not None and not (judged is Brag.BLUE and not status.is_done):
        return judged, say("plans.why_judged", brag=judged.wording)
    if status is ActionStatus.COMPLETE:
        if evidence:
            return Brag.BLUE, say("plans.why_complete")
        return Brag.AMBER, say("plans.why_complete_bare")
    if status is ActionStatus.DONE_AWAITING_SIGN_OFF:
        if evidence:
            return Brag.GREEN, say("plans.why_awaiting")
        return Brag.AMBER, say("plans.why_awaiting_bare")
    if status is ActionStatus.DONE_IMPACT_NOT_EVIDENCED:
        return Brag.AMBER, say("plans.why_no_impact")
    if status is ActionStatus.BLOCKED:
        return Brag.AMBER, say("plans.why_blocked")
    if status is ActionStatus.IN_PROGRESS:
        return Brag.GREEN, say("plans.why_in_progress")
    if due is not None and due - today <= SOON:
        return Brag.AMBER, say("plans.why_due_soon", due=show_date(due, today=today))
    return Brag.GREY, say("plans.why_not_started")


def of_actions(actions: Sequence[Share], evidence: int) -> Standing:
    """The standing of a commitment: the worst of its actions; Grey and "no action" without one."""
    counted = [action for action in actions if action.status is not ActionStatus.WITHDRAWN]
    if not counted:
        return Standing(Brag.GREY, (NO_ACTION,), 1, 0, 0, 0, evidence, say("plans.why_no_action"))
    worst = Brag.worst(action.brag for action in counted)
    leading = [action for action in counted if action.brag is worst]
    return Standing(
        brag=worst,
        flags=_in_order(flag for action in counted for flag in action.flags),
        commitments=1,
        actions=len(counted),
        done=sum(action.status.is_done for action in counted),
        overdue=sum(OVERDUE in action.flags for action in counted),
        evidence=evidence,
        why=_why(worst, len(leading), len(counted), leading[0].title, leading[0].why),
    )


def of_parts(parts: Sequence[Standing], evidence: int = 0, *, called: str = "area") -> Standing:
    """The standing of an area or a plan: the worst of its parts, and their counts together.

    `evidence` is what lies on the thing itself, beside what lies on its parts; `called` says
    what the parts are, "commitment" or "area".
    """
    if not parts:
        return Standing(Brag.GREY, (), 0, 0, 0, 0, evidence, say("plans.why_nothing_below"))
    worst = Brag.worst(part.brag for part in parts)
    leading = [part for part in parts if part.brag is worst]
    actions = sum(part.actions for part in parts)
    if not actions:
        why = say("plans.why_none_has_action")
    elif len(leading) == 1:
        why = say(f"plans.why_one_{called}", brag=worst.wording, why=leading[0].why)
    else:
        why = say(f"plans.why_several_{called}", n=len(leading), of=len(parts), brag=worst.wording)
    return Standing(
        brag=worst,
        flags=_in_order(flag for part in parts for flag in part.flags),
        commitments=sum(part.commitments for part in parts),
        actions=actions,
        done=sum(part.done for part in parts),
        overdue=sum(part.overdue for part in parts),
        evidence=evidence + sum(part.evidence for part in parts),
        why=why,
    )


def _in_order(flags: Iterable[str]) -> tuple[str, ...]:
    held = set(flags)
    return tuple(flag for flag in FLAGS if flag in held)


def _why(worst: Brag, leading: int, of: int, title: str, why: str) -> str:
    if of == 1:
        return why
    return say(
        "plans.why_actions", n=leading, of=of, brag=worst.wording, title=_short(title), why=why
    )


def _short(title: str, most: int = 60) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
