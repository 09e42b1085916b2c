"""The door itself: units of work, one at a time, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from store.journal import derived
from store.journal.opened import Opened
from store.journal.saving import UnitOfWork


class Door(Opened):
    """An opened store that can be written to, by units of work and in no other way."""

    _work: UnitOfWork | None = None
    _writes = 0
    _later: dict[tuple[str, str], derived.Touch] | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Many units in one transaction; what follows from them is brought up to date at its end.

        For imports and stories of many units; lists of open work stand still meanwhile.
        """
        with self.database.atomic():
            self._later = {}
            try:
                yield
                touched, self._later = self._later, None
                self._writes += 1
                derived.refresh(self, touched)
            finally:
                self._later = None
                self._writes += 1

    def wrote(self) -> None:
        """Lets what is kept until the next write be read anew."""
        self._writes += 1

    def follow(self, touched: derived.Touched) -> None:
        """Brings the derived tables up to date, now or at the end of `together`."""
        if self._later is None:
            # What is kept until the next write must not be used for the derived tables.
            self._writes += 1
            derived.refresh(self, touched)
        else:
            for record, touch in touched.items():
                known = self._later.get(record)
                self._later[record] = touch if known is None else known.then(touch)

    @contextmanager
    def unit_of_work(self, label: str, reason: str | None = None) -> Iterator[UnitOfWork]:
        """Saves that belong together: all of them or none. One inside another joins it."""
        with self.unit_undoing(label, reason, None) as work:
            yield work

    @contextmanager
    def unit_undoing(
        self, label: str, reason: str | None, undoes: str | None
    ) -> Iterator[UnitOfWork]:
        """A unit of work that takes back the unit `undoes`; None for an ordinary one."""
        if self._work is not None:
            yield self._work
            return
        try:
            with self.database.atomic():
                self._work = UnitOfWork(self, label, reason, undoes)
                yield self._work
                self._work.finish()
                self.follow(self._work.touched)
        finally:
            self._writes += 1
            self._work = None
