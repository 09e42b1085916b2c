"""Reading a file a person names: what is refused, and the text that comes out of the rest."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from store.errors import Locked, Refused
from store.wording import plain, say

LARGEST = 20 * 1024 * 1024
"""Bytes. The largest published report in text form is under one; past this a name was mistaken."""

# What a file begins with when it is not text, and the word for it in the catalogue.
_KNOWN_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "rtf"),
    (b"age-encryption.org", "sealed"),
)
_KEPT_CONTROLS = frozenset("\t\n")


class FileRefused(Refused):
    """A file that cannot be read as text; nothing of it was taken."""


class NoPermission(Locked):
    """A file this account may not read."""


@dataclass(frozen=True)
class TextFile:
    """A file as text: lines end in LF, page breaks are empty lines, control characters are gone.

    `cleaned` counts the control characters that were left out and `encoding` names the
    encoding the bytes were read in.
    """

    path: Path
    text: str
    encoding: str
    cleaned: int


def read_text(path: Path) -> TextFile:
    """The text of `path`; refuses folders, empty, binary and too large files with the reason."""
    shown = plain(str(path))
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise FileRefused(say("imports.folder", file=shown))
        if not stat.S_ISREG(state.st_mode):
            raise FileRefused(say("imports.not_a_file", file=shown))
        if state.st_size > LARGEST:
            raise FileRefused(
                say(
                    "imports.too_large",
                    file=shown,
                    size=round(state.st_size / 1024 / 1024),
                    limit=LARGEST // 1024 // 1024,
                )
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(say("imports.no_such_file", file=shown)) from None
    except NotADirectoryError:
        raise FileRefused(say("imports.no_such_file", file=shown)) from None
    except PermissionError:
        raise NoPermission(say("imports.no_permission", file=shown)) from None
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or type(failure).__name__
        raise FileRefused(say("imports.not_readable", file=shown, reason=reason)) from None
    text, encoding = _decoded(data, shown)
    text, cleaned = _without_controls(text)
    if not text.strip():
        raise FileRefused(say("imports.empty", file=shown))
    return TextFile(path, text, encoding, cleaned)


def _decoded(data: bytes, shown: str) -> tuple[str, str]:
    if not data.strip():
        raise FileRefused(say("imports.empty", file=shown))
    for beginning, name in _KNOWN_BEGINNINGS:
        if data.startswith(beginning):
            raise FileRefused(say(f"imports.binary_{name}", file=shown))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as failure:
            raise FileRefused(say("imports.binary", file=shown, at=failure.start)) from None
    if (at := data.find(b"\0")) >= 0:
        raise FileRefused(say("imports.binary", file=shown, at=at))
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as failure:
        at = failure.start
    # Older Windows programs write their own code page. It decodes nearly any bytes, so it is
    # believed only where the file has the shape of text.
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in data)
    high = sum(byte >= 128 for byte in data)
    if controls == 0 and high * 5 < len(data):
        try:
            return data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError as failure:
            at = failure.start
    raise FileRefused(say("imports.binary", file=shown, at=at))


def _without_controls(text: str) -> tuple[str, int]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    if not any(_is_control(character) for character in text):
        return text, 0
    kept = [character for character in text if not _is_control(character)]
    return "".join(kept), len(text) - len(kept)


def _is_control(character: str) -> bool:
    return (character < " " and character not in _KEPT_CONTROLS) or "\x7f" <= character <= "\x9f"
