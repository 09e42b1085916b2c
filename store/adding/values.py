"""How a text typed for a field becomes the value that is kept, or a sentence why it cannot.

Each way of reading also says what shape its values have, so that a form can be drawn from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

from store import calendars, references
from store.clock import parse_date
from store.clock.reading import Prefer
from store.codes import Code, Participation
from store.errors import Refused
from store.journal import Journal
from store.wording import plain, say


class Shape(Enum):
    """What the values of a field are like: which cell of a form takes them."""

    LINE = auto()
    PROSE = auto()
    DAY = auto()
    PAST_DAY = auto()
    MOMENT = auto()
    NUMBER = auto()
    YES_NO = auto()
    CODE = auto()
    CODES = auto()
    PERSON = auto()
    RECORD = auto()
    FILE = auto()
    SEVERAL = auto()


@dataclass(frozen=True)
class Read:
    """Reads a text typed for a field: called with the journal, the field's name and the text.

    `codes` is the list a code is of, `kinds` the kinds of record that may be named.
    """

    shape: Shape
    reads: Callable[[Journal, str, str], Any]
    codes: type[Code] | None = None
    kinds: tuple[str, ...] = ()

    def __call__(self, journal: Journal, field: str, text: str) -> Any:
        return self.reads(journal, field, text)


def _stripped(journal: Journal, field: str, text: str) -> str:
    return text.strip()


words = Read(Shape.LINE, _stripped)
"""Words in one line, without the spaces around them."""

prose = Read(Shape.PROSE, _stripped)
"""Words of any length, with their line breaks."""

person = Read(Shape.PERSON, _stripped)
"""A person by name; one that nobody has yet is a new one."""


def _reading_days(shape: Shape, prefer: Prefer) -> Read:
    def read(journal: Journal, field: str, text: str) -> date:
        counted = calendars.working_days(journal)
        try:
            return parse_date(text, today=journal.today(), calendar=counted, prefer=prefer)
        except Refused as unreadable:
            raise Refused(
                say("adding.bad_value", field=field, reason=unreadable.sentence), field=field
            ) from unreadable

    return Read(shape, read)


day = _reading_days(Shape.DAY, "future")
"""A day to come, in any of the ways dates are typed: "fri" is the next one."""

past_day = _reading_days(Shape.PAST_DAY, "past")
"""A day that has been: "fri" is the last one, "13/9" the latest of its kind."""


def _moment(journal: Journal, field: str, text: str) -> datetime:
    typed, _, hour = text.strip().rpartition(" ")
    try:
        at = datetime.strptime(hour.replace(".", ":"), "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        reason = say("adding.no_hour", text=plain(text))
        raise Refused(say("adding.bad_value", field=field, reason=reason), field=field) from None
    # A moment is meant by the clock on the wall where it is typed.
    return datetime.combine(past_day(journal, field, typed or "today"), at).astimezone()


moment = Read(Shape.MOMENT, _moment)
"""A day that has been and the hour after it: "12/9 14:30"; the hour alone is today's."""


def _number(journal: Journal, field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        reason = say("adding.not_a_number", text=plain(text))
        raise Refused(say("adding.bad_value", field=field, reason=reason), field=field) from None


number = Read(Shape.NUMBER, _number)
"""A whole number."""


def code(of: type[Code]) -> Read:
    """One of a list of codes, by its code or its wording."""

    def read(journal: Journal, field: str, text: str) -> Code:
        try:
            return of.read(text, field=field)
        except Refused as unknown:
            raise Refused(
                say("adding.bad_value", field=field, reason=unknown.sentence), field=field
            ) from unknown

    return Read(Shape.CODE, read, codes=of)


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

    return Read(Shape.RECORD, read, kinds=kinds)


def _file(journal: Journal, field: str, text: str) -> Path:
    return Path(text).expanduser()


file = Read(Shape.FILE, _file)
"""A file by its path."""


def records(*kinds: str) -> Read:
    """The ids of several other records, by reference, parted by commas or semicolons."""
    one = record(*kinds)

    def read(journal: Journal, field: str, text: str) -> list[str]:
        parts = text.replace(";", ",").split(",")
        return [one(journal, field, part) for part in parts if part.strip()]

    return Read(Shape.SEVERAL, read, kinds=kinds)


def _points(journal: Journal, field: str, text: str) -> list[str]:
    return [point.strip() for point in text.split(";") if point.strip()]


points = Read(Shape.SEVERAL, _points)
"""Several texts, parted by semicolons."""


def _participation(journal: Journal, field: str, text: str) -> Any:
    bare = text.strip()
    return code(Participation)(journal, field, f"PN{bare}" if bare.isdecimal() else bare)


participation = Read(Shape.CODE, _participation, codes=Participation)
"""A participation code by its wording, its code or its digit alone."""


def codes(of: type[Code]) -> Read:
    """Several codes, parted by commas or semicolons."""

    def read(journal: Journal, field: str, text: str) -> list[Any]:
        parts = text.replace(";", ",").split(",")
        return [code(of)(journal, field, part) for part in parts if part.strip()]

    return Read(Shape.CODES, read, codes=of)


def _days(journal: Journal, field: str, text: str) -> list[Any]:
    parts = text.replace(";", ",").split(",")
    return [past_day(journal, field, part) for part in parts if part.strip()]


days = Read(Shape.SEVERAL, _days)
"""Several days that have been, parted by commas or semicolons."""


def _yes_no(journal: Journal, field: str, text: str) -> bool:
    typed = text.strip().casefold()
    if typed not in ("yes", "y", "no", "n"):
        reason = say("adding.not_yes_or_no", text=plain(text))
        raise Refused(say("adding.bad_value", field=field, reason=reason), field=field)
    return typed in ("yes", "y")


yes_no = Read(Shape.YES_NO, _yes_no)
"""Yes or no, by the words or their first letters."""
