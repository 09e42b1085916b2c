"""Quick notes on any record: what was said or seen, on which day and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from store import people, plans
from store.clock import show_date
from store.errors import NotFound, Refused
from store.journal import (
    DateField,
    Detail,
    Journal,
    Record,
    RecordField,
    TextField,
    UnitOfWork,
    fields_of,
    model_of,
    register,
)
from store.people import ensure_person
from store.wording import plain, say


@register
class NoteRecord(Record):
    """A note on a record; `child` is the child that record is about, where it is of one."""

    kind: ClassVar[str] = "note"
    titled_by: ClassVar[str] = "text"

    about = RecordField(None, detail=Detail.SERVICE_FACT)
    about_kind = TextField(detail=Detail.SERVICE_FACT)
    child = RecordField("child", detail=Detail.SERVICE_FACT)
    text = TextField(detail=Detail.NARRATIVE)
    on = DateField(detail=Detail.SERVICE_FACT)
    by = RecordField("person", detail=Detail.SERVICE_FACT)


class NoSuchNote(NotFound):
    """An id that is no note here."""


class NothingToNote(Refused):
    """A note on a record that is not here, or of a kind this version does not know."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands; `by` is the name of who wrote it."""

    id: str
    ref: str
    about_id: str
    about_kind: str
    child_id: str | None
    text: str
    on: date | None
    by: str | None


def add_note(
    journal: Journal,
    about_kind: str,
    about_id: str,
    text: str,
    on: date | None = None,
    by: str | None = None,
) -> str:
    """Writes a note on a record; of today and by the person of this device unless told otherwise.

    Refused without words, on a day to come, or on a record that is not here.
    """
    with journal.unit_of_work(say("notes.unit_added")) as unit:
        return _add(journal, unit, about_kind, about_id, text, on, by)


def add_notes(journal: Journal, about: Mapping[str, str], text: str) -> list[str]:
    """Writes the same note on several records, given as id → kind, in one unit; their ids."""
    with journal.unit_of_work(say("notes.unit_added")) as unit:
        return [_add(journal, unit, kind, record, text) for record, kind in about.items()]


def _add(
    journal: Journal,
    unit: UnitOfWork,
    about_kind: str,
    about_id: str,
    text: str,
    on: date | None = None,
    by: str | None = None,
) -> str:
    today = journal.today()
    day = on or today
    if not text.strip():
        raise Refused(say("notes.needs_text"), field="text")
    if day > today:
        raise Refused(say("notes.in_future", day=show_date(day, weekday=False)), field="on")
    return unit.create(
        NoteRecord,
        about=about_id,
        about_kind=about_kind,
        child=_child_of(journal, about_kind, about_id),
        text=text.strip(),
        on=day,
        by=ensure_person(unit, by or journal.author.person),
    )


def change_note(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes text or on of a note. False when nothing differs."""
    _known(journal, record)
    unknown = set(fields) - {"text", "on"}
    if unknown:
        raise TypeError(f"a note has no {', '.join(sorted(unknown))} to change")
    values = dict(fields)
    if "text" in values:
        values["text"] = (values["text"] or "").strip()
        if not values["text"]:
            raise Refused(say("notes.needs_text"), field="text")
    day = values.get("on")
    if day is not None and day > journal.today():
        raise Refused(say("notes.in_future", day=show_date(day, weekday=False)), field="on")
    if not values:
        return False
    with journal.unit_of_work(say("notes.unit_changed"), reason) as unit:
        return unit.save(NoteRecord, record, **values)


def withdraw_note(journal: Journal, record: str, reason: str) -> None:
    """Takes a note out of every list, for a reason."""
    _known(journal, record)
    with journal.unit_of_work(say("notes.unit_withdrawn"), reason) as unit:
        unit.withdraw(NoteRecord, record, reason)


def notes(journal: Journal, about_id: str | None = None, child_id: str | None = None) -> list[Note]:
    """The notes on one record, of one child (whatever record they are on), or all, newest first."""
    query = NoteRecord.select().where(NoteRecord.withdrawn.is_null())
    if about_id is not None:
        query = query.where(NoteRecord.about == about_id)
    if child_id is not None:
        query = query.where(NoteRecord.child == child_id)
    rows = journal.rows(query)
    if not rows:
        return []
    refs, names = plans.short_ids("NO", (row["id"] for row in rows)), people.names(journal)
    found = [
        Note(
            id=row["id"],
            ref=refs[row["id"]],
            about_id=row["about"] or "",
            about_kind=row["about_kind"] or "",
            child_id=row["child"],
            text=row["text"] or "",
            on=row["on"],
            by=names.get(row["by"] or ""),
        )
        for row in rows
    ]
    return sorted(found, key=lambda note: (note.on or date.min, note.id), reverse=True)


def kind_of(journal: Journal, record: str, kinds: Iterable[str]) -> str:
    """The kind of a record that is known by its id alone; NothingToNote where it is of none."""
    for kind in kinds:
        model = model_of(kind)
        if model is not None and journal.get(model, record) is not None:
            return kind
    raise NothingToNote(say("notes.nothing_there"), field="about")


def _known(journal: Journal, record: str) -> dict[str, Any]:
    row = journal.get(NoteRecord, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchNote(say("notes.no_such_note"))
    return row


def _child_of(journal: Journal, kind: str, record: str) -> str | None:
    """The child a record is about; None where it is of none. Refuses a record that is not here."""
    model = model_of(kind)
    row = None if model is None else journal.get(model, record)
    if model is None or row is None or row["withdrawn"] is not None:
        raise NothingToNote(say("notes.not_there", kind=plain(kind)), field="about")
    if kind == "child":
        return record
    return row["child"] if "child" in fields_of(model) else None
