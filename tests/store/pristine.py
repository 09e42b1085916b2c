"""Empty stores for tests, copied from one that each process makes once.

Making a store costs a hundred tables and a dozen waits for the disk; a copy costs a quarter of
that. How stores are made is proven in `test_opening.py`, with stores that are made.

A test that needs a store takes `new_store` (rooms.py), `store_with_child` (review_stage.py) or
`store_with_plan` (plan_stage.py). One that fills it with more than a few records does so inside
`with journal.together():`, or open work is followed at each save. What many tests only read is
made once in each process, as `standing_quarter` (quarter.py) is; a demo takes seconds.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from store import opening
from store.database import DATABASE_FILE, set_setting, unlock
from store.journal import Author, Journal


def pristine(
    folder: Path,
    person: str,
    team: str | None = None,
    role: str | None = None,
    device: str | None = None,
    region: str = opening.DEFAULT_REGION,
    *,
    authority: str | None = None,
    today: date | None = None,
    now: Callable[[], datetime] | None = None,
    entropy: Callable[[int], bytes] = os.urandom,
) -> Journal:
    """As `opening.throwaway`: a device of its own with nothing in its store."""
    key, empty = _template()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / DATABASE_FILE
    file.touch(0o600, exist_ok=False)
    file.write_bytes(empty)
    journal = opening.open_store(folder, key=key, today=today, now=now, entropy=entropy)
    author = Author(
        device=entropy(16).hex(),
        device_name=device or platform.node() or "device",
        person=person,
        role=role or opening.DEFAULT_ROLE,
    )
    with journal.database.atomic():
        for name, value in (
            ("device", author.device),
            ("device_name", author.device_name),
            ("person", author.person),
            ("role", author.role),
            ("team", team),
            ("region", region),
            ("authority", authority),
        ):
            set_setting(journal.database, name, value)
    journal.author, journal.region = author, region
    return journal


@cache
def _template() -> tuple[bytes, bytes]:
    """The key of an empty store and its file."""
    with TemporaryDirectory(prefix="planreview-pristine-") as name:
        folder = Path(name) / "store"
        opening.close_store(opening.init(folder, None, "Nobody"))
        return unlock(folder), (folder / DATABASE_FILE).read_bytes()
