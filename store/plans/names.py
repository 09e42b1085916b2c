"""References and short names: how people point at a plan, an area, a commitment, an action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

SHORT_ID = 6
"""Letters of a random id in a reference; a longer one is given where two begin alike."""

_IN_BRACKETS: Final = re.compile(r"\(([A-Z]{2,6})\)")
_WORD: Final = re.compile(r"[A-Za-z][\w’']*")
_FILLERS: Final = frozenset(
    {
        *("and", "of", "the", "for", "in", "a"),
        *("children", "children's", "childrens", "service", "services", "team", "teams"),
    }
)
_TITLE_LENGTH: Final = 60


def service_short(service: str) -> str:
    """ "SW" for a social work service, "IRO" for independent reviewing officers."""
    if given := _IN_BRACKETS.search(service):
        return str(given[1])
    every: list[str] = _WORD.findall(service)
    words = [word for word in every if word.replace("’", "'").casefold() not in _FILLERS]
    if not words:
        return "".join(word[0] for word in every).upper() or "AFI"
    if len(words) == 1:
        return words[0].upper() if len(words[0]) <= 4 else words[0][:4].upper()
    return "".join(word[0] for word in words).upper()[:5]


def service_shorts(services: Iterable[str]) -> dict[str, str]:
    """Short names for the services of one plan; two that come out alike are told apart."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for service in sorted(set(services)):
        short = plain_short = service_short(service)
        count = 1
        while short in taken:
            count += 1
            short = f"{plain_short}{count}"
        taken.add(short)
        found[service] = short
    return found


def plan_years(plans: Sequence[tuple[str, date | None, str]]) -> dict[str, str]:
    """The year word of each plan from (id, last inspection day, title): "2023", "2023b" …"""
    years: dict[str, str] = {}
    held: dict[str, int] = {}
    for plan, day, _ in sorted(plans, key=lambda p: (p[1] or date.min, p[2], p[0])):
        year = str(day.year) if day else "0"
        held[year] = held.get(year, 0) + 1
        count = held[year]
        years[plan] = year if count == 1 else year + _letters(count)
    return years


def short_ids(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    """ "A-3f9a2c" for each id: six letters, more for those that begin alike."""
    every = sorted(set(ids))
    found = {}
    for place, own in enumerate(every):
        length = SHORT_ID
        for other in (*every[max(0, place - 1) : place], *every[place + 1 : place + 2]):
            while length < len(own) and other.startswith(own[:length]):
                length += 1
        found[own] = f"{prefix}-{own[:length]}"
    return found


def title_of(text: str) -> str:
    """The first words of a text as a title: up to a colon or the end of a sentence."""
    first = text.split("\n", 1)[0].strip()
    head, colon, rest = first.partition(": ")
    if colon and rest and len(head) <= _TITLE_LENGTH:
        return head
    if first[:3].casefold() == "to " and len(first) > 3:
        first = first[3:4].upper() + first[4:]
    sentence = re.split(r"(?<=[^.A-Z])\.(?:\s|$)", first, maxsplit=1)[0]
    if len(sentence) <= _TITLE_LENGTH:
        return sentence
    cut = sentence[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;(–-")
    return f"{cut}…"


def _letters(count: int) -> str:
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
