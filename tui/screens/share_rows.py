"""The rows of the Share screen: devices with what came from them, files set aside, conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from store.called import Called, field_words
from store.clock import show_date
from store.journal import Conflict
from store.snapshots import (
    Coverage,
    DeviceLine,
    Party,
    RefusedFile,
    Written,
    spans_text,
)
from store.wording import say
from tui.glyphs import glyph
from tui.widgets.columns import Cell, Column, Forms, Heading, Row
from tui.widgets.lines import Piece

DEVICE_COLUMNS = (
    Column("name", width=7, strong=True),
    Column("holder", style="dim", drop=2),
    Column("last", say("screen_share.last_file"), 10, "right", style="dim", short=6, drop=4),
    Column("silent", say("screen_share.silent"), 6, "right"),
    Column("held", say("screen_share.held_to"), 7, "right", style="dim", drop=3),
    Column("missing", say("screen_share.missing"), 9, "right"),
    Column("state", say("screen_share.state"), 11),
    Column("waited", say("screen_share.waited"), 6, "right"),
)
CENTRE_COLUMNS = (
    Column("name", width=12, strong=True),
    Column("holder", style="dim"),
    Column("enrolled", say("screen_share.enrolled"), 11, "right", style="dim", short=7, drop=1),
    Column("last", say("screen_share.last_file"), 11, "right", style="dim", short=7),
    Column("unsent", say("screen_share.not_sent"), 8, "right"),
)
DESK_COLUMNS = (
    Column("who", width=16, strong=True, short=14),
    Column("what", style="dim"),
    Column("todo", width=31, align="right", short=22),
)
# Without a file set aside nobody has to be told at length what to do.
CONFLICT_COLUMNS = (*DESK_COLUMNS[:2], Column("todo", width=13, align="right"))

_GLYPHS: dict[Coverage, Piece] = {
    Coverage.REVOKED: ("refused", "dim"),
    Coverage.FORKED: ("conflict", "red"),
    Coverage.MISSING: ("late", "red"),
    Coverage.NEVER: ("later", "dim"),
    Coverage.SILENT: ("soon", "amber"),
    Coverage.AHEAD: ("soon", "amber"),
    Coverage.WHOLE: ("green", "green"),
}
_WORDS = {
    Coverage.REVOKED: "dim",
    Coverage.FORKED: "red",
    Coverage.MISSING: "red",
    Coverage.NEVER: "dim",
    Coverage.SILENT: "amber",
    Coverage.AHEAD: "amber",
    Coverage.WHOLE: "dim",
}
TROUBLES = (
    (Coverage.FORKED, "red"),
    (Coverage.MISSING, "red"),
    (Coverage.SILENT, "amber"),
    (Coverage.AHEAD, "amber"),
)
"""The states somebody has to see to, the gravest first, with their colours."""


def state_piece(state: Coverage) -> Piece:
    """The word for how a device stands, in its colour."""
    return state.wording, _WORDS[state]


def state_glyph(state: Coverage) -> Piece:
    """The sign for how a device stands."""
    name, role = _GLYPHS[state]
    return glyph(name), role


def day_of(moment: datetime) -> date:
    """The local day of a moment in UTC."""
    return moment.astimezone().date()


def day_cell(moment: datetime | None, today: date) -> Cell:
    """A moment as a day, in a long and a short form."""
    if moment is None:
        return glyph("empty")
    day = day_of(moment)
    return Forms(show_date(day, today=today), show_date(day, today=today, weekday=False))


def device_rows(lines: Sequence[DeviceLine], today: date) -> list[Row | Heading]:
    """One row per enrolled device, the ones to look at marked by sign, word and colour."""
    rows: list[Row | Heading] = []
    for line in lines:
        silent = say("screen_share.so_many_wd", count=line.silent or 0)
        quiet = line.state is Coverage.SILENT or (line.silent or 0) > 5
        rows.append(
            Row(
                line.id,
                {
                    "name": line.name,
                    "holder": line.party.card.person or "",
                    "last": day_cell(line.last_heard, today),
                    "silent": glyph("empty")
                    if line.silent is None
                    else (silent, "amber" if quiet else "dim"),
                    "held": str(line.held_to) if line.held else glyph("zero"),
                    "missing": (spans_text(line.missing), "bold red")
                    if line.missing
                    else (glyph("zero"), "dim"),
                    "state": state_piece(line.state),
                    "waited": _waited(line),
                },
                glyph=state_glyph(line.state),
                dim=line.state is Coverage.REVOKED,
            )
        )
    return rows


def _waited(line: DeviceLine) -> Cell:
    """How many changes had waited for the newest file; unknown before one says it."""
    if line.waited is None:
        return (glyph("empty"), "dim")
    return str(line.waited) if line.waited else (glyph("zero"), "dim")


def centre_rows(
    parties: Sequence[Party],
    current: Party | None,
    last: tuple[str, datetime] | None,
    unsent: int,
    today: date,
) -> list[Row | Heading]:
    """On a device: the centre its snapshots go to first, then the other cards it has taken."""
    rows: list[Row | Heading] = []
    for each in sorted(parties, key=lambda one: one != current):
        here = each == current
        cells: dict[str, Cell] = {
            "name": each.card.name,
            "holder": each.card.person or "",
            "enrolled": day_cell(each.enrolled, today),
        }
        if here:
            cells["last"] = day_cell(last[1] if last else None, today)
            cells["unsent"] = str(unsent) if unsent else (glyph("zero"), "dim")
        elif each.revoked is not None:
            cells["unsent"] = state_piece(Coverage.REVOKED)
        sign = ("exported", "accent") if here else ("zero", "dim")
        rows.append(Row(each.card.id, cells, glyph=(glyph(sign[0]), sign[1]), dim=not here))
    return rows


def refused_id(file: RefusedFile) -> str:
    """The row's id of a file that was set aside."""
    return f"refused:{file.file}"


def conflict_id(conflict: Conflict) -> str:
    """The row's id of a conflict."""
    return f"conflict:{conflict.id}"


def desk_rows(
    refused: Sequence[RefusedFile],
    conflicts: Sequence[Conflict],
    names: Mapping[str, Called],
    today: date,
) -> list[Row | Heading]:
    """What waits for a person: files set aside with what to do, then open conflicts.

    `names` says what people call each record in conflict, by its id.
    """
    rows: list[Row | Heading] = []
    if refused:
        title = say("screen_share.refused_files")
        rows.append(Heading(title, len(refused), right=say("screen_share.what_to_do")))
    for file in refused:
        day = show_date(day_of(datetime.fromisoformat(file.at)), today=today, weekday=False)
        rows.append(
            Row(
                refused_id(file),
                {
                    "who": Forms(
                        f"{file.device or say('screen_share.unknown')}, {day}",
                        file.device or Path(file.file).name,
                    ),
                    "what": file.reason,
                    "todo": file.todo,
                },
                glyph=(glyph("refused"), "red"),
            )
        )
    if conflicts:
        title = say("screen_share.conflicts")
        rows.append(Heading(title, len(conflicts), right=say("screen_share.what_to_do")))
    for conflict in conflicts:
        values = f" {glyph('between')} ".join(
            head.shown or glyph("empty") for head in conflict.heads
        )
        rows.append(
            Row(
                conflict_id(conflict),
                {
                    "who": names[conflict.record].ref,
                    "what": _differing(conflict, names[conflict.record].what, values),
                    "todo": say("screen_share.decide"),
                },
                glyph=(glyph("conflict"), "amber"),
            )
        )
    return rows


def _differing(conflict: Conflict, what: str, values: str) -> str:
    """The field with its values, and of what: Took part: PN5 · PN2, third review."""
    words = f"{field_words(conflict.kind, conflict.field)}: {values}"
    return say("called.differing", words=words, what=what) if what else words


def written_words(written: Written) -> str:
    """What was written, for the status line."""
    key = "written_one" if written.changes == 1 else "written"
    return say(f"screen_share.{key}", changes=written.changes, file=written.path.name)
