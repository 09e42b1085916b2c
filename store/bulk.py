"""Bulk edit: one field of many rows, seen before it is done, one unit of work, one undo."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from store import people
from store.calendars import working_days
from store.clock import parse_date, show_date
from store.codes import ActionStatus, CarriedOut, Code, DecisionState
from store.database import roomy
from store.errors import ReasonNeeded, Refused, WrongUse
from store.journal import Journal, Record, fields_of
from store.open_work import FIELDS_OF, Row, page, status_words
from store.plans.models import ActionRecord
from store.reviews import DecisionRecord
from store.wording import plain, say

FIELDS: tuple[str, ...] = ("owner", "due", "status", "what")
_MODELS: dict[str, type[Record]] = {"action": ActionRecord, "decision": DecisionRecord}
_TITLES = {"action": "title", "decision": "text"}


class Result(StrEnum):
    """What a bulk edit does with one row."""

    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the preview: what stands there now, what will, and why not."""

    n: int
    id: str
    kind: str
    ref: str
    what: str
    owner: str | None
    now: str
    new: str
    result: Result
    why: str = ""
    row: Row | None = dataclasses.field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Preview:
    """What a bulk edit would do; nothing is written. `needs_reason` when a set value changes."""

    field: str
    value: Any
    shown_value: str
    rows: tuple[Change, ...]
    needs_reason: bool
    version: object = dataclasses.field(default=None, repr=False, compare=False)

    @property
    def changes(self) -> int:
        """How many rows change."""
        return self._count(Result.CHANGE)

    @property
    def same(self) -> int:
        """How many are so already."""
        return self._count(Result.SAME)

    @property
    def refused(self) -> int:
        """How many do not take it."""
        return self._count(Result.REFUSED)

    @property
    def summary(self) -> str:
        """ "12 marked · 9 change · 2 already so · 1 refused: closed"."""
        said = say("bulk.summary", marked=len(self.rows), changes=self.changes, same=self.same)
        if not self.refused:
            return said
        whys = Counter(row.why for row in self.rows if row.result is Result.REFUSED)
        return f"{said} · {say('bulk.refused', count=self.refused, why='; '.join(whys))}"

    def _count(self, result: Result) -> int:
        return sum(row.result is result for row in self.rows)


@dataclass(frozen=True)
class Applied:
    """What a bulk edit did: its unit of work (for one undo) and its counts.

    `skipped` rows had changed since the preview and were left as they are.
    """

    unit: str
    changed: int
    skipped: int


def values(field: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """What a field may be set to for rows of these kinds, with the words for each."""
    if field != "status":
        return []
    found: dict[str, str] = {}
    for kind in kinds:
        for code in _CODES.get(kind, ()):
            found.setdefault(code.value, code.wording)
    return list(found.items())


def preview(journal: Journal, numbers: Sequence[int], field: str, value: Any) -> Preview:
    """What setting a field of these rows would do. Raises UnreadableDate for a date that is none.

    `value` None or "" empties owner or due; a status is given by its code or its words.
    """
    if field not in FIELDS:
        raise WrongUse(say("bulk.no_such_field", field=plain(field), fields=", ".join(FIELDS)))
    value = _read(journal, field, value)
    today, version = journal.today(), journal.version()
    rows = [
        _change(row, field, value, today)
        for begin in range(0, len(numbers), 5_000)
        for row in page(journal, numbers[begin : begin + 5_000])
        if row is not None
    ]
    needs = any(
        one.result is Result.CHANGE
        and one.now
        and _asks_reason(one.kind, field)
        # What nobody has said yet is no change of mind; where somebody did, the journal asks.
        and not (field == "status" and one.row and one.row.status == ActionStatus.NOT_STARTED)
        for one in rows
    )
    return Preview(field, value, _shown(None, field, value, today), tuple(rows), needs, version)


def apply(journal: Journal, seen: Preview, reason: str | None = None) -> Applied:
    """Does what the preview showed, as one unit of work; undo takes all of it back.

    ReasonNeeded where a value that was set changes and none is given; a row that changed since
    the preview is left alone.
    """
    reason = (reason or "").strip() or None
    if seen.needs_reason and reason is None:
        raise ReasonNeeded(say("bulk.reason_needed", field=seen.field), field="reason")
    wanted = [row for row in seen.rows if row.result is Result.CHANGE]
    if not wanted:
        raise Refused(say("bulk.nothing_changes"))
    label = say("bulk.unit", field=say(f"bulk.field_{seen.field}"), count=len(wanted))
    with roomy(journal.database), journal.unit_of_work(label, reason) as unit:
        now = _rows_now(journal, seen, wanted)
        today = journal.today()
        value = seen.value
        if seen.field == "owner":
            value = people.ensure_person(unit, value)
        changed = skipped = 0
        for kind, model in _MODELS.items():
            saves: dict[str, dict[str, Any]] = {}
            for one in wanted:
                row = now.get(one.n)
                if one.kind != kind:
                    continue
                if row is None or (
                    row is not one.row and _change(row, seen.field, seen.value, today) != one
                ):
                    skipped += 1
                    continue
                saves[one.id] = _values(row, seen.field, value)
            changed += len(unit.save_many(model, saves))
    return Applied(unit.id, changed, skipped)


def _rows_now(journal: Journal, seen: Preview, wanted: Sequence[Change]) -> dict[int, Row]:
    """The rows as they stand: those of the preview, unless something was written since."""
    if seen.version == journal.version():
        return {one.n: one.row for one in wanted if one.row is not None}
    return {
        row.n: row
        for begin in range(0, len(wanted), 5_000)
        for row in page(journal, [one.n for one in wanted[begin : begin + 5_000]])
        if row is not None
    }


def _read(journal: Journal, field: str, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
    if value in (None, ""):
        if field in ("owner", "due"):
            return None
        raise Refused(say("bulk.value_missing", field=field), field=field)
    if field == "due" and isinstance(value, str):
        return parse_date(value, today=journal.today(), calendar=working_days(journal), field="due")
    if field == "owner":
        return people.normalised(str(value))
    if field == "status":
        return _status(str(value))
    return value


_CODES: dict[str, tuple[Code, ...]] = {
    "action": tuple(ActionStatus),
    "decision": (*CarriedOut, *(one for one in DecisionState if not one.by_dispute)),
}


def _status(text: str) -> str:
    wanted = " ".join(text.replace("_", " ").split()).casefold()
    every = [code for codes in _CODES.values() for code in codes]
    for code in every:
        if wanted in (code.value.replace("_", " ").casefold(), code.wording.casefold()):
            return code.value
    known = ", ".join(code.value for code in every)
    raise Refused(say("bulk.no_such_status", value=plain(text), known=known), field="status")


def _asks_reason(kind: str, field: str) -> bool:
    """Whether a change of what was set asks for a reason: protected fields, and a moved date."""
    column = _column(kind, field, None)
    return field == "due" or fields_of(_MODELS[kind])[column].protected


def _column(kind: str, field: str, value: Any) -> str:
    if field == "what":
        return _TITLES[kind]
    if field == "status" and kind == "decision":
        return "carried_out" if value in {one.value for one in CarriedOut} else "state"
    return field


def _values(row: Row, field: str, value: Any) -> dict[str, Any]:
    found = {_column(row.kind, field, value): value}
    if row.kind == "action" and field == "due" and value is not None and row.original_due is None:
        found["original_due"] = row.due or value
    return found


def _change(row: Row, field: str, value: Any, today: date) -> Change:
    now = _shown(row, field, _held(row, field), today)
    new = _shown(row, field, value, today)
    why = _refusal(row, field, value)
    same = _held(row, field) == value
    result = Result.REFUSED if why else Result.SAME if same else Result.CHANGE
    return Change(row.n, row.id, row.kind, row.ref, row.what, row.owner, now, new, result, why, row)


def _refusal(row: Row, field: str, value: Any) -> str:
    if field not in FIELDS_OF.get(row.kind, ()):
        return say("bulk.why_kind", kind=row.kind_word)
    if not row.open:
        return say("bulk.why_closed")
    if field == "status":
        if value not in {code.value for code in _CODES[row.kind]}:
            return say("bulk.why_status", kind=row.kind_word)
        if value == ActionStatus.WITHDRAWN:
            return say("bulk.why_withdrawn")
    return say("bulk.why_conflict") if row.conflict and field == "status" else ""


def _held(row: Row, field: str) -> Any:
    return {"owner": row.owner, "due": row.due, "status": row.status, "what": row.what}[field]


def _shown(row: Row | None, field: str, value: Any, today: date) -> str:
    if value is None:
        return ""
    if field == "due":
        return show_date(value, today=today)
    if field == "status":
        kind = row.kind if row is not None else _kind_of(value)
        known = {code.value for code in _CODES.get(kind, ())}
        return status_words(kind if value in known else _kind_of(value), value) if known else value
    return str(value)


def _kind_of(value: str) -> str:
    return next(kind for kind, codes in _CODES.items() if value in {c.value for c in codes})
