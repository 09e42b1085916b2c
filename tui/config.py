"""The config file: theme, signs and keys. A file with a mistake is named and left aside."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_config_path

from store.wording import say
from tui.actions import REGISTRY, KeyTaken
from tui.glyphs import use_ascii


@dataclass(frozen=True)
class Config:
    """What the file says; `problem` is the sentence about what in it could not be taken."""

    theme: str | None = None
    ascii_glyphs: bool | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problem: str | None = None


def config_file() -> Path:
    """Where the file is looked for."""
    return user_config_path("planreview", appauthor=False) / "config.toml"


def read_config(path: Path | None = None) -> Config:
    """The config file as far as it can be read; without a file everything is as designed."""
    file = config_file() if path is None else path
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        return Config(problem=say("frame.config_unread", path=file, why=wrong))
    keys: dict[str, tuple[str, ...]] = {}
    problem: str | None = None
    asked = content.get("keys", {})
    for name, wanted in asked.items() if isinstance(asked, dict) else ():
        chosen = [wanted] if isinstance(wanted, str) else wanted
        if isinstance(chosen, list) and chosen and all(isinstance(key, str) for key in chosen):
            keys[str(name)] = tuple(chosen)
        else:
            problem = say("frame.config_keys", path=file, name=name)
    glyphs = content.get("glyphs")
    theme = content.get("theme")
    return Config(
        theme=theme if isinstance(theme, str) else None,
        ascii_glyphs=None if glyphs is None else glyphs == "ascii",
        keys=keys,
        problem=problem,
    )


def take_config(config: Config) -> None:
    """Use the signs and keys of the config file."""
    if config.ascii_glyphs is not None:
        use_ascii(config.ascii_glyphs)
    for name, keys in config.keys.items():
        # A key no terminal can be trusted with is left aside; the usual one stays.
        with suppress(KeyTaken):
            REGISTRY.remap({name: keys})
