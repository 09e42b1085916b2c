"""The people who own, do and check: staff by the name they work under, one record each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from store.codes import Role
from store.errors import NotFound, Refused
from store.journal import (
    CodeField,
    Detail,
    Journal,
    Record,
    TextField,
    UnitOfWork,
    natural_id,
    register,
)
from store.wording import say


@register
class PersonRecord(Record):
    """What the journal says of one person."""

    kind: ClassVar[str] = "person"
    titled_by: ClassVar[str] = "name"

    # A member of staff in their role, not a family: without the name a plan has no owners at
    # the service's own centre. A region gets none.
    name = TextField(detail=Detail.IDENTIFIER, index=True)
    role = CodeField(Role, detail=Detail.SERVICE_FACT)
    team = TextField(detail=Detail.SERVICE_FACT)


@dataclass(frozen=True)
class Person:
    """One person as lists and forms show them."""

    id: str
    name: str
    role: Role | None
    team: str | None


def normalised(name: str) -> str:
    """`name` with one form for each letter and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def person_id(name: str) -> str:
    """The id this name has on every device; capitals and spaces make no other person."""
    return natural_id("person", normalised(name))


def add_person(
    journal: Journal, name: str, role: Role | None = None, team: str | None = None
) -> str:
    """Adds a person, or adds what is new about one who is known; returns the id."""
    name = normalised(name)
    if not name:
        raise Refused(say("people.name_missing"), field="name")
    known = journal.get(PersonRecord, person_id(name))
    values: dict[str, object] = {} if known and known["name"] else {"name": name}
    if role is not None:
        values["role"] = role
    if team:
        values["team"] = team
    if known and known["withdrawn"]:
        values["withdrawn"] = None
    if values:
        with journal.unit_of_work(say("people.unit_added")) as unit:
            unit.create(PersonRecord, person_id(name), **values)
    return person_id(name)


def change_person(
    journal: Journal, person_id: str, reason: str | None = None, **fields: Role | str | None
) -> bool:
    """Changes role or team; the name is what the person is. False when all was so already."""
    known = journal.get(PersonRecord, person_id)
    if known is None or known["withdrawn"]:
        raise NotFound(say("people.no_such_person"))
    with journal.unit_of_work(say("people.unit_changed"), reason) as unit:
        return unit.save(PersonRecord, person_id, **fields)


def ensure_person(unit: UnitOfWork, name: str | None) -> str | None:
    """The id of the person called `name`, added in this unit when new; None for no name."""
    name = normalised(name or "")
    if not name:
        return None
    own = person_id(name)
    here = PersonRecord.select(PersonRecord.name).where(PersonRecord.id == own)
    known: list[Any] = list(here.bind(unit.journal.database).dicts())
    if not known or known[0]["name"] is None:
        unit.create(PersonRecord, own, name=name)
    return own


def people(journal: Journal) -> list[Person]:
    """Everyone, by name."""
    rows = journal.rows(PersonRecord.select().where(PersonRecord.withdrawn.is_null()))
    found = [
        Person(row["id"], row["name"] or "", row["role"], row["team"])
        for row in rows
        if row["name"]
    ]
    return sorted(found, key=lambda person: person.name.casefold())


def matching(journal: Journal, text: str) -> list[Person]:
    """Those whose name, or a later part of it, begins with `text`; names that begin so first."""
    wanted = normalised(text).casefold()
    if not wanted:
        return people(journal)
    first, later = [], []
    for person in people(journal):
        name = person.name.casefold()
        if name.startswith(wanted):
            first.append(person)
        elif any(part.startswith(wanted) for part in name.replace("-", " ").split()):
            later.append(person)
    return first + later


def person(journal: Journal, person_or_none: str | None) -> Person | None:
    """One person by id; None where there is none."""
    row = journal.get(PersonRecord, person_or_none) if person_or_none else None
    return Person(row["id"], row["name"] or "", row["role"], row["team"]) if row else None


def names(journal: Journal) -> dict[str, str]:
    """The name of every person by id, withdrawn ones too: an old action keeps its owner."""
    rows = journal.rows(PersonRecord.select(PersonRecord.id, PersonRecord.name))
    return {row["id"]: row["name"] for row in rows if row["name"]}
