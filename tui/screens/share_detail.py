"""What the right pane of Share says of a device, a file set aside, a conflict, and this store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from store.clock import show_date
from store.conflicts import Item
from store.journal import Cause
from store.snapshots import (
    CENTRE,
    AsideLine,
    Card,
    DeviceLine,
    Party,
    RefusedFile,
    Told,
    spans_text,
)
from store.snapshots.handing_back import HandBack
from store.wording import say
from tui.glyphs import glyph
from tui.screens.share_rows import (
    back_words,
    day_of,
    receipt_numbers,
    state_glyph,
    state_piece,
)
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Line

BAR = 30


def _day(moment: datetime | None, today: date) -> str:
    return glyph("empty") if moment is None else show_date(day_of(moment), today=today)


def device_items(
    line: DeviceLine, waits: HandBack | None, asides: Sequence[AsideLine], today: date
) -> list[Entry]:
    """A device at the centre: its facts, a bar of what is here, what is missing or stands aside
    and why, what to do."""
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
    if line.waited is not None:
        items.append(Fact(say("screen_share.had_waited"), str(line.waited)))
    items.append(Fact(say("screen_share.held"), spans_text(line.held) or glyph("empty")))
    if line.missing:
        items.append(Fact(say("screen_share.missing_now"), [(spans_text(line.missing), "red")]))
    items += _chain(line)
    if line.until is not None:
        role = "amber" if line.ending else "text"
        items.append(Fact(say("screen_share.until"), [(_day(line.until, today), role)]))
    if line.receipt is not None:
        number, at = line.receipt
        words = say("screen_share.receipt_of", number=number, day=_day(at, today))
        items.append(Fact(say("screen_share.receipt"), words))
    if waits is not None:
        items.append(Fact(say("screen_share.to_hand_back"), back_words(waits)))
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
    return [*items, *_aside(line, asides), *_next(line)]


def _aside(line: DeviceLine, asides: Sequence[AsideLine]) -> list[Entry]:
    """Why changes do not count: two copies that write, or what a role does not permit."""
    items: list[Entry] = []
    if line.forked is not None:
        words = say("enrolment.two_copies", device=line.name, seq=line.forked)
        items += [Gap(), Words(words, "red")]
    law = [one for one in asides if one.cause is Cause.LAW]
    if law:
        items += [Gap(), Title(say("screen_share.stands_aside"), [(str(line.aside), "amber")])]
    for one in law:
        spans = spans_text(((one.first, one.last),))
        items.append(Words(say("screen_share.aside_here", spans=spans, why=one.reason)))
    return items


def _chain(line: DeviceLine) -> list[Entry]:
    """Whether the chain holds, and what does not count."""
    label = say("screen_share.chain")
    found: list[Entry] = []
    if line.forked is not None:
        words = say("screen_share.chain_forked", seq=line.forked)
        found.append(Fact(label, [(words, "red")]))
    elif line.chain_broken_at is not None:
        words = say("screen_share.chain_broken", seq=line.chain_broken_at)
        found.append(Fact(label, [(words, "red")]))
    elif line.held:
        found.append(Fact(label, say("screen_share.chain_whole")))
    if line.aside:
        found.append(Fact(say("screen_share.aside"), [(str(line.aside), "amber")]))
    if line.ahead:
        found.append(Fact(say("screen_share.clock"), [(say("screen_share.clock_ahead"), "amber")]))
    if line.behind:
        found.append(Fact(say("screen_share.clock"), [(say("screen_share.clock_behind"), "amber")]))
    return found


def _next(line: DeviceLine) -> list[Entry]:
    """The keys that go on from here."""
    if line.party.revoked is not None or line.party.card.kind == CENTRE:
        return []
    items: list[Entry] = [Gap(), Title(say("screen_share.next"))]
    lost = "next_lost" if line.goes_on_as is None else "next_gone_on"
    for key, words in (("r", "next_receipt"), ("R", lost)):
        items.append(Pair([(key, "bold accent"), (f" {say(f'screen_share.{words}')}", "text")]))
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


def party_items(each: Party, current: bool, told: Told | None, today: date) -> list[Entry]:
    """On a device: a card that was taken, whether snapshots go there, what the centre said last."""
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
        items += _told(told, today)
    elif card.kind != CENTRE:
        items.append(Words(say("screen_share.only_a_device"), "dim"))
    return items


def _told(told: Told | None, today: date) -> list[Entry]:
    """What the centre said of this device's own work in its newest receipt."""
    if told is None:
        return [Gap(), Words(say("screen_share.no_receipt"), "dim")]
    words = say("screen_share.receipt_of", number=told.number, day=_day(told.at, today))
    items: list[Entry] = [
        Gap(),
        Title(say("screen_share.centre_said"), [(words, "dim")]),
        Fact(say("screen_share.arrived"), spans_text(told.received) or glyph("empty")),
    ]
    for file in told.refused:
        items.append(
            Words(say("screen_share.refused_there", file=file.file, why=file.reason), "red")
        )
    for one in told.aside:
        spans = spans_text(one.spans)
        items.append(Words(say("screen_share.aside_there", spans=spans, why=one.reason), "amber"))
    if told.forked is not None:
        items.append(Words(say("screen_share.forked_there", seq=told.forked), "red"))
    if told.revoked is not None:
        words = say("screen_share.revoked_there", day=_day(told.revoked, today))
        items.append(Words(words, "red"))
    if told.missing:
        numbers = ", ".join(str(number) for number in told.missing)
        items.append(Words(say("screen_share.receipts_missing", numbers=numbers), "amber"))
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


def card_items(centre: str) -> list[Entry]:
    """That this device's new card is to be handed over, and the key that writes it."""
    return [
        Title(say("screen_share.new_card")),
        Gap(),
        Words(say("screen_share.new_card_why", centre=centre)),
        Gap(),
        Pair([("W", "bold accent"), (f" {say('screen_share.new_card_write')}", "text")]),
        Words(say("screen_share.new_card_until", centre=centre), "dim"),
    ]


def waiting_items(one: HandBack, today: date) -> list[Entry]:
    """What a device has not fetched yet, and how it gets it."""
    items: list[Entry] = [
        Title(f"{one.name}  {one.party.card.person or ''}", [(_day(one.since, today), "dim")]),
        Gap(),
    ]
    if one.files:
        items.append(Fact(say("screen_share.back_unanswered"), str(one.files)))
    if one.receipts:
        items.append(Fact(say("screen_share.back_not_read"), receipt_numbers(one)))
        items.append(Fact(say("screen_share.back_in_them"), str(one.changes)))
    if one.decisions:
        items.append(Fact(say("screen_share.back_decisions"), str(one.decisions)))
    items.append(Gap())
    if not one.written:
        words = f" {say('screen_share.next_receipt')}"
        items.append(Pair([("r", "bold accent"), (words, "text")]))
    if one.receipts:
        items.append(Words(say("screen_share.back_how", name=one.name), "dim"))
    return items


def conflict_items(item: Item, today: date) -> list[Entry]:
    """A conflict: every value with who, where, when and why; the one shown until it is decided."""
    items: list[Entry] = [Title(item.called.whole), Words(item.words, "dim")]
    for value in item.values:
        shown = say("screen_share.shown_now") if value.wins else ""
        day = _day(value.at, today)
        items += [
            Gap(always=True),
            Title(f"{value.number}  {value.shown or glyph('empty')}", [(shown, "dim")]),
            Words(
                say("screen_share.who_when", person=value.person, role=value.role, day=day),
                "dim",
                indent=3,
            ),
        ]
        if value.reason:
            items.append(Words(f"“{value.reason}”", indent=3))
    return items


def nothing_found(query: str, count: int) -> list[Line]:
    """What stands where a query finds no line."""
    return [
        [],
        [(say("screen_triage.nothing_matches", query=query), "bold")],
        [(say("screen_share.query_clears", count=count), "dim")],
    ]


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


def log_elsewhere(url: str, named: bool) -> list[Line]:
    """What stands in place of the devices while their log, in a database elsewhere, is not read."""
    title, words = ("asking_log", "asking_why") if named else ("log_elsewhere", "log_how")
    lines: list[Line] = [[], [(say(f"screen_share.{title}", url=url), "bold")], []]
    return lines + [[(line, "dim")] for line in say(f"screen_share.{words}").split("\n")]
