"""Values as a person reads them: a code with what it means, a day, a name, a list."""

from __future__ import annotations

from datetime import date, datetime

from store.clock import show_date
from store.codes import Code, Role
from store.journal import (
    CodeField,
    DateField,
    HistoryLine,
    ListField,
    WhenField,
    YesNoField,
    field_of,
)
from store.wording import plain, say

_SEVERAL = " | "  # parts the values that a line of history replaced


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
        return say("shown.no_value"), ""
    field = field_of(kind, name)
    try:
        asked = called or text if isinstance(field, ListField) else text
        value = field.from_text(asked) if field is not None else text
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
    if isinstance(field, YesNoField) and text in ("yes", "no"):
        return say("shown.yes" if value else "shown.no"), ""
    if isinstance(field, ListField):
        return plain("; ".join(_meant(field, one) for one in value)), ""
    return plain(called or text), ""


def _meant(field: ListField, text: str) -> str:
    if field.codes is None:
        return text
    try:
        return str(getattr(field.codes(text), "wording", text))
    except ValueError:  # a code of a newer version, as it is written
        return text


def told(line: HistoryLine, today: date) -> tuple[str | None, str | None]:
    """What stood in a field before and what after, as a line of history tells it; None is empty.

    What is withheld or was erased stands there in words already.
    """
    return _told(line, line.old, today), _told(line, line.new, today)


def _told(line: HistoryLine, text: str | None, today: date) -> str | None:
    if text is None:
        return None
    parts = text.split(_SEVERAL)
    return _SEVERAL.join(shown_text(line.kind, line.field, one, None, today)[0] for one in parts)
