"""The kinds of record the journal keeps tables for; subjects register theirs when imported."""

from __future__ import annotations

import uuid
from typing import TypeVar

from store.journal.fields import JournalField, Record, fields_of

_NAMESPACE = uuid.UUID("6e2b3b1c-2f3f-5c5e-9a53-0b9d7b6f2a11")
_kinds: dict[str, type[Record]] = {}

Model = TypeVar("Model", bound=type[Record])


def register(model: Model) -> Model:
    """Class decorator: the journal keeps a table for this kind from now on."""
    known = _kinds.get(model.kind)
    if known is not None and known is not model:
        raise ValueError(f"two models are of kind {model.kind!r}: {known!r} and {model!r}")
    _kinds[model.kind] = model
    return model


def kinds() -> dict[str, type[Record]]:
    """Every registered kind by name, in name order."""
    return dict(sorted(_kinds.items()))


def model_of(kind: str) -> type[Record] | None:
    """The model of a kind; None for a kind of a newer version."""
    return _kinds.get(kind)


def field_of(kind: str, name: str) -> JournalField | None:
    """The field of a kind by name; None where this version knows neither."""
    model = _kinds.get(kind)
    return None if model is None else fields_of(model).get(name)


def natural_id(kind: str, *parts: str) -> str:
    """The id of a thing that is the same thing on every device (UUIDv5 of its own facts)."""
    name = "\x1f".join([kind, *(" ".join(part.split()).casefold() for part in parts)])
    return uuid.uuid5(_NAMESPACE, name).hex
