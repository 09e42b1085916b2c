"""The language of templates: text with {places}. It fills in and does nothing else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.errors import Refused
from store.pages import Block, Heading, Points, Words
from store.wording import plain, say

# In this order: doubled braces are braces, then a place, then a brace that is neither.
_PART = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")
LONGEST = 20_000


class BadTemplate(Refused):
    """A template that cannot be filled in; the sentence names the line and the place."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a template: its texts and the names of its places, in turn, text first."""

    sign: str
    parts: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The names of its places."""
        return self.parts[1::2]

    def filled(self, values: Mapping[str, str]) -> str | None:
        """The line with its places filled; None where it has places and all of them are empty."""
        known = [values.get(name, "").strip() for name in self.places]
        if known and not any(known):
            return None
        texts = self.parts[0::2]
        whole = texts[0] + "".join(
            value + text for value, text in zip(known, texts[1:], strict=True)
        )
        return whole.strip()


_SIGNS = ("## ", "# ", "> ", "- ")


def parse(text: str, places: Collection[str], blocks: Collection[str] = ()) -> tuple[Line, ...]:
    """The lines of a template; BadTemplate names the first place or brace that is wrong.

    `blocks` are places that stand for several points, so alone on their line.
    """
    if len(text) > LONGEST:
        raise BadTemplate(say("documents.too_long", limit=LONGEST), field="text")
    return tuple(
        _line(number, line, places, blocks)
        for number, line in enumerate(text.strip("\n").split("\n"), 1)
    )


def _line(number: int, line: str, places: Collection[str], blocks: Collection[str]) -> Line:
    sign = next((one for one in _SIGNS if line.startswith(one)), "")
    rest, parts, text, end = line.removeprefix(sign), [], "", 0
    for found in _PART.finditer(rest):
        text += rest[end : found.start()]
        end = found.end()
        if found[0] in ("{{", "}}"):
            text += found[0][0]
        elif found[1] is None:
            raise BadTemplate(
                say("documents.lone_brace", line=number, brace=found[0]), field="text"
            )
        else:
            name = found[1].strip()
            if name not in places and name not in blocks:
                raise BadTemplate(_unknown(number, name, [*places, *blocks]), field="text")
            parts += [text, name]
            text = ""
    parts.append(text + rest[end:])
    made = Line(sign, tuple(parts))
    for name in set(made.places) & set(blocks):
        if len(made.parts) > 3 or "".join(made.parts[0::2]).strip() or sign:
            raise BadTemplate(say("documents.not_alone", line=number, place=name), field="text")
    return made


def _unknown(number: int, name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return say("documents.no_place_near", line=number, place=plain(name), near=near[0])
    return say("documents.no_place", line=number, place=plain(name), known=", ".join(known))


def fill(
    lines: Sequence[Line],
    values: Mapping[str, str],
    blocks: Mapping[str, Sequence[tuple[str, ...]]],
) -> tuple[Block, ...]:
    """The blocks of a page: empty lines and headings with nothing under them are left out."""
    return tuple(_with_content(list(_blocks(lines, values, blocks))))


def _blocks(
    lines: Sequence[Line],
    values: Mapping[str, str],
    blocks: Mapping[str, Sequence[tuple[str, ...]]],
) -> Iterator[Block]:
    gathered: list[str] = []
    kind = ""
    for line in (*lines, Line("", ("",))):
        several = next((name for name in line.places if name in blocks), None)
        empty = not line.places and not line.parts[0].strip()
        ends = empty or several is not None or line.sign != kind or line.sign.startswith("#")
        if ends and gathered:
            yield _gathered(kind, gathered)
            gathered = []
        kind = line.sign
        if empty:
            continue
        if several is not None:
            if blocks[several]:
                yield Points(tuple(blocks[several]), numbered=True)
            continue
        words = line.filled(values)
        if words is not None:
            gathered.append(words)


def _gathered(sign: str, gathered: Sequence[str]) -> Block:
    if sign.startswith("#"):
        return Heading(gathered[0], len(sign) - 1)
    if sign == "- ":
        return Points(tuple((line,) for line in gathered))
    return Words(tuple(gathered), quote=sign == "> ")


def _with_content(made: Sequence[Block]) -> Iterator[Block]:
    """The blocks without headings that have nothing under them but a heading of their level."""
    for at, block in enumerate(made):
        if isinstance(block, Heading) and block.level > 1:
            after = made[at + 1] if at + 1 < len(made) else None
            if after is None or (isinstance(after, Heading) and after.level <= block.level):
                continue
        yield block
