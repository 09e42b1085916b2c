"""Commitments: what the chain says of a value, so that the value itself can be left out or erased.

The salt of a value is the keyed hash of its field's name under the salt of its row; the
commitment is the keyed hash of the value under that.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_BLOCK = 64


def keyed_hash(key: bytes, said: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104), in a third of the time of `hmac.digest`: it is asked for four
    times for every value saved."""
    key = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = sha256(key.translate(_INNER) + said).digest()
    return sha256(key.translate(_OUTER) + inner).digest()


def commitment(salt: bytes, value: str | None) -> str:
    """The commitment of a value under its own salt, hex."""
    return keyed_hash(salt, _said(value)).hex()


def commitments(salt: bytes, values: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The commitment of each value of a row, by name: as `commitment` of its derived salt.

    Written out, with the halves of the row's key made once: it is most of the work of a chain.
    """
    row = (salt if len(salt) <= _BLOCK else sha256(salt).digest()).ljust(_BLOCK, b"\0")
    inner, outer = row.translate(_INNER), row.translate(_OUTER)
    found = {}
    for name, value in values:
        own = sha256(outer + sha256(inner + name.encode()).digest()).digest().ljust(_BLOCK, b"\0")
        value_hash = sha256(own.translate(_INNER) + _said(value)).digest()
        found[name] = sha256(own.translate(_OUTER) + value_hash).hexdigest()
    return found


def _said(value: str | None) -> bytes:
    return b"\x00" if value is None else b"\x01" + value.encode()
