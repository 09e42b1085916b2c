"""Every kind of the IRO's desk at once: it arrives whole at a centre, from several devices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from store import adding, children, listing
from store.database import set_setting
from store.duties import duties
from store.journal import Journal, model_of
from store.snapshots import collate, write_snapshot
from tests.store.every_kind import GIVEN, NAMELESS, every_kind
from tests.store.parties import introduce
from tests.store.rooms import new_store
from tests.store.test_snapshots_main_job import new_centre

BELOW = {"dispute_stage"}
ELSEWHERE = {
    *("plan", "area", "commitment", "action", "evidence", "lineage"),
    *("person", "child", "period", "review", "decision", "region"),
}


def test_no_kind_is_left_out() -> None:
    assert set(GIVEN) | set(NAMELESS) | BELOW | ELSEWHERE == set(adding.kinds_to_add())


def test_one_of_every_kind_arrives_once_and_is_the_same_after_a_rebuild(tmp_path: Path) -> None:
    centre, out = new_centre(tmp_path), tmp_path / "out"
    device = new_store(tmp_path, 1)
    # Lists and posts are the service's: of whom a centre takes every kind is its manager.
    device.author = replace(device.author, role="manager")
    set_setting(device.database, "role", "manager")
    introduce(centre, device)
    done = every_kind(device)
    write_snapshot(device, out)
    taken = collate(centre, [out])
    assert (taken.files, taken.taken, taken.refused, taken.conflicts) == (1, 1, 0, 0)
    again = collate(centre, [out])
    assert again.taken == 0
    kinds = {one.kind: one.id for one in done}
    for kind, record in kinds.items():
        model = model_of(kind)
        assert model is not None, kind
        assert centre.get(model, record) == device.get(model, record), kind
    before = _state(centre)
    centre.rebuild()
    assert _state(centre) == before
    assert _state(device) == before


def _state(journal: Journal) -> list[object]:
    lists = ("children", "reviews", "health", "missing", "disputes", "incidents", "points")
    more = ("visits", "leavers", "feedback", "audits", "families", "placements", "terms")
    rows: list[object] = [listing.list_records(journal, name) for name in (*lists, *more)]
    rows.append([one.ref for one in children.children(journal)])
    rows.append(sorted(duties(journal), key=lambda duty: duty.key))
    return rows
