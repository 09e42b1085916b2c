"""The children whose duties are asked for, read once for every room that knows of some."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from store import children
from store.children import Child
from store.journal import Journal


@dataclass
class _Known:
    """What was read since something was last written."""

    version: object
    today: date
    some: dict[str, Child | None] = field(default_factory=dict)
    every: list[Child] | None = None


_kept: WeakKeyDictionary[Journal, _Known] = WeakKeyDictionary()


def caseload(journal: Journal, only: Collection[str] | None) -> list[Child]:
    """These children by id, or every one; read again only after something was written."""
    version, today = journal.version(), journal.today()
    known = _kept.get(journal)
    if known is None or (known.version, known.today) != (version, today):
        known = _kept[journal] = _Known(version, today)
    if only is None:
        if known.every is None:
            known.every = children.children(journal)
        return known.every
    if unknown := set(only) - known.some.keys():
        found = {child.id: child for child in children.children(journal, unknown)}
        known.some.update((record, found.get(record)) for record in unknown)
    return [child for record in sorted(only) if (child := known.some[record]) is not None]
