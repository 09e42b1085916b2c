"""One conflict in lines: what stood before, each value with its author, what hangs on it, keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from store import conflicts
from store.clock import show_date
from store.conflicts import AuthorNote, Decided, Item, Look, Sort, Value, Weighed
from store.wording import say
from tui.glyphs import glyph
from tui.screens.conflict_rows import risk_piece
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Line, Piece, cut_text, left_right, padded, width_of

_COLUMN = 20
"""No value of the table of what hangs on it is wider, where there is room for so much."""


def when(moment: datetime, today: date) -> str:
    """A moment as a day with its hour, by the clock on the wall."""
    at = moment.astimezone()
    return f"{show_date(at.date(), today=today)} {at:%H:%M}"


def item_entries(
    item: Item, look: Look, today: date, *, chosen: int | None, wide: bool, width: int
) -> list[Entry]:
    """The conflict as a page of lines; `chosen` is the number of the value that would hold."""
    entries: list[Entry] = [_title(item)]
    if item.until is not None:
        day = show_date(item.until, today=today)
        entries.append(Pair([(say("screen_conflicts.until_day", day=day), "dim")]))
    entries += [Gap(), *_before(look, today)]
    for value in item.values:
        entries += [*_value(item, value, today, chosen), Gap(always=True)]
    if item.withheld_on:
        why = conflicts.not_here(item) or ""
        entries += [Words(why, "amber"), Gap()]
    entries += _hanging(item, look, wide=wide, width=width)
    entries += [entry for note in look.notes for entry in note_entries(note, today)]
    return entries


def _title(item: Item) -> Entry:
    about = f"{item.called.what.capitalize()} {glyph('between')} " if item.called.what else ""
    role = "red" if item.protected else "amber"
    left: Line = [
        (f"{glyph('conflict')} ", role),
        (f"{item.called.ref}  {about}{item.words}", "bold"),
    ]
    return Pair(left, [risk_piece(item)])


def _before(look: Look, today: date) -> list[Entry]:
    if look.before is None:
        return []
    left: Line = [(f"{say('screen_conflicts.before')}   ", "dim"), (look.before.shown, "text")]
    right = ""
    if look.before.at is not None:
        at = when(look.before.at, today)
        words = "opened" if look.before.made else "written"
        right = say(f"screen_conflicts.{words}", at=at, person=look.before.person)
    return [Pair(left, [(right, "dim")]), Gap()]


def _value(item: Item, value: Value, today: date, chosen: int | None) -> list[Entry]:
    here = value.number == chosen
    mark: Piece = ("", "dim")
    if here:
        keeps = "stays" if item.sort is Sort.DOUBLE else "will_hold"
        mark = (say(f"screen_conflicts.{keeps}"), "bold accent")
    elif value.wins and chosen is None:
        mark = (say("screen_conflicts.shown_now"), "dim")
    # The number stands in column 2, as on every key; what it means begins at column 5.
    number: Piece = (f"{value.number:>2}  ", "bold accent")
    shown = "dim" if value.withheld else "bold"
    lines: list[Entry] = []
    if item.narrative or item.sort is Sort.WITHDRAWN:
        lines.append(Pair([number, (value.shown, shown)], [mark], here))
        if item.narrative:
            lines = [Pair([number, (_who(value), "text")], [mark], here)]
            lines.append(Words(value.shown, shown, indent=4, most=6))
            return [*lines, *_reason(value, here, _at(value, today))]
        if value.words and value.words != value.reason:
            lines.append(Pair([("    ", "text"), (value.words, "text")], "", here))
    else:
        lines.append(
            Pair([number, (value.shown, shown), (f"  {value.words}", "text")], [mark], here)
        )
    who: Line = [("    ", "text"), (value.person, "text"), *_from(value)]
    lines.append(Pair(who, [(_at(value, today), "dim")], here))
    if item.sort is Sort.DOUBLE and not value.reason:
        return lines
    return [*lines, *_reason(value, here)]


def _at(value: Value, today: date) -> str:
    return when(value.at, today)


def _who(value: Value) -> str:
    return say(
        "screen_conflicts.who", person=value.person, role=value.role, device=value.device_name
    )


def _from(value: Value) -> Line:
    words = say("screen_conflicts.from_device", role=value.role, device=value.device_name)
    return [(f"   {words}", "dim")]


def _reason(value: Value, here: bool, right: str = "") -> list[Entry]:
    label: Piece = (f"    {say('screen_conflicts.reason')}  ", "dim")
    said: Piece = (say("screen_conflicts.no_reason"), "amber")
    if value.reason:
        said = (f"“{value.reason}”", "text")
    return [Pair([label, said], [(right, "dim")] if right else "", here)]


# What hangs on it ------------------------------------------------------------------------------


def _hanging(item: Item, look: Look, *, wide: bool, width: int) -> list[Entry]:
    if not look.weighed and not look.hangs:
        return []
    double = item.sort is Sort.DOUBLE
    title = say("screen_conflicts.side_by_side" if double else "screen_conflicts.what_hangs")
    if double or wide:
        entries = _table(title, item, look.weighed, width)
    else:
        words = [_sentence(one) for one in look.weighed]
        entries = [Title(title)]
        if words:
            entries.append(Words(f" {glyph('between')} ".join(words)))
    if look.hangs:
        counted = ", ".join(
            say("conflicts.so_many", count=count, kind=kind) for kind, count in look.hangs
        )
        entries.append(Words(say("screen_conflicts.hang_on", what=counted), "dim"))
    return [*entries, Gap(always=True)]


def _sentence(one: Weighed) -> str:
    said = ", ".join(f"{value} ({number})" for number, value in enumerate(one.values, 1))
    if len(set(one.values)) == 1:
        said = one.values[0]
    return say("screen_conflicts.weighed", label=one.label, values=said)


def _table(title: str, item: Item, lines: Sequence[Weighed], width: int) -> list[Entry]:
    """The facts in rows, one column for each value, the columns at the right edge.

    What is too long for its column is said in full below its label; of possible doubles what is
    the same in all of them is said once.
    """
    double = item.sort is Sort.DOUBLE
    once = [one for one in lines if double and len(set(one.values)) == 1]
    rows = [one for one in lines if one not in once]
    heads = [
        str(value.number) if double or len(value.shown) > 8 else f"{value.number} {value.shown}"
        for value in item.values
    ]
    label = max([width_of(one.label) for one in rows] or [0])
    most = max(6, min(_COLUMN, (width - 3 - label) // max(1, len(heads)) - 2))
    long = [one for one in rows if max(width_of(value) for value in one.values) > most]
    rows = [one for one in rows if one not in long]
    wide = [
        max([width_of(head), *(width_of(one.values[at]) for one in rows)])
        for at, head in enumerate(heads)
    ]

    def line(left: Piece, values: Sequence[str], style: str) -> Entry:
        right: list[Piece] = []
        for value, cells in zip(values, wide, strict=True):
            right += [("  ", "text"), *padded([(value, style)], cells, "right")]
        return Pair(left_right([left], right, width - 2))

    entries: list[Entry] = [line((title, "bold"), heads if rows else [""] * len(heads), "dim")]
    for one in rows:
        style = "text" if len(set(one.values)) > 1 else "dim"
        entries.append(line((one.label, style), one.values, style))
    for one in long:
        entries.append(Pair([(one.label, "text")]))
        for number, value in enumerate(one.values, 1):
            entries.append(Words(f"{number}  {value or glyph('empty')}", indent=2, most=4))
    entries += [Fact([(one.label, "dim")], [(one.values[0], "dim")]) for one in once]
    return entries


# Keys and what they do ---------------------------------------------------------------------------


def key_entries(item: Item, why_not: dict[str, str | None]) -> list[Entry]:
    """The keys before a choice, each with what it does; one that does not apply says why."""
    digits = " ".join(str(value.number) for value in item.values)
    double = item.sort is Sort.DOUBLE
    rows = [(digits, "take_record" if double else "take_value", "take")]
    if double:
        rows.append(("0", "not_same", "different"))
    else:
        rows += [("e", "write_another", "edit"), ("b", "keep_both", "both")]
    rows += [("d", "decide_later", "due"), ("n", "note_to", "next_match")]
    entries: list[Entry] = []
    for keys, words, action in rows:
        reason = why_not.get(action)
        style = "dim" if reason else "text"
        left: Line = [
            (f"{keys:<3}", "dim" if reason else "bold accent"),
            (" ", "text"),
            (say(f"screen_conflicts.do_{words}"), style),
        ]
        entries.append(Pair(left, [(reason or "", "dim")]))
    return entries


def after_entries(item: Item, value: Value, moves: str) -> list[Entry]:
    """What enter does once a value is chosen, and what stays."""
    others = ", ".join(one.shown for one in item.values if one is not value)
    if item.sort is Sort.DOUBLE:
        does = say("screen_conflicts.enter_keeps", number=value.number)
        stays = moves
    else:
        shown = cut_text(value.shown, 40)
        does = say("screen_conflicts.enter_holds", value=shown)
        stays = say("screen_conflicts.others_stay", values=cut_text(others, 40))
    return [
        Pair([(f"{say('screen_conflicts.enter')} ", "bold accent"), (does, "text")]),
        Words(stays, "dim", indent=6),
    ]


# Notes and decisions ------------------------------------------------------------------------------


def note_entries(note: AuthorNote, today: date) -> list[Entry]:
    """A note to an author with its answer, as two people said it."""
    day = show_date(note.on, today=today) if note.on else ""
    title = say("screen_conflicts.note_from_to", by=note.by, to=note.to)
    entries: list[Entry] = [Gap(), Title(title, day), Words(note.text)]
    if note.answer:
        answered = show_date(note.answered, today=today) if note.answered else ""
        words = say("screen_conflicts.answer_of", person=note.to)
        entries += [Fact([(words, "dim")], answered, "dim"), Words(note.answer)]
    elif note.read is not None:
        read = show_date(note.read, today=today)
        entries.append(Words(say("screen_conflicts.read_on", day=read), "dim"))
    else:
        entries.append(Words(say("screen_conflicts.not_read"), "dim"))
    return entries


def note_page(note: AuthorNote, today: date) -> list[Entry]:
    """A note that waits for the person of this device."""
    about = f"{note.about.whole} {glyph('between')} {note.words}"
    return [
        Pair([(f"{glyph('received')} ", "accent"), (about, "bold")]),
        *note_entries(note, today),
        Gap(always=True),
        Pair([("n", "bold accent"), (f"   {say('screen_conflicts.do_answer')}", "text")]),
        Pair([("space", "bold accent"), (f" {say('screen_conflicts.do_read')}", "text")]),
    ]


def decided_entries(one: Decided, today: date) -> list[Entry]:
    """A decision of today, and how it is taken back."""
    entries: list[Entry] = [
        Pair([(f"{glyph('right')} ", "green"), (f"{one.called.whole} · {one.words}", "bold")]),
        Gap(),
        Fact([(say("screen_conflicts.holds"), "dim")], [(one.value, "bold")]),
        Fact([(say("screen_conflicts.decided_by"), "dim")], one.person),
        Fact([(say("screen_conflicts.decided_at"), "dim")], when(one.at, today)),
    ]
    if one.reason:
        entries += [Gap(), Words(f"“{one.reason}”")]
    undo: Line = [("u", "bold accent"), (f"   {say('screen_conflicts.do_undo')}", "text")]
    return [*entries, Gap(always=True), Pair(undo)]
