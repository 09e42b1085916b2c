"""Share, measured: a snapshot written and opened, merges of all sizes, a fleet's files collated."""

from __future__ import annotations

from collections.abc import Sequence

from store.simulating.figures import fleet, merging, snapshot
from store.simulating.measuring import Figure

SIZES = (100_000, 1_000_000)
FILES = 2_000
QUICK = (10_000,)
QUICK_FILES = 200


def run(sizes: Sequence[int] = SIZES, files: int = FILES, part: str | None = None) -> list[Figure]:
    """Every figure of the table, for each size of merge and for that many files."""
    found: list[Figure] = []
    if part in (None, "file"):
        found += snapshot(min(100_000, max(sizes)))
    for size in sizes if part in (None, "merge") else ():
        found += merging(size)
    if part in (None, "fleet"):
        found += fleet(files, None)
    if part in (None, "postgres"):
        from tests.bench import share_postgres

        found += share_postgres.run(max(sizes), files)
    return found
