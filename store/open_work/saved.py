"""Which records were saved, as the subjects of open work ask for them."""

from __future__ import annotations

from collections.abc import Set

from store.journal import Touched


class Saved(dict[str, set[str]]):
    """The ids of the records a refresh is about, by kind; and which fields may have changed."""

    def __init__(self, touched: Touched) -> None:
        super().__init__()
        self._touched = touched
        for kind, record in touched:
            self.setdefault(kind, set()).add(record)

    def of(self, kind: str) -> set[str]:
        """The records of a kind."""
        return set(self.get(kind, ()))

    def changing(self, kind: str, *fields: str) -> set[str]:
        """The records of a kind that are new, or may have changed in one of these fields."""
        asked = set(fields)
        return {
            own
            for own in self.get(kind, ())
            if (known := self._touched[kind, own].fields) is None or known & asked
        }

    def beyond(self, kind: str, fields: Set[str]) -> set[str]:
        """The records of a kind that are new, or may have changed in other fields than these."""
        return {
            own
            for own in self.get(kind, ())
            if (known := self._touched[kind, own].fields) is None or not known <= fields
        }

    def only(self, kind: str, fields: Set[str]) -> bool:
        """Whether nothing but these fields of known records of a kind, and people, was saved."""
        return self.keys() <= {kind, "person"} and all(
            (known := self._touched[kind, own].fields) is not None and known <= fields
            for own in self.get(kind, ())
        )

    def everything(self) -> set[str]:
        """Every record."""
        return set().union(*self.values())

    def last(self, kind: str | None, record: str) -> tuple[str, str, int] | None:
        """The last change of a record as moment, device and number; None when it is not known."""
        touch = None if kind is None else self._touched.get((kind, record))
        return None if touch is None else touch.last
