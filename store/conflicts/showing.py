"""Values as a person reads them: a code with what it means, a day, a name, a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from weakref import WeakKeyDictionary

from store.clock import show_date
from store.codes import Code, Role
from store.journal import (
    CodeField,
    DateField,
    Journal,
    ListField,
    WhenField,
    YesNoField,
    field_of,
)
from store.wording import plain, say

Names = Callable[[Journal], Mapping[str, str]]

_names: list[Names] = []
_kept: WeakKeyDictionary[Journal, tuple[object, dict[str, str]]] = WeakKeyDictionary()


def provide_devices(names: Names) -> None:
    """Takes the names of other devices, by id, from a room above this one."""
    _names[:] = [names]


def device_name(journal: Journal, device: str) -> str:
    """What a device is called; by the first letters of its id where nobody here knows its name."""
    version = journal.version()
    known = _kept.get(journal)
    if known is None or known[0] != version:
        found = {own: name for names in _names for own, name in names(journal).items()}
        found[journal.author.device] = journal.author.device_name
        known = _kept[journal] = (version, found)
    return plain(known[1].get(device) or say("conflicts.unknown_device", id=device[:6]))


def role_words(role: str) -> str:
    """A role as people say it; one of a newer version as it is written."""
    try:
        return Role(role).wording
    except ValueError:
        return plain(role)


def shown_text(
    kind: str, name: str, text: str | None, called: str | None, today: date
) -> tuple[str, str]:
    """A value as it is read, and the meaning of a code beside it; `called` names a record."""
    if text is None:
        return say("conflicts.no_value"), ""
    field = field_of(kind, name)
    try:
        value = field.from_text(text) if field is not None else text
    except ValueError:
        return plain(text), ""
    if isinstance(field, CodeField) and isinstance(value, Code):
        # Codes of the collection are known by their letters, others by their words alone.
        known = value.value.isupper()
        return (value.value, value.wording) if known else (value.wording, "")
    if isinstance(field, DateField) and isinstance(value, date):
        return show_date(value, today=today), ""
    if isinstance(field, WhenField) and isinstance(value, datetime):
        at = value.astimezone()
        return f"{show_date(at.date(), today=today)} {at:%H:%M}", ""
    if isinstance(field, YesNoField):
        return say("conflicts.yes" if value else "conflicts.no"), ""
    if isinstance(field, ListField):
        return plain("; ".join(value)), ""
    return plain(called or text), ""
