"""The children whose duties are asked for, read once for every room that knows of some."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from store import children
from store.children import Child
from store.journal import Journal

_FEW = 20
"""Up to so many children are read one by one; of more, all are."""


@dataclass
class _Known:
    """What was read since something was last written."""

    version: object
    today: date
    few: dict[str, Child | None] = field(default_factory=dict)
    every: dict[str, Child] | None = None


_kept: WeakKeyDictionary[Journal, _Known] = WeakKeyDictionary()


def caseload(journal: Journal, only: Collection[str] | None) -> list[Child]:
    """These children by id, or every one; read again only after something was written."""
    version, today = journal.version(), journal.today()
    known = _kept.get(journal)
    if known is None or (known.version, known.today) != (version, today):
        known = _kept[journal] = _Known(version, today)
    if only is not None and len(only) <= _FEW:
        for record in only:
            if record not in known.few:
                known.few[record] = children.child(journal, record)
        return [child for record in sorted(only) if (child := known.few[record]) is not None]
    if known.every is None:
        known.every = {child.id: child for child in children.children(journal)}
    return [child for child in known.every.values() if only is None or child.id in only]
