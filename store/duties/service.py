"""What allocation asks for: a child looked after needs an IRO, also when theirs has left."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from store.calendars import working_days
from store.codes import Role
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal
from store.service import posts
from store.wording import say

_ONE_DAY = timedelta(days=1)


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """One for each child in an open period without an IRO, or whose IRO's posts have all ended."""
    left = _last_days(journal)
    limit = working_days(journal).book.limit("iro_appointed")
    calendar = working_days(journal)
    for child in caseload(journal, only):
        period = child.period
        if period is None:
            continue
        gone = left.get((child.iro or "").casefold())
        if child.iro and gone is None:
            continue
        start = max(period.started, gone) if gone else period.started
        if period.ended is not None and period.ended <= start:
            continue
        began = say("service.step_left", person=child.iro) if child.iro and gone else None
        yield Duty(
            kind="allocation",
            record=child.id,
            record_kind="child",
            part="iro",
            child_id=child.id,
            child=child.ref,
            what=say("service.duty_iro_left", person=child.iro)
            if child.iro
            else say("service.duty_no_iro"),
            due=limit.last_day(start, calendar),
            owner=None,
            team=child.team,
            rule=limit.on(start).source,
            why=limit.steps(start, calendar, began),
            until=period.ended,
            begins=start + _ONE_DAY if gone else start,
        )


def _last_days(journal: Journal) -> dict[str, date]:
    """The last day of each IRO who has had posts and has none that goes on, by name."""
    ends: dict[str, list[date | None]] = {}
    for post in posts(journal):
        if post.role is Role.IRO:
            ends.setdefault(post.person.casefold(), []).append(post.until)
    return {
        person: max(day for day in days if day) for person, days in ends.items() if None not in days
    }
