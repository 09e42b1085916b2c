"""The pictures load nothing from anywhere, and the README shows only pictures that are made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui import screenshots

ROOT = Path(__file__).resolve().parents[2]
RAW = """<svg class="rich-terminal">
@font-face {
    font-family: "Fira Code";
    src: url("https://cdnjs.cloudflare.com/FiraCode-Regular.woff2") format("woff2");
}
.terminal-123-matrix { font-family: Fira Code, monospace; }
<text class="terminal-123-r1" x="61" y="20" textLength="73.2">&#160;&#160;open&#160;</text>
</svg>"""


def test_picture_links_to_nothing() -> None:
    svg = screenshots.without_web_fonts(RAW)
    assert "http" not in svg
    assert "Fira" not in svg
    assert "font-family: monospace" in svg


def test_text_begins_at_its_first_sign() -> None:
    svg = screenshots.without_web_fonts(RAW)
    assert 'x="85.4" y="20" textLength="48.8">open</text>' in svg


def test_link_that_is_left_is_refused() -> None:
    with pytest.raises(ValueError, match="network"):
        screenshots.without_web_fonts('<image href="url(https://example.org)"/>')


def test_fingerprint_of_a_random_key_does_not_change_the_picture() -> None:
    one = screenshots.without_web_fonts("<text>F013&#160;0PB0&#160;87YF&#160;56FX</text>")
    two = screenshots.without_web_fonts("<text>AAAA&#160;BBBB&#160;CCCC&#160;DDDD</text>")
    assert one == two


def test_the_readme_shows_only_pictures_that_are_made() -> None:
    made = {
        screenshots.named(scene, size, theme)
        for scene in screenshots.SCENES
        for size, themes in screenshots.SIZES.items()
        for theme in themes
    }
    shown = re.findall(r"\(screenshots/([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert shown
    assert set(shown) <= made
    assert made == {path.name for path in (ROOT / "screenshots").glob("*.svg")}
