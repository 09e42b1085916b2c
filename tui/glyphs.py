"""Every sign the program draws, one cell each, with its plain ASCII twin."""

from __future__ import annotations

import locale
import os
from functools import cache
from typing import Any

# name: (sign, ASCII)
GLYPHS: dict[str, tuple[str, str]] = {
    "blue": ("✓", "+"),
    "green": ("●", "="),
    "amber": ("▲", "~"),
    "red": ("◆", "!"),
    "grey": ("○", "-"),
    "late": ("◆", "!"),
    "soon": ("▲", "~"),
    "later": ("○", "-"),
    "draft": ("✎", "%"),
    "conflict": ("⚠", "?"),
    "saved": ("·", "."),
    "exported": ("↗", ">"),
    "received": ("↘", "<"),
    "merged": ("≡", "#"),
    "refused": ("⊘", "x"),
    "marked": ("■", "*"),
    "on": ("■", "x"),
    "off": ("□", "."),
    "cursor": ("▌", ">"),
    "open": ("▾", "v"),
    "closed": ("▸", ">"),
    "wrong": ("✗", "x"),
    "right": ("✓", "+"),
    "empty": ("–", "-"),
    "zero": ("·", "."),
    "dot": ("•", "*"),
    "bar": ("━", "#"),
    "rest": ("━", "-"),
    "missing": ("╍", "."),
    "pane": ("│", "|"),
    "thumb": ("┃", "#"),
    "across": ("─", "-"),
    "ellipsis": ("…", "~"),
    "between": ("·", "-"),
    "to": ("→", ">"),
    "inside": ("›", ">"),
    "up": ("↑", "^"),
    "down": ("↓", "v"),
}

BRAG_ROLES = {"blue": "blue", "green": "green", "amber": "amber", "red": "red", "grey": "dim"}
URGENCY_ROLES = {"late": "red", "soon": "amber", "later": "dim"}

_ascii: bool | None = None


def use_ascii(on: bool | None) -> None:
    """Draw ASCII signs (True), the designed ones (False), or what the locale can carry (None)."""
    global _ascii
    _ascii = on


def ascii_only() -> bool:
    """Whether signs are drawn in ASCII: set by hand, by PLANREVIEW_GLYPHS, or by the locale."""
    if _ascii is not None:
        return _ascii
    return _asked()


@cache
def _asked() -> bool:
    asked = os.environ.get("PLANREVIEW_GLYPHS", "")
    if asked:
        return asked == "ascii"
    return "utf" not in locale.getpreferredencoding(False).lower()


def glyph(name: str) -> str:
    """The sign of that name, one cell wide; KeyError for an unknown name."""
    return GLYPHS[name][1 if ascii_only() else 0]


def _name(member: Any) -> str:
    return str(getattr(member, "name", member)).lower()


def brag_pieces(brag: Any, form: str = "word") -> list[tuple[str, str]]:
    """A BRAG state as pieces: sign and word, sign and letter, or the sign alone (`glyph`)."""
    name = _name(brag)
    role = BRAG_ROLES[name]
    if form == "glyph":
        return [(glyph(name), role)]
    word = name.capitalize()
    letter = "N" if name == "grey" else word[0]
    return [(f"{glyph(name)} {word if form == 'word' else letter}", role)]


def urgency_piece(urgency: Any) -> tuple[str, str]:
    """The sign of a clock: late, soon or later."""
    name = _name(urgency)
    return glyph(name), URGENCY_ROLES[name]


def clock_piece(words: str, urgency: Any) -> tuple[str, str]:
    """A clock's words in their colour; late ones are bold as well."""
    name = _name(urgency)
    role = URGENCY_ROLES[name]
    return words, f"bold {role}" if name == "late" else role
