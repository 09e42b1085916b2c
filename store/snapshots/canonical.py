"""One way to write JSON that is signed, and one strict way to read JSON that came from outside."""

from __future__ import annotations

import json
from typing import Any


class NotCanonical(ValueError):
    """Text from outside that is not the JSON it should be; the reader says what that means."""


def canonical(value: Any) -> bytes:
    """`value` as the one byte string that is hashed and signed: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotCanonical(f"the name {name!r} stands twice")
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise NotCanonical(f"{text} is not a number that can be kept")


def strict_object(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`; NotCanonical for anything a second reader could read otherwise.

    Two readers of one file must see one thing, so names that stand twice, NaN, NUL and lone
    surrogates are refused here and not repaired.
    """
    try:
        text = data.decode("utf-8")
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        canonical(found)
    except (ValueError, RecursionError) as why:
        raise NotCanonical("this is not readable JSON") from why
    if not isinstance(found, dict):
        raise NotCanonical("this is JSON, but not an object")
    if "\x00" in text or "\\u0000" in text:
        raise NotCanonical("a NUL character stands in it")
    return found


def text_of(found: dict[str, Any], name: str, most: int = 200) -> str:
    """The text under `name`, at most `most` characters long; NotCanonical when it is not that."""
    value = found.get(name)
    if not isinstance(value, str) or not value or len(value) > most:
        raise NotCanonical(f"{name!r} is missing or is not a short text")
    return value


def text_or_none(found: dict[str, Any], name: str, most: int = 200) -> str | None:
    """The text under `name`, or None where it is absent or null."""
    return None if found.get(name) is None else text_of(found, name, most)


def count_of(found: dict[str, Any], name: str) -> int:
    """The whole number of 0 or more under `name`, below 2^53."""
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise NotCanonical(f"{name!r} is missing or is not a count")
    return value


def hex_of(found: dict[str, Any], name: str, size: int = 32) -> str:
    """The `size` bytes written as lower-case hex under `name`."""
    value = found.get(name)
    if not is_hex(value, size):
        raise NotCanonical(f"{name!r} is missing or is not {size} bytes of hex")
    return str(value)


def is_hex(value: object, size: int) -> bool:
    """Whether `value` is text of `size` bytes in lower-case hex."""
    return (
        isinstance(value, str)
        and len(value) == 2 * size
        and all(character in "0123456789abcdef" for character in value)
    )
