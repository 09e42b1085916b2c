"""The queue of the conflict desk: what waits, what was put off, what was decided here today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.clock import show_date
from store.conflicts import AuthorNote, Decided, Desk, Item, Risk
from store.wording import say
from tui.glyphs import glyph
from tui.widgets.columns import Cell, Column, Heading, Row
from tui.widgets.lines import Piece

COLUMNS = (
    Column("ref", width=7, strong=True, short=6),
    Column("what", strong=True),
    Column("risk", say("screen_conflicts.risk"), 10, align="right", style="dim"),
)


def decided_id(one: Decided) -> str:
    """The row's id of a decision of today."""
    return f"decided:{one.unit}:{one.record}:{one.words}"


def note_id(note: AuthorNote) -> str:
    """The row's id of a note or of an answer."""
    return f"note:{note.id}"


def risk_piece(item: Item) -> Piece:
    """The word for what is at stake, in its colour."""
    return item.risk.wording, "red" if item.risk is Risk.PROTECTED else "dim"


def queue_rows(desk: Desk, notes: Sequence[AuthorNote], today: date) -> list[Row | Heading]:
    """All rows with their headings; a group without rows has no heading."""
    rows: list[Row | Heading] = []
    if desk.queue:
        title = say("screen_conflicts.conflicts")
        rows.append(Heading(title, len(desk.queue), right=say("screen_conflicts.risk")))
        rows += [_waiting(item, risk_piece(item)) for item in desk.queue]
    if notes:
        title = say("screen_conflicts.notes")
        rows.append(Heading(title, len(notes), right=say("screen_conflicts.from")))
        rows += [_note(note) for note in notes]
    if desk.put_off:
        title = say("screen_conflicts.put_off")
        rows.append(Heading(title, len(desk.put_off), right=say("screen_conflicts.until")))
        for item in desk.put_off:
            day = show_date(item.until, today=today, weekday=False) if item.until else ""
            rows.append(_waiting(item, (day, "dim"), dim=True))
    if desk.decided:
        title = say("screen_conflicts.decided_today")
        rows.append(Heading(title, len(desk.decided), right=say("screen_conflicts.by")))
        rows += [_decided(one) for one in desk.decided]
    return rows


def _waiting(item: Item, right: Piece, dim: bool = False) -> Row:
    role = "red" if item.protected else "amber"
    cells: dict[str, Cell] = {"ref": item.called.ref, "what": item.words, "risk": right}
    return Row(item.id, cells, glyph=(glyph("conflict"), "dim" if dim else role), dim=dim)


def _note(note: AuthorNote) -> Row:
    who = note.by if note.for_me else note.to
    cells: dict[str, Cell] = {"ref": note.about.ref, "what": note.text, "risk": who}
    return Row(note_id(note), cells, glyph=(glyph("received"), "accent"))


def _decided(one: Decided) -> Row:
    cells: dict[str, Cell] = {"ref": one.called.ref, "what": one.words, "risk": one.person}
    return Row(decided_id(one), cells, glyph=(glyph("right"), "dim"), dim=True)
