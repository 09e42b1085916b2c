"""The rows of the Share screen: devices with what came from them, files set aside, conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from store.clock import show_date
from store.conflicts import Item, Sort
from store.snapshots import (
    OWN_CARD,
    Coverage,
    DeviceLine,
    Party,
    RefusedFile,
    Written,
    spans_text,
)
from store.snapshots.handing_back import HandBack
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
WAITING_COLUMNS = (*DESK_COLUMNS[:2], Column("todo", width=25, align="right", short=16))
CONFLICT_COLUMNS = (*DESK_COLUMNS[:2], Column("todo", width=13, align="right"))

_GLYPHS: dict[Coverage, Piece] = {
    Coverage.REVOKED: ("refused", "dim"),
    Coverage.FORKED: ("conflict", "red"),
    Coverage.MISSING: ("late", "red"),
    Coverage.NEVER: ("later", "dim"),
    Coverage.BEHIND: ("soon", "amber"),
    Coverage.SILENT: ("soon", "amber"),
    Coverage.AHEAD: ("soon", "amber"),
    Coverage.WHOLE: ("green", "green"),
}
_WORDS = {
    Coverage.REVOKED: "dim",
    Coverage.FORKED: "red",
    Coverage.MISSING: "red",
    Coverage.NEVER: "dim",
    Coverage.BEHIND: "amber",
    Coverage.SILENT: "amber",
    Coverage.AHEAD: "amber",
    Coverage.WHOLE: "dim",
}
TROUBLES = (
    (Coverage.FORKED, "red"),
    (Coverage.MISSING, "red"),
    (Coverage.BEHIND, "amber"),
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


def device_rows(lines: Sequence[DeviceLine], today: date) -> list[Row]:
    """One row per enrolled device, the ones to look at marked by sign, word and colour."""
    rows: list[Row] = []
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
) -> list[Row]:
    """On a device: the centre its snapshots go to first, then the other cards it has taken."""
    rows: list[Row] = []
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


def item_id(item: Item) -> str:
    """The row's id of a conflict or a possible double."""
    return f"conflict:{item.id}"


def back_id(one: HandBack | DeviceLine) -> str:
    """The row's id of what waits for a device."""
    return f"back:{one.id}"


def so_many(key: str, count: int) -> str:
    """How many of something, in words: "3 conflicts", "1 possible double"."""
    return say(f"screen_share.so_many_{key}{'_one' if count == 1 else ''}", count=count)


def desk_columns(
    refused: Sequence[RefusedFile], waiting: Sequence[HandBack], hand_over: str | None
) -> tuple[Column, ...]:
    """The columns of what waits, with the room that its last one needs."""
    if refused or hand_over is not None:
        return DESK_COLUMNS
    return WAITING_COLUMNS if waiting else CONFLICT_COLUMNS


def desk_entries(
    refused: Sequence[RefusedFile],
    waiting: Sequence[HandBack],
    items: Sequence[Item],
    hand_over: str | None,
) -> list[str | Heading]:
    """What waits for somebody, as ids under headings: files set aside, conflicts and possible
    doubles as the desk has them, what devices have not fetched yet. `hand_over` names the centre
    that does not know this device's new card."""
    what_to_do = say("screen_share.what_to_do")
    entries: list[str | Heading] = []
    if hand_over is not None:
        entries += [Heading(say("screen_share.new_card"), right=what_to_do), OWN_CARD]
    for title, ids, right in (
        ("refused_files", [refused_id(file) for file in refused], what_to_do),
        ("conflicts", [item_id(item) for item in items], what_to_do),
        ("to_hand_back", [back_id(one) for one in waiting], say("screen_share.waits")),
    ):
        if ids:
            entries += [Heading(say(f"screen_share.{title}"), len(ids), right=right), *ids]
    return entries


def desk_row(one: RefusedFile | Item | HandBack, today: date) -> Row:
    """One of the lines that wait for somebody."""
    if isinstance(one, RefusedFile):
        return _refused_row(one, today)
    return _item_row(one) if isinstance(one, Item) else _back_row(one, today)


def card_row(centre: str) -> Row:
    """That this device's new card is to be handed to that centre."""
    cells: dict[str, Cell] = {
        "who": say("screen_share.this_device"),
        "what": say("screen_share.new_id"),
        "todo": Forms(
            say("screen_share.new_card_todo", name=centre),
            say("screen_share.new_card_todo_short"),
        ),
    }
    return Row(OWN_CARD, cells, glyph=(glyph("conflict"), "amber"))


def _refused_row(file: RefusedFile, today: date) -> Row:
    day = show_date(day_of(datetime.fromisoformat(file.at)), today=today, weekday=False)
    name = file.device or say("screen_share.unknown")
    return Row(
        refused_id(file),
        {
            "who": Forms(f"{name}, {day}", file.device or Path(file.file).name),
            "what": file.reason,
            "todo": file.todo,
        },
        glyph=(glyph("refused"), "red"),
    )


def _item_row(item: Item) -> Row:
    words = item.words
    if item.sort is not Sort.DOUBLE:
        values = f" {glyph('between')} ".join(
            value.shown or glyph("empty") for value in item.values
        )
        words = f"{words}: {values}"
    what = item.called.what
    return Row(
        item_id(item),
        {
            "who": item.called.ref,
            "what": say("called.differing", words=words, what=what) if what else words,
            "todo": say("screen_share.decide"),
        },
        glyph=(glyph("conflict"), "amber"),
    )


def _back_row(one: HandBack, today: date) -> Row:
    key = "unread" if one.written else "to_write"
    day = day_of(one.since)
    todo = Forms(
        say(f"screen_share.back_{key}", day=show_date(day, today=today)),
        say(f"screen_share.back_{key}_short", day=show_date(day, today=today, weekday=False)),
    )
    return Row(
        back_id(one),
        {"who": one.name, "what": back_words(one), "todo": todo},
        glyph=(glyph("received"), "dim" if one.written else "amber"),
    )


def back_words(one: HandBack) -> str:
    """What waits for a device: "2 decisions · 12 changes", or with neither "receipt 3"."""
    parts = [
        so_many(key, count)
        for key, count in (("decisions", one.decisions), ("changes", one.changes))
        if count
    ]
    if one.receipts and not parts:
        key = "back_receipt" if len(one.receipts) == 1 else "back_receipts"
        parts.append(say(f"screen_share.{key}", numbers=receipt_numbers(one)))
    if one.files:
        parts.append(so_many("back_files", one.files))
    return _between(parts)


def receipt_numbers(one: HandBack) -> str:
    """The numbers of the receipts that were not read there: "2–4"."""
    return spans_text(((one.receipts[0], one.receipts[-1]),))


def _between(parts: Sequence[str]) -> str:
    return f" {glyph('between')} ".join(parts)


def written_words(written: Written) -> str:
    """What was written, for the status line."""
    key = "written_one" if written.changes == 1 else "written"
    return say(f"screen_share.{key}", changes=written.changes, file=written.path.name)
