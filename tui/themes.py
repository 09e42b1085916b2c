"""The four looks of the program: roles with their colours, and how a style word becomes a style."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style
from textual.theme import Theme

TEXT_ROLES = ("text", "dim", "accent", "red", "amber", "green", "blue")
BACKGROUNDS = ("bg", "chrome", "sel", "selq", "field")
ATTRIBUTES = ("bold", "underline", "reverse")


@dataclass(frozen=True)
class Palette:
    """One theme's colours by role.

    `plain_cursor` draws the cursor row in two colours only, `reversed_blocks` draws it and the
    current mode by the terminal's reverse, `underlined_fields` says where a field is.
    """

    name: str
    dark: bool
    colours: Mapping[str, str]
    plain_cursor: bool = False
    underlined_fields: bool = False
    reversed_blocks: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    def style(self, words: str, on: str = "bg") -> Style:
        """The style for words such as `bold red`, on one of the backgrounds."""
        return _style(self, words, on)


@lru_cache(maxsize=2048)
def _style(palette: Palette, words: str, on: str) -> Style:
    colours = palette.colours
    role, wanted = "text", set()
    for word in words.split():
        if word in ATTRIBUTES:
            wanted.add(word)
        else:
            role = word
    cursor = on == "sel" and palette.plain_cursor
    if palette.reversed_blocks and (cursor or role == "onaccent"):
        return Style(
            color=colours["text"],
            bgcolor=colours["bg"],
            bold="bold" in wanted or None,
            underline="underline" in wanted or None,
            reverse=True,
        )
    if role == "onaccent":
        return Style(
            color=colours["onaccent"],
            bgcolor=colours["accent"],
            bold="bold" in wanted or None,
            reverse=None,
        )
    if cursor:
        return Style(
            color=colours["bg"],
            bgcolor=colours["text"],
            bold="bold" in wanted or None,
            underline="underline" in wanted or None,
            reverse="reverse" in wanted or None,
        )
    return Style(
        color=colours[role],
        bgcolor=colours[on],
        bold="bold" in wanted or None,
        underline="underline" in wanted or (on == "field" and palette.underlined_fields) or None,
        reverse="reverse" in wanted or None,
    )


def _colours(**colours: str) -> Mapping[str, str]:
    return colours


DARK = Palette(
    "dark",
    True,
    _colours(
        bg="#15181c",
        chrome="#1e2328",
        sel="#322d4e",
        selq="#23282e",
        field="#23282e",
        text="#dde1e6",
        dim="#98a1ac",
        accent="#b9a8ff",
        onaccent="#17131f",
        red="#f58d84",
        amber="#e6b85c",
        green="#82cb93",
        blue="#7fb4f5",
        rule="#3b434c",
    ),
)

LIGHT = Palette(
    "light",
    False,
    _colours(
        bg="#fbfaf7",
        chrome="#efede6",
        sel="#e3dcf8",
        selq="#eceae3",
        field="#efede6",
        text="#21252a",
        dim="#5b636d",
        accent="#5638b8",
        onaccent="#ffffff",
        red="#ab231b",
        amber="#7d5000",
        green="#1a642f",
        blue="#1b5a9f",
        rule="#c9c4b8",
    ),
)

CONTRAST = Palette(
    "contrast",
    True,
    _colours(
        bg="#000000",
        chrome="#000000",
        sel="#000000",
        selq="#262626",
        field="#262626",
        text="#ffffff",
        dim="#d6d6d6",
        accent="#d9ccff",
        onaccent="#000000",
        red="#ffa79e",
        amber="#ffd166",
        green="#8af5a5",
        blue="#9fd0ff",
        rule="#8a8a8a",
    ),
    plain_cursor=True,
)

# Without colour only reverse, bold and underline carry meaning; the greys are a comfort.
NO_COLOUR = Palette(
    "nocolor",
    True,
    _colours(
        bg="#171717",
        chrome="#171717",
        sel="#171717",
        selq="#171717",
        field="#171717",
        text="#e6e6e6",
        dim="#a8a8a8",
        accent="#e6e6e6",
        onaccent="#171717",
        red="#e6e6e6",
        amber="#e6e6e6",
        green="#e6e6e6",
        blue="#e6e6e6",
        rule="#5a5a5a",
    ),
    plain_cursor=True,
    underlined_fields=True,
    reversed_blocks=True,
)

PALETTES: Mapping[str, Palette] = {
    palette.name: palette for palette in (DARK, LIGHT, CONTRAST, NO_COLOUR)
}
CHOSEN_BY_HAND = ("dark", "light", "contrast")


def textual_theme(palette: Palette) -> Theme:
    """The palette as a Textual theme; the style sheet finds every role as `$pr-<role>`."""
    colours = palette.colours
    return Theme(
        name=f"planreview-{palette.name}",
        primary=colours["accent"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["bg"],
        surface=colours["bg"],
        panel=colours["chrome"],
        warning=colours["amber"],
        error=colours["red"],
        success=colours["green"],
        dark=palette.dark,
        variables={f"pr-{role}": colour for role, colour in colours.items()},
    )


def first_palette(environment: Mapping[str, str] | None = None) -> Palette:
    """The palette to start with: NO_COLOR first, then PLANREVIEW_THEME, else dark."""
    asked = os.environ if environment is None else environment
    if "NO_COLOR" in asked:
        return NO_COLOUR
    return PALETTES.get(asked.get("PLANREVIEW_THEME", "").strip().lower(), DARK)
