"""One store for each size, made once and measured by every part of the bench."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from store.demo.caseload import TODAY
from store.demo.many import fill
from store.journal import Journal
from store.opening import init


@cache
def store_of(items: int) -> Journal:
    """An open store of that many open items, which no passphrase locks; gone with the program."""
    folder = Path(tempfile.mkdtemp(prefix="planreview-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    begin = time.perf_counter()
    journal = init(
        folder / "store", None, "Alder", team="Reviewing", role="manager", device="Bench",
        today=TODAY,
    )  # fmt: skip
    fill(journal, items)
    print(f"{items:,} items made in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    return journal
