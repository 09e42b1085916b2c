"""The pictures of the README, made from the demo: `python -m tui.screenshots [--check]`.

Each is an SVG that loads nothing: the web fonts Textual links are taken out, and the viewer's
own monospace font draws the text. The same demo gives the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from store.journal import Journal

FOLDER = Path(__file__).resolve().parents[1] / "screenshots"
SIZES = {(120, 40): ("dark", "light"), (80, 24): ("dark",)}
"""The sizes of the pictures, each with its themes."""


@dataclass(frozen=True)
class Scene:
    """One screen: the keys that lead there from the start."""

    name: str
    keys: tuple[str, ...]


SCENES = (
    Scene("today", ("j", "j", "j", "j")),
    Scene("plan", ("2", *("j",) * 7)),
    Scene("reviews", ("3", "j", "j", "j")),
    Scene("child", ("3", "j", "j", "j", "enter")),
    Scene("record-form", ("3", "j", "j", "j", "enter", "a", "d")),
    Scene("feedback", ("3", "F", "j")),
    Scene("clock", ("3", "t", "j", "j")),
    Scene("caseloads", ("3", "I", "j")),
    Scene("handover", ("3", "I", "j", "o", "a", "l")),
    Scene("review-form", ("3", "j", "j", "j", "enter", "l")),
    Scene("review-checklist", ("3", "j", "j", "j", "enter", "l", "f3")),
    Scene("child-form", ("3", "a")),
    Scene("calendar", ("3", "m", *("right",) * 4)),
    Scene("fortnight", ("3", "m", "m", "j", "j")),
    Scene("letter", ("3", "j", "j", "j", "enter", "p")),
    Scene("templates", ("3", "j", "j", "j", "enter", "p", "e")),
    Scene("template-form", ("3", "j", "j", "j", "enter", "p", "e", "e")),
    Scene("import", ("2", "i")),
    Scene("evidence-form", ("2", *("j",) * 7, "v")),
    Scene("split-form", ("2", *("j",) * 7, "enter", "j", "a")),
    Scene("triage", ("4", "j", "j")),
    Scene("bulk-preview", ("4", "space", "j", "space", "j", "space", "o")),
    Scene("measures", ("5", *("j",) * 4)),
    Scene("report", ("5", "enter", *("j",) * 13)),
    Scene("share", ("6",)),
    Scene("conflicts", ("6", "D", "j")),
    Scene("conflict-reason", ("6", "D", "j", "1", *"Minutes of 11 Sep name the child")),
    Scene("conflict-double", ("6", "D", *("j",) * 4)),
    Scene("help", ("question_mark",)),
)


def named(scene: Scene, size: tuple[int, int], theme: str) -> str:
    """The file name of a picture."""
    return f"{scene.name}-{size[0]}x{size[1]}-{theme}.svg"


_PIECE = re.compile(r'x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>')
_SPACE = "&#160;"
_CELL = 12.2  # how wide Textual draws a cell


def _without_outer_spaces(piece: re.Match[str]) -> str:
    """A piece of text that begins at its first sign: some viewers drop spaces before it."""
    x, y, rest, text = piece.groups()
    inner = text
    while inner.startswith(_SPACE):
        inner = inner.removeprefix(_SPACE)
    before = (len(text) - len(inner)) // len(_SPACE)
    while inner.endswith(_SPACE):
        inner = inner.removesuffix(_SPACE)
    length = cell_len(unescape(inner)) * _CELL
    start = float(x) + before * _CELL
    return f'x="{start:.6g}" y="{y}" textLength="{length:.6g}"{rest}>{inner}</text>'


# A card's keys are never the same twice, so the fingerprint in the picture stands for any.
_FINGERPRINT = re.compile(rf"[0-9A-Z]{{4}}(?:{_SPACE}[0-9A-Z]{{4}}){{3}}")
_SHOWN_FINGERPRINT = _SPACE.join(("7K3M", "0PB4", "X9TC", "56FW"))


def without_web_fonts(svg: str) -> str:
    """The picture with every link to a font taken out and the viewer's monospace put in."""
    svg = re.sub(r"terminal-\d+", "screen", _FINGERPRINT.sub(_SHOWN_FINGERPRINT, svg))
    svg = _PIECE.sub(_without_outer_spaces, svg)
    svg = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", svg)
    svg = re.sub(r"font-family:[^;}]*", "font-family: monospace", svg)
    if "url(http" in svg or "cdnjs" in svg:
        raise ValueError("the picture still links to the network")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


async def of_scene(journal: Journal, scene: Scene, size: tuple[int, int]) -> dict[str, str]:
    """The pictures of a scene in one size, by file name."""
    from tui.app import PlanReviewApp
    from tui.places import ACTING

    app = PlanReviewApp(journal, demo=True)
    made = {}
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in scene.keys:
            await pilot.press(key)
            # An action may wait for an answer; of an empty list all would be waited for.
            if reading := [worker for worker in app.workers if worker.group != ACTING]:
                await app.workers.wait_for_complete(reading)
            await pilot.pause()
        for theme in SIZES[size]:
            app.use_palette(theme)
            await pilot.pause()
            drawn = app.export_screenshot(title="planreview")
            made[named(scene, size, theme)] = without_web_fonts(drawn)
    return made


async def pictures() -> dict[str, str]:
    """All pictures by file name, one after the other, of one demo."""
    from store import drafts
    from store.demo import open_demo
    from store.opening import close_store

    made: dict[str, str] = {}
    journal = open_demo(frozen=True)
    try:
        known = {draft.id for draft in drafts.drafts(journal)}
        for scene, size in product(SCENES, SIZES):
            made |= await of_scene(journal, scene, size)
            # A form keeps a draft, which the next scene must not find.
            for draft in drafts.drafts(journal):
                (drafts.let_go if draft.id in known else drafts.discard)(journal, draft.id)
    finally:
        close_store(journal)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the pictures, or with --check says which are out of date (1)."""
    parser = argparse.ArgumentParser(prog="python -m tui.screenshots", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder (default: screenshots)")
    asked = parser.parse_args(arguments)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        os.environ.pop(name, None)
    os.environ.update(COLORTERM="truecolor", TERM="xterm-256color", LC_ALL="C.UTF-8")
    made = asyncio.run(pictures())
    there = {path.name: path for path in asked.to.glob("*.svg")}
    stale = sorted(
        {name for name, svg in made.items() if name not in there or _text(there[name]) != svg}
        | (there.keys() - made.keys())
    )
    if asked.check:
        for name in stale:
            print(f"{asked.to.name}/{name} is out of date", file=sys.stderr)
        if stale:
            print("Run: python -m tui.screenshots", file=sys.stderr)
        return 1 if stale else 0
    asked.to.mkdir(exist_ok=True)
    for name in stale:
        if name in made:
            (asked.to / name).write_text(made[name], "utf-8")
        else:
            there[name].unlink()
    print(f"{len(made)} pictures, {len(stale)} changed")
    return 0


def _text(path: Path) -> str:
    return path.read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())
