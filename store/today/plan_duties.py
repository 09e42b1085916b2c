"""Duties of the plans: actions late, due or of nobody, and commitments without an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from store import plans
from store.clock import Step, Urgency
from store.codes import ActionStatus, Role
from store.journal import Journal
from store.today.desk import UNOWNED, Desk, TodayLine, line_of
from store.wording import say

_OPEN_WORK = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED})
_UNDER_WAY = frozenset({ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED})


@dataclass(frozen=True)
class TeamLine:
    """One owner's open actions and how many of them are late; `name` None is nobody's."""

    name: str | None
    open: int
    late: int


def team_lines(journal: Journal, desk: Desk) -> tuple[TeamLine, ...]:
    """Who holds how much of the newest plan, the most first, nobody's last."""
    held: dict[str | None, list[plans.Action]] = {}
    for action in _newest_actions(journal):
        if action.status in _OPEN_WORK:
            held.setdefault(action.owner, []).append(action)
    lines = [
        TeamLine(name, len(own), sum(1 for one in own if one.due and one.due < desk.today))
        for name, own in held.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.name is None, -line.open, line.name or "")))


def days_ahead(journal: Journal, desk: Desk) -> list[date]:
    """The dates of open actions that are not in sight yet."""
    return [
        action.due
        for action in _newest_actions(journal)
        if action.due and action.status in _OPEN_WORK and not desk.in_sight(action.due)
    ]


def _newest_actions(journal: Journal) -> list[plans.Action]:
    known = plans.plans(journal)
    own = {area.id for area in plans.areas(journal, known[0].id)} if known else set()
    return [action for action in plans.actions(journal) if action.area_id in own]


def plan_lines(journal: Journal, desk: Desk) -> list[TodayLine]:
    """The plans' duties: of the newest plan all, of earlier plans what is under way."""
    known = plans.plans(journal)
    if not known:
        return []
    newest = known[0].id
    areas = {area.id: area for area in plans.areas(journal)}
    current = {area.id for area in areas.values() if area.plan_id == newest}
    work = [
        action
        for action in plans.actions(journal)
        if action.status in (_OPEN_WORK if action.area_id in current else _UNDER_WAY)
        and action.area_id in areas
        and _concerns(desk, areas[action.area_id], action.owner)
    ]
    empty: dict[str, int] = {}
    for commitment in plans.commitments(journal):
        if commitment.area_id in current and not commitment.standing.actions:
            empty[commitment.area_id] = empty.get(commitment.area_id, 0) + 1
    bare = [
        (areas[area_id], count)
        for area_id, count in empty.items()
        if _concerns(desk, areas[area_id], None)
    ]
    return [*action_lines(desk, work, areas), *bare_area_lines(desk, bare)]


def _concerns(desk: Desk, area: plans.Area, owner: str | None) -> bool:
    """An IRO answers for their own actions and the IRO service's areas, a social worker for the
    own actions, a collator for none; the others for all."""
    if desk.role == Role.COLLATOR:
        return False
    if desk.role == Role.SOCIAL_WORKER:
        return (owner or "").casefold() == desk.person.casefold()
    if desk.role != Role.IRO:
        return True
    return area.service_short == "IRO" if not owner else desk.is_mine(owner)


def action_lines(
    desk: Desk, work: Iterable[plans.Action], areas: Mapping[str, plans.Area]
) -> list[TodayLine]:
    """Open actions that are overdue or due in sight, and those without owner or date."""
    lines = []
    for action in work:
        unowned = not action.owner or action.due is None
        if not desk.in_sight(action.due) and not unowned:
            continue
        dated = desk.in_sight(action.due)
        named = say("today.no_date") if action.owner else say("today.no_owner")
        area = areas[action.area_id]
        why = [
            Step(area.short_ref, None, area.title),
            Step(say("today.step_owner"), None, action.owner or say("today.no_owner")),
        ]
        if action.original_due and action.original_due != action.due:
            why.append(Step(say("today.step_first_due"), action.original_due, ""))
        why.append(
            Step(say("today.step_due"), action.due, "" if action.due else say("today.no_date"))
        )
        lines.append(
            line_of(
                desk,
                "action",
                action.id,
                area.short_ref,
                action.title,
                opens=("plan", action.id),
                act=say("today.act_action"),
                rule=say("today.rule_own_date" if dated else "today.rule_no_owner"),
                why=why,
                due=action.due,
                group=None if dated else UNOWNED,
                clock=None if dated else named,
                hurry=None if dated else Urgency.SOON,
            )
        )
    return lines


def bare_area_lines(desk: Desk, bare: Iterable[tuple[plans.Area, int]]) -> list[TodayLine]:
    """One line for each area with commitments that nobody has turned into an action."""
    return [
        line_of(
            desk,
            "commitment",
            area.id,
            area.short_ref,
            say("today.no_action_one") if count == 1 else say("today.no_action", count=count),
            opens=("plan", area.id),
            act=say("today.act_area"),
            rule=say("today.rule_no_action"),
            why=(
                Step(area.short_ref, None, area.title),
                Step(say("today.step_due"), area.due, ""),
            ),
            group=UNOWNED,
            clock=say("today.no_owner"),
        )
        for area, count in bare
    ]
