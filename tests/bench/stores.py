"""One store for each size, made once and measured by every part of the bench.

With PLANREVIEW_BENCH_STORES=FOLDER a store is made in FOLDER/<items> and kept there, and opened
from there the next time: a million items take minutes to make. What is measured writes to it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from store.demo.caseload import TODAY
from store.demo.many import fill
from store.journal import Journal
from store.opening import init, open_store

KEPT_IN = "PLANREVIEW_BENCH_STORES"


@cache
def store_of(items: int) -> Journal:
    """An open store of that many open items, which no passphrase locks."""
    kept = os.environ.get(KEPT_IN)
    if kept is None:
        folder = Path(tempfile.mkdtemp(prefix="planreview-bench-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _made(folder / "store", items)
    folder = Path(kept) / str(items)
    if folder.exists():
        return open_store(folder, today=TODAY)
    # Under another name until it is whole, so that one half made is never taken for it.
    half = folder.with_name(f"{items}.making")
    shutil.rmtree(half, ignore_errors=True)
    _made(half, items).close()
    half.rename(folder)
    return open_store(folder, today=TODAY)


def _made(folder: Path, items: int) -> Journal:
    begin = time.perf_counter()
    journal = init(
        folder, None, "Alder", team="Reviewing", role="manager", device="Bench", today=TODAY
    )
    fill(journal, items)
    print(f"{items:,} items made in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    return journal
