"""The fields a query may name: what they take, how a value of theirs is read, who hints at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from store import duties
from store.clock import UnreadableDate, WorkingDays, parse_date
from store.codes import ActionStatus, Brag, DecisionState
from store.wording import say

NONE, ANY = "none", "any"
DAY_WORDS: tuple[str, ...] = (NONE, ANY, "today", "week", "month")
_LATER = re.compile(r"\d+\s*[a-z]+", re.ASCII | re.IGNORECASE)


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True)
class Field:
    """One field: its name in a query, what it holds, and the values it can be asked for."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def hint(self) -> str:
        """What it is, in a few words."""
        return say(f"asking.field_{self.name}") if self.name in FIELDS else self.name


KINDS: tuple[str, ...] = (
    *("action", "decision", "commitment", "review", "papers"),
    *duties.KINDS,
    "conflict",
)
YES_NO: tuple[str, ...] = ("yes", "no")
STATUSES: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(one.value for one in ActionStatus),
            *(one.value for one in DecisionState),
            *("yes", "partly", "no", "no_action", "due", "to_send", "to_write", "undecided"),
            *duties.STATUSES,
        ]
    )
)
HAS: tuple[str, ...] = ("owner", "date", "evidence", "child", "area", "conflict", "action")
IS: tuple[str, ...] = (
    "overdue", "stale", "blocked", "mine", "done", "bare", "outdated", "open", "closed",
)  # fmt: skip
DELIVERY: tuple[str, ...] = ("here", "sent", "merged", "refused", "received")

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("kind", Kind.CHOICE, KINDS),
        Field("status", Kind.CHOICE, STATUSES),
        Field("brag", Kind.CHOICE, (*(one.value for one in Brag), NONE)),
        Field("owner", Kind.TEXT, (NONE, ANY, "me")),
        Field("due", Kind.DAY, DAY_WORDS),
        Field("first_due", Kind.DAY, DAY_WORDS),
        Field("changed", Kind.DAY, DAY_WORDS),
        Field("area", Kind.TEXT, (NONE, ANY)),
        Field("std", Kind.TEXT, (NONE, ANY)),
        Field("child", Kind.TEXT, (NONE, ANY)),
        Field("team", Kind.TEXT, (NONE, ANY)),
        Field("ref", Kind.TEXT),
        Field("conflict", Kind.CHOICE, YES_NO),
        Field("evidence", Kind.NUMBER),
        Field("has", Kind.CHOICE, HAS),
        Field("no", Kind.CHOICE, HAS),
        Field("is", Kind.CHOICE, IS),
        Field("delivery", Kind.CHOICE, DELIVERY),
    )
}


def read_day(text: str, today: date, calendar: WorkingDays | None = None) -> date:
    """The day a value means: `7d` and `2w` count from today; the rest as dates are typed.

    Raises UnreadableDate.
    """
    if text.casefold() == "today":
        return today
    if not _LATER.fullmatch(text):
        return parse_date(text, today=today, calendar=calendar)
    try:
        return parse_date(f"+{text}", today=today, calendar=calendar)
    except UnreadableDate:
        # `12mar` looks like a count and is a day.
        return parse_date(text, today=today, calendar=calendar)


def span(word: str, today: date) -> tuple[date, date]:
    """The first and last day of `today`, `week` (Monday to Sunday) or `month`."""
    if word == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if word == "month":
        following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
        return today.replace(day=1), following - timedelta(days=1)
    return today, today


def area_key(text: str) -> str:
    """ "2023-IRO-1", "IRO 1" and "iro/1" in one form: "2023/iro/1", "iro/1"."""
    return "/".join(re.split(r"[\s/._-]+", text.strip().casefold()))


# Of a thousand rows most share their team, their owner, their child.
@lru_cache(maxsize=4_096)
def text_key(text: str) -> str:
    """A name or reference as it is compared: small letters, single spaces."""
    return " ".join(text.casefold().split())


def standard_key(text: str) -> str:
    """The number of a standard: "2" for "Standard 2"."""
    return re.sub(r"^(standard|std)\.?\s*", "", text_key(text))
