"""Open work as lists show it: pages of frozen rows by their numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from store.asking import Delivered, Terms, brag_sql
from store.calendars import working_days
from store.codes import ActionStatus, Brag, CarriedOut, DecisionState
from store.journal import Journal
from store.open_work.owners import owner_words
from store.open_work.table import GONE, OPEN
from store.plans import standing
from store.wording import say

COLUMNS: tuple[str, ...] = (
    "kind", "ref", "what", "owner", "due", "clock", "status", "brag", "area", "child",
    "standard", "team", "changed", "delivery", "evidence",
)  # fmt: skip
BLOCKED = "blocked"
OUTDATED = "old evidence"

# The fields of each kind that a person may change here; the rest has its own form.
FIELDS_OF: dict[str, tuple[str, ...]] = {
    "action": ("owner", "due", "status", "brag", "what"),
    "decision": ("owner", "due", "status", "what"),
}
_MODES = {"action": "plan", "commitment": "plan", "conflict": "share"}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. `n` is its number in lists and marks, `id` its record's id.

    `delivery` says how far its last change got: "here" (no export has held it), "sent", "merged",
    "refused"; "received" when it is another device's. `open` is False once it was closed. `opens`
    names the mode and record that `enter` leads to.
    """

    n: int
    id: str
    kind: str
    part: str
    ref: str
    what: str
    owner: str | None
    due: date | None
    original_due: date | None
    status: str
    brag: Brag | None
    area: str | None
    area_ref: str | None
    area_id: str | None
    child: str | None
    child_id: str | None
    standard: str | None
    team: str | None
    changed: date | None
    delivery: str
    conflict: bool
    evidence: int
    flags: tuple[str, ...]
    open: bool

    @property
    def status_words(self) -> str:
        """The status in words."""
        return status_words(self.kind, self.status)

    @property
    def kind_word(self) -> str:
        """The kind in words."""
        return say(f"open_work.kind_{self.kind}")

    @property
    def opens(self) -> tuple[str, str]:
        """The mode and the record where it is dealt with."""
        mode = _MODES.get(self.kind, "reviews")
        return mode, (self.child_id or self.id) if self.kind == "review" else self.id

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields a bulk edit may change."""
        return FIELDS_OF.get(self.kind, ())


def terms(journal: Journal) -> Terms:
    """What a query means in this store today."""
    return Terms(
        journal.today(),
        working_days(journal),
        journal.author.person,
        journal.author.device,
        journal.sent(),
        owner_words(journal),
        _delivered[0](journal),
    )


_delivered: list[Callable[[Journal], Delivered]] = [lambda _: Delivered()]


def provide_delivered(known: Callable[[Journal], Delivered]) -> None:
    """Say who knows what the centre has: those stand on a floor above this one."""
    _delivered[0] = known


_SELECTED = (
    *("n", "record", "kind", "part", "ref", "what", "owner", "due", "first_due", "status"),
    *("area", "area_ref", "area_id", "child", "child_id", "standard", "team", "changed"),
    *("device", "seq", "conflict", "evidence", "live", "turns", "until", "done", "outdated"),
)


def page(journal: Journal, numbers: Sequence[int]) -> list[Row | None]:
    """The rows with these numbers, in their order; None for a number that is no row's."""
    known = terms(journal)
    brag = brag_sql(known)
    cursor = journal.database.execute_sql(
        f"SELECT {', '.join(_SELECTED)}, {brag.text} FROM open_work "
        "WHERE n IN (SELECT value FROM json_each(?))",
        (*brag.places, json.dumps(list(numbers))),
    )
    found = {row[0]: _row(row, known) for row in cursor.fetchall()}
    return [found.get(n) for n in numbers]


def row_of(journal: Journal, record: str, kind: str | None = None) -> Row | None:
    """The row of a record; None where it is no work, or was withdrawn."""
    n = number_of(journal, record, kind)
    return None if n is None else page(journal, [n])[0]


def number_of(journal: Journal, record: str, kind: str | None = None) -> int | None:
    """The number of a record's row; None where there is none."""
    found = numbers_of(journal, [record], kind)
    return found[0] if found else None


def numbers_of(journal: Journal, records: Iterable[str], kind: str | None = None) -> list[int]:
    """The numbers of the rows of some records, conflicts and papers only when they are named."""
    where = "kind NOT IN ('conflict', 'papers')" if kind is None else "kind = ?"
    cursor = journal.database.execute_sql(
        "SELECT n FROM open_work WHERE record IN (SELECT value FROM json_each(?)) "
        f"AND live <> {GONE} AND {where} ORDER BY n",
        (json.dumps(list(records)), *(() if kind is None else (kind,))),
    )
    return [row[0] for row in cursor.fetchall()]


def _day(text: str | None) -> date | None:
    return _read_day(text) if text else None


@cache
def _read_day(text: str) -> date:
    return date.fromisoformat(text)


def _row(row: tuple[Any, ...], known: Terms) -> Row:
    held = dict(zip(_SELECTED, row, strict=False))
    due, changed = _day(held["due"]), _day(held["changed"])
    status = held["status"]
    turned = held["turns"] is not None and held["turns"] < known.today.isoformat()
    if status == DecisionState.RECOMMENDED and turned:
        status = DecisionState.DECIDED.value
    ended = held["until"] is not None and held["until"] <= known.today.isoformat()
    own = held["device"] == known.device
    delivery = known.delivered.of(held["seq"], known.sent) if own else "received"
    return Row(
        n=held["n"],
        id=held["record"],
        kind=held["kind"],
        part=held["part"],
        ref=held["ref"],
        what=held["what"],
        owner=held["owner"],
        due=due,
        original_due=_day(held["first_due"]),
        status=status,
        brag=Brag(row[-1]) if row[-1] else None,
        area=held["area"],
        area_ref=held["area_ref"],
        area_id=held["area_id"],
        child=held["child"],
        child_id=held["child_id"],
        standard=held["standard"],
        team=held["team"],
        changed=changed,
        delivery=delivery,
        conflict=bool(held["conflict"]),
        evidence=held["evidence"],
        flags=tuple(_flags(held, due, changed, known.today)),
        open=held["live"] == OPEN and not ended,
    )


def _flags(
    held: dict[str, Any], due: date | None, changed: date | None, today: date
) -> Iterable[str]:
    action = held["kind"] == "action"
    if not held["done"] and due is not None and due < today:
        yield standing.OVERDUE
    if held["kind"] in FIELDS_OF and not held["done"] and not held["owner"]:
        yield standing.NO_OWNER
    if held["kind"] in FIELDS_OF and not held["done"] and due is None:
        yield standing.NO_DATE
    under_way = held["status"] in (ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)
    if action and under_way and changed and today - changed > standing.STALE_AFTER:
        yield standing.STALE
    if action and held["done"] and not held["evidence"]:
        yield standing.NO_EVIDENCE
    if held["outdated"]:
        yield OUTDATED
    if action and held["status"] == ActionStatus.BLOCKED:
        yield BLOCKED
    if held["kind"] == "commitment":
        yield standing.NO_ACTION


@cache
def status_words(kind: str, status: str) -> str:
    """A status in the words of its kind."""
    if kind == "action":
        return ActionStatus(status).wording
    if kind == "decision":
        known = CarriedOut if status in {one.value for one in CarriedOut} else DecisionState
        return known(status).wording
    return say(f"open_work.status_{status}")
