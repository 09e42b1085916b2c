"""A row for each value in conflict, standing where the row of its record stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store.called import field_words
from store.open_work.gathering import Gathering
from store.open_work.saved import Saved
from store.open_work.subject import Subject
from store.open_work.table import Work
from store.wording import say

_PLACE = (
    *("area_id", "area", "area_ref", "area_key", "area_full", "child_id", "child", "child_key"),
    *("standard", "std_key", "team", "team_key"),
)
_COPIED = ("ref", "due", "owner_id", *_PLACE)


def _reach(gathering: Gathering, saved: Saved) -> set[str]:
    shown = gathering.sql("SELECT record FROM open_work WHERE kind = 'conflict' AND live = 1")
    disputed = {*gathering.conflicts, *(own for (own,) in shown)}
    # A conflict moves with the row it stands beside.
    return disputed & (gathering.remade | saved.everything())


def _conflicts(gathering: Gathering, only: Collection[str]) -> Iterator[Work]:
    changed = gathering.changed(None, only)
    for record in sorted(only):
        for kind, name in gathering.conflicts.get(record, ()):
            row = Work("conflict", record, part=name, status="undecided")
            row.ref = f"{kind} {record[:6]}"
            for column, value in zip(_COPIED, _place_of(gathering, record), strict=False):
                setattr(row, column, value)
            row.what = say("open_work.conflict", field=field_words(kind, name))
            row.conflict = 1
            yield gathering.finished(row, row.owner_id, changed)


def _place_of(gathering: Gathering, record: str) -> tuple[object, ...]:
    found = gathering.sql(
        f"SELECT {', '.join(_COPIED)} FROM open_work "
        "WHERE record = ? AND kind <> 'conflict' AND live >= 0 ORDER BY kind, part LIMIT 1",
        [record],
    )
    return found[0] if found else ()


CONFLICTS = Subject(("conflict",), "SELECT DISTINCT record FROM conflict", _reach, _conflicts)
