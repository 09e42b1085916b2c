"""A caseload as one signed file for another device: every change about some children."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from store.database.private_files import write_private
from store.errors import Refused
from store.journal import Journal
from store.snapshots.cards import DEVICE
from store.snapshots.enrolment import Party, find_party, own_card, parties
from store.snapshots.manifest import HANDOVER
from store.snapshots.policy import OWN_SERVICE
from store.snapshots.ranges import as_ranges, changes_named, names_of
from store.snapshots.receiving import HANDOVER_SUFFIX
from store.snapshots.sealing import (
    Outgoing,
    Progress,
    free_name,
    next_number,
    sealed,
    write_down,
)
from store.snapshots.whose import about, people_named
from store.snapshots.writing import unsent, usable
from store.wording import plain, say


class NotADevice(Refused):
    """A caseload goes to a device that is enrolled here and not revoked."""


@dataclass(frozen=True)
class HandedOverFile:
    """The file that was written, for which device, and what it holds; sizes in bytes.

    `unsent` of this device's own changes are at no centre yet: the file does not send them there.
    """

    path: Path
    device: str
    children: int
    changes: int
    files: int
    size: int
    unsent: int


def handover_receivers(journal: Journal) -> list[Party]:
    """The devices a caseload can be written for, by name."""
    return [each for each in parties(journal) if each.card.kind == DEVICE and each.revoked is None]


def handover_receiver(journal: Journal, device: str) -> Party:
    """The enrolled device of that name; NotFound or NotADevice with what to do."""
    found = find_party(journal, device)
    name = plain(found.card.name)
    if found.card.kind != DEVICE:
        raise NotADevice(say("snapshots.handover_to_centre", name=name))
    if found.revoked is not None:
        raise NotADevice(say("snapshots.handover_to_revoked", name=name))
    return found


def write_handover(
    journal: Journal,
    folder: Path,
    device: str,
    child_ids: Collection[str],
    progress: Progress | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> HandedOverFile:
    """Write every change about these children that is here, by whomever, for an enrolled device.

    With them go their evidence files and the people they name. The other device reads the file
    with `receive`; nothing is taken away here.
    """
    to = handover_receiver(journal, device)
    whose = about(journal).by_child
    records = {record for child in child_ids for record in whose.get(child, ())}
    if not records:
        raise Refused(say("snapshots.handover_nothing"))
    usable(folder)
    records = records.union(*people_named(journal, records).values())
    names = sorted(
        name
        for several in names_of(journal, records).values()
        for name in several
        if name[0] != to.card.id
    )
    number = next_number(journal)
    out = Outgoing(to.card, HANDOVER, OWN_SERVICE, as_ranges(journal, names), number)
    data, manifest = sealed(journal, out, changes_named(journal, names), progress, cancelled)
    path = free_name(folder, own_card(journal).short, number, HANDOVER_SUFFIX)
    write_private(path, data)
    write_down(journal, path, data, manifest)
    return HandedOverFile(
        path,
        plain(to.card.name),
        len(set(child_ids) & whose.keys()),
        manifest.changes,
        len(manifest.parts),
        len(data),
        unsent(journal),
    )
