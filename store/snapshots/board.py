"""The lines of Share as rows that the query line asks: devices, files set aside, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from store import asking, open_work
from store.asking import Completion, Field, Query
from store.asking.fields import ANY, DAY_WORDS, NONE, Kind
from store.conflicts import Item, Sort
from store.journal import Journal
from store.snapshots.cards import CENTRE
from store.snapshots.coverage import Coverage, DeviceLine
from store.snapshots.enrolment import Party
from store.snapshots.handing_back import HandBack
from store.snapshots.taking import RefusedFile
from store.wording import plain, say

Row = Mapping[str, object]
DEVICE_ROW, CENTRE_ROW, REFUSED, HAND_BACK = "device", "centre", "refused", "hand_back"
CONFLICT, DOUBLE, CARD = "conflict", "double", "card"
ONLY_REFUSED = f"kind:{REFUSED}"
"""The query for the files set aside."""


@dataclass(frozen=True)
class BoardField(Field):
    """A field of a line of Share."""

    @property
    def hint(self) -> str:
        """What it is, in a few words."""
        return say(f"board.field_{self.name}")


BOARD_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        BoardField(
            "kind",
            Kind.CHOICE,
            (DEVICE_ROW, CENTRE_ROW, REFUSED, HAND_BACK, CONFLICT, DOUBLE, CARD),
        ),
        BoardField("device", Kind.TEXT),
        BoardField("holder", Kind.TEXT, (NONE, ANY)),
        BoardField("state", Kind.CHOICE, tuple(one.value for one in Coverage)),
        BoardField("silent", Kind.NUMBER),
        BoardField("missing", Kind.NUMBER),
        BoardField("waited", Kind.NUMBER),
        BoardField("aside", Kind.NUMBER),
        BoardField("decisions", Kind.NUMBER),
        BoardField("changes", Kind.NUMBER),
        BoardField("last", Kind.DAY, DAY_WORDS),
        BoardField("until", Kind.DAY, DAY_WORDS),
        BoardField("since", Kind.DAY, DAY_WORDS),
        BoardField("reason", Kind.TEXT),
        BoardField("ref", Kind.TEXT),
    )
}


def read(text: str) -> Query:
    """The query of a line about Share; QueryError says what is wrong with it and where."""
    return asking.parse(text, BOARD_FIELDS)


def complete(journal: Journal, text: str, cursor: int) -> list[Completion]:
    """What the word under the cursor may become."""
    return asking.complete(journal, text, cursor, BOARD_FIELDS)


def found(journal: Journal, query: str, rows: Mapping[str, Row]) -> set[str]:
    """The ids of the rows a query finds; QueryError where it cannot be read."""
    asked = read(query)
    if not asked.text:
        return set(rows)
    terms = open_work.terms(journal)
    return {one for one, row in rows.items() if asking.matches(asked.expression, row, terms)}


def device_row(line: DeviceLine) -> Row:
    """A device at the centre."""
    return {
        "kind": CENTRE_ROW if line.party.card.kind == CENTRE else DEVICE_ROW,
        **_whose(line.party),
        "state": line.state.value,
        "words": line.state.wording,
        "silent": line.silent,
        "missing": sum(last - first + 1 for first, last in line.missing),
        "waited": line.waited,
        "aside": line.aside,
        "last": _day(line.last_heard),
        "until": _day(line.until),
    }


def party_row(party: Party) -> Row:
    """A card that was taken on a device."""
    kind = CENTRE_ROW if party.card.kind == CENTRE else DEVICE_ROW
    return {"kind": kind, **_whose(party), "since": _day(party.enrolled)}


def refused_row(file: RefusedFile) -> Row:
    """A file set aside, with what refused it."""
    return {
        "kind": REFUSED,
        "device": file.device,
        "reason": file.reason,
        "todo": file.todo,
        "ref": Path(file.file).name,
        "since": _day(datetime.fromisoformat(file.at)),
    }


def hand_back_row(one: HandBack) -> Row:
    """What waits for a device."""
    return {
        "kind": HAND_BACK,
        **_whose(one.party),
        "decisions": one.decisions,
        "changes": one.changes,
        "since": _day(one.since),
    }


def item_row(item: Item) -> Row:
    """A conflict or a possible double, with the devices whose values stand in it."""
    return {
        "kind": DOUBLE if item.sort is Sort.DOUBLE else CONFLICT,
        "ref": item.called.ref,
        "what": item.called.whole,
        "words": item.words,
        "device": [value.device_name for value in item.values],
        "holder": [value.person for value in item.values],
        "values": [value.shown for value in item.values],
        "since": _day(item.since),
    }


def card_row() -> Row:
    """That this device's new card is to be handed over."""
    return {"kind": CARD}


def _whose(party: Party) -> dict[str, object]:
    return {"device": plain(party.card.name), "holder": plain(party.card.person or "")}


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone().date().isoformat()
