"""What a kind of open work is: which rows a saved record may change, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from store.open_work.gathering import Gathering
from store.open_work.saved import Saved
from store.open_work.table import Work

__all__ = ["Saved", "Subject"]


def _themselves(_: Gathering, only: Collection[str]) -> Collection[str]:
    return only


@dataclass(frozen=True)
class Subject:
    """One subject of open work.

    `kinds` are the kinds of its rows; `every` selects the id of each record that may have one,
    by due date where there may be many.
    `reach(gathering, saved)` gives the ids whose rows some saved records may change, its own
    among them; `work(gathering, only)` makes the rows of these ids, nothing for an id without
    work. `records(gathering, only)` names the records those rows stand under, where they are
    not the ids themselves.

    Where only `light` fields of the records were saved, `amend(gathering, rows)` brings rows that
    stand up to date instead, from these fields alone; only their `table.AMENDED` columns are read
    and written.
    """

    kinds: tuple[str, ...]
    every: str
    reach: Callable[[Gathering, Saved], set[str]]
    work: Callable[[Gathering, Collection[str]], Iterator[Work]]
    records: Callable[[Gathering, Collection[str]], Collection[str]] = _themselves
    light: frozenset[str] = frozenset()
    amend: Callable[[Gathering, dict[str, Work]], None] | None = None
