"""Evidence files travel sealed as they lie here, each once; their keys travel in the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.database.connection import EVIDENCE_FOLDER
from store.database.private_files import explained
from store.journal import Journal
from store.journal.sending import Sendable
from store.sealed_files import path_of, take_in
from store.snapshots.envelope import refused


class FilesOf:
    """Notes which sealed files some changes speak of, and reads them."""

    def __init__(self, journal: Journal) -> None:
        folder = journal.folder / EVIDENCE_FOLDER
        self._paths = {p.name: p for p in folder.iterdir()} if folder.is_dir() else {}
        self._named: dict[str, None] = {}

    def note(self, change: Sendable) -> None:
        """Remember the sealed files that `change` names."""
        for value in change.values.values():
            if value is not None and value in self._paths:
                self._named[value] = None

    def size(self) -> int:
        """How many bytes the noted files have together."""
        return sum(self._paths[name].stat().st_size for name in self._named)

    def read(self) -> Iterator[tuple[str, bytes]]:
        """Each noted file's name and sealed bytes, in the order they were named."""
        for name in self._named:
            path = self._paths[name]
            try:
                yield name, path.read_bytes()
            except OSError as why:
                raise explained(why, path) from why


def place_files(journal: Journal, files: Sequence[tuple[str, bytes]]) -> None:
    """Put sealed files that came in a snapshot where this store keeps its own.

    A name that is taken by other bytes refuses the whole snapshot: nothing is written over.
    """
    for name, data in files:
        path = path_of(journal.folder, name)
        if not path.exists():
            take_in(journal.folder, name, data)
        elif path.stat().st_size != len(data) or path.read_bytes() != data:
            raise refused("file_differs", "ask", file=name[:8])
