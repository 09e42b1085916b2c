"""The duties around the children as lines of Today: one's own, and what others leave late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from store.clock import distance, urgency
from store.codes import Role
from store.duty import UNRECORDED, Duty
from store.today.desk import UNOWNED, Desk, TodayLine, line_of
from store.wording import say


def duty_lines(desk: Desk, duties: Iterable[Duty], mine: set[str]) -> list[TodayLine]:
    """The duties in sight: on a child of one's own or one's own wherever the child is.

    What others are to do for such a child comes into sight once it is late. Duties of long ago
    of which nothing was ever written down stand in one line for each kind, because a caseload
    that was just taken on has many.
    """
    lines: list[TodayLine] = []
    unrecorded: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        if not duty.counts_on(desk.today) or not concerns(desk, duty, mine):
            continue
        if duty.status == UNRECORDED and _long_ago(desk, duty.due):
            unrecorded.setdefault((duty.kind, duty.part), []).append(duty)
        else:
            lines.append(_line(desk, duty))
    return lines + [_sum(desk, same) for same in unrecorded.values()]


def concerns(desk: Desk, duty: Duty, mine: set[str]) -> bool:
    """Whether a duty stands on this desk: every one stands on somebody's."""
    own = (duty.owner or "").casefold() == desk.person.casefold()
    if not own and duty.child_id not in mine:
        return False
    if duty.due is None:
        return True
    if own or not duty.owner or desk.role != Role.IRO:
        return desk.in_sight(duty.due)
    return duty.due < desk.today


def _long_ago(desk: Desk, due: date | None) -> bool:
    return due is None or desk.calendar.add(due, _RECENT) < desk.today


_RECENT = 20
"""Working days for which a duty never written down has a line of its own."""


def _line(desk: Desk, duty: Duty) -> TodayLine:
    clock = hours_left(duty.at, desk) if duty.at is not None else None
    return line_of(
        desk,
        duty.kind,
        duty.record,
        duty.child,
        duty.what,
        opens=("duty", duty.child_id or duty.record),
        act=say("today.act_duty"),
        rule=duty.rule,
        why=duty.why,
        due=duty.due,
        clock=clock,
        part=duty.part,
        duty=duty,
    )


def hours_left(at: datetime, desk: Desk) -> str:
    """How long until a moment by the clock: "2 d 12 h", "5 h over"."""
    hours = round((at - desk.now).total_seconds() / 3600)
    days, rest = divmod(abs(hours), 24)
    words = say("today.days_hours", days=days, hours=rest) if days else say("today.hours", n=rest)
    return say("today.time_over", time=words) if hours < 0 else say("today.time_left", time=words)


def _sum(desk: Desk, same: Sequence[Duty]) -> TodayLine:
    """One line for many duties of one kind of which nothing is written down."""
    first = min(same, key=lambda duty: (duty.due or date.max, duty.child))
    if len(same) == 1:
        return _line(desk, first)
    due = first.due
    return line_of(
        desk,
        first.kind,
        f"unrecorded:{first.part}",
        say("today.children", count=len(same)),
        say("today.unrecorded", what=first.what),
        opens=("triage", f"kind:{first.kind} status:{UNRECORDED}"),
        act=say("today.act_triage"),
        rule=first.rule,
        why=first.why,
        group=UNOWNED,
        clock=distance(due, desk.today, desk.calendar) if due else "",
        hurry=urgency(due, desk.today, desk.calendar) if due else None,
    )
