"""Bulk edit: one field of many rows, seen before it is done, one unit of work, one undo."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from store import people
from store.calendars import working_days
from store.clock import parse_date, show_date
from store.codes import ActionStatus, Brag, CarriedOut, Code, DecisionState
from store.database import roomy
from store.errors import ReasonNeeded, Refused, WrongUse
from store.journal import Journal, Record, fields_of
from store.open_work import FIELDS_OF, Row, page, status_words
from store.plans import standing
from store.plans.models import ActionRecord
from store.reviews import DecisionRecord
from store.wording import plain, say

FIELDS: tuple[str, ...] = ("owner", "due", "status", "brag", "what")
_MODELS: dict[str, type[Record]] = {"action": ActionRecord, "decision": DecisionRecord}
_TITLES = {"action": "title", "decision": "text"}
_UNTOUCHED = ActionStatus.NOT_STARTED
_PLACES = 500  # ids in one question


class ApproverNeeded(ReasonNeeded):
    """Dates that were set move, and nobody is named who approved it."""


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
    judged: Brag | None = dataclasses.field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Preview:
    """What a bulk edit would do; nothing is written. `needs_reason` when a set value changes, or
    a colour that the rule gives; `needs_approver` when a date that was set moves."""

    field: str
    value: Any
    shown_value: str
    rows: tuple[Change, ...]
    needs_reason: bool
    version: object = dataclasses.field(default=None, repr=False, compare=False)

    @property
    def needs_approver(self) -> bool:
        """Whether somebody is to be named who approved that dates move."""
        return self.field == "due" and self.needs_reason

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
    if field == "brag":
        return [(code.value, code.wording) for code in Brag]
    if field != "status":
        return []
    found: dict[str, str] = {}
    for kind in kinds:
        for code in _CODES.get(kind, ()):
            found.setdefault(code.value, code.wording)
    return list(found.items())


def preview(journal: Journal, numbers: Sequence[int], field: str, value: Any) -> Preview:
    """What setting a field of these rows would do. Raises UnreadableDate for a date that is none.

    `value` None or "" empties owner or due, and takes back the colour that people gave: then the
    rule's stands. A status or a colour is given by its code or its words.
    """
    if field not in FIELDS:
        raise WrongUse(say("bulk.no_such_field", field=plain(field), fields=", ".join(FIELDS)))
    value = _read(journal, field, value)
    today, version = journal.today(), journal.version()
    rows = [
        _change(row, field, value, today, judged)
        for row, judged in _rows(journal, field, numbers)
        if row is not None
    ]
    needs = any(one.result is Result.CHANGE and _asks_reason(one, field, value) for one in rows)
    return Preview(field, value, _shown(None, field, value, today), tuple(rows), needs, version)


def approved(reason: str | None, approver: str | None) -> str | None:
    """A reason with who approved the change, as it is kept with the change."""
    reason, approver = (reason or "").strip(), (approver or "").strip()
    if not reason or not approver:
        return reason or None
    return say("bulk.reason_approved", reason=reason, approver=people.normalised(approver))


def apply(
    journal: Journal, seen: Preview, reason: str | None = None, approver: str | None = None
) -> Applied:
    """Does what the preview showed, as one unit of work; undo takes all of it back.

    ReasonNeeded where a value that was set changes and no reason is given, ApproverNeeded where
    dates move and nobody approved it; a row that changed since the preview is left alone.
    """
    reason = (reason or "").strip() or None
    if seen.needs_reason and reason is None:
        key = "bulk.reason_needed_brag" if seen.field == "brag" else "bulk.reason_needed"
        raise ReasonNeeded(say(key, field=say(f"bulk.field_{seen.field}").lower()), field="reason")
    if seen.needs_approver:
        if not (approver or "").strip():
            raise ApproverNeeded(say("bulk.approver_needed"), field="approver")
        reason = approved(reason, approver)
    wanted = [row for row in seen.rows if row.result is Result.CHANGE]
    if not wanted:
        raise Refused(say("bulk.nothing_changes"))
    label = say("bulk.unit", field=say(f"bulk.field_{seen.field}"), count=len(wanted))
    with roomy(journal.database), journal.unit_of_work(label, reason) as unit:
        now, judged = _rows_now(journal, seen, wanted)
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
                    row is not one.row
                    and _change(row, seen.field, seen.value, today, judged.get(one.n)) != one
                ):
                    skipped += 1
                    continue
                saves[one.id] = _values(row, seen.field, value, reason)
            changed += len(unit.save_many(model, saves))
    return Applied(unit.id, changed, skipped)


def _rows(
    journal: Journal, field: str, numbers: Sequence[int]
) -> Iterator[tuple[Row | None, Brag | None]]:
    """Rows by their numbers, each with the colour that people gave it where that is asked."""
    for begin in range(0, len(numbers), 5_000):
        rows = page(journal, numbers[begin : begin + 5_000])
        judged: dict[str, Brag] = {}
        if field == "brag":
            own = [row.id for row in rows if row is not None and row.kind == "action"]
            query = ActionRecord.select(ActionRecord.id, ActionRecord.brag)
            for some in range(0, len(own), _PLACES):
                found = journal.rows(query.where(ActionRecord.id.in_(own[some : some + _PLACES])))
                judged.update((each["id"], each["brag"]) for each in found if each["brag"])
        for row in rows:
            yield row, judged.get(row.id) if row is not None else None


def _rows_now(
    journal: Journal, seen: Preview, wanted: Sequence[Change]
) -> tuple[dict[int, Row], dict[int, Brag | None]]:
    """The rows as they stand: those of the preview, unless something was written since."""
    if seen.version == journal.version():
        return {one.n: one.row for one in wanted if one.row is not None}, {}
    found = [
        (row, judged)
        for row, judged in _rows(journal, seen.field, [one.n for one in wanted])
        if row is not None
    ]
    return {row.n: row for row, _ in found}, {row.n: judged for row, judged in found}


def _read(journal: Journal, field: str, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
    if value in (None, ""):
        if field in ("owner", "due", "brag"):
            return None
        raise Refused(say("bulk.value_missing", field=field), field=field)
    if field == "due" and isinstance(value, str):
        return parse_date(value, today=journal.today(), calendar=working_days(journal), field="due")
    if field == "owner":
        return people.normalised(str(value))
    if field == "status":
        return _status(str(value))
    return Brag.read(str(value), field=field) if field == "brag" else value


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


def _asks_reason(one: Change, field: str, value: Any) -> bool:
    """Whether a change asks for a reason: a protected field or a date that was set, any colour
    in the place of the rule's, and a decision that was not carried out."""
    if field == "brag" or _not_carried_out(one.kind, value):
        return True
    # What nobody has said yet is no change of mind; where somebody did, the journal asks.
    if not one.now or (field == "status" and one.row and one.row.status == _UNTOUCHED):
        return False
    return field == "due" or fields_of(_MODELS[one.kind])[_column(one.kind, field, None)].protected


def _not_carried_out(kind: str, value: Any) -> bool:
    return kind == "decision" and value in (CarriedOut.PARTLY, CarriedOut.NO)


def _column(kind: str, field: str, value: Any) -> str:
    if field == "what":
        return _TITLES[kind]
    if field == "status" and kind == "decision":
        return "carried_out" if value in {one.value for one in CarriedOut} else "state"
    return field


def _values(row: Row, field: str, value: Any, reason: str | None) -> dict[str, Any]:
    found = {_column(row.kind, field, value): value}
    if field == "status" and _not_carried_out(row.kind, value):
        found["carried_out_reason"] = reason
    if row.kind == "action" and field == "due" and value is not None and row.original_due is None:
        found["original_due"] = row.due or value
    return found


def _change(row: Row, field: str, value: Any, today: date, judged: Brag | None) -> Change:
    held = judged if field == "brag" else _held(row, field)
    now = _shown(row, field, held, today)
    new = _shown(None if field == "brag" else row, field, value, today)
    why = _refusal(row, field, value)
    result = Result.REFUSED if why else Result.SAME if held == value else Result.CHANGE
    return Change(
        row.n, row.id, row.kind, row.ref, row.what, row.owner, now, new, result, why, row, judged
    )


def _refusal(row: Row, field: str, value: Any) -> str:
    if field not in FIELDS_OF.get(row.kind, ()):
        return say("bulk.why_kind", kind=row.kind_word)
    if not row.open:
        return say("bulk.why_closed")
    if field == "brag" and value is not None:
        # As the rule of the plans has it: such a colour would be kept and never shown.
        if standing.OVERDUE in row.flags and value is not Brag.RED:
            return say("bulk.why_overdue")
        if value is Brag.BLUE and not ActionStatus(row.status).is_done:
            return say("bulk.why_not_done")
    if field == "status":
        if value not in {code.value for code in _CODES[row.kind]}:
            return say("bulk.why_status", kind=row.kind_word)
        if value == ActionStatus.WITHDRAWN:
            return say("bulk.why_withdrawn")
    return say("bulk.why_conflict") if row.conflict and field == "status" else ""


def _held(row: Row, field: str) -> Any:
    return {"owner": row.owner, "due": row.due, "status": row.status, "what": row.what}[field]


def _shown(row: Row | None, field: str, value: Any, today: date) -> str:
    if field == "brag":
        # Without people's colour the rule's stands, whichever that is.
        rule = row.brag.wording if row is not None and row.brag else ""
        if value is not None:
            return str(value.wording)
        return say("bulk.by_the_rule", brag=rule) if rule else say("bulk.the_rule")
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
