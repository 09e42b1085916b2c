"""A kind of record as a form asks for it, and what a form gives back: values instead of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store import people, references
from store.adding.kind import Fields
from store.adding.kinds import ADDS, SETS
from store.adding.values import Read, Shape
from store.called import field_words
from store.codes import Code
from store.errors import NotFound, Refused
from store.journal import Journal, RecordField, model_of
from store.journal.fields import fields_of
from store.wording import say


@dataclass(frozen=True)
class Ask:
    """One thing a form asks for, with the words in front of it."""

    name: str
    label: str
    shape: Shape
    codes: tuple[Code, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Form:
    """What a form for one kind of record asks, in order; `about` is filled in, not asked."""

    kind: str
    word: str
    asks: tuple[Ask, ...]
    about: str | None = None


def form_to_add(kind: str) -> Form:
    """What is asked for a new record of a kind; KeyError for a kind that cannot be added."""
    known = ADDS[kind]
    fields = {name: read for name, read in known.fields.items() if name != known.about}
    return Form(kind, say(f"adding.kind_{kind}"), _asks(kind, fields, known.needs), known.about)


def form_to_change(kind: str) -> Form:
    """What may be changed of a record of a kind; KeyError for a kind that cannot be changed."""
    fields, _ = SETS[kind]
    return Form(kind, say(f"adding.kind_{kind}"), _asks(kind, fields, ()))


def can_add(kind: str) -> bool:
    """Whether a record of this kind can be added."""
    return kind in ADDS


def can_change(kind: str) -> bool:
    """Whether a record of this kind can be changed."""
    return kind in SETS


def _asks(kind: str, fields: Fields, needs: tuple[str, ...]) -> tuple[Ask, ...]:
    return tuple(
        Ask(name, field_words(kind, name), read.shape, _codes(read), name in needs)
        for name, read in fields.items()
    )


def _codes(read: Read) -> tuple[Code, ...]:
    return tuple(read.codes) if read.codes is not None else ()


def values_of(journal: Journal, kind: str, record: str) -> dict[str, Any]:
    """What stands in a record now, as its form shows it: people by name, records by reference."""
    model = model_of(kind)
    row = journal.get(model, record) if model is not None else None
    if model is None or row is None:
        raise NotFound(say("adding.gone", kind=say(f"adding.kind_{kind}")))
    found: dict[str, Any] = {}
    for name, field in fields_of(model).items():
        value = row.get(name)
        if value is not None and isinstance(field, RecordField) and field.refers_to:
            if field.refers_to == "person":
                value = people.names(journal).get(value)
            else:
                value = references.ref_of(journal, field.refers_to, value)
        if isinstance(value, list) and kind in SETS and (reads := SETS[kind][0].get(name)):
            refs = references.refs_of(journal, reads.kinds[0]) if reads.kinds else {}
            value = [refs.get(one, one) for one in value]
        found[name] = value
    return found


def add_values(journal: Journal, kind: str, values: Mapping[str, Any]) -> str:
    """Adds a record from values as a form holds them, and gives its id.

    Raises Refused with the field for what cannot be.
    """
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    return ADDS[kind].add(journal, **given)


def change_values(
    journal: Journal, kind: str, record: str, values: Mapping[str, Any], reason: str | None = None
) -> bool:
    """Changes a record to these values; nothing empties a field. False when all was so already.

    Raises ReasonNeeded where a protected field needs a reason, Refused with the field otherwise.
    """
    _, verb = SETS[kind]
    return bool(verb(journal, record, reason, **values))


def read_value(journal: Journal, kind: str, name: str, text: str) -> Any:
    """The value of a text typed for a field of a kind.

    Refused with the field says why not, and calls the field as its form does.
    """
    fields = ADDS[kind].fields if kind in ADDS else {}
    changing = SETS[kind][0] if kind in SETS else {}
    try:
        return {**changing, **fields}[name](journal, field_words(kind, name), text)
    except Refused as error:
        raise Refused(error.sentence, field=name) from error
