"""What a centre sees of its devices: each with its files, what waits for it, what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.journal import Journal
from store.snapshots.central import bring_along
from store.snapshots.central_desk import fetch_desk
from store.snapshots.coverage import DeviceLine, devices
from store.snapshots.handing_back import HandBack, to_hand_back
from store.snapshots.set_aside import AsideLine, aside_lines
from store.snapshots.taking import RefusedFile, refused_files


@dataclass(frozen=True)
class CentreBoard:
    """A centre's devices, what waits for them, the files set aside, and the changes that are."""

    devices: Sequence[DeviceLine] = ()
    waiting: Sequence[HandBack] = ()
    refused: Sequence[RefusedFile] = ()
    asides: Mapping[str, Sequence[AsideLine]] | None = None
    """By device, where they were read with the rest."""


def centre_board(journal: Journal) -> CentreBoard:
    """The board of a centre whose log lies in the store here."""
    return CentreBoard(devices(journal), to_hand_back(journal), refused_files(journal))


def board_elsewhere(journal: Journal, log: Journal) -> CentreBoard:
    """The board of a centre whose log lies in a database elsewhere, read from there.

    What was saved and decided here goes there first, and what waits for a decision there comes
    here, so that the conflict desk shows it.
    """
    bring_along(journal, log)
    fetch_desk(journal, log)
    lines = devices(journal, log)
    troubled = [line.id for line in lines if line.aside]
    return CentreBoard(
        lines,
        to_hand_back(journal, log),
        refused_files(log),
        {device: aside_lines(journal, device, log) for device in troubled},
    )
