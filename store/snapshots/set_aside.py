"""What stands aside at this store, in words: whose it is, what it is about, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from store.journal import Cause, Journal
from store.snapshots.enrolment import parties
from store.wording import plain


@dataclass(frozen=True)
class AsideLine:
    """Changes of one device that stand aside for one reason, by how many and which numbers.

    `device` is its name, or the start of its id where it is not enrolled here.
    """

    id: str
    device: str
    cause: Cause
    reason: str
    changes: int
    first: int
    last: int


def aside_lines(
    journal: Journal, device: str | None = None, log: Journal | None = None
) -> list[AsideLine]:
    """What stands aside, of one device (its id) or of all, by reason: forks first.

    It is read in the `log`, where that lies in a database elsewhere.
    """
    names = _names(journal)
    found: dict[tuple[str, Cause, str], list[int]] = {}
    for each in (log or journal).asides(device):
        found.setdefault((each.device, each.cause, each.reason), []).append(each.seq)
    lines = [
        AsideLine(
            device,
            names.get(device, device[:8]),
            cause,
            reason,
            len(seqs),
            min(seqs),
            max(seqs),
        )
        for (device, cause, reason), seqs in found.items()
    ]
    return sorted(lines, key=lambda line: (line.cause is Cause.LAW, line.device, line.first))


def aside_rows(journal: Journal, log: Journal | None = None) -> list[dict[str, Any]]:
    """The changes that stand aside in `log` as `list asides --json` prints them."""
    names = _names(journal)
    return [
        {
            "ref": f"{each.device[:8]}.{each.seq}",
            "device": names.get(each.device, each.device),
            "seq": each.seq,
            "cause": each.cause.value,
            "reason": each.reason,
            "kind": each.kind,
            "record": each.record,
            "fields": sorted(each.change.values),
            "person": plain(each.change.person),
            "role": plain(each.change.role),
            "at": plain(each.change.at),
            "arrived": each.arrived.isoformat(timespec="seconds"),
        }
        for each in (log or journal).asides()
    ]


def _names(journal: Journal) -> dict[str, str]:
    return {each.card.id: plain(each.card.name) for each in parties(journal)}
