"""A page to print as lines to read: of the page itself and of a template's preview."""

from __future__ import annotations

from collections.abc import Sequence

from store.pages import Grid, Heading, Page, Points
from store.wording import plain
from tui.widgets.ledger import Entry, Gap, Title, Words


def page_items(page: Page) -> list[Entry]:
    """A page to print as lines to read."""
    items: list[Entry] = []
    for block in page.blocks:
        if items:
            items.append(Gap(always=True))
        if isinstance(block, Heading):
            items.append(
                Title(plain(block.text), style="bold accent" if block.level == 1 else "bold")
            )
        elif isinstance(block, Points):
            for number, point in enumerate(block.points, 1):
                sign = f"{number}. " if block.numbered else "- "
                items += _lines(point, sign)
        elif isinstance(block, Grid):
            items += [Words("  ".join(row), indent=1) for row in block.rows]
        else:
            items += [Words(line, "text", indent=3 if block.quote else 1) for line in block.lines]
    return items


def _lines(point: Sequence[str], sign: str) -> list[Entry]:
    first, *rest = point or ("",)
    return [
        Words(f"{sign}{first}", "text", indent=1),
        *(Words(line, "dim", indent=1 + len(sign)) for line in rest),
    ]
