"""How a kind of record is added and changed by field=value: its fields, and the verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from store.adding.values import Read

Fields = Mapping[str, Read]


@dataclass(frozen=True)
class Kind:
    """How a kind is added: its fields in the order of a form, what it cannot be without, the verb.

    `about` is the field that names the record it belongs to: a form opened there fills it in.
    `makes` is the kind of the record that is made, where it has another name than the adding.
    """

    fields: Fields
    needs: tuple[str, ...]
    add: Callable[..., str]
    about: str | None = None
    makes: str | None = None


Changing = tuple[Fields, Callable[..., bool]]
"""How a kind is changed: the fields that may be, and the verb `(journal, id, reason, **fields)`."""
