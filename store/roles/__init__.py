"""What each role may save: one table (`permits.toml`), guidance on a device, law at a centre."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Permits:
    """What one role may save: whole kinds, some fields of other kinds, and whether kinds that
    only a newer version of the program knows."""

    kinds: frozenset[str]
    fields: dict[str, frozenset[str]]
    newer: bool


@cache
def table() -> dict[str, Permits]:
    """What every role may save, as `permits.toml` says it."""
    said: dict[str, Any] = tomllib.loads(
        resources.files(__package__).joinpath("permits.toml").read_text("utf-8")
    )["roles"]
    return {role: _permits(said, role) for role in said}


def _permits(said: dict[str, Any], role: str) -> Permits:
    own = said[role]
    below = _permits(said, own["like"]) if "like" in own else Permits(frozenset(), {}, False)
    kinds = below.kinds | frozenset(own.get("kinds", ()))
    fields = below.fields | {
        kind: frozenset(names) for kind, names in own.get("fields", {}).items()
    }
    return Permits(
        kinds,
        {kind: names for kind, names in fields.items() if kind not in kinds},
        own.get("newer", below.newer),
    )


@cache
def known_kinds() -> frozenset[str]:
    """Every kind of record the table speaks of."""
    return frozenset().union(*(each.kinds for each in table().values()))


def may_save(role: str, kind: str, fields: Iterable[str]) -> str | None:
    """None when `role` may save these fields of a kind; else a code: `kind ROLE`, `field NAME`.

    A role that is none of the table may save nothing.
    """
    permits = table().get(role)
    if permits is None:
        return f"kind {role}"
    if kind in permits.kinds or (permits.newer and kind not in known_kinds()):
        return None
    some = permits.fields.get(kind)
    if some is None:
        return f"kind {role}"
    return next((f"field {name}" for name in sorted(fields) if name not in some), None)
