"""A fleet made in memory: the chained changes of many devices, without a store for each of them.

Three saves of four create a record of the daily work, one of four edits a field or two, and one
of a hundred is written without knowledge of another device's save of the same record.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store.journal import Change, Range
from store.journal.change import CHAIN_START

SAVES = 40
BEGIN = datetime(2024, 9, 2, 9, tzinfo=UTC)
_WORDS = (
    *("review", "visit", "school", "placement", "carer", "contact", "plan", "health"),
    *("transport", "record", "letter", "meeting", "advocate", "passport", "dentist", "brother"),
    *("holiday", "move", "college", "family", "worker", "report", "check", "night"),
)


@dataclass(frozen=True)
class Sent:
    """What one device sends: its changes, and the range they are."""

    device: str
    changes: tuple[Change, ...]
    over: Range


def devices(count: int, saves: int = SAVES, seed: int = 1, first: int = 1) -> Iterator[Sent]:
    """`count` devices of `saves` saves each; the same ones for the same seed."""
    for number in range(first, first + count):
        yield _Device(number, random.Random(f"{seed} {number}")).sent(saves)


def one_device(own: str, saves: int) -> Sent:
    """The work of one device under an id that is given."""
    return _Device(1, random.Random(own), own).sent(saves)


def fields_in(sent: list[Sent]) -> int:
    """How many field values these devices send."""
    return sum(len(change.values) for each in sent for change in each.changes)


def hex_id(*parts: object) -> str:
    """An id that is the same for the same parts."""
    return uuid.uuid5(uuid.NAMESPACE_OID, " ".join(map(str, parts))).hex


_STATUSES = ("in_progress", "blocked", "complete")


class _Device:
    def __init__(self, number: int, chance: random.Random, own: str = "") -> None:
        self.id = own or hex_id("device", number)
        self.person = f"Reviewer {number}"
        self.chance = chance
        self.made: list[tuple[str, str, dict[str, int]]] = []
        self.changes: list[Change] = []
        self.hash = CHAIN_START
        self.child = self.review = ""
        # Every device worked at its own times of the same month.
        self.at = BEGIN + timedelta(seconds=chance.randrange(2_000_000))

    def sent(self, saves: int) -> Sent:
        for turn in range(saves):
            if turn % 100 == 60 or (turn == 7 and self.chance.random() < 0.4):
                self._unknowing()
            elif turn % 4 == 3 and self.made:
                self._edit()
            else:
                self._create(turn)
        whole = Range(self.id, 1, saves, CHAIN_START, self.hash)
        return Sent(self.id, tuple(self.changes), whole)

    def _says(self, words: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=words))

    def _day(self) -> str:
        return (BEGIN + timedelta(days=self.chance.randrange(200))).date().isoformat()

    def _create(self, turn: int) -> None:
        record = hex_id(self.id, turn)
        if turn % 20 == 0:
            self.child = record
            values = {"authority": "Jersey", "local_id": f"C-{record[:6]}", "dob": "2012-04-01",
                      "team": f"Team {self.chance.randrange(9)}"}  # fmt: skip
            kind = "child"
        elif turn % 20 == 1:
            values = {"child": self.child, "started": "2024-01-10", "rule_set": "routine",
                      "legal_status": "full_care_order", "placement": self._says(4)}  # fmt: skip
            kind = "period"
        elif turn % 5 == 2:
            self.review = record
            values = {"child": self.child, "cause": "routine", "state": "held",
                      "due": self._day(), "held": self._day(), "participation": "PN1",
                      "views": self._says(12), "findings": self._says(10),
                      "next_due": self._day()}  # fmt: skip
            kind = "review"
        else:
            values = {"child": self.child, "review": self.review, "position": str(turn),
                      "text": self._says(9), "due": self._day(), "state": "agreed"}  # fmt: skip
            kind = "decision"
        made = {name: text for name, text in values.items() if text}
        self._write(kind, record, made, {})
        self.made.append((kind, record, dict.fromkeys(made, len(self.changes))))

    def _edit(self) -> None:
        kind, record, last = self.chance.choice(self.made)
        names = [n for n in last if n in ("text", "due", "team", "findings", "placement")]
        names = names[: self.chance.randint(1, 2)]
        values = {name: self._day() if name == "due" else self._says(3) for name in names}
        self._write(kind, record, values, {name: last[name] for name in names})
        last.update(dict.fromkeys(names, len(self.changes)))

    def _unknowing(self) -> None:
        """A save of a record of the whole service, by someone who saw no other save of it."""
        record = hex_id("shared", self.chance.randrange(50))
        self._write(
            "action",
            record,
            {"status": self.chance.choice(_STATUSES), "title": "A shared action"},
            {},
        )

    def _write(
        self, kind: str, record: str, values: dict[str, str], replaces: dict[str, int]
    ) -> None:
        self.at += timedelta(seconds=self.chance.randint(20, 4_000))
        change = Change(
            device=self.id,
            seq=len(self.changes) + 1,
            hlc=int(self.at.timestamp() * 1000) << 16,
            at=self.at.isoformat(timespec="milliseconds"),
            person=self.person,
            role="iro",
            kind=kind,
            record=record,
            values=dict(values),
            replaces=tuple((name, self.id, seq) for name, seq in replaces.items()),
            unit=hex_id(self.id, "unit", len(self.changes)),
            label="A review written up",
            salt=self.chance.randbytes(16).hex(),
        )
        self.hash = change.take_place(self.hash)
        self.changes.append(change)
