"""The demo's words and facts, read from the files beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def content(name: str) -> dict[str, Any]:
    """One file of demo content, by its name without the ending; treat it as read-only."""
    file = resources.files(__package__).joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))
