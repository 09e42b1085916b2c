"""The rows and explanations of the clock: limits under their headings, holidays, school terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from store import calendars, education, recounting, rules
from store.calendars import Holiday
from store.clock import Book, Limit, WorkingDays, show_date
from store.education import Term
from store.journal import Journal
from store.recounting import Moved
from store.wording import say
from tui.glyphs import glyph
from tui.widgets.columns import Column, Forms, Heading, Row
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Piece

COLUMNS = (
    Column("what", say("screen_clock.limit"), strong=True),
    Column("span", say("screen_clock.time"), 17),
    Column("from", say("screen_clock.counted_from"), 21, style="dim", drop=1),
    Column("rule", say("screen_clock.by_rule"), 27, style="dim", short=22),
    Column("since", say("screen_clock.since"), 11, "right", style="dim", short=4, drop=2),
)
REGION = "region"
_LIMIT, _DAY, _TERM = "limit:", "day:", "term:"
MOST_MOVED = 400


@dataclass(frozen=True)
class ClockPage:
    """What the clock shows: all limits, the region, two years of holidays and of school terms."""

    today: date
    calendar: WorkingDays
    book: Book
    region: str
    holidays: dict[int, list[Holiday]]
    terms: dict[int, list[Term]]
    conflicts: frozenset[str]

    def in_conflict(self, *records: str | None) -> bool:
        """Whether two devices differ on one of these records."""
        return not self.conflicts.isdisjoint(filter(None, records))

    def limit(self, row: str | None) -> Limit | None:
        """The limit of a row, with all its versions."""
        if row is None or not row.startswith(_LIMIT):
            return None
        return self.book.limits.get(row.removeprefix(_LIMIT))

    def holiday(self, row: str | None) -> Holiday | None:
        """The public holiday of a row."""
        return next(
            (one for of in self.holidays.values() for one in of if day_row(one.day) == row), None
        )

    def term(self, row: str | None) -> Term | None:
        """The school term of a row."""
        return next((one for of in self.terms.values() for one in of if term_row(one) == row), None)


def read_clock(journal: Journal) -> ClockPage:
    """Everything the clock shows, as this store counts today."""
    today = journal.today()
    terms = education.terms(journal)
    return ClockPage(
        today,
        calendars.working_days(journal),
        rules.book(journal),
        calendars.region_name(calendars.region_of(journal)),
        {year: calendars.holidays(journal, year) for year in (today.year, today.year + 1)},
        {year: terms.of_year(year) for year in (today.year, today.year + 1)},
        frozenset(one.record for one in journal.conflicts()),
    )


def limit_row(key: str) -> str:
    """The row's id of a limit."""
    return f"{_LIMIT}{key}"


def day_row(day: date) -> str:
    """The row's id of a public holiday."""
    return f"{_DAY}{day.isoformat()}"


def term_row(term: Term) -> str:
    """The row's id of a school term."""
    return f"{_TERM}{term.started.year}:{term.season.value}"


def clock_rows(page: ClockPage) -> list[Row | Heading]:
    """Limits by their headings, the review clocks first; each year's public holidays, its terms."""
    rows: list[Row | Heading] = []
    for group, limits in groupby(page.book.limits.values(), lambda one: one.group_title):
        rows.append(Heading(group))
        rows += [_limit_row(limit, page) for limit in limits]
    for year, days in page.holidays.items():
        rows.append(Heading(say("screen_clock.holidays", year=year), len(days)))
        if year == page.today.year:
            rows.append(Row(REGION, {"what": say("screen_clock.region"), "span": page.region}))
        rows += [_holiday_row(one, page) for one in days]
    for year, terms in page.terms.items():
        rows.append(Heading(say("screen_clock.terms", year=year), len(terms)))
        rows += [_term_row(term, page.today) for term in terms]
    return rows


def _sign(own: bool, differs: bool) -> Piece | None:
    """What stands before a row: that devices differ on it, or that this service set it."""
    if differs:
        return glyph("conflict"), "amber"
    return (glyph("dot"), "accent") if own else None


def _limit_row(limit: Limit, page: ClockPage) -> Row:
    now = limit.on(page.today)
    coming = limit.versions[-1].valid_from > page.today
    differs = page.in_conflict(*(version.id for version in limit.versions))
    sign = _sign(now.local or coming, differs)
    since = show_date(now.valid_from, weekday=False, year=True)
    tone = "accent" if now.local else "text"
    return Row(
        limit_row(limit.key),
        {
            "what": limit.name,
            "span": Forms((signed_span(now), tone), (signed_span(now, short=True), tone)),
            "from": now.counted_from,
            "rule": (now.label, tone if now.local else "dim"),
            "since": Forms(since, str(now.valid_from.year)),
        },
        glyph=sign,
    )


def signed_span(limit: Limit, *, short: bool = False) -> str:
    """ "20 working days", "3 working days before"; short, "3 wd before"."""
    span = limit.short_span if short else limit.span
    return say("screen_clock.before", span=span) if limit.amount < 0 else span


def _holiday_row(one: Holiday, page: ClockPage) -> Row:
    if one.works:
        rule: Piece = (say("screen_clock.works_here"), "accent")
    else:
        rule = (say("screen_clock.local_day"), "accent") if one.local else (page.region, "dim")
    weekend = one.day.weekday() >= 5
    return Row(
        day_row(one.day),
        {
            "what": one.name,
            "span": show_date(one.day, year=False),
            "from": say("screen_clock.on_weekend") if weekend else "",
            "rule": rule,
        },
        glyph=_sign(one.local, page.in_conflict(one.id)),
        dim=one.day < page.today or one.works,
    )


def _term_row(term: Term, today: date) -> Row:
    first, last = (show_date(day, weekday=False, year=False) for day in (term.started, term.ended))
    own = term.id is not None
    return Row(
        term_row(term),
        {
            "what": capitalised(term.name),
            "span": say("screen_clock.term_days", first=first, last=last),
            "rule": (term.label, "accent" if own else "dim"),
        },
        glyph=(glyph("dot"), "accent") if own else None,
        dim=term.ended < today,
    )


def capitalised(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


# The right pane ----------------------------------------------------------------------------------


def limit_items(limit: Limit, page: ClockPage) -> list[Entry]:
    """A limit: how long, from when, by whose rule, an example from today, and its versions."""
    now = limit.on(page.today)
    items: list[Entry] = [
        Title(limit.name, right=[(limit.key, "dim")]),
        Fact([(say("screen_clock.time"), "dim")], [(signed_span(now), "bold")]),
        Fact([(say("screen_clock.counted_from"), "dim")], now.counted_from),
        Fact([(say("screen_clock.by_rule"), "dim")], now.label),
        Words(now.source, "dim"),
    ]
    if page.in_conflict(*(version.id for version in limit.versions)):
        items.append(Words(say("screen_clock.differs", sign=glyph("conflict")), "amber"))
    if now.practice:
        items.append(Words(say("screen_clock.practice"), "amber"))
    if now.unit not in ("children", "years"):
        due = show_date(now.last_day(page.today, page.calendar))
        items += [
            Gap(always=True),
            Title(say("screen_clock.example")),
            Words(f"{now.sentence(page.today, page.calendar)}: {due}."),
        ]
    items += [Gap(always=True), Title(say("screen_clock.versions"))]
    for version in reversed(limit.versions):
        since = show_date(version.valid_from, weekday=False)
        holds: list[Piece] = [(signed_span(version), "text" if version == now else "dim")]
        items.append(Pair([(since, "text" if version == now else "dim")], holds))
        known = show_date(version.known_from, weekday=False)
        items.append(Words(say("screen_clock.known", label=version.label, day=known), "dim"))
    return items


def holiday_items(one: Holiday, page: ClockPage) -> list[Entry]:
    """A public holiday: which day, by whom, and what may be done with it."""
    if one.works:
        words = say("screen_clock.works_words")
    elif one.local:
        words = say("screen_clock.local_words")
    else:
        words = say("screen_clock.known_words", region=page.region)
    return [
        Title(one.name, right=[(show_date(one.day), "dim")]),
        Words(words, "dim"),
        *(
            [Words(say("screen_clock.differs", sign=glyph("conflict")), "amber")]
            if page.in_conflict(one.id)
            else []
        ),
        *([_known_from(one.known_from)] if one.known_from else []),
        *([Words(say("screen_clock.weekend_words"), "dim")] if one.day.weekday() >= 5 else []),
    ]


def term_items(term: Term) -> list[Entry]:
    """A school term: its days, whose they are, and what counts by them."""
    days = [("term_first", term.started), ("term_last", term.ended)]
    return [
        Title(capitalised(term.name)),
        *(
            Fact([(say(f"screen_clock.{name}"), "dim")], [(show_date(day), "text")])
            for name, day in days
        ),
        Fact([(say("screen_clock.by_rule"), "dim")], [(term.label, "text")]),
        Words(say("screen_clock.term_words"), "dim"),
    ]


def _known_from(day: date) -> Fact:
    shown = show_date(day, weekday=False)
    return Fact([(say("screen_clock.known_from"), "dim")], [(shown, "text")])


def region_items(page: ClockPage) -> list[Entry]:
    """The region whose public holidays count, and what another would do."""
    return [
        Title(say("screen_clock.region"), right=[(page.region, "dim")]),
        Words(say("screen_clock.region_words"), "dim"),
    ]


def moved_items(moved: Sequence[Moved]) -> list[Entry]:
    """How many due dates changed, and each from which day to which."""
    items: list[Entry] = [Title(recounting.how_many_moved(moved), right=say("screen_clock.undo"))]
    items.append(Words(say("screen_clock.closed_stay"), "dim"))
    for child, of in groupby(moved[:MOST_MOVED], lambda one: one.child):
        items.append(Gap())
        items.append(Title(child))
        for one in of:
            year = one.old.year != one.new.year
            old, new = (show_date(day, weekday=False, year=year) for day in (one.old, one.new))
            change: list[Piece] = [(old, "dim"), (f" {glyph('to')} ", "dim"), (new, "bold")]
            items.append(Fact([(one.what, "text")], change))
    if len(moved) > MOST_MOVED:
        items.append(Words(say("screen_clock.more_moved", count=len(moved) - MOST_MOVED), "dim"))
    return items
