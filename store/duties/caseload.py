"""The children whose duties are asked for, read once for every room that knows of some."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from weakref import WeakKeyDictionary

from store import children
from store.children import Child
from store.journal import Journal

_FEW = 20
"""Up to so many children are read one by one; of more, all are, and kept."""

_Known = tuple[object, date, dict[str, Child]]
_kept: WeakKeyDictionary[Journal, _Known] = WeakKeyDictionary()


def caseload(journal: Journal, only: Collection[str] | None) -> list[Child]:
    """These children by id, or every one; read again only after something was written."""
    if only is not None and len(only) <= _FEW:
        found = [children.child(journal, record) for record in sorted(only)]
        return [child for child in found if child is not None]
    version, today = journal.version(), journal.today()
    known = _kept.get(journal)
    if known is None or known[:2] != (version, today):
        every = {child.id: child for child in children.children(journal)}
        known = _kept[journal] = (version, today, every)
    return [child for child in known[2].values() if only is None or child.id in only]
