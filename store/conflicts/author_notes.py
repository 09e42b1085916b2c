"""Notes to who wrote a value in conflict: they stand on their Today until read or answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from store import people
from store.called import Called, called, field_words
from store.conflicts.items import Item, Value
from store.conflicts.models import AuthorNoteRecord
from store.errors import NotFound, Refused
from store.journal import Journal
from store.people import ensure_person, person_id
from store.wording import plain, say


class NoSuchAuthorNote(NotFound):
    """An id that is no note to an author here."""


@dataclass(frozen=True)
class AuthorNote:
    """A note to an author as it stands; `to` and `by` are names.

    `for_me` says that it waits for the person of this device to read it, `answer_for_me` that an
    answer to the own note does.
    """

    id: str
    about: Called
    about_id: str
    about_kind: str
    field: str | None
    words: str
    to: str
    by: str
    text: str
    on: date | None
    read: date | None
    answer: str
    answered: date | None
    for_me: bool
    answer_for_me: bool


def addressees(journal: Journal, item: Item) -> tuple[Value, ...]:
    """Those who wrote the values and are not the person of this device, each once."""
    own = journal.author.person.casefold()
    found: dict[str, Value] = {}
    for value in item.values:
        if value.person.casefold() != own:
            found.setdefault(value.person.casefold(), value)
    return tuple(found.values())


def write_to_authors(journal: Journal, item: Item, text: str) -> list[str]:
    """Writes a note to every other author of a conflict, one for each; returns their ids.

    Refused without words, or when the own person wrote all of it.
    """
    to = addressees(journal, item)
    if not to:
        raise Refused(say("conflicts.note_to_nobody"))
    if not text.strip():
        raise Refused(say("conflicts.note_needs_text"), field="text")
    with journal.unit_of_work(say("conflicts.unit_note", field=item.words)) as unit:
        return [
            unit.create(
                AuthorNoteRecord,
                about=value.record or item.record,
                about_kind=item.kind,
                field=item.field,
                to=ensure_person(unit, value.person),
                device=value.device,
                text=text.strip(),
                on=journal.today(),
                by=ensure_person(unit, journal.author.person),
            )
            for value in to
        ]


def mark_read(journal: Journal, record: str) -> None:
    """Marks a note, or the answer to the own note, as read today: it leaves Today."""
    row = _row(journal, record)
    name = "read" if row["to"] == person_id(journal.author.person) else "closed"
    with journal.unit_of_work(say("conflicts.unit_read")) as unit:
        unit.save(AuthorNoteRecord, record, **{name: journal.today()})


def answer(journal: Journal, record: str, text: str) -> None:
    """Answers a note; whoever wrote it sees the answer on their Today when it reaches them."""
    _row(journal, record)
    if not text.strip():
        raise Refused(say("conflicts.note_needs_text"), field="text")
    today = journal.today()
    with journal.unit_of_work(say("conflicts.unit_answered")) as unit:
        unit.save(AuthorNoteRecord, record, answer=text.strip(), answered=today, read=today)


def author_notes(journal: Journal, about: str | None = None) -> list[AuthorNote]:
    """The notes about a record, or all of them, oldest first."""
    query = AuthorNoteRecord.select().where(AuthorNoteRecord.withdrawn.is_null())
    if about is not None:
        query = query.where(AuthorNoteRecord.about == about)
    rows = journal.rows(query)
    if not rows:
        return []
    names = people.names(journal)
    about_of = called(journal, ((row["about_kind"] or "", row["about"] or "") for row in rows))
    own = person_id(journal.author.person)
    found = [_note(row, names, about_of, own) for row in rows]
    return sorted(found, key=lambda note: (note.on or date.min, note.id))


def author_note(journal: Journal, record: str) -> AuthorNote:
    """One note by its id; NoSuchAuthorNote."""
    _row(journal, record)
    return next(one for one in author_notes(journal) if one.id == record)


def waiting_notes(journal: Journal) -> list[AuthorNote]:
    """The notes that wait for the person of this device, and the answers to the own ones."""
    return [one for one in author_notes(journal) if one.for_me or one.answer_for_me]


def _note(
    row: dict[str, Any], names: dict[str, str], about: dict[str, Called], own: str
) -> AuthorNote:
    field = row["field"]
    kind = row["about_kind"] or ""
    return AuthorNote(
        id=row["id"],
        about=about[row["about"] or ""],
        about_id=row["about"] or "",
        about_kind=kind,
        field=field,
        words=field_words(kind, field) if field else say("conflicts.possible_double"),
        to=plain(names.get(row["to"] or "", "")),
        by=plain(names.get(row["by"] or "", "")),
        text=row["text"] or "",
        on=row["on"],
        read=row["read"],
        answer=row["answer"] or "",
        answered=row["answered"],
        for_me=row["to"] == own and row["read"] is None,
        answer_for_me=row["by"] == own and row["answered"] is not None and row["closed"] is None,
    )


def _row(journal: Journal, record: str) -> dict[str, Any]:
    row = journal.get(AuthorNoteRecord, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchAuthorNote(say("conflicts.no_such_note"))
    return row
