"""What hangs on a record: the records of other kinds, and of its own, that point at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.journal import Journal, RecordField, fields_of, kinds

# What people say about a record at the desk hangs on it as well, but decides nothing.
_SAID = frozenset({"deferral", "author_note", "distinct"})


@dataclass(frozen=True)
class Hangs:
    """A record of `kind` that points by `field` at `on`."""

    kind: str
    field: str
    record: str
    on: str


def pointing(kind: str) -> Iterator[tuple[str, str]]:
    """Every kind with its field that may point at a record of this kind."""
    for name, model in kinds().items():
        if name in _SAID:
            continue
        for field, known in fields_of(model).items():
            if isinstance(known, RecordField) and known.refers_to in (kind, None):
                yield name, field


def hanging(journal: Journal, kind: str, records: Iterable[str]) -> list[Hangs]:
    """All that hangs on these records of a kind, in a steady order; what is withdrawn does not."""
    wanted = sorted(set(records))
    found = []
    for begin in range(0, len(wanted), 500):
        part = wanted[begin : begin + 500]
        places = ", ".join("?" * len(part))
        for name, field in pointing(kind):
            rows = journal.database.execute_sql(
                f'SELECT id, "{field}" FROM "now_{name}" WHERE "{field}" IN ({places}) '
                "AND withdrawn IS NULL ORDER BY id",
                part,
            ).fetchall()
            found += [Hangs(name, field, own, on) for own, on in rows]
    return found
