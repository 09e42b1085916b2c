"""The manifest: what a snapshot says of itself, signed, before anything in it is trusted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.snapshots.canonical import (
    NotCanonical,
    canonical,
    count_of,
    hex_of,
    strict_object,
    text_of,
    text_or_none,
)

FORMAT = 2
FULL = "full"
DELTA = "delta"
SLICE = "slice"
HANDOVER = "handover"
# What each format knows; a file of format 1 is read for ever.
_EXTENTS = {1: (FULL, DELTA), 2: (FULL, DELTA, SLICE, HANDOVER)}

# A sealed evidence file is named by a keyed hash: hex, and never a path.
_PART_NAME = re.compile(r"[0-9a-f]{64}")
_DEVICE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class Span:
    """Changes `first` to `last` of `device`; `prev` is the chain before, `head` the chain after."""

    device: str
    first: int
    last: int
    prev: str
    head: str


@dataclass(frozen=True)
class Part:
    """A sealed evidence file that travels along: its name, size in bytes, SHA-256 as sealed."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a file holds, from whom, for whom; sizes in bytes, times ISO in UTC.

    `centre` is the id of the store it is sealed to: a centre for a snapshot, a device for what a
    centre sends back (`slice`, with its `receipt`) or another device hands over (`handover`).
    `last` is the number of the sender's last own change, `unsent` how many changes had waited to
    be sent when the file was made; both None in format 1, which did not say. `heard` is the number
    of the newest receipt of `centre` that the sender had read; None where it did not say.
    """

    extent: str
    policy: str
    device: str
    device_name: str
    centre: str
    number: int
    created: str
    app: str
    schema: int
    spans: tuple[Span, ...]
    changes: int
    body_packed: int
    body_size: int
    body_sha256: str
    parts: tuple[Part, ...]
    previous: str | None
    last: int | None = None
    unsent: int | None = None
    receipt: dict[str, Any] | None = None
    heard: int | None = None

    def to_bytes(self) -> bytes:
        """The manifest as canonical JSON, the bytes that are signed."""
        parts = {
            **vars(self),
            "spans": [vars(span) for span in self.spans],
            "parts": [vars(part) for part in self.parts],
        }
        return canonical({"planreview": "snapshot", "format": FORMAT, **parts})

    @staticmethod
    def format_of(data: bytes) -> int | None:
        """The format number `data` claims, or None when it claims none; trusts nothing else."""
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            return None
        value = found.get("format") if isinstance(found, dict) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @staticmethod
    def from_bytes(data: bytes) -> Manifest:
        """The manifest in `data`; NotCanonical for a missing, doubled or misshapen part."""
        found = strict_object(data)
        written_in = Manifest.format_of(data)
        known = _EXTENTS.get(written_in) if written_in is not None else None
        if found.get("planreview") != "snapshot" or known is None:
            raise NotCanonical("this is not a manifest of a known format")
        return Manifest(
            extent=_extent(found, known),
            policy=text_of(found, "policy", 40),
            device=_device(found),
            device_name=text_of(found, "device_name"),
            centre=text_of(found, "centre", 64),
            number=count_of(found, "number"),
            created=_moment(found),
            app=text_of(found, "app", 40),
            schema=count_of(found, "schema"),
            spans=tuple(_span(each) for each in _list(found, "spans")),
            changes=count_of(found, "changes"),
            body_packed=count_of(found, "body_packed"),
            body_size=count_of(found, "body_size"),
            body_sha256=hex_of(found, "body_sha256"),
            parts=tuple(_part(each) for each in _list(found, "parts")),
            previous=text_or_none(found, "previous", 64),
            last=count_of(found, "last") if written_in != 1 else None,
            unsent=count_of(found, "unsent") if written_in != 1 else None,
            receipt=_receipt(found) if written_in != 1 else None,
            heard=count_of(found, "heard") if found.get("heard") is not None else None,
        )


def _list(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = found.get(name)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise NotCanonical(f"{name!r} is missing or is not a list")
    return value


def _extent(found: dict[str, Any], known: tuple[str, ...]) -> str:
    if found.get("extent") not in known:
        raise NotCanonical("the extent is none of this format")
    return str(found["extent"])


def _receipt(found: dict[str, Any]) -> dict[str, Any] | None:
    """What a centre says to a device, which a slice always has and nothing else does."""
    value = found.get("receipt")
    if (value is not None) != (found["extent"] == SLICE):
        raise NotCanonical("a receipt stands where none does, or is missing")
    if value is not None and not isinstance(value, dict):
        raise NotCanonical("the receipt is not one")
    return value


def _device(found: dict[str, Any]) -> str:
    value = text_of(found, "device", 64)
    if not _DEVICE.fullmatch(value):
        raise NotCanonical("the device is not one")
    return value


def _moment(found: dict[str, Any]) -> str:
    """When it was written: a moment every calendar can hold, or devices could not be listed."""
    value = text_of(found, "created", 40)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise NotCanonical("the moment it was written is not one") from None
    if moment.tzinfo is None or not 1970 < moment.year < 2200:
        raise NotCanonical("the moment it was written is not one")
    return value


def _span(found: dict[str, Any]) -> Span:
    span = Span(
        device=_device(found),
        first=count_of(found, "first"),
        last=count_of(found, "last"),
        prev=text_of(found, "prev", 128),
        head=text_of(found, "head", 128),
    )
    if not 1 <= span.first <= span.last:
        raise NotCanonical("a range ends before it begins")
    return span


def _part(found: dict[str, Any]) -> Part:
    part = Part(
        name=text_of(found, "name", 160),
        size=count_of(found, "size"),
        sha256=hex_of(found, "sha256"),
    )
    if not _PART_NAME.fullmatch(part.name):
        raise NotCanonical("an evidence file has a name that is not one")
    return part
