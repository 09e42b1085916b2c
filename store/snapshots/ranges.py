"""Changes as a file holds them: their names, ranges that cover exactly these, what was sent."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from store.database.dialect import dialect_of
from store.journal import Change, Journal, Range, log
from store.journal.asides import Cause

_AT_ONCE = 20_000
_CHANGES_AT_ONCE = 2_000
Name = tuple[str, int]
"""A change by its device and its number there."""


def outside(first: int, last: int, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of `first` to `last` none of the spans covers."""
    at = first
    for begin, end in sorted(spans):
        if begin > last:
            break
        if at < begin:
            yield at, begin - 1
        at = max(at, end + 1)
    if at <= last:
        yield at, last


def names_of(journal: Journal, records: Iterable[str]) -> dict[str, list[Name]]:
    """The changes of some records, as device and number."""
    found: dict[str, list[Name]] = defaultdict(list)
    rows = among(journal, "SELECT record, device, seq FROM change WHERE record IN", records)
    for record, device, seq in rows:
        found[record].append((device, seq))
    return found


def among(journal: Journal, query: str, values: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that ends in `IN`, a portion of the values at a time."""
    every = sorted(values)
    listed = dialect_of(journal.database).listed()
    for at in range(0, len(every), _AT_ONCE):
        yield from journal.database.execute_sql(
            f"{query} (SELECT value ->> 0 FROM {listed})",
            (json.dumps([[value] for value in every[at : at + _AT_ONCE]]),),
        )


def changes_named(journal: Journal, names: Sequence[Name]) -> Iterator[Change]:
    """These changes of the log, in their order."""
    listed = dialect_of(journal.database).listed()
    for at in range(0, len(names), _CHANGES_AT_ONCE):
        part = names[at : at + _CHANGES_AT_ONCE]
        found = {
            (change.device, change.seq): change
            for change in log.read(
                journal.database,
                "WHERE (device, seq) IN"
                f" (SELECT value ->> 0, CAST(value ->> 1 AS BIGINT) FROM {listed})",
                (json.dumps(part),),
            )
        }
        yield from (found[name] for name in part)


def as_ranges(journal: Journal, names: Iterable[Name]) -> list[Range]:
    """Ranges that cover exactly these changes, each with the hash before it and at its end."""
    spans: list[tuple[str, int, int]] = []
    for device, seq in sorted(set(names)):
        if spans and spans[-1][0] == device and spans[-1][2] == seq - 1:
            spans[-1] = (device, spans[-1][1], seq)
        else:
            spans.append((device, seq, seq))
    wanted = {(device, last) for device, _, last in spans}
    hashes = _hashes(journal, wanted | {(device, first - 1) for device, first, _ in spans})
    return [
        Range(device, first, last, hashes[device, first - 1], hashes[device, last])
        for device, first, last in spans
    ]


def _hashes(journal: Journal, names: set[Name]) -> dict[Name, str]:
    """The hash of each change, whether it is in the log, stands aside, or only its next is here."""
    found: dict[Name, str] = {}
    every = sorted(names)
    dialect = dialect_of(journal.database)
    for at in range(0, len(every), _AT_ONCE):
        rows = journal.database.execute_sql(
            f"SELECT c.device, c.seq, c.hash FROM {dialect.listed()} w {dialect.loop} change c"
            " ON c.device = w.value ->> 0 AND c.seq = CAST(w.value ->> 1 AS BIGINT)",
            (json.dumps(every[at : at + _AT_ONCE]),),
        )
        found |= {(device, seq): own for device, seq, own in rows}
    if names - found.keys():
        # What stands aside by the law still has its place in the chain.
        for device, seq, own in journal.database.execute_sql(
            "SELECT device, seq, hash FROM aside WHERE cause = ?", (Cause.LAW.value,)
        ):
            found.setdefault((device, seq), own)
        for over in journal.ranges():
            found.setdefault((over.device, over.first - 1), over.prev)
    return found


class Sent:
    """What a store has been sent already, by device."""

    def __init__(self, journal: Journal, to: str) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        rows = journal.database.execute_sql(
            "SELECT device, first, last FROM snapshot_span WHERE centre = ? ORDER BY device, first",
            (to,),
        )
        for device, first, last in rows:
            spans = self._spans[device]
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))

    def holds(self, name: Name) -> bool:
        """Whether a change was among it."""
        spans = self._spans.get(name[0])
        if not spans:
            return False
        at = bisect_right(spans, (name[1], 2**63))
        return at > 0 and spans[at - 1][1] >= name[1]
