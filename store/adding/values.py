"""How a text typed for a field becomes the value that is kept, or a sentence why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from store import calendars, references
from store.clock import parse_date
from store.clock.reading import Prefer
from store.codes import Code, Participation
from store.errors import Refused
from store.journal import Journal
from store.wording import plain, say

Read = Callable[[Journal, str, str], Any]


def words(journal: Journal, field: str, text: str) -> str:
    """Words, without the spaces around them."""
    return text.strip()


def _reading_days(prefer: Prefer) -> Read:
    def read(journal: Journal, field: str, text: str) -> date:
        counted = calendars.working_days(journal)
        try:
            return parse_date(text, today=journal.today(), calendar=counted, prefer=prefer)
        except Refused as unreadable:
            raise Refused(
                say("adding.bad_value", field=field, reason=unreadable.sentence), field=field
            ) from unreadable

    return read


day: Read = _reading_days("future")
"""A day to come, in any of the ways dates are typed: "fri" is the next one."""

past_day: Read = _reading_days("past")
"""A day that has been: "fri" is the last one, "13/9" the latest of its kind."""


def number(journal: Journal, field: str, text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        reason = say("adding.not_a_number", text=plain(text))
        raise Refused(say("adding.bad_value", field=field, reason=reason), field=field) from None


def code(of: type[Code]) -> Read:
    """One of a list of codes, by its code or its wording."""

    def read(journal: Journal, field: str, text: str) -> Code:
        try:
            return of.read(text, field=field)
        except Refused as unknown:
            raise Refused(
                say("adding.bad_value", field=field, reason=unknown.sentence), field=field
            ) from unknown

    return read


def record(*kinds: str) -> Read:
    """The id of another record, by its reference; only of these kinds."""

    def read(journal: Journal, field: str, text: str) -> str:
        found = references.resolve(journal, text)
        if found.kind not in kinds:
            raise Refused(
                say(
                    "adding.other_kind",
                    field=field,
                    text=plain(text),
                    found=say(f"adding.kind_{found.kind}"),
                    wanted=say("adding.or").join(say(f"adding.kind_{kind}") for kind in kinds),
                ),
                field=field,
            )
        return found.id

    return read


def file(journal: Journal, field: str, text: str) -> Path:
    """A file by its path."""
    return Path(text).expanduser()


def points(journal: Journal, field: str, text: str) -> list[str]:
    """Several texts, parted by semicolons."""
    return [point.strip() for point in text.split(";") if point.strip()]


def participation(journal: Journal, field: str, text: str) -> Any:
    """A participation code by its wording, its code or its digit alone."""
    bare = text.strip()
    return code(Participation)(journal, field, f"PN{bare}" if bare.isdecimal() else bare)


def codes(of: type[Code]) -> Read:
    """Several codes, parted by commas or semicolons."""

    def read(journal: Journal, field: str, text: str) -> list[Any]:
        parts = text.replace(";", ",").split(",")
        return [code(of)(journal, field, part) for part in parts if part.strip()]

    return read


def days(journal: Journal, field: str, text: str) -> list[Any]:
    """Several days that have been, parted by commas or semicolons."""
    parts = text.replace(";", ",").split(",")
    return [past_day(journal, field, part) for part in parts if part.strip()]


def yes_no(journal: Journal, field: str, text: str) -> bool:
    """Yes or no, by the words or their first letters."""
    typed = text.strip().casefold()
    if typed not in ("yes", "y", "no", "n"):
        reason = say("adding.not_yes_or_no", text=plain(text))
        raise Refused(say("adding.bad_value", field=field, reason=reason), field=field)
    return typed in ("yes", "y")
