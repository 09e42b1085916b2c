"""The child page below reviews and decisions: what is due, and the records of every subject."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.duty import Duty
from store.sections import Entry, Section, Tone
from store.wording import say
from tui.glyphs import clock_piece, glyph, urgency_piece
from tui.screens.steps import step_items
from tui.widgets.columns import Cell, Forms, Row
from tui.widgets.ledger import Entry as Item
from tui.widgets.ledger import Fact, Gap, Title, Words
from tui.widgets.lines import Piece

DUTY = "duty:"
_TONES = {
    Tone.RIGHT: ("right", "dim"),
    Tone.LATE: ("late", "red"),
    Tone.SOON: ("soon", "amber"),
}


def duty_id(duty: Duty) -> str:
    """The id of a duty's row."""
    return DUTY + ":".join(duty.key)


def day_cell(day: date | None, today: date) -> Cell:
    """A day with its weekday where there is room; one of another year with that year."""
    if day is None:
        return ("", "dim")
    short = show_date(day, weekday=False, year=False)
    if day.year == today.year:
        return Forms((show_date(day, year=False), "dim"), (short, "dim"))
    month = short.split()[1]
    return Forms((f"{short} {day.year % 100:02d}", "dim"), (f"{month} {day.year % 100:02d}", "dim"))


def duty_rows(duties: Sequence[Duty], today: date, calendar: WorkingDays) -> list[Row]:
    """What is due for the child, the earliest first."""
    rows = []
    for duty in sorted(duties, key=lambda one: (one.due or date.max, one.key)):
        owner: Piece = (
            (duty.owner, "dim") if duty.owner else (say("screen_child.no_owner"), "amber")
        )
        state: Piece = ("", "dim")
        sign: Piece | None = None
        if duty.due is not None:
            hurry = urgency(duty.due, today, calendar)
            state, sign = (
                clock_piece(distance(duty.due, today, calendar), hurry),
                urgency_piece(hurry),
            )
        cells: dict[str, Cell] = {
            "what": duty.what,
            "who": owner,
            "second": day_cell(duty.due, today),
            "state": state,
        }
        rows.append(Row(duty_id(duty), cells, glyph=sign))
    return rows


def entry_rows(section: Section, today: date) -> list[Row]:
    """The findings of a section, then its records."""
    rows = [
        Row(
            _finding_id(section, number),
            {"what": [(f"{glyph('conflict')} {sentence}", "amber")]},
        )
        for number, sentence in enumerate(section.findings)
    ]
    return rows + [_entry_row(entry, today) for entry in section.entries]


def _finding_id(section: Section, number: int) -> str:
    return f"finding:{section.key}:{number}"


def finding_items(sections: Sequence[Section], row: str | None) -> list[Item]:
    """The finding of that row in full, which a row may cut."""
    for section in sections:
        for number, sentence in enumerate(section.findings):
            if row == _finding_id(section, number):
                words = Words(f"{glyph('conflict')} {sentence}", "amber")
                return [Title(section.title), words, Gap(always=True)]
    return []


def _entry_row(entry: Entry, today: date) -> Row:
    name, role = _TONES.get(entry.tone, ("", "dim"))
    state = f"{glyph(name)} {entry.state}" if name and entry.state else entry.state
    return Row(
        entry.id,
        {
            "what": entry.what,
            "who": (entry.who or "", "dim"),
            "first": day_cell(entry.first, today),
            "second": day_cell(entry.second, today),
            "state": (state, role),
        },
        dim=entry.closed,
    )


def duty_items(duty: Duty, today: date) -> list[Item]:
    """Why a duty is due, step by step with its rule, for the pane beside."""
    items: list[Item] = [Title(duty.what), *step_items(duty.why, today)]
    if duty.rule:
        items.append(Words(duty.rule, "dim"))
    return [*items, Gap(always=True)]


def entry_items(entry: Entry) -> list[Item]:
    """What a record holds, label by label, for the pane beside."""
    items: list[Item] = [Title(entry.what)]
    for label, words in entry.detail:
        if len(words) <= 16:
            items.append(Fact([(label, "dim")], [(words, "text")]))
        else:
            items += [Words(label, "dim"), Words(words, "text", most=6)]
    return [*items, Gap(always=True)]


def addable(sections: Sequence[Section]) -> list[str]:
    """The kinds that can be added on this page, in the order of the sections."""
    return list(dict.fromkeys(kind for section in sections for kind in section.adds))


def find_entry(sections: Sequence[Section], record: str | None) -> Entry | None:
    """The record of that id in any section."""
    return next((e for section in sections for e in section.entries if e.id == record), None)


def due_for(child: Child, duties: Sequence[Duty], today: date) -> list[Duty]:
    """The duties of one child that count today."""
    return [duty for duty in duties if duty.child_id == child.id and duty.counts_on(today)]
