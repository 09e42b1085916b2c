"""Judging anew what stands here already, because a credential or a word of another store came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store.journal import asides, erasing, forks, log
from store.journal.asides import Cause, Placed, Why
from store.journal.change import Change
from store.journal.door import Door
from store.journal.opened import Judge
from store.journal.receiving import settle_moved


@dataclass(frozen=True)
class Judged:
    """How many changes went aside, how many came back, and how many conflicts are new."""

    aside: int = 0
    back: int = 0
    conflicts: int = 0


def judge(journal: Door, devices: Iterable[str]) -> Judged:
    """Judges every change of some other devices by the law as it stands now."""
    with journal.database.atomic():
        left: list[Change] = []
        back: list[Placed] = []
        for device in set(devices) - {journal.author.device}:
            law = journal.law_of(device)
            left += _no_longer(journal, device, law)
            back += _again(journal, device, law)
        moved = [*left, *(placed.change for placed in back)]
        conflicts = settle_moved(journal, moved, left)
        if moved:
            erasing.apply_register(journal.database, {change.record for change in moved})
    return Judged(len(left), len(back), conflicts)


def _no_longer(journal: Door, device: str, law: Judge | None) -> list[Change]:
    """Puts aside what the law does not let count any more."""
    if law is None:
        return []
    database = journal.database
    codes = {
        change.seq: code
        for change in log.read(database, "WHERE device = ?", (device,))
        if (code := law(change)) is not None
    }
    if not codes:
        return []
    before = {link.seq: link.prev for link in forks.links_of(database, device)}
    return asides.take_out(
        database,
        {(device, seq): (before[seq], Why(Cause.LAW, code)) for seq, code in codes.items()},
    )


def _again(journal: Door, device: str, law: Judge | None) -> list[Placed]:
    """Takes back what the law lets count now, and writes down another reason for the rest."""
    database = journal.database
    back: list[Placed] = []
    for placed in asides.placed_of(database, device, Cause.LAW).values():
        code = None if law is None else law(placed.change)
        if code is None:
            back.append(placed)
        else:
            asides.put(database, [(placed, Why(Cause.LAW, code))])
    asides.put_back(database, back)
    return back


def heed_fork(journal: Door, device: str, seq: int) -> Judged:
    """Takes another store's word that copies of a device differ from `seq` on."""
    with journal.database.atomic():
        _, left = forks.part(journal.database, device, told=seq)
        conflicts = settle_moved(journal, left, left)
    return Judged(len(left), 0, conflicts)
