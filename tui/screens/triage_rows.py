"""How one open thing stands in the Triage list: its columns, their order, and what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from store.clock import Urgency, WorkingDays, distance, show_date, urgency
from store.open_work import Row as OpenRow
from store.wording import say
from tui.glyphs import brag_pieces, clock_piece, glyph, urgency_piece
from tui.widgets.columns import Cell, Column, Forms, Row
from tui.widgets.lines import Piece

#: What a new list shows, in this order.
USUAL = ("brag", "ref", "kind", "what", "owner", "due", "clock", "delivery")

_DELIVERY = {"here": "saved", "sent": "exported"}


def _column(name: str, width: int = 0, **more: object) -> Column:
    title = say(f"screen_triage.head_{name}")
    return Column(name, title, width, **more)  # type: ignore[arg-type]


def every_column() -> dict[str, Column]:
    """All columns by name; the order of going when room is short is theirs."""
    columns = (
        _column("brag", 3),
        _column("ref", 8),
        _column("kind", 10, style="dim", drop=1),
        _column("what"),
        _column("owner", 9, style="dim"),
        _column("due", 6, align="right", style="dim"),
        _column("clock", 10, align="right", gap=1),
        _column("status", 13, style="dim", drop=5),
        _column("area", 7, style="dim", drop=6),
        _column("child", 8, style="dim", drop=7),
        _column("standard", 4, style="dim", drop=3),
        _column("team", 10, style="dim", drop=4),
        _column("changed", 6, align="right", style="dim", drop=2),
        _column("evidence", 2, align="right", style="dim", drop=2),
        _column("delivery", 1, style="dim", drop=8),
    )
    return {column.name: column for column in columns}


def columns_named(
    names: Sequence[str], *, sort: str = "", descending: bool = False
) -> tuple[Column, ...]:
    """These columns in this order; a list always says what it is about, and how it is ordered."""
    known = every_column()
    chosen = [known[name] for name in names if name in known]
    if all(column.width for column in chosen):
        chosen.append(known["what"])
    arrow = glyph("down" if descending else "up")
    return tuple(_with_arrow(column, arrow) if column.name == sort else column for column in chosen)


def _with_arrow(column: Column, arrow: str) -> Column:
    title = f"{column.title} {arrow}"
    return replace(column, title=title, width=column.width and max(column.width, len(title)))


def short_ref(row: OpenRow) -> str:
    """What a row is called in the list: an action by its area, a decision by its child."""
    if row.kind == "decision" and row.child:
        return row.child
    if row.kind == "action" and row.area:
        return row.area
    if row.area and row.area_ref and row.ref.startswith(row.area_ref):
        return row.area + row.ref.removeprefix(row.area_ref)
    return row.ref


def opened(row: OpenRow) -> tuple[str, str]:
    """The kind and the record by which a row is opened where it is dealt with."""
    if row.kind == "conflict":
        return row.kind, f"{row.id[:12]}.{row.part}"
    kind = {"review": "child", "papers": "review"}.get(row.kind, row.kind)
    return kind, row.opens[1]


def kind_of(row: OpenRow) -> str:
    """The kind of a row in a word."""
    return row.kind_word.capitalize()


def due_words(day: date | None, today: date) -> str:
    """The date as it is written in a sentence."""
    return say("screen_triage.no_date") if day is None else show_date(day, today=today)


def delivery_piece(row: OpenRow) -> Piece:
    """The sign of column D: in conflict, saved here, sent, merged, refused, or of another."""
    if row.conflict:
        return glyph("conflict"), "amber"
    sign = glyph(_DELIVERY.get(row.delivery, row.delivery))
    return sign, "red" if row.delivery == "refused" else "dim"


def clock_of(row: OpenRow, today: date, calendar: WorkingDays) -> Piece:
    """How far away the date is, in its colour."""
    if row.due is None:
        return "", "dim"
    return clock_piece(distance(row.due, today, calendar), urgency(row.due, today, calendar))


class _Cells(Mapping[str, Cell]):
    """What a row says in each column, worked out for the columns that are shown."""

    def __init__(self, row: OpenRow, today: date, calendar: WorkingDays) -> None:
        self.row, self.today, self.calendar = row, today, calendar

    @cached_property
    def urgency(self) -> Urgency | None:
        """How its date stands to today; None without one."""
        due = self.row.due
        return None if due is None else urgency(due, self.today, self.calendar)

    def __getitem__(self, name: str) -> Cell:
        return _CELLS[name](self)

    def __iter__(self) -> Iterator[str]:
        return iter(_CELLS)

    def __len__(self) -> int:
        return len(_CELLS)


def row_of(row: OpenRow, today: date, calendar: WorkingDays) -> Row:
    """One open thing as a line of the list."""
    return Row(str(row.n), _Cells(row, today, calendar), dim=not row.open)


def _brag(of: _Cells) -> Cell:
    """What the board does not judge has the state of its clock."""
    if of.row.brag:
        return brag_pieces(of.row.brag, "letter")
    return "" if of.urgency is None else urgency_piece(of.urgency)


def _owner(of: _Cells) -> Cell:
    return of.row.owner or (_missing("no_owner") if "no owner" in of.row.flags else "")


def _due(of: _Cells) -> Cell:
    if of.row.due is None:
        return _missing("no_day") if "no date" in of.row.flags else ""
    day = show_date(of.row.due, weekday=False, year=False)
    return Forms((day, "text" if of.urgency is Urgency.LATE else "dim"))


def _changed(of: _Cells) -> Cell:
    return show_date(of.row.changed, weekday=False, year=False) if of.row.changed else ""


def _missing(name: str) -> Piece:
    return say(f"screen_triage.{name}"), "amber"


_CELLS: Mapping[str, Callable[[_Cells], Cell]] = {
    "brag": _brag,
    "ref": lambda of: short_ref(of.row),
    "kind": lambda of: kind_of(of.row),
    "what": lambda of: of.row.what,
    "owner": _owner,
    "due": _due,
    "clock": lambda of: clock_of(of.row, of.today, of.calendar),
    "status": lambda of: of.row.status_words,
    "area": lambda of: of.row.area or "",
    "child": lambda of: of.row.child or "",
    "standard": lambda of: of.row.standard or "",
    "team": lambda of: of.row.team or "",
    "changed": _changed,
    "evidence": lambda of: str(of.row.evidence) if of.row.evidence else (glyph("zero"), "dim"),
    "delivery": lambda of: delivery_piece(of.row),
}
