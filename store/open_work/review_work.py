"""The next review of each child looked after, and the next paper of the last one held."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store import calendars, children, reviews
from store.asking import text_key
from store.children import Child
from store.clock import ordinal_word
from store.duties.caseload import caseload
from store.open_work.gathering import Gathering
from store.open_work.saved import Saved
from store.open_work.subject import Subject
from store.open_work.table import Work
from store.wording import say


def _reach(gathering: Gathering, saved: Saved) -> set[str]:
    if calendars.MOVES_DATES & saved.keys():
        return {own for (own,) in gathering.sql("SELECT id FROM now_child")}
    found = saved.of("child")
    for kind in ("review", "period", "occurrence"):
        found |= gathering.ids(f"SELECT child FROM now_{kind} WHERE 1", "id", saved.of(kind))
    found |= gathering.gone("review")
    return found | gathering.misnamed(["review", "papers"], "child_id", saved.of("person"))


def _records(gathering: Gathering, only: Collection[str]) -> Collection[str]:
    return {*only, *gathering.ids("SELECT id FROM now_review WHERE 1", "child", only)}


def _reviews(gathering: Gathering, only: Collection[str]) -> Iterator[Work]:
    journal = gathering.journal
    cohort = caseload(journal, only)
    if not cohort:
        return
    calendar = calendars.working_days(journal)
    held = reviews.last_held(reviews.reviews(journal, only))
    changed = gathering.changed("child", only)
    papers_changed = gathering.changed("review", {one.id for one in held.values()})
    reviewing = dict(gathering.of("SELECT id, iro FROM now_child WHERE 1", "id", only))
    for child in cohort:
        period = child.period
        # Read on the period's first day the clock does not hide one that ends later: that it
        # has ended is a matter of the day it is read on, and stands in `until`.
        clock = None
        if period is not None and period.ended != period.started:
            clock = children.next_due(period, child.held, calendar, period.started)
        if clock is not None and period is not None:
            row = Work("review", child.id, ref=child.ref, status="due")
            row.what = say("open_work.review", ordinal=ordinal_word(clock.ordinal))
            row.due = clock.due.isoformat()
            row.until = period.ended.isoformat() if period.ended else None
            yield gathering.finished(_of_child(row, child), reviewing[child.id], changed)
        last = held.get(child.id)
        step = reviews.next_paper(last, calendar) if last is not None else None
        if last is not None and step is not None and step.on is not None:
            row = Work("papers", last.id, part=step.key, ref=child.ref)
            row.what = say(f"open_work.{step.key}")
            row.status = "to_write" if step.key == "record_written" else "to_send"
            row.due = step.on.isoformat()
            yield gathering.finished(_of_child(row, child), reviewing[child.id], papers_changed)


def _of_child(row: Work, child: Child) -> Work:
    row.child_id, row.child, row.child_key = child.id, child.ref, text_key(child.ref)
    if child.team:
        row.team, row.team_key = child.team, text_key(child.team)
    return row


REVIEWS = Subject(("review", "papers"), "SELECT id FROM now_child", _reach, _reviews, _records)
