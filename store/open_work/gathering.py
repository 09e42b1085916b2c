"""The rows of open work that follow from some records: what is open is the subjects' own rule."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from store import calendars, children, people, plans, reviews
from store.asking import NOTHING, area_key, searched, standard_key, text_key
from store.called import field_words
from store.children import Child
from store.clock import ordinal_word
from store.codes import ActionStatus, Brag, CarriedOut, DecisionState
from store.journal import Journal
from store.open_work.table import CLOSED, OPEN, Work
from store.plans import names, standing
from store.wording import say

Only = Collection[str] | None
"""The ids to gather for; None gathers for all."""

_A_DAY = date(2024, 6, 3)  # any day: how a row stands depends only on its distance from due


@dataclass(frozen=True)
class _Area:
    ref: str
    short: str
    standard: str | None
    plan: str
    inspected: str | None


@dataclass
class Gathering:
    """What every row needs, read once for a whole refresh."""

    journal: Journal
    owners: dict[str, str] = field(init=False)
    conflicts: dict[str, list[tuple[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.owners = people.names(self.journal)
        self.conflicts = {}
        for record, name, kind in self._sql("SELECT record, field, kind FROM conflict"):
            self.conflicts.setdefault(record, []).append((kind, name))

    def _sql(self, text: str, places: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        return list(self.journal.database.execute_sql(text, tuple(places)).fetchall())

    def _of(self, text: str, column: str, only: Only) -> Iterator[tuple[Any, ...]]:
        """The rows of a select, for some ids of a column or for all of them."""
        if only is None:
            yield from self._sql(text)
        else:
            wanted = f"{text} AND {column} IN (SELECT value FROM json_each(?))"
            yield from self._sql(wanted, [json.dumps(list(only))])

    # Plans --------------------------------------------------------------------------------

    def areas(self) -> dict[str, _Area]:
        """Every area with its references, by id."""
        known = self._sql("SELECT id, inspected_to, title FROM now_plan WHERE withdrawn IS NULL")
        years = names.plan_years(
            [
                (own, date.fromisoformat(day) if day else None, title or "")
                for own, day, title in known
            ]
        )
        inspected = {own: day for own, day, _ in known}
        rows = self._sql(
            "SELECT id, plan, service, number, standard FROM now_area WHERE withdrawn IS NULL"
        )
        services: dict[str, set[str]] = {}
        for _, plan, service, _, _ in rows:
            services.setdefault(plan, set()).add(service or "")
        shorts = {plan: names.service_shorts(own) for plan, own in services.items()}
        found = {}
        for own, plan, service, number, standard in rows:
            if plan in years:
                short = shorts[plan][service or ""]
                found[own] = _Area(
                    f"{years[plan]}-{short}-{number or 0}",
                    f"{short} {number or 0}",
                    standard,
                    plan,
                    inspected[plan],
                )
        return found

    def plan_work(self, actions: Only, commitments: Only) -> Iterator[Work]:
        """The rows of actions, and of the newest plan's commitments without one."""
        areas = self.areas()
        refs = action_refs(self.journal, actions)
        evidence = self._evidence(actions)
        changed = self._changed("action", actions)
        for own, title, owner, due, first, status, judged, area in self._of(
            "SELECT a.id, a.title, a.owner, a.due, a.original_due, a.status, a.brag, c.area "
            "FROM now_action a JOIN now_commitment c ON c.id = a.commitment "
            "WHERE a.withdrawn IS NULL AND c.withdrawn IS NULL",
            "a.id",
            actions,
        ):
            at = areas.get(area)
            if at is None or status == ActionStatus.WITHDRAWN:
                continue
            count, newest = evidence.get(own, (0, None))
            status = status or ActionStatus.NOT_STARTED.value
            done = ActionStatus(status).is_done if status in _STATUSES else False
            row = Work("action", own, ref=refs[own], what=title or "", due=due, first_due=first)
            row.live = CLOSED if status == ActionStatus.COMPLETE and count else OPEN
            row.status, row.done, row.evidence = status, int(done), count
            row.brag_late, row.brag_soon, row.brag_far = _stances(
                status, judged, bool(owner), due is not None, count > 0
            )
            row.outdated = int(bool(newest and at.inspected and newest < at.inspected))
            self._in_area(row, area, at)
            yield self._finished(row, owner, changed)
        newest_plan = self._newest_plan()
        acting = self._acting(commitments)
        changed = self._changed("commitment", commitments)
        for own, text, position, area in self._of(
            "SELECT id, text, position, area FROM now_commitment WHERE withdrawn IS NULL",
            "id",
            commitments,
        ):
            at = areas.get(area)
            if at is None or at.plan != newest_plan:
                continue
            row = Work("commitment", own, ref=f"{at.ref}.{position}", what=text or "")
            row.live = CLOSED if own in acting else OPEN
            row.status = "no_action"
            row.brag_late = row.brag_soon = row.brag_far = Brag.GREY.value
            self._in_area(row, area, at)
            yield self._finished(row, None, changed)

    def _in_area(self, row: Work, area: str, at: _Area) -> None:
        row.area_id, row.area, row.area_ref = area, at.short, at.ref
        row.area_key, row.area_full = area_key(at.short), area_key(at.ref)
        row.standard = at.standard
        if at.standard:
            row.std_key = standard_key(at.standard)

    def _newest_plan(self) -> str | None:
        found = self._sql(
            "SELECT id FROM now_plan WHERE withdrawn IS NULL "
            "ORDER BY ifnull(inspected_to, '') DESC, ifnull(title, '') DESC, id DESC LIMIT 1"
        )
        return found[0][0] if found else None

    def _acting(self, commitments: Only) -> set[str]:
        return {
            own
            for (own,) in self._of(
                "SELECT DISTINCT commitment FROM now_action WHERE withdrawn IS NULL "
                f"AND status IS NOT '{ActionStatus.WITHDRAWN.value}'",
                "commitment",
                commitments,
            )
        }

    def _evidence(self, about: Only) -> dict[str, tuple[int, str | None]]:
        found: dict[str, tuple[int, str | None]] = {}
        for own, on in self._of(
            'SELECT about, "on" FROM now_evidence WHERE withdrawn IS NULL', "about", about
        ):
            count, newest = found.get(own, (0, None))
            found[own] = (count + 1, max(filter(None, (newest, on)), default=None))
        return found

    # Reviews ------------------------------------------------------------------------------

    def review_work(self, only: Only) -> Iterator[Work]:
        """The next review of each child looked after, and the next paper of the last one held."""
        if only is not None and not only:
            return
        cohort = self._children(only)
        if not cohort:
            return
        calendar = calendars.working_days(self.journal)
        held = self._reviews(only)
        changed = self._changed("child", only)
        papers_changed = self._changed("review", {one.id for one in held.values()})
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
                yield self._of_child(row, child, changed)
            last = held.get(child.id)
            step = reviews.next_paper(last, calendar) if last is not None else None
            if last is not None and step is not None and step.on is not None:
                row = Work("papers", last.id, part=step.key, ref=child.ref)
                row.what = say(f"open_work.{step.key}")
                row.status = "to_write" if step.key == "record_written" else "to_send"
                row.due = step.on.isoformat()
                yield self._of_child(row, child, papers_changed)

    def _children(self, only: Only) -> list[Child]:
        if only is None or len(only) > 40:
            every = children.children(self.journal)
            return every if only is None else [one for one in every if one.id in only]
        return [one for own in only if (one := children.child(self.journal, own)) is not None]

    def _reviews(self, only: Only) -> dict[str, reviews.Review]:
        """The last review held of each child."""
        if only is None or len(only) > 40:
            every = reviews.reviews(self.journal)
        else:
            every = [one for own in only for one in reviews.reviews(self.journal, own)]
        return reviews.last_held(every)

    def _of_child(self, row: Work, child: Child, changed: dict[str, _Last]) -> Work:
        row.child_id, row.child, row.child_key = child.id, child.ref, text_key(child.ref)
        if child.team:
            row.team, row.team_key = child.team, text_key(child.team)
        return self._finished(row, people.person_id(child.iro) if child.iro else None, changed)

    def decision_work(self, only: Only) -> Iterator[Work]:
        """The decisions; open until a review has said whether they were carried out."""
        if only is not None and not only:
            return
        changed = self._changed("decision", only)

        @cache
        def silence(received: str) -> str:
            calendar = calendars.working_days(self.journal)
            return calendar.add(date.fromisoformat(received), reviews.SILENCE).isoformat()

        for own, text, owner, due, state, carried, child, local, team, received in self._of(
            "SELECT d.id, d.text, d.owner, d.due, d.state, d.carried_out, d.child, c.local_id, "
            "c.team, r.decisions_received FROM now_decision d "
            "LEFT JOIN now_child c ON c.id = d.child LEFT JOIN now_review r ON r.id = d.review "
            "WHERE d.withdrawn IS NULL",
            "d.id",
            only,
        ):
            row = Work("decision", own, ref=reviews.decision_ref(own), what=text or "", due=due)
            known = carried if carried in _CARRIED else None
            row.live = OPEN if known is None else CLOSED
            row.status = known or (state if state in _STATES else DecisionState.RECOMMENDED.value)
            if known is None and row.status == DecisionState.RECOMMENDED and received:
                row.turns = silence(received)
            if child:
                ref = children.shown_reference(local, child)
                row.child_id, row.child, row.child_key = child, ref, text_key(ref)
            if team:
                row.team, row.team_key = team, text_key(team)
            yield self._finished(row, owner, changed)

    # Conflicts ----------------------------------------------------------------------------

    def conflict_work(self, only: Only, rows: dict[str, Work]) -> Iterator[Work]:
        """A row for each value in conflict, standing where the row of its record stands."""
        changed = self._changed(None, only if only is not None else set(self.conflicts))
        for record, fields in self.conflicts.items():
            if only is not None and record not in only:
                continue
            for kind, name in fields:
                of = rows.get(record) or self._row_of(record)
                row = Work("conflict", record, part=name, status="undecided")
                row.ref = of.ref if of else f"{kind} {record[:6]}"
                row.what = say("open_work.conflict", field=field_words(kind, name))
                row.conflict = 1
                if of is not None:
                    row.due, row.owner_id = of.due, of.owner_id
                    for column in _PLACE:
                        setattr(row, column, getattr(of, column))
                yield self._finished(row, row.owner_id, changed)

    def _row_of(self, record: str) -> Work | None:
        columns = ("kind", "record", "ref", "due", "owner_id", *_PLACE)
        found = self._sql(
            f"SELECT {', '.join(columns)} FROM open_work "
            "WHERE record = ? AND kind <> 'conflict' AND live >= 0 ORDER BY part LIMIT 1",
            [record],
        )
        return Work(**dict(zip(columns, found[0], strict=True))) if found else None

    # Every row ----------------------------------------------------------------------------

    def _finished(self, row: Work, owner: str | None, changed: dict[str, _Last]) -> Work:
        name = self.owners.get(owner) if owner else None
        if name:
            row.owner_id, row.owner, row.owner_key = owner, name, text_key(name)
        row.due_key = row.due or NOTHING
        row.ref_key = text_key(row.ref)
        if row.kind != "conflict":
            row.conflict = int(row.record in self.conflicts)
        last = changed.get(row.record)
        if last is not None:
            row.changed, row.device, row.seq = last
        row.words = searched(row.what, row.ref, row.area, row.area_ref, row.child, row.owner)
        return row

    def _changed(self, kind: str | None, only: Only) -> dict[str, _Last]:
        """The local day, device and number of the last change of each record."""
        where = "1" if kind is None else f"kind = '{kind}'"
        return {
            own: (_local_day(at), device, seq)
            for own, at, device, seq, _ in self._grouped(
                # By the clock, then the device: two devices may have written at one reading.
                "SELECT record, at, device, seq, max(printf('%019d%s%012d', hlc, device, seq)) "
                f"FROM change WHERE {where}",
                only,
            )
        }

    def _grouped(self, text: str, only: Only) -> list[tuple[Any, ...]]:
        if only is None:
            return self._sql(f"{text} GROUP BY record")
        return self._sql(
            f"{text} AND record IN (SELECT value FROM json_each(?)) GROUP BY record",
            [json.dumps(list(only))],
        )


_Last = tuple[str, str, int]
_PLACE = (
    *("area_id", "area", "area_ref", "area_key", "area_full", "child_id", "child", "child_key"),
    *("standard", "std_key", "team", "team_key"),
)
_STATUSES = frozenset(one.value for one in ActionStatus)
_CARRIED = frozenset(one.value for one in CarriedOut)
_STATES = frozenset(one.value for one in DecisionState)
_BRAGS = frozenset(one.value for one in Brag)


@cache
def _local_day_of_minute(at: str) -> str:
    return datetime.fromisoformat(f"{at}+00:00").astimezone().date().isoformat()


def _local_day(at: str) -> str:
    """The local day of a change's moment, which is written in UTC."""
    # An offset is a matter of whole minutes, so all moments of one minute share a day.
    return _local_day_of_minute(at[:16])


@cache
def _stances(
    status: str, judged: str | None, owned: bool, dated: bool, shown: bool
) -> tuple[str, str, str]:
    """The BRAG when late, when due soon and when due later, asked of the plans' own rule."""
    code = ActionStatus(status) if status in _STATUSES else ActionStatus.NOT_STARTED
    rated = Brag(judged) if judged in _BRAGS else None

    def on(day: date) -> str:
        stance = standing.stance(
            code, rated, "x" if owned else None, _A_DAY if dated else None, int(shown), None, day
        )
        return stance.brag.value

    return (
        on(_A_DAY + timedelta(days=1)),
        on(_A_DAY),
        on(_A_DAY - standing.SOON - timedelta(days=1)),
    )


def action_refs(journal: Journal, only: Only) -> dict[str, str]:
    """The reference of actions, as long as it must be to tell each from its neighbours."""

    def ids(text: str, places: Iterable[Any] = ()) -> list[str]:
        return [row[0] for row in journal.database.execute_sql(text, tuple(places)).fetchall()]

    base = "SELECT id FROM now_action WHERE withdrawn IS NULL"
    if only is None:
        return plans.short_ids("A", ids(base))
    near = set(only) | neighbours(journal, only)
    refs = plans.short_ids("A", near)
    return {own: refs[own] for own in only}


def neighbours(journal: Journal, only: Collection[str]) -> set[str]:
    """The ids of the actions that stand next to these in the order of ids."""
    beside = (
        "SELECT id FROM now_action WHERE withdrawn IS NULL AND id {} w.value ORDER BY id {} LIMIT 1"
    )
    rows = journal.database.execute_sql(
        f"SELECT ({beside.format('<', 'DESC')}), ({beside.format('>', 'ASC')}) FROM json_each(?) w",
        (json.dumps(list(only)),),
    ).fetchall()
    return {own for pair in rows for own in pair if own}
