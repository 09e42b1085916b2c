"""Every role is readable on every background it meets, in every theme."""

from __future__ import annotations

from itertools import product

import pytest
from rich.cells import cell_len
from rich.color import Color

from tui.glyphs import GLYPHS, glyph, use_ascii
from tui.themes import BACKGROUNDS, PALETTES, TEXT_ROLES, first_palette, textual_theme


def _light(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours."""

    def luminance(colour: str) -> float:
        red, green, blue = Color.parse(colour).get_truecolor()
        return 0.2126 * _light(red) + 0.7152 * _light(green) + 0.0722 * _light(blue)

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("theme", "role", "background"), list(product(PALETTES, TEXT_ROLES, BACKGROUNDS))
)
def test_every_role_is_readable(theme: str, role: str, background: str) -> None:
    style = PALETTES[theme].style(role, background)
    assert style.color is not None
    assert style.bgcolor is not None
    front = style.color.get_truecolor().hex
    back = style.bgcolor.get_truecolor().hex
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
def test_current_mode_is_readable(theme: str) -> None:
    style = PALETTES[theme].style("bold onaccent", "chrome")
    assert style.color is not None
    assert style.bgcolor is not None
    assert contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 4.5


def test_without_colour_reverse_bold_and_underline_are_enough() -> None:
    palette = PALETTES["nocolor"]
    assert palette.style("text", "sel").reverse
    assert palette.style("bold onaccent", "chrome").reverse
    assert palette.style("text", "field").underline
    assert palette.style("bold red").bold
    assert not palette.style("text").reverse


def test_theme_comes_from_the_environment() -> None:
    assert first_palette({}).name == "dark"
    assert first_palette({"PLANREVIEW_THEME": "Light"}).name == "light"
    assert first_palette({"PLANREVIEW_THEME": "mauve"}).name == "dark"
    assert first_palette({"PLANREVIEW_THEME": "light", "NO_COLOR": "1"}).name == "nocolor"


@pytest.mark.parametrize("theme", PALETTES)
def test_style_sheet_finds_every_role(theme: str) -> None:
    variables = textual_theme(PALETTES[theme]).variables
    assert {f"pr-{role}" for role in (*TEXT_ROLES, *BACKGROUNDS, "rule")} <= set(variables)


def test_every_sign_takes_one_cell_and_its_twin_is_ascii() -> None:
    for sign, twin in GLYPHS.values():
        assert cell_len(sign) == 1
        assert len(twin) == 1
        assert twin.isascii()


def test_signs_can_be_ascii() -> None:
    use_ascii(True)
    try:
        assert glyph("late") == "!"
    finally:
        use_ascii(None)
