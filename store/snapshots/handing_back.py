"""What a centre has for its devices that they have not fetched yet, as far as it was told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.journal import Journal
from store.snapshots.cards import DEVICE
from store.snapshots.enrolment import Party, own_ids, parties
from store.snapshots.manifest import SLICE

Given = tuple[datetime, int]
"""A receipt that was written: when (UTC), and how many changes lie in it."""


@dataclass(frozen=True)
class HandBack:
    """What waits for one device, the oldest of it since `since` (UTC).

    `receipts` were written and no file of the device said since that it had read them; `changes`
    lie in them. `files` of it were read here after its newest receipt was written, so that none
    answers them yet. `decisions` are those made here on conflicts in which values of it stood.
    """

    party: Party
    receipts: tuple[int, ...]
    changes: int
    files: int
    decisions: int
    since: datetime

    @property
    def id(self) -> str:
        """The device's id."""
        return self.party.card.id

    @property
    def name(self) -> str:
        """The device's name."""
        return self.party.card.name

    @property
    def written(self) -> bool:
        """Whether all of it lies in receipts; what does not, writing receipts hands out."""
        return not self.files and bool(self.receipts)


def to_hand_back(journal: Journal, log: Journal | None = None) -> list[HandBack]:
    """The devices for which something waits, first those whose receipt is still to be written,
    then by how long it waits. Files and decisions are asked of `log`, where that lies elsewhere.
    """
    log = log or journal
    everyone = parties(journal)
    given, decided = _given(journal), _decided(journal, log)
    said, arrived = _read(log, {device: receipts[-1][0] for device, receipts in given.items()})
    followed = {one for each in everyone for one in each.was}
    waiting: list[HandBack] = []
    for each in everyone:
        device = each.card.id
        if each.card.kind != DEVICE or each.revoked is not None or device in followed:
            continue
        decisions = [at for one in each.ids for at in decided.get(one, ())]
        found = _waiting(
            each, given.get(device, ()), said.get(device), arrived.get(device, ()), decisions
        )
        if found is not None:
            waiting.append(found)
    return sorted(waiting, key=lambda one: (one.written, one.since, one.name))


def waiting_rows(journal: Journal, log: Journal | None = None) -> list[dict[str, Any]]:
    """What waits for devices as `list waiting --json` prints it, by what came into `log`."""
    return [
        {
            "ref": one.id,
            "name": one.name,
            "person": one.party.card.person,
            "receipts": list(one.receipts),
            "changes": one.changes,
            "decisions": one.decisions,
            "files_not_answered": one.files,
            "since": one.since.isoformat(timespec="seconds"),
        }
        for one in to_hand_back(journal, log)
    ]


@dataclass(frozen=True)
class _Said:
    """What the newest file of a device said: when it was written, which receipt had been read."""

    at: datetime
    receipt: int | None


def _waiting(
    each: Party,
    given: Sequence[Given],
    said: _Said | None,
    files: Sequence[datetime],
    decided: Iterable[datetime],
) -> HandBack | None:
    unread = _unread(given, said)
    numbers = range(len(given) - len(unread) + 1, len(given) + 1)
    read_at = given[-len(unread) - 1][0] if len(given) > len(unread) else None
    decisions = [at for at in decided if read_at is None or at > read_at]
    if not (unread or files or decisions):
        return None
    since = min([*(at for at, _ in unread), *files, *decisions])
    changes = sum(count for _, count in unread)
    return HandBack(each, tuple(numbers), changes, len(files), len(decisions), since)


def _unread(given: Sequence[Given], said: _Said | None) -> Sequence[Given]:
    """The receipts no file speaks of; one of an older version is taken to know all before it."""
    if said is None:
        return given
    if said.receipt is not None:
        return given[said.receipt :]
    return [one for one in given if one[0] > said.at]


def _given(journal: Journal) -> dict[str, list[Given]]:
    """The receipts of each device in their order: the first has number 1."""
    found: dict[str, list[Given]] = defaultdict(list)
    rows = journal.database.execute_sql(
        "SELECT centre, at, changes FROM snapshot_written WHERE extent = ? ORDER BY number",
        (SLICE,),
    )
    for device, at, changes in rows.fetchall():
        found[device].append((datetime.fromisoformat(at), int(changes)))
    return found


def _read(
    log: Journal, answered: Mapping[str, datetime]
) -> tuple[dict[str, _Said], dict[str, list[datetime]]]:
    """Of each device what its newest file said, and when files were read that no receipt answers.

    Only files that brought something new are answered; those read before `answered` are.
    """
    newest: dict[str, tuple[str, int | None]] = {}
    arrived: dict[str, list[datetime]] = defaultdict(list)
    until = {device: at.isoformat(timespec="seconds") for device, at in answered.items()}
    rows = log.database.execute_sql(
        "SELECT device, created, heard, at, new FROM snapshot_read ORDER BY created, number"
    )
    for device, created, heard, at, new in rows.fetchall():
        newest[device] = (created, heard)
        # Both were stamped here, in one form: as text they are compared without being read.
        if new and at > until.get(device, ""):
            arrived[device].append(datetime.fromisoformat(at))
    said = {
        device: _Said(datetime.fromisoformat(created), heard)
        for device, (created, heard) in newest.items()
    }
    return said, arrived


def _decided(journal: Journal, log: Journal) -> dict[str, list[datetime]]:
    """When this centre ended conflicts, by the devices whose values stood in them."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for own in own_ids(journal):
        rows = log.database.execute_sql(
            "SELECT repl, at FROM change WHERE device = ? AND repl IS NOT NULL", (own,)
        )
        for repl, at in rows.fetchall():
            heads: dict[str, list[str]] = defaultdict(list)
            for field, device, _ in json.loads(repl):
                heads[field].append(device)
            for devices in heads.values():
                if len(devices) > 1:  # several values stood there, and one does now
                    for device in set(devices):
                        found[device].append(datetime.fromisoformat(at))
    return found
