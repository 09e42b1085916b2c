"""Actions, and the newest plan's commitments that have none."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache

from store import plans
from store.asking import area_key, standard_key
from store.codes import ActionStatus, Brag
from store.open_work.gathering import Gathering
from store.open_work.saved import Saved
from store.open_work.subject import Subject
from store.open_work.table import CLOSED, GONE, OPEN, Work
from store.plans import standing
from store.plans.names import SHORT_ID
from store.plans.naming import AreaName

_A_DAY = date(2024, 6, 3)  # any day: how a row stands depends only on its distance from due
_STATUSES = frozenset(one.value for one in ActionStatus)
_BRAGS = frozenset(one.value for one in Brag)
_ACTED_ON = (
    "SELECT w.value FROM json_each(?) w WHERE EXISTS (SELECT 1 FROM now_action WHERE commitment = "
    f"w.value AND withdrawn IS NULL AND status IS NOT '{ActionStatus.WITHDRAWN.value}')"
)
_COMMITMENTS_OF = "SELECT id FROM now_commitment WHERE 1"


def _reach_of_actions(gathering: Gathering, saved: Saved) -> set[str]:
    own = saved.of("action")
    below = {*saved.of("commitment"), *gathering.ids(_COMMITMENTS_OF, "area", gathering.moved)}
    return (
        own
        | gathering.ids("SELECT id FROM now_action WHERE 1", "commitment", below)
        | gathering.ids(
            "SELECT about FROM now_evidence WHERE about IN (SELECT id FROM now_action)",
            "id",
            saved.of("evidence"),
        )
        | gathering.misnamed(["action"], "record", saved.of("person"))
        | _renamed(gathering, saved.changing("action", "withdrawn"))
    )


def _renamed(gathering: Gathering, saved: Collection[str]) -> set[str]:
    """The actions whose reference grows or shrinks as others that begin alike come or go."""
    came_or_went = gathering.ids(
        "SELECT a.id FROM now_action a LEFT JOIN open_work w ON w.record = a.id "
        f"AND w.kind = 'action' AND w.live <> {GONE} "
        "WHERE (a.withdrawn IS NULL) <> (w.n IS NOT NULL)",
        "a.id",
        saved,
    )
    begun = {own[:SHORT_ID] for own in came_or_went}
    return {own for own in _neighbours(gathering, came_or_went) if own[:SHORT_ID] in begun}


def _neighbours(gathering: Gathering, only: Collection[str]) -> set[str]:
    """The ids of the actions that stand next to these in the order of ids."""
    beside = (
        "SELECT id FROM now_action WHERE withdrawn IS NULL AND id {} w.value ORDER BY id {} LIMIT 1"
    )
    rows = gathering.sql(
        f"SELECT ({beside.format('<', 'DESC')}), ({beside.format('>', 'ASC')}) FROM json_each(?) w",
        (json.dumps(sorted(only)),),
    )
    return {own for pair in rows for own in pair if own}


def _actions(gathering: Gathering, only: Collection[str]) -> Iterator[Work]:
    refs = plans.short_ids("A", {*only, *_neighbours(gathering, only)})
    evidence = _evidence(gathering, only)
    changed = gathering.changed("action", only)
    for own, title, owner, due, first, status, judged, area in gathering.of(
        "SELECT a.id, a.title, a.owner, a.due, a.original_due, a.status, a.brag, c.area "
        "FROM now_action a JOIN now_commitment c ON c.id = a.commitment "
        "WHERE a.withdrawn IS NULL AND c.withdrawn IS NULL",
        "a.id",
        only,
    ):
        at = gathering.areas.get(area)
        if at is None or status == ActionStatus.WITHDRAWN:
            continue
        count, newest = evidence.get(own, (0, None))
        row = Work("action", own, ref=refs[own], what=title or "", evidence=count)
        _fill(row, due, first, status, judged, owned=bool(owner))
        row.outdated = int(bool(newest and at.inspected and newest < at.inspected))
        _stand_in(row, area, at)
        yield gathering.finished(row, owner, changed)


def _fill(
    row: Work,
    due: str | None,
    first: str | None,
    status: str | None,
    judged: str | None,
    *,
    owned: bool,
) -> None:
    """A row with what follows from its action's own fields, its title aside."""
    status = status or ActionStatus.NOT_STARTED.value
    row.due, row.first_due, row.status = due, first, status
    row.live = CLOSED if status == ActionStatus.COMPLETE and row.evidence else OPEN
    row.done = int(ActionStatus(status).is_done if status in _STATUSES else False)
    row.brag_late, row.brag_soon, row.brag_far = _stances(
        status, judged, owned, due is not None, row.evidence > 0
    )


def _amend(gathering: Gathering, rows: dict[str, Work]) -> None:
    changed = gathering.changed("action", rows)
    for own, owner, *fields in gathering.of(
        "SELECT id, owner, due, original_due, status, brag FROM now_action WHERE 1",
        "id",
        rows,
    ):
        row = rows[own]
        _fill(row, *fields, owned=bool(owner))
        if row.status == ActionStatus.WITHDRAWN:
            row.live = GONE
        gathering.owned(row, owner, changed)


def _evidence(gathering: Gathering, about: Collection[str]) -> dict[str, tuple[int, str | None]]:
    """How many pieces of evidence each record has, and the newest one's day."""
    return {
        own: (count, newest)
        for own, count, newest in gathering.sql(
            'SELECT about, count(*), max("on") FROM now_evidence WHERE withdrawn IS NULL '
            "AND about IN (SELECT value FROM json_each(?)) GROUP BY about",
            (json.dumps(sorted(about)),),
        )
    }


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


def _reach_of_commitments(gathering: Gathering, saved: Saved) -> set[str]:
    return (
        saved.of("commitment")
        | gathering.ids(
            "SELECT commitment FROM now_action WHERE 1",
            "id",
            saved.changing("action", "commitment", "status", "withdrawn"),
        )
        | gathering.ids(_COMMITMENTS_OF, "area", gathering.moved)
    )


def _commitments(gathering: Gathering, only: Collection[str]) -> Iterator[Work]:
    acting = {own for (own,) in gathering.sql(_ACTED_ON, [json.dumps(sorted(only))])}
    changed = gathering.changed("commitment", only)
    for own, text, position, area in gathering.of(
        "SELECT id, text, position, area FROM now_commitment WHERE withdrawn IS NULL", "id", only
    ):
        at = gathering.areas.get(area)
        if at is None or not at.newest:
            continue
        row = Work("commitment", own, ref=f"{at.ref}.{position}", what=text or "")
        row.live = CLOSED if own in acting else OPEN
        row.status = "no_action"
        row.brag_late = row.brag_soon = row.brag_far = Brag.GREY.value
        _stand_in(row, area, at)
        yield gathering.finished(row, None, changed)


def _stand_in(row: Work, area: str, at: AreaName) -> None:
    row.area_id, row.area, row.area_ref = area, at.short, at.ref
    row.area_key, row.area_full = area_key(at.short), area_key(at.ref)
    row.standard = at.standard
    if at.standard:
        row.std_key = standard_key(at.standard)


ACTIONS = Subject(
    ("action",),
    "SELECT id FROM now_action ORDER BY due",
    _reach_of_actions,
    _actions,
    light=frozenset({"owner", "due", "original_due", "status", "brag"}),
    amend=_amend,
)
COMMITMENTS = Subject(
    ("commitment",), "SELECT id FROM now_commitment", _reach_of_commitments, _commitments
)
