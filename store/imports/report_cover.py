"""What stands before the plan in an inspection report: who inspected, what, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from store.imports.report_dates import inspection_days, is_only_days
from store.imports.report_words import ANNOUNCED, number_of
from store.imports.tables import Piece

_REGULATOR: Final = re.compile(
    r"\b(?:commission|inspectorate|ofsted|regulator|authority)\b", re.IGNORECASE
)
_REPORT: Final = re.compile(r"\b(?:report|inspection|review)\b", re.IGNORECASE)
_SERVICE: Final = re.compile(r"\bservices?\b|\bteam\b|\bhome\b", re.IGNORECASE)
_OF_SERVICE: Final = re.compile(r"(?:\bof|:|–|—)\s+(?:the\s+)?(\S.*\bServices?)\s*$", re.IGNORECASE)
_INSPECT: Final = re.compile(r"\binspect", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\d.*,|,.*\d|\b[A-Z]{2}\d+\s*\d[A-Z]{2}\b")
_COVER_LINES: Final = 40


@dataclass(frozen=True)
class Days:
    """The days of an inspection and the line that names them."""

    first: date
    last: date
    line: int


@dataclass(frozen=True)
class Cover:
    """The head of a report; `days` lists every inspection that a cover line names, in order."""

    regulator: str | None
    title: str | None
    service: str | None
    days: tuple[Days, ...]


def read_cover(before: Sequence[Piece]) -> Cover:
    """Reads the pieces that stand before the plan."""
    blocks = _blocks(before[:_COVER_LINES])
    regulator = next((text for text, _ in blocks if _REGULATOR.search(text)), None)
    service = next(
        (
            text
            for text, bold in blocks
            if bold and text != regulator and _SERVICE.search(text) and not _ADDRESS.search(text)
        ),
        None,
    )
    report = next(
        (
            text
            for text, _ in blocks
            if text not in (regulator, service)
            and _REPORT.search(text)
            and not text.endswith(".")
            and len(text.split()) <= 8
        ),
        None,
    )
    if service is None and report is not None and (named := _OF_SERVICE.search(report)):
        return Cover(regulator, report, named[1], _days(before))
    title = ": ".join(part for part in (report, service) if part) or None
    if title is None:
        title = next((text for text, bold in blocks if bold and text != regulator), None)
    return Cover(regulator, title, service, _days(before))


def announced(pieces: Sequence[Piece]) -> list[tuple[int, str]]:
    """What the words above the table announce: how many areas for which service, in order."""
    found = []
    for piece in pieces:
        if piece.in_cell:
            continue
        for match in ANNOUNCED.finditer(piece.text):
            number = number_of(match[1])
            if number:
                found.append((number, _service_name(match[2])))
    return found


def days_named(pieces: Sequence[Piece]) -> tuple[Days, ...]:
    """Every inspection that a line consisting of days alone names."""
    found: list[Days] = []
    for piece in pieces:
        if not piece.in_cell and is_only_days(piece.text):
            days = inspection_days(piece.text)
            if days and all((known.first, known.last) != days for known in found):
                found.append(Days(*days, piece.line))
    return tuple(found)


def _days(before: Sequence[Piece]) -> tuple[Days, ...]:
    found = days_named(before)
    if found:
        return found
    # Not on a line of its own: the first sentence that speaks of the inspection and names a day.
    for piece in before:
        if _INSPECT.search(piece.text) and (days := inspection_days(piece.text)):
            return (Days(*days, piece.line),)
    return ()


def _blocks(pieces: Sequence[Piece]) -> list[tuple[str, bool]]:
    """Lines that stand together, as one text; a change of weight begins a new one."""
    blocks: list[tuple[str, bool]] = []
    for piece in pieces:
        if piece.in_cell:
            continue
        if blocks and not piece.after_gap and blocks[-1][1] == piece.bold:
            blocks[-1] = (f"{blocks[-1][0]} {piece.text}", piece.bold)
        else:
            blocks.append((piece.text, piece.bold))
    return blocks


def _service_name(text: str) -> str:
    words = text.split()
    while words and words[-1].lower() in ("and", "of", "the", "for", "&"):
        words.pop()
    name = " ".join(words)
    return name[:-7] + "Service" if name.endswith("service") else name
