"""What the centre has of each device, what is missing, and how long each has been silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from store.calendars import working_days
from store.journal import Journal, Range
from store.journal.asides import counted
from store.snapshots.credentials import credentials
from store.snapshots.enrolment import Party, parties
from store.snapshots.manifest import SLICE
from store.wording import say

SILENT_AFTER = 5
_SOON = timedelta(days=14)
_DAY = timedelta(days=1)
Span = tuple[int, int]


class Coverage(StrEnum):
    """How a device stands at the centre; of several, the first that is true."""

    REVOKED = "revoked"
    FORKED = "forked"
    MISSING = "missing"
    NEVER = "never"
    BEHIND = "behind"
    SILENT = "silent"
    AHEAD = "ahead"
    WHOLE = "whole"

    @property
    def wording(self) -> str:
        """The word for it."""
        return say(f"snapshots.coverage_{self.value}")


@dataclass(frozen=True)
class DeviceLine:
    """One enrolled device: what of its work is here, by the numbers of its changes.

    `silent` counts working days since `last_heard` (the time it wrote its newest file, UTC);
    `brought` is how many changes the newest file brought that were not here yet, `waited` how
    many the device said had waited for it. `missing` are gaps, and what the device said it had
    beyond its last change here. `aside` changes are kept without counting; from number `forked`
    on two copies of the device write; `ahead`: its clock ran more than a day ahead; `behind`: by
    its clock it had read a receipt a day or more before that was written. `receipt` is
    the number of the newest receipt written for it, and when (UTC); its credential ends `until`,
    `ending` when that is over or near. `goes_on_as` is the id under which the device goes on, by
    a card that was taken here since.
    """

    party: Party
    state: Coverage
    files: int
    last_heard: datetime | None
    silent: int | None
    held: tuple[Span, ...]
    missing: tuple[Span, ...]
    brought: int
    waited: int | None = None
    aside: int = 0
    forked: int | None = None
    ahead: bool = False
    receipt: tuple[int, datetime] | None = None
    until: datetime | None = None
    ending: bool = False
    goes_on_as: str | None = None
    behind: bool = False

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
        return max((last for _, last in self.held), default=0)

    @property
    def received(self) -> int:
        """How many changes of it are here."""
        return sum(last - first + 1 for first, last in self.held)

    @property
    def chain_broken_at(self) -> int | None:
        """The first number at which the chain of hashes has nothing to hold on to."""
        return self.missing[0][0] if self.missing else None


def spans_text(spans: tuple[Span, ...]) -> str:
    """Spans as people write them: `1733–1790, 1802`."""
    return ", ".join(f"{a}–{b}" if b > a else f"{a}" for a, b in spans)


def devices(journal: Journal, log: Journal | None = None) -> list[DeviceLine]:
    """Every party enrolled here, with what has come from it, by name.

    What came is asked of `log`, where that lies in a database elsewhere.
    """
    log = log or journal
    held: dict[str, list[Range]] = {}
    for each in log.ranges():
        held.setdefault(each.device, []).append(each)
    heard = _heard(log)
    calendar, today = working_days(journal), journal.today()

    def silent(last: datetime | None) -> int | None:
        day: date | None = last.astimezone().date() if last else None
        if day is None:
            return None
        return calendar.between(day, today) if day < today else 0

    known = _Known(
        heard,
        counted(log.database),
        log.forked(),
        frozenset(d for (d,) in log.database.execute_sql("SELECT device FROM ahead")),
        _receipts(journal),
        {each.device: each.until for each in credentials(journal)},
        journal.moment() + _SOON,
        _behind(journal, log),
    )
    everyone = parties(journal)
    for one in everyone:
        if one.revoked is None:
            known.follows.update(dict.fromkeys(one.was, one.card.id))
    return [_line(one, held.get(one.card.id, []), known, silent) for one in everyone]


@dataclass(frozen=True)
class _Heard:
    """The newest file of a device: how many there were, when it was written, what it said."""

    files: int
    at: datetime
    brought: int
    last: int | None
    waited: int | None


@dataclass(frozen=True)
class _Known:
    """What is known of every device, each asked for once."""

    heard: dict[str, _Heard]
    aside: dict[str, int]
    forked: dict[str, int]
    ahead: frozenset[str]
    receipts: dict[str, tuple[int, datetime]]
    until: dict[str, str | None]
    soon: datetime
    behind: frozenset[str]
    follows: dict[str, str] = field(default_factory=dict)


def _heard(journal: Journal) -> dict[str, _Heard]:
    rows = journal.database.execute_sql(
        "SELECT device, count(*) OVER (PARTITION BY device), created, new, last, unsent"
        " FROM snapshot_read ORDER BY created, number"
    )
    return {
        device: _Heard(files, datetime.fromisoformat(created), new, last, waited)
        for device, files, created, new, last, waited in rows.fetchall()
    }


def _receipts(journal: Journal) -> dict[str, tuple[int, datetime]]:
    rows = journal.database.execute_sql("SELECT device, number, at FROM receipt_given")
    return {device: (number, datetime.fromisoformat(at)) for device, number, at in rows.fetchall()}


def _line(
    each: Party,
    ranges: list[Range],
    known: _Known,
    silent_since: Callable[[datetime | None], int | None],
) -> DeviceLine:
    device = each.card.id
    heard = known.heard.get(device)
    held = tuple((span.first, span.last) for span in ranges)
    missing = _gaps(held, heard.last if heard else None)
    last = heard.at if heard else None
    silent = silent_since(last)
    ends = known.until.get(device)
    until = datetime.fromisoformat(ends) if ends else None
    forked, ahead = known.forked.get(device), device in known.ahead
    if each.revoked is not None:
        state = Coverage.REVOKED
    elif forked is not None:
        state = Coverage.FORKED
    elif missing:
        state = Coverage.MISSING
    elif last is None:
        state = Coverage.NEVER
    elif device in known.behind:  # by that clock it would be silent too
        state = Coverage.BEHIND
    elif silent is not None and silent > SILENT_AFTER:
        state = Coverage.SILENT
    elif ahead:
        state = Coverage.AHEAD
    else:
        state = Coverage.WHOLE
    return DeviceLine(
        each,
        state,
        heard.files if heard else 0,
        last,
        silent,
        held,
        missing,
        heard.brought if heard else 0,
        heard.waited if heard else None,
        known.aside.get(device, 0),
        forked,
        ahead,
        known.receipts.get(device),
        until,
        until is not None and until <= known.soon,
        known.follows.get(device),
        device in known.behind,
    )


def _behind(journal: Journal, log: Journal) -> frozenset[str]:
    """The devices whose clock runs a day or more behind the one here, by their newest file.

    A file may be a year on its way, and what was saved offline is as old as it says. But one that
    speaks of a receipt was made after that was written here, whatever its own clock says.
    """
    written: dict[str, list[str]] = {}
    for device, at in journal.database.execute_sql(
        "SELECT centre, at FROM snapshot_written WHERE extent = ? ORDER BY number", (SLICE,)
    ).fetchall():
        written.setdefault(device, []).append(at)
    newest = {
        device: (created, heard)
        for device, created, heard in log.database.execute_sql(
            "SELECT device, created, heard FROM snapshot_read WHERE heard > 0 ORDER BY number"
        ).fetchall()
    }
    return frozenset(
        device
        for device, (created, heard) in newest.items()
        if heard <= len(written.get(device, ()))
        and datetime.fromisoformat(created) + _DAY
        <= datetime.fromisoformat(written[device][heard - 1])
    )


def _gaps(held: tuple[Span, ...], said: int | None) -> tuple[Span, ...]:
    """What lies between the spans that are here, and up to the last change the device spoke of."""
    gaps: list[Span] = []
    next_expected = 1
    for first, last in held:
        if first > next_expected:
            gaps.append((next_expected, first - 1))
        next_expected = max(next_expected, last + 1)
    if said is not None and said >= next_expected:
        gaps.append((next_expected, said))
    return tuple(gaps)


def device_rows(journal: Journal, log: Journal | None = None) -> list[dict[str, Any]]:
    """The devices as `list devices --json` prints them, by what came into `log`."""
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
            "silent": line.silent,
            "waited": line.waited,
            "aside": line.aside,
            "forked": line.forked,
            "clock_ahead": line.ahead,
            "clock_behind": line.behind,
            "chain_broken_at": line.chain_broken_at,
            "credential_until": line.until.isoformat(timespec="seconds") if line.until else None,
            "receipt": line.receipt[0] if line.receipt else None,
            "receipt_at": line.receipt[1].isoformat(timespec="seconds") if line.receipt else None,
        }
        for line in devices(journal, log)
    ]
