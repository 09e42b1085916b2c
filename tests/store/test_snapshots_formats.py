"""A snapshot of every format that was ever released is read for ever.

The files under tests/fixtures/snapshots were written once and are never written again; the keys
beside them are of a made-up centre and open nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path

from store.database import set_setting
from store.snapshots import collate, devices, enrol, verify_file
from tests.store.devices import Thing
from tests.store.parties import Named, new_store

RELEASED = Path(__file__).resolve().parents[1] / "fixtures" / "snapshots"


def test_format_1_is_read(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "centre", 200, "collator")
    keys = json.loads((RELEASED / "centre-keys.json").read_text("utf-8"))
    for name, value in keys.items():
        set_setting(centre.database, f"snapshots.{name}", value)
    enrol(centre, RELEASED / "format-1.card")
    manifest = verify_file(centre, RELEASED / "format-1.planreview").manifest
    assert (manifest.extent, manifest.policy, manifest.changes) == ("delta", "own_service", 4)
    done = collate(centre, [RELEASED])
    assert (done.files, done.taken, done.changes) == (1, 1, 4)
    titles = {row["title"]: row["status"] for row in centre.rows(Thing.select())}
    assert titles == {"Ein Ding — дело — 事 “quoted” [b]x[/y]": "closed", "Two": None}
    [named] = centre.rows(Named.select())
    assert (named["title"], named["local"]) == (None, "C-0001")
    assert devices(centre)[0].held == ((1, 4),)
    assert centre.verify() == 4
