"""The rooms that know of duties, and which of their records tell of which child."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from store.duties.duty import Duty
from store.journal import Journal

Only = Collection[str] | None
Source = Callable[[Journal, Only], Iterator[Duty]]

SOURCES: tuple[Source, ...] = ()
"""Each gives the duties of some children, by id, or of all; none reads the day it is."""

REACH: Mapping[str, str] = {}
"""By kind of record, the field that holds the child whose duties a change of it may change."""
