"""A snapshot of every format that was ever released is read for ever.

The files under tests/fixtures/snapshots were written once and are never written again; the keys
beside them are of a made-up centre and open nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path

from store import children
from store.database import set_setting
from store.journal import Journal
from store.snapshots import collate, devices, enrol, receive, told, verify_file
from tests.store.devices import Thing
from tests.store.parties import Named, new_store, save

RELEASED = Path(__file__).resolve().parents[1] / "fixtures" / "snapshots"


def test_format_1_is_read(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "centre", 200, "collator")
    keys = json.loads((RELEASED / "centre-keys.json").read_text("utf-8"))
    for name, value in keys.items():
        set_setting(centre.database, f"snapshots.{name}", value)
    enrol(centre, RELEASED / "format-1.card")
    manifest = verify_file(centre, RELEASED / "format-1.planreview").manifest
    assert (manifest.extent, manifest.policy, manifest.changes) == ("delta", "own_service", 4)
    done = collate(centre, [RELEASED / "format-1.planreview"])
    assert (done.files, done.taken, done.changes) == (1, 1, 4)
    titles = {row["title"]: row["status"] for row in centre.rows(Thing.select())}
    assert titles == {"Ein Ding — дело — 事 “quoted” [b]x[/y]": "closed", "Two": None}
    [named] = centre.rows(Named.select())
    assert (named["title"], named["local"]) == (None, "C-0001")
    assert devices(centre)[0].held == ((1, 4),)
    assert centre.verify() == 4


def with_keys(folder: Path, number: int, role: str = "iro") -> Journal:
    """The store for which the files were sealed: its number and its keys."""
    made = new_store(folder / str(number), number, role)
    centres = json.loads((RELEASED / "centre-keys.json").read_text("utf-8"))
    every = {"200": centres} | json.loads((RELEASED / "device-keys.json").read_text("utf-8"))
    for name, value in every[str(number)].items():
        set_setting(made.database, f"snapshots.{name}", value)
    return made


def test_format_2_is_read(tmp_path: Path) -> None:
    centre = with_keys(tmp_path, 200, "collator")
    enrol(centre, RELEASED / "format-2.card")
    manifest = verify_file(centre, RELEASED / "format-2.planreview").manifest
    assert (manifest.extent, manifest.policy) == ("delta", "own_service")
    assert (manifest.changes, manifest.last, manifest.unsent) == (5, 5, 5)
    done = collate(centre, [RELEASED / "format-2.planreview"])
    assert (done.taken, done.changes, done.aside) == (1, 5, 0)
    assert [child.ref for child in children.children(centre)] == ["C-0001"]
    assert centre.verify() == 5


def test_a_receipt_of_format_2_is_read(tmp_path: Path) -> None:
    device = with_keys(tmp_path, 42)
    enrol(device, RELEASED / "centre.card")
    # As many as it acknowledges: for a device that never wrote them a copy of it must have.
    for _ in range(5):
        save(device, title="mine")
    had = receive(device, [RELEASED])
    assert (had.files, had.taken, had.others, had.changes) == (2, 1, 1, 1)
    known = told(device)
    assert known is not None
    assert (known.number, known.received) == (1, ((1, 5),))
    assert had.renewed is None
    assert "put right" in {row["title"] for row in device.rows(Thing.select())}


def test_a_handover_of_format_2_is_read(tmp_path: Path) -> None:
    device = with_keys(tmp_path, 43)
    enrol(device, RELEASED / "format-2.card")
    had = receive(device, [RELEASED])
    assert (had.taken, had.handovers, had.others) == (1, 1, 1)
    [child] = children.children(device)
    assert (child.ref, child.iro, child.team) == ("C-0001", "Alder", "North")
