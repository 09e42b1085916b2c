"""The duties around the children as lines of Today: one's own, and what others leave late.

They are read from the table of open work, where every duty stands; why one is due is asked of
its own room when somebody looks at the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from store import open_work
from store.clock import Step, distance, show_date, urgency
from store.codes import Role
from store.duties import KINDS, duties
from store.duty import UNRECORDED, Duty
from store.journal import Journal
from store.open_work import Row
from store.today.desk import UNOWNED, Desk, TodayLine, line_of
from store.wording import say

#: What is to be done before a review; several of one child are one line.
BEFORE_REVIEW = ("consultation", "preparation", "information")

_RECENT = 20
"""Working days for which a duty never written down has a line of its own."""


def duty_lines(journal: Journal, desk: Desk, mine: set[str]) -> list[TodayLine]:
    """The duties in sight: on a child of one's own, or one's own wherever the child is.

    What others are to do for such a child comes into sight once it is late. What is missing
    before one review is one line, and so are duties of long ago of which nothing was ever
    written down, kind by kind: a caseload that was just taken on has many.
    """
    lines: list[TodayLine] = []
    unrecorded: dict[tuple[str, str], list[Row]] = {}
    before: dict[str, list[Row]] = {}
    for row in _in_sight(journal, desk, only_own=not mine):
        if not concerns(desk, row, mine):
            continue
        if row.status == UNRECORDED and _long_ago(desk, row.due):
            unrecorded.setdefault((row.kind, row.part), []).append(row)
        elif row.kind in BEFORE_REVIEW and row.child_id:
            before.setdefault(row.child_id, []).append(row)
        else:
            lines.append(_line(desk, row))
    lines += [_before(desk, rows) for rows in before.values()]
    lines += [_sum(desk, rows) for rows in unrecorded.values()]
    return _by_the_hour(journal, desk, lines)


def _in_sight(journal: Journal, desk: Desk, *, only_own: bool) -> Iterable[Row]:
    kinds = " or ".join(f"kind:{kind}" for kind in KINDS)
    after = desk.horizon + timedelta(days=1)
    whose = " is:mine" if only_own else ""
    found = open_work.ids(journal, f"({kinds}) (due<{after.isoformat()} or due:none){whose}")
    found.rest()
    return [row for row in open_work.page(journal, found.numbers) if row is not None]


def concerns(desk: Desk, row: Row, mine: set[str]) -> bool:
    """Whether a duty in sight stands on this desk: every one stands on somebody's."""
    own = (row.owner or "").casefold() == desk.person.casefold()
    if own:
        return True
    if row.child_id not in mine:
        return False
    return desk.role != Role.IRO or not row.owner or row.due is None or row.due < desk.today


def _long_ago(desk: Desk, due: date | None) -> bool:
    return due is None or desk.calendar.add(due, _RECENT) < desk.today


def _line(desk: Desk, row: Row) -> TodayLine:
    return line_of(
        desk,
        row.kind,
        row.id,
        row.ref,
        row.what,
        opens=("duty", row.child_id or row.id),
        act=say("today.act_duty"),
        rule="",
        due=row.due,
        part=row.part,
        duty=(row.kind, row.id, row.part),
    )


def _before(desk: Desk, rows: Sequence[Row]) -> TodayLine:
    """What is missing before one child's review, under the earliest of its dates."""
    first = rows[0]
    if len(rows) == 1:
        return _line(desk, first)
    return line_of(
        desk,
        "preparation",
        first.child_id or first.id,
        first.ref,
        say("today.before_review", count=len(rows)),
        opens=("reviews", first.child_id or first.id),
        act=say("today.act_child"),
        rule=say("today.rule_before_review"),
        why=tuple(Step(row.what, row.due, "" if row.due else say("today.no_date")) for row in rows),
        due=first.due,
    )


def _sum(desk: Desk, rows: Sequence[Row]) -> TodayLine:
    """One line for the duties of one kind of which nothing was ever written down."""
    first = rows[0]
    if len(rows) == 1:
        return _line(desk, first)
    due = first.due
    return line_of(
        desk,
        first.kind,
        f"unrecorded:{first.part}",
        say("today.children", count=len(rows)),
        say("today.unrecorded", what=first.what),
        opens=("triage", f"kind:{first.kind} status:{UNRECORDED}"),
        act=say("today.act_triage"),
        rule=say("today.rule_unrecorded"),
        why=(Step(say("today.step_oldest"), due, "" if due else say("today.no_date")),),
        group=UNOWNED,
        clock=distance(due, desk.today, desk.calendar) if due else "",
        hurry=urgency(due, desk.today, desk.calendar) if due else None,
    )


def _by_the_hour(journal: Journal, desk: Desk, lines: list[TodayLine]) -> list[TodayLine]:
    """The same lines, with hours left where a limit is in hours."""
    timed = [line for line in lines if line.kind == "missing" and line.duty is not None]
    if not timed:
        return lines
    known = {duty.key: duty for duty in duties(journal, {line.opens[1] for line in timed})}
    for at, line in enumerate(lines):
        duty = known.get(line.duty) if line.duty is not None and line in timed else None
        if duty is not None and duty.at is not None:
            lines[at] = replace(line, clock=hours_left(duty.at, desk.now))
    return lines


def hours_left(at: datetime, now: datetime) -> str:
    """How long until a moment by the clock: "in 2 d 12 h", "5 h over"."""
    hours = round((at - now).total_seconds() / 3600)
    days, rest = divmod(abs(hours), 24)
    words = say("today.days_hours", days=days, hours=rest) if days else say("today.hours", n=rest)
    return say("today.time_over", time=words) if hours < 0 else say("today.time_left", time=words)


def duty_of(journal: Journal, line: TodayLine) -> Duty | None:
    """The duty a line stands for; None where it stands for something else, or it is done."""
    if line.duty is None:
        return None
    found = duties(journal, [line.opens[1]])
    return next((duty for duty in found if duty.key == line.duty), None)


def explained(journal: Journal, line: TodayLine) -> TodayLine:
    """The line with the steps and the rule that say why it is due."""
    duty = duty_of(journal, line)
    if duty is None:
        return line
    said = {step.on for step in duty.why}
    steps = list(duty.why)
    if duty.due is not None and duty.due not in said:
        steps.append(Step(say("today.step_due"), duty.due, ""))
    if duty.at is not None:
        end = duty.at.astimezone()
        day = show_date(end.date(), today=journal.today())
        steps.append(Step(say("today.step_hour"), None, f"{day} {end:%H:%M}"))
    return replace(line, why=(*steps, *line.why), rule=duty.rule or line.rule)
