"""The words by which the parts of an inspection report are known, in the wordings met so far."""

from __future__ import annotations

import re
from typing import Final

_I: Final = re.IGNORECASE
_DASH: Final = r"[-–—:]"
_AFI: Final = r"(?:areas?\s+(?:for|of)\s+improvement|improvement\s+areas?|afi)"
_COUNTING: Final = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBERS: Final = {word: number for number, word in enumerate(_COUNTING.split())} | {
    "a": 1,
    "an": 1,
    "twenty-four": 24,
    "thirty": 30,
    "thirty-six": 36,
}

PLAN_HEADING: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:the\s+|service\s+|quality\s+)?"
    r"(?:(?:improvement|action|development)\s+plan|areas\s+for\s+improvement)\s*:?",
    _I,
)
AREA_HEADING: Final = re.compile(
    _AFI + r"\s*(?:no\.?|number|#)?\s*(\d{1,3})\s*(\(?cont(?:inued|\.|’d|'d)?\)?)?\s*[.:]?", _I
)
SERVICE_AFTER: Final = re.compile(_AFI + rf"\s*(?:{_DASH}|for|in)\s*(?:the\s+)?(\D.*)", _I)
SERVICE_BEFORE: Final = re.compile(rf"(\D.*?)\s*{_DASH}\s*{_AFI}\s*:?", _I)
SERVICE_ALONE: Final = re.compile(r"(?:the\s+)?(\D.*\b(?:services?|team))\s*:?", _I)
STANDARD: Final = re.compile(
    r"(?:(?:ref(?:erence)?s?|standards?\s+ref(?:erence)?)\s*[.:]+\s*(.*)"
    r"|((?:standard|regulation)s?\s*:?\s*\d.{0,60}))",
    _I,
)
DEADLINE: Final = re.compile(
    r"(?:to\s+be\s+(?:completed|met|done|achieved)\s+(?:by|within)|to\s+be\s+completed"
    r"|(?:complete|completion)\s+(?:by|date)|time\s*-?\s*(?:scale|frame|limit)|deadline|by\s+when|due"
    r"(?:\s+(?:by|date))?)\s*:\s*(.*)",
    _I,
)
RESPONSE: Final = re.compile(
    r"(?:(?:the\s+)?(?:registered\s+)?(?:provider|manager|person)s?(?:[’']s?)?\s+response"
    r"|response\s+(?:of|by|from)\s+(?:the\s+)?(?:registered\s+)?(?:provider|manager|person)s?"
    r"|response|action(?:s)?\s+(?:to\s+be\s+taken|taken|planned))\s*:\s*(.*)",
    _I,
)
RESPONSE_ALONE: Final = re.compile(
    r"(?:the\s+)?(?:registered\s+)?(?:provider|manager)(?:[’']s?)?\s+response"
    r"|response\s+(?:of|by|from)\s+(?:the\s+)?(?:registered\s+)?(?:provider|manager)",
    _I,
)
PAGE_FURNITURE: Final = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", _I)
NUMBERED: Final = re.compile(r"\(?(\d{1,2})[.)]\s+(.*)")
LETTERED: Final = re.compile(r"\(?([a-z])[.)]\s+(.*)")
BULLET: Final = re.compile(r"[•◦▪◼■●‣–—*\-\uf0a7\uf06e\uf0b7]\s+(.*)")
TALKS_OF_INSPECTION: Final = re.compile(
    r"\binspect(?:ion|ed|ors?|orate)\b|areas?\s+for\s+improvement", _I
)
ANNOUNCED: Final = re.compile(
    r"\b(\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")\s+"
    r"areas?(?:\s+for\s+improvement)?(?:\s+\w+){0,4}?\s+for\s+(?:the\s+)?"
    r"([A-Z][\w’'()&-]*(?:\s+(?:[A-Z&(][\w’'()&-]*|and|of|the|for|service))*)",
    0,
)
ENDS_A_SENTENCE: Final = (".", "!", "?", ":", ";", "…", ".”", ".’", '."', ".)", "?”")
# A sentence cannot end on one of these, so a page break after it fell inside the sentence.
_LEADING: Final = (
    "a an and are as at be been but by for from has have in is its no not of on or our over that "
    "the their these this those through to under until was were which who will with"
)
LEADS_ON: Final = frozenset(_LEADING.split())


def number_of(word: str) -> int | None:
    """The number that a word or digits say, None when they say none."""
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower())
