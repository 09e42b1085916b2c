"""Changes on their way out: read from the log as lines, without being taken apart in between.

What the log keeps as JSON goes into a line as it stands. Only a change that lacks a value, or
must leave without one, is made whole first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any, Protocol

from store.database import Database
from store.journal import log
from store.journal.change import StandIn, Withhold, nothing_instead


class Sendable(Protocol):
    """What a file needs to know of a change."""

    @property
    def kind(self) -> str:
        """The kind of the record it saved."""

    @property
    def values(self) -> Mapping[str, str | None]:
        """What it saved."""

    @property
    def states(self) -> Mapping[str, str]:
        """Why values of it are gone."""

    def to_line(self, withhold: Withhold | None = None, stand_in: StandIn = nothing_instead) -> str:
        """It as a line of a file."""


class Logged:
    """A change as it lies in the log, with every value there is."""

    __slots__ = ("_row", "values")

    states: Mapping[str, str] = {}

    def __init__(self, row: tuple[Any, ...]) -> None:
        self._row = row
        self.values: dict[str, str | None] = json.loads(row[8])

    @property
    def kind(self) -> str:
        """The kind of the record it saved."""
        return str(self._row[6])

    def to_line(self, withhold: Withhold | None = None, stand_in: StandIn = nothing_instead) -> str:
        """As `Change.to_line` writes it."""
        if withhold is not None:
            return log.change_of(self._row).to_line(withhold, stand_in)
        (
            device, seq, hlc, at, person, role, kind, record, vals, repl, saw,
            unit, label, reason, undoes, salt, _, _, own_hash,
        ) = self._row  # fmt: skip
        line = (
            f'{{"device":"{device}","seq":{seq},"hlc":{hlc},"at":{quoted(at)},'
            f'"person":{quoted(person)},"role":{quoted(role)},"kind":"{kind}",'
            f'"record":"{record}","values":{vals},"replaces":{repl or "[]"},"unit":"{unit}",'
            f'"label":{quoted(label)},"hash":"{own_hash}"'
        )
        if reason:
            line += f',"reason":{quoted(reason)}'
        if undoes:
            line += f',"undoes":"{undoes}"'
        if saw:
            line += f',"saw":{saw}'
        return f'{line},"salt":"{salt}"}}'


def logged(database: Database, device: str, first: int, last: int) -> Iterator[Sendable]:
    """The changes of a range that stand in the log, in their order."""
    cursor = database.execute_sql(
        f"SELECT {log.COLUMNS} FROM change WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (device, first, last),
    )
    for row in cursor:
        whole = row[15] is not None and row[17] is None
        yield Logged(row) if whole else log.change_of(row)
