"""An opened store as its rooms see it: the file, who writes, what time it is, and chance."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from store.database import Database
from store.journal.change import Change

Judge = Callable[[Change], str | None]
"""Why a change of another device may not count, as a code like `field views`; None when it may."""


def no_law(_: str) -> Judge | None:
    """No device's changes are judged."""
    return None


def never_another() -> tuple[str, ...]:
    """A store that has had one id all along."""
    return ()


@dataclass(frozen=True)
class Author:
    """Who saves, on which device: the device's id and name, the person and the role."""

    device: str
    device_name: str
    person: str
    role: str


class Opened:
    """What saving and merging need of an opened store. `today` and `now` can be pinned.

    `folder` is where the store's files lie; `region` names the public holidays that count; `law_of`
    gives the law for one other device, and is set by those who know its credentials; so is
    `former_ids`, under which this store itself wrote before it took the id it has, newest first.
    `when_listed`, where it is set, hears how many rows of open work made anew are there,
    0 before a store that stood is touched.
    """

    law_of: Callable[[str], Judge | None] = staticmethod(no_law)
    former_ids: Callable[[], tuple[str, ...]] = staticmethod(never_another)

    def __init__(
        self,
        database: Database,
        folder: Path,
        author: Author,
        *,
        region: str = "JE",
        today: date | None = None,
        now: Callable[[], datetime] | None = None,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.database = database
        self.folder = folder
        self.author = author
        self.region = region
        self.entropy = entropy
        self.pinned_today = today
        self.when_listed: Callable[[int], None] | None = None
        self._now = now or (lambda: datetime.now(UTC))

    def today(self) -> date:
        """The day on which things are late or due: the local date, unless pinned for reading."""
        return self.pinned_today or self._now().astimezone().date()

    def moment(self) -> datetime:
        """The moment by which hours are counted: now, or nine in the morning of a pinned day."""
        if self.pinned_today is None:
            return self.now()
        return datetime.combine(self.pinned_today, time(9)).astimezone()

    def now(self) -> datetime:
        """The moment a change is stamped with, in UTC; a pinned `today` does not move it."""
        return self._now().astimezone(UTC)
