"""What the centre has of each device, what is missing, and how long each has been silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from store.calendars import working_days
from store.journal import Journal, Range
from store.snapshots.enrolment import Party, parties
from store.wording import say

SILENT_AFTER = 5
Span = tuple[int, int]


class Coverage(StrEnum):
    """How a device stands at the centre; of several, the first that is true."""

    REVOKED = "revoked"
    MISSING = "missing"
    NEVER = "never"
    SILENT = "silent"
    WHOLE = "whole"

    @property
    def wording(self) -> str:
        """The word for it."""
        return say(f"snapshots.coverage_{self.value}")


@dataclass(frozen=True)
class DeviceLine:
    """One enrolled device: what of its work is here, by the numbers of its changes.

    `silent` counts working days since `last_heard` (the time it wrote its newest file, UTC);
    `brought` is how many changes the newest file brought that were not here yet.
    """

    party: Party
    state: Coverage
    files: int
    last_heard: datetime | None
    silent: int | None
    held: tuple[Span, ...]
    missing: tuple[Span, ...]
    brought: int

    @property
    def id(self) -> str:
        """The device's id."""
        return self.party.card.id

    @property
    def name(self) -> str:
        """The device's name."""
        return self.party.card.name

    @property
    def held_to(self) -> int:
        """The number of the last change that is here; 0 when none is."""
        return self.held[-1][1] if self.held else 0

    @property
    def received(self) -> int:
        """How many changes of it are here."""
        return sum(last - first + 1 for first, last in self.held)


def spans_text(spans: tuple[Span, ...]) -> str:
    """Spans as people write them: `1733–1790, 1802`."""
    return ", ".join(f"{a}–{b}" if b > a else f"{a}" for a, b in spans)


def devices(journal: Journal) -> list[DeviceLine]:
    """Every party enrolled here, with what has come from it, by name."""
    held: dict[str, list[Range]] = {}
    for each in journal.ranges():
        held.setdefault(each.device, []).append(each)
    heard = _heard(journal)
    calendar, today = working_days(journal), journal.today()

    def silent(last: datetime | None) -> int | None:
        day: date | None = last.astimezone().date() if last else None
        if day is None:
            return None
        return calendar.between(day, today) if day < today else 0

    return [
        _line(each, held.get(each.card.id, []), heard.get(each.card.id), silent)
        for each in parties(journal)
    ]


def _heard(journal: Journal) -> dict[str, tuple[int, datetime, int]]:
    """Per device: files taken, when it wrote the newest of them, and what that one brought."""
    rows = journal.database.execute_sql(
        "SELECT device, count(*) OVER (PARTITION BY device), created, new FROM snapshot_read"
        " ORDER BY created, number"
    )
    return {
        device: (files, datetime.fromisoformat(created), new)
        for device, files, created, new in rows.fetchall()
    }


def _line(
    each: Party,
    ranges: list[Range],
    heard: tuple[int, datetime, int] | None,
    silent_since: Any,
) -> DeviceLine:
    held = tuple((span.first, span.last) for span in ranges)
    missing = _gaps(held)
    files, last, brought = heard or (0, None, 0)
    silent = silent_since(last)
    if each.revoked is not None:
        state = Coverage.REVOKED
    elif missing:
        state = Coverage.MISSING
    elif last is None:
        state = Coverage.NEVER
    elif silent is not None and silent > SILENT_AFTER:
        state = Coverage.SILENT
    else:
        state = Coverage.WHOLE
    return DeviceLine(each, state, files, last, silent, held, missing, brought)


def _gaps(held: tuple[Span, ...]) -> tuple[Span, ...]:
    gaps: list[Span] = []
    next_expected = 1
    for first, last in held:
        if first > next_expected:
            gaps.append((next_expected, first - 1))
        next_expected = last + 1
    return tuple(gaps)


def device_rows(journal: Journal) -> list[dict[str, Any]]:
    """The devices as `list devices --json` prints them."""
    return [
        {
            "ref": line.id,
            "name": line.name,
            "kind": line.party.card.kind,
            "person": line.party.card.person,
            "role": line.party.card.role,
            "fingerprint": line.party.card.fingerprint,
            "enrolled": line.party.enrolled.isoformat(timespec="seconds"),
            "revoked": line.party.revoked.isoformat(timespec="seconds")
            if line.party.revoked
            else None,
            "state": line.state.value,
            "files": line.files,
            "received": line.received,
            "missing": [list(span) for span in line.missing],
            "last_heard": line.last_heard.isoformat(timespec="seconds")
            if line.last_heard
            else None,
        }
        for line in devices(journal)
    ]
