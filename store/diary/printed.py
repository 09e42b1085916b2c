"""The days on paper: a month as weeks, or a fortnight, then every day with what stands on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import pages
from store.clock import show_date
from store.clock.date_words import month_name, weekday_word
from store.database.private_files import write_private
from store.diary.days import Day, Diary
from store.diary.icalendar import as_icalendar
from store.journal import Journal
from store.pages import Block, Grid, Heading, Page, Words
from store.wording import say

ICALENDAR = ".ics"


def page_of(journal: Journal, diary: Diary) -> Page:
    """The days as a page: the weeks as a grid, then the days that hold something as a list."""
    title = say("diary.title", span=span_words(diary), whose=diary.whose.words)
    weeks = [diary.days[at : at + 7] for at in range(0, len(diary.days), 7)]
    heads = tuple(weekday_word(day.on) for day in diary.days[:7])
    rows = tuple(tuple(_cell(day) for day in week) for week in weeks)
    blocks: list[Block] = [Heading(title, 1)]
    if all(len(week) == 7 for week in weeks):
        blocks.append(Grid(heads, rows))
    today = journal.today()
    listed = [
        (
            show_date(event.on),
            event.ref,
            event.what,
            event.owner or "",
            _state(event.on, event.done, today),
        )
        for event in diary.events
    ]
    if listed:
        columns = ("day", "child", "what", "who", "state")
        blocks.append(Grid(tuple(say(f"diary.head_{name}") for name in columns), tuple(listed)))
    else:
        blocks.append(Words((say("diary.nothing"),)))
    blocks.append(Words((say("diary.as_known", day=show_date(today)),)))
    return Page(title, tuple(blocks), wide=True)


def write(journal: Journal, diary: Diary, to: Path) -> Path:
    """Writes the days to a file; its ending says how: .ics, .md, .html or .txt.

    Only .ics is made for other programs, and names nobody.
    """
    if to.suffix.casefold() == ICALENDAR:
        write_private(to, as_icalendar(journal, diary).encode())
        return to
    return pages.write(page_of(journal, diary), to)


def span_words(diary: Diary) -> str:
    """The days in words: "September 2024", or from the first to the last."""
    middle = diary.days[len(diary.days) // 2].on
    if len(diary.days) > 20:
        return f"{month_name(middle.month)} {middle.year}"
    first = show_date(diary.first, weekday=False, year=diary.first.year != diary.last.year)
    return say("diary.span", first=first, last=show_date(diary.last, weekday=False))


def _cell(day: Day) -> str:
    """A day of the grid: its number, its holiday, the children it is about."""
    lines = [str(day.on.day)]
    if day.holiday:
        lines.append(day.holiday)
    reviews = [event.ref for event in day.events if event.is_review]
    lines += dict.fromkeys(reviews)
    others = len(day.events) - len(reviews)
    if others:
        lines.append(say("diary.more", count=others))
    return "\n".join(lines)


def _state(on: date, done: bool, today: date) -> str:
    if done:
        return say("diary.state_done")
    return say("diary.state_late") if on < today else ""
