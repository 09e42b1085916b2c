"""The centre's round: take what came, then answer every device that has news."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from store.journal import Journal
from store.snapshots.central import bring_along, settle_place
from store.snapshots.collating import Collated, Progress, collate
from store.snapshots.enrolment import Party
from store.snapshots.folders import files_in
from store.snapshots.receipts import RECEIPT_SUFFIX, Receipts, write_receipts
from store.snapshots.writing import SUFFIX


def collate_and_answer(
    journal: Journal,
    folders: Sequence[Path],
    progress: Progress | None = None,
    *,
    into: Path | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    central: Journal | None = None,
) -> tuple[Collated, Receipts]:
    """Collate the folders, then write receipts into the folder `into`.

    Without it each device finds its receipt beside its own files, or in the first folder. With a
    `central` journal, in a database elsewhere, the files go into that and the receipts speak of it.
    From then on LogElsewhere is raised without it; this store given as `central` is this store.
    """
    settle_place(journal, central)
    done = collate(journal, folders, progress, cancelled=cancelled, into=central)
    if done.stopped:
        return done, Receipts(stopped=True)
    where = into if into is not None else beside_their_files(folders)
    receipts = answer(journal, where, cancelled=cancelled, central=central)
    return replace(done, receipts=len(receipts.written)), receipts


def answer(
    journal: Journal,
    where: Path | Callable[[Party], Path],
    progress: Callable[[int, int], None] | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    only: Collection[str] = (),
    again: bool = False,
    central: Journal | None = None,
) -> Receipts:
    """As `write_receipts`; of a `central` journal once it holds what this store holds."""
    settle_place(journal, central)
    if central is not None:
        bring_along(journal, central)
    return write_receipts(
        journal, where, progress, cancelled=cancelled, only=only, again=again, log=central
    )


def beside_their_files(folders: Collection[Path]) -> Callable[[Party], Path]:
    """The folder in which the files of a device lie, by their names; else the first folder."""
    of_whom = {
        path.name.partition("-")[0]: path.parent
        for path in files_in(folders, (SUFFIX, RECEIPT_SUFFIX))
    }
    first = next(iter(folders))
    otherwise = first if first.is_dir() else first.parent
    return lambda party: of_whom.get(party.card.short, otherwise)
