"""What the right pane of Share says of a device, a file set aside, a conflict, and this store."""

from __future__ import annotations

from datetime import date, datetime

from store.called import field_words
from store.clock import show_date
from store.journal import Conflict
from store.snapshots import CENTRE, Card, DeviceLine, Party, RefusedFile, spans_text
from store.wording import say
from tui.glyphs import glyph
from tui.screens.share_rows import day_of, state_glyph, state_piece
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Line

BAR = 30


def _day(moment: datetime | None, today: date) -> str:
    return glyph("empty") if moment is None else show_date(day_of(moment), today=today)


def device_items(line: DeviceLine, today: date) -> list[Entry]:
    """A device at the centre: its facts, a bar of what is here, what is missing, what to do."""
    card = line.party.card
    sign, word = state_glyph(line.state), state_piece(line.state)
    items: list[Entry] = [
        Title(f"{card.name}  {card.person or ''}", [(f"{sign[0]} {word[0]}", sign[1])]),
        Gap(),
        Fact(say("screen_share.enrolled_on"), _day(line.party.enrolled, today)),
        Fact(say("screen_share.files_read"), str(line.files)),
        Fact(say("screen_share.last_file_on"), _day(line.last_heard, today)),
    ]
    if line.silent is not None:
        silent = say("screen_share.so_many_wd", count=line.silent)
        items.append(Fact(say("screen_share.silent_for"), silent))
        items.append(Fact(say("screen_share.brought_new"), str(line.brought)))
    items.append(Fact(say("screen_share.held"), spans_text(line.held) or glyph("empty")))
    if line.missing:
        items.append(Fact(say("screen_share.missing_now"), [(spans_text(line.missing), "red")]))
    items += [Gap(), Title(say("screen_share.fingerprint"), style="dim"), _aloud(card)]
    if line.held:
        items += [Gap(), Title(say("screen_share.held_by_number")), Pair(_bar(line))]
        items.append(Pair([("1", "dim")], [(str(line.held_to), "dim")]))
    if line.missing:
        count = sum(last - first + 1 for first, last in line.missing)
        items += [
            Gap(),
            Title(say("screen_share.what_is_missing")),
            Words(say("screen_share.missing_words", count=count, name=card.name)),
        ]
    elif not line.held and line.party.revoked is None:
        items += [Gap(), Words(say("screen_share.nothing_came", name=card.name), "dim")]
    return items


def _aloud(card: Card) -> Entry:
    return Pair([(card.fingerprint, "bold")])


def _bar(line: DeviceLine) -> Line:
    """Each cell stands for a run of numbers; one that misses any of them is drawn broken."""
    whole = line.held_to
    pieces: list[tuple[str, str]] = []
    for cell in range(BAR):
        first, last = whole * cell // BAR + 1, max(whole * (cell + 1) // BAR, 1)
        broken = any(a <= max(first, last) and b >= min(first, last) for a, b in line.missing)
        pieces.append((glyph("missing"), "red") if broken else (glyph("bar"), "text"))
    return pieces


def party_items(each: Party, current: bool, today: date) -> list[Entry]:
    """On a device: a card that was taken, and whether snapshots go there."""
    card = each.card
    items: list[Entry] = [
        Title(f"{card.name}  {card.person or ''}"),
        Gap(),
        Fact(say("screen_share.enrolled_on"), _day(each.enrolled, today)),
    ]
    if each.revoked is not None:
        items.append(Fact(say("screen_share.revoked_on"), _day(each.revoked, today)))
    items += [Gap(), Title(say("screen_share.fingerprint"), style="dim"), _aloud(card), Gap()]
    if current:
        items.append(Words(say("screen_share.goes_there"), "dim"))
    elif card.kind != CENTRE:
        items.append(Words(say("screen_share.only_a_device"), "dim"))
    return items


def refused_items(file: RefusedFile, today: date) -> list[Entry]:
    """A file set aside: why, what to do, where it lies."""
    day = _day(datetime.fromisoformat(file.at), today)
    return [
        Title(file.device or say("screen_share.unknown"), [(day, "dim")]),
        Gap(),
        Words(file.reason),
        Words(say("screen_share.nothing_taken"), "dim"),
        Gap(),
        Title(say("screen_share.what_to_do")),
        Words(file.todo),
        Gap(),
        Title(say("screen_share.file"), style="dim"),
        Words(file.file, "dim"),
    ]


def conflict_items(conflict: Conflict, about: str, today: date) -> list[Entry]:
    """A conflict: every value with who, where, when and why; the one shown until it is decided."""
    items: list[Entry] = [Title(about), Words(field_words(conflict.kind, conflict.field), "dim")]
    for number, head in enumerate(conflict.heads, start=1):
        shown = say("screen_share.shown_now") if head.wins else ""
        items += [
            Gap(always=True),
            Title(f"{number}  {head.shown or glyph('empty')}", [(shown, "dim")]),
            Words(
                say(
                    "screen_share.who_when",
                    person=head.person,
                    role=head.role,
                    day=_day(head.at, today),
                ),
                "dim",
                indent=3,
            ),
        ]
        if head.reason:
            items.append(Words(f"“{head.reason}”", indent=3))
    return items


def own_items(card: Card, policy: str) -> list[Entry]:
    """This store's own card, and what leaves it."""
    title = "own_centre" if card.kind == CENTRE else "own_device"
    return [
        Gap(always=True),
        Title(say(f"screen_share.{title}"), card.name),
        _aloud(card),
        Words(say("screen_share.read_aloud"), "dim"),
        Gap(),
        Fact(say("screen_share.leaves"), policy),
    ]


def first_steps(kind: str) -> list[Line]:
    """What stands where nobody is enrolled yet: what belongs here and which key starts it."""
    side = "centre" if kind == CENTRE else "device"
    lines: list[Line] = [[], [(say(f"screen_share.empty_{side}_title"), "bold")], []]
    for line in say(f"screen_share.empty_{side}").split("\n"):
        lines.append([(line, "dim")])
    lines.append([])
    for key in ("W", "a"):
        lines.append(
            [(key, "bold accent"), (f"  {say(f'screen_share.empty_{side}_{key}')}", "text")]
        )
    return lines
