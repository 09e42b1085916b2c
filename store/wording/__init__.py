"""The one catalogue of sentences people read; another language is another folder of files."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources

LANGUAGE = "en"

# Marks that change the direction or order of the text around them: shown, they could make
# a sentence read differently from what was written.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@cache
def _room(name: str) -> dict[str, str]:
    file = resources.files(__package__).joinpath(LANGUAGE, f"{name}.toml")
    return {str(key): str(text) for key, text in tomllib.loads(file.read_text("utf-8")).items()}


@cache
def _text(key: str) -> str:
    room, _, name = key.partition(".")
    return _room(room)[name]


def say(key: str, **values: object) -> str:
    """The sentence for `room.name`, with its places filled; KeyError for an unknown key."""
    text = _text(key)
    return text.format(**values) if values else text


def field_words(kind: str, field: str) -> str:
    """What people call a field of a kind of record; one this version does not know, in letters."""
    for key in (f"fields.{kind}_{field}", f"fields.{field}"):
        try:
            return say(key)
        except KeyError:
            continue
    return plain(field.replace("_", " ")).capitalize()


def plain(text: str) -> str:
    """`text` as it may be shown: control characters and direction marks become a visible dot."""
    if text.isprintable():
        return text
    return "".join(
        "·"
        if character in _BIDI or (unicodedata.category(character) == "Cc" and character != "\n")
        else character
        for character in text.replace("\r\n", "\n").replace("\t", "    ")
    )
