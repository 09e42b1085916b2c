"""Adding and changing by name and text, `field=value`: the same for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from store import calendars, evidence, recounting, references
from store.adding import values
from store.adding.forms import (
    Ask,
    Form,
    add_values,
    can_add,
    can_change,
    change_values,
    form_to_add,
    form_to_change,
    read_value,
    values_of,
)
from store.adding.kind import Kind
from store.adding.kinds import ADDS, SETS
from store.adding.values import Shape
from store.adding.withdrawing import can_withdraw, withdraw
from store.codes import EvidenceKind
from store.errors import Refused, WrongUse
from store.journal import Journal
from store.recounting import Moved
from store.wording import plain, say

__all__ = [
    "Ask",
    "Done",
    "FieldMissing",
    "Fields",
    "Form",
    "NoSuchField",
    "Shape",
    "add",
    "add_values",
    "attach",
    "can_add",
    "can_change",
    "can_withdraw",
    "change_values",
    "fields_of_kind",
    "form_to_add",
    "form_to_change",
    "kinds_to_add",
    "read_value",
    "set_fields",
    "values_of",
    "withdraw",
]

Fields = Mapping[str, str]
WITHDRAWN = "withdrawn"
_Given = TypeVar("_Given")


@dataclass(frozen=True)
class Done:
    """What was added or changed; `changed` is False when all was so already.

    `moved` are the due dates that moved with it; None where dates are not counted by it.
    """

    kind: str
    id: str
    ref: str
    changed: bool = True
    moved: tuple[Moved, ...] | None = None


class NoSuchField(WrongUse):
    """A field that this kind of record does not have."""


class FieldMissing(Refused):
    """A field without which a record of this kind cannot be."""


def kinds_to_add() -> tuple[str, ...]:
    """The kinds that `add` takes."""
    return tuple(ADDS)


def fields_of_kind(kind: str) -> tuple[str, ...]:
    """The fields that `add` takes for a kind; WrongUse for a kind it does not know."""
    return tuple(_known_kind(kind).fields)


def add(journal: Journal, kind: str, fields: Fields) -> Done:
    """Adds a record of `kind` from texts: days as typed, codes by wording or code, people by name.

    Refuses an unknown or missing field by name, with the fields there are.
    """
    known = _known_kind(kind)
    read = _read(journal, kind, known.fields, fields)
    for name in known.needs:
        if read.get(name) is None:
            raise FieldMissing(
                say(
                    "adding.field_missing",
                    kind=_called(kind),
                    field=name,
                    fields=_said(known.fields),
                ),
                field=name,
            )
    given = {name: value for name, value in read.items() if value is not None}
    record, moved = _saying_what_moved(journal, kind, lambda: known.add(journal, **given))
    made = known.makes or kind
    return Done(made, record, references.ref_of(journal, made, record), moved=moved)


def set_fields(journal: Journal, ref: str, fields: Fields, reason: str | None = None) -> Done:
    """Changes fields of the record `ref` from texts; an empty text empties the field.

    `withdrawn=yes` takes it out of every list, for a reason.
    """
    found = references.resolve(journal, ref)
    if WITHDRAWN in fields and can_withdraw(found.kind):
        return _withdrawn(journal, found, fields, reason)
    if found.kind not in SETS:
        raise WrongUse(
            say(
                "adding.cannot_set",
                kind=_called(found.kind),
                kinds=", ".join(_called(kind) for kind in SETS),
            )
        )
    known, verb = SETS[found.kind]
    if not fields:
        raise WrongUse(say("adding.nothing_to_set", kind=_called(found.kind), fields=_said(known)))
    read = _read(journal, found.kind, known, fields)
    ref = references.ref_of(journal, found.kind, found.id)
    why = (reason or "").strip() or None
    changed, moved = _saying_what_moved(
        journal, found.kind, lambda: verb(journal, found.id, why, **read)
    )
    return Done(found.kind, found.id, ref, bool(changed), moved)


def _withdrawn(
    journal: Journal, found: references.Found, fields: Fields, reason: str | None
) -> Done:
    """Withdraws a record as `withdrawn=yes` asks for; nothing else can be set with it."""
    ref = references.ref_of(journal, found.kind, found.id)
    if len(fields) > 1 or not values.yes_no(journal, WITHDRAWN, fields[WITHDRAWN]):
        raise WrongUse(say("adding.withdrawn_alone", ref=plain(ref)))
    why = (reason or "").strip()
    _, moved = _saying_what_moved(
        journal, found.kind, lambda: withdraw(journal, found.kind, found.id, why)
    )
    return Done(found.kind, found.id, ref, True, moved)


def attach(journal: Journal, ref: str, file: Path, reason: str | None = None) -> Done:
    """Seals `file` as the file of the evidence `ref`.

    On an area, a commitment or an action it becomes new evidence of kind document, of today.
    """
    found = references.resolve(journal, ref)
    if found.kind == "evidence":
        evidence.attach(journal, found.id, file, (reason or "").strip() or None)
        return Done("evidence", found.id, references.ref_of(journal, "evidence", found.id))
    record = evidence.add_evidence(
        journal, found.id, EvidenceKind.DOCUMENT, on=journal.today(), file=file
    )
    return Done("evidence", record, references.ref_of(journal, "evidence", record))


def _saying_what_moved(
    journal: Journal, kind: str, change: Callable[[], _Given]
) -> tuple[_Given, tuple[Moved, ...] | None]:
    if kind not in calendars.MOVES_DATES:
        return change(), None
    done = recounting.recounted(journal, change)
    return done.given, done.moved


def _known_kind(kind: str) -> Kind:
    if kind not in ADDS:
        raise WrongUse(say("adding.no_such_kind", kind=plain(kind), kinds=", ".join(ADDS)))
    return ADDS[kind]


def _read(
    journal: Journal, kind: str, known: Mapping[str, values.Read], fields: Fields
) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in known:
            raise NoSuchField(
                say(
                    "adding.no_such_field",
                    kind=_called(kind),
                    field=plain(name),
                    fields=_said(known),
                )
            )
        read[name] = known[name](journal, name, text) if text.strip() else None
    return read


def _called(kind: str) -> str:
    return say(f"adding.kind_{kind}")


def _said(fields: Mapping[str, values.Read]) -> str:
    return ", ".join(fields)
