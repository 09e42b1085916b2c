"""The diary: what stands on each day, whose it is; on paper, and as a calendar naming nobody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import children, diary, disputes, opening, pages, reviews
from store.diary import Diary, Whose
from store.diary.icalendar import _folded
from store.disputes import Theme
from store.duties import KINDS
from store.journal import Journal
from store.pages import Grid
from store.wording import say
from tests.store.caseload import BORN, add_child, log_first
from tests.store.rooms import new_store

SEPTEMBER = diary.month_of(date(2024, 9, 16))


def caseload(folder: Path) -> Journal:
    """Alder's C-0147, whose second review is due 20 Sep, and Birch's C-0200, first due 24 Sep."""
    journal = new_store(folder)
    log_first(journal, add_child(journal))
    children.add_child(
        journal, "C-0200", dob=BORN, iro="Birch", team="West", started=date(2024, 8, 27)
    )
    return journal


def shown(found: Diary, on: date) -> list[tuple[str, str]]:
    return [(event.kind, event.ref) for event in found.day(on).events if event.is_review]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2024, 9, 16), date(2024, 8, 26), date(2024, 10, 6)),
        (date(2024, 2, 29), date(2024, 1, 29), date(2024, 3, 3)),
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2024, 12, 31), date(2024, 11, 25), date(2025, 1, 5)),
    ],
)
def test_a_month_is_whole_weeks(day: date, first: date, last: date) -> None:
    assert diary.month_of(day) == (first, last)


def test_a_fortnight_begins_on_monday() -> None:
    assert diary.fortnight_of(date(2024, 9, 22)) == (date(2024, 9, 16), date(2024, 9, 29))


def test_reviews_stand_on_their_days(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    found = diary.diary(journal, *SEPTEMBER)
    assert shown(found, date(2024, 9, 24)) == [("due", "C-0200")]
    child = children.children(journal)[0]
    assert child.ref == "C-0147"
    # The day agreed at the first review is the limit itself.
    assert shown(found, date(2024, 9, 20)) == [("planned", "C-0147")]
    reviews.plan_review(journal, child.id, date(2024, 9, 18))
    found = diary.diary(journal, *SEPTEMBER)
    assert shown(found, date(2024, 9, 18)) == [("planned", "C-0147")]
    (limit,) = [e for e in found.day(date(2024, 9, 20)).events if e.kind == "due"]
    assert limit.what == "Last day for the second review"
    june = diary.diary(journal, date(2024, 6, 17), date(2024, 6, 23))
    assert shown(june, date(2024, 6, 20)) == [("held", "C-0147")]
    assert not june.day(date(2024, 6, 20)).late(journal.today())
    opening.close_store(journal)


def test_duties_and_papers_stand_on_their_last_day(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    child = children.children(journal)[0]
    disputes.open_dispute(journal, child.id, Theme.DRIFT, opened=date(2024, 9, 12))
    found = diary.diary(journal, *SEPTEMBER)
    assert "dispute" in {event.kind for event in found.day(date(2024, 9, 19)).events}
    june = diary.diary(journal, date(2024, 6, 24), date(2024, 6, 30))
    assert [e.kind for e in june.day(date(2024, 6, 27)).events if e.kind == "paper"] == ["paper"]
    assert june.day(date(2024, 6, 27)).late(journal.today())
    opening.close_store(journal)


def test_holidays_and_weekends_are_known(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    may = diary.diary(journal, *diary.month_of(date(2024, 5, 9)))
    assert may.day(date(2024, 5, 9)).holiday == "Liberation Day"
    assert not may.day(date(2024, 5, 9)).working
    assert not may.day(date(2024, 5, 11)).working
    opening.close_store(journal)


def test_days_are_somebody_s(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    assert diary.people_with_days(journal) == (["Alder", "Birch"], ["West"])
    for whose, refs in (
        (Whose(iro="birch"), {"C-0200"}),
        (Whose(iro="Alder"), {"C-0147"}),
        (Whose(team="West"), {"C-0200"}),
        (diary.EVERYONE, {"C-0147", "C-0200"}),
    ):
        found = diary.diary(journal, *SEPTEMBER, whose)
        assert {event.ref for event in found.events if event.is_review} == refs
    opening.close_store(journal)


def test_it_prints(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    found = diary.diary(journal, *SEPTEMBER, Whose(team="West"))
    page = diary.page_of(journal, found)
    assert page.title == "September 2024, team West"
    weeks = page.blocks[1]
    assert isinstance(weeks, Grid)
    assert (len(weeks.rows), weeks.heads[0]) == (6, "Mon")
    assert "24\nC-0200" in weeks.rows[4][1]
    for ending in (".md", ".html", ".txt"):
        to = tmp_path / f"days{ending}"
        diary.write(journal, found, to)
        first = to.read_bytes()
        diary.write(journal, found, to)
        assert to.read_bytes() == first
        assert b"C-0200" in first
    assert "size: A4 landscape" in pages.as_html(page)
    assert all(len(line) <= pages.WIDTH for line in pages.as_text(page).splitlines())
    opening.close_store(journal)


# --- iCalendar, read by the letter of RFC 5545 ----------------------------------------------

_NAME = re.compile(r"[A-Z][A-Z0-9-]*")
_WHEN = re.compile(r"\d{8}T\d{6}Z")
_TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f]|\\[\\;,nN])*")


def unfolded(content: bytes) -> list[str]:
    """The content lines of a calendar; asserts CRLF and 75 octets."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    lines: list[bytes] = []
    for line in physical:
        assert b"\r" not in line
        assert b"\n" not in line
        assert len(line) <= 75
        line.decode()  # no letter is cut in two
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode() for line in lines]


def read_calendar(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar; asserts everything the standard requires of one."""
    lines = unfolded(content)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    stack: list[str] = []
    head: dict[str, str] = {}
    events: list[dict[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon
        bare, _, parameter = name.partition(";")
        assert _NAME.fullmatch(bare)
        if bare == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                assert stack == ["VCALENDAR", "VEVENT"]
                events.append({})
            continue
        if bare == "END":
            assert stack.pop() == value
            continue
        into = events[-1] if stack[-1] == "VEVENT" else head
        assert bare not in into, "no property of these may stand twice"
        into[bare] = value
        if bare in ("DTSTART", "DTEND"):
            assert parameter == "VALUE=DATE"
            date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")
        elif bare == "DTSTAMP":
            assert _WHEN.fullmatch(value)
        else:
            assert not parameter
            assert _TEXT.fullmatch(value)
    assert stack == []
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
        assert event["DTSTART"] < event["DTEND"]
    uids = [event["UID"] for event in events]
    assert len(set(uids)) == len(uids)
    return events


def test_icalendar_counts_and_names_nobody(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    child = children.children(journal)[0]
    reviews.plan_review(journal, child.id, date(2024, 9, 24))
    found = diary.diary(journal, *SEPTEMBER)
    to = tmp_path / "days.ics"
    diary.write(journal, found, to)
    events = read_calendar(to.read_bytes())
    said = {event["DTSTART"]: event["SUMMARY"] for event in events if "review" in event["SUMMARY"]}
    assert said["20240924"] in ("1 review planned", "1 review: last day")
    text = to.read_text("utf-8")
    for secret in ("C-0147", "0147", "C-0200", "Alder", "Birch", "West", "Hazel", "Willow"):
        assert secret not in text
    every = [child.id for child in children.children(journal)]
    assert not any(record[:8] in text for record in every)
    assert "2013" not in text
    opening.close_store(journal)


def test_icalendar_is_the_same_until_something_changes(tmp_path: Path) -> None:
    journal = caseload(tmp_path)
    found = diary.diary(journal, *SEPTEMBER)
    before = diary.as_icalendar(journal, found)
    assert diary.as_icalendar(journal, diary.diary(journal, *SEPTEMBER)) == before
    uids = {event["UID"] for event in read_calendar(before.encode())}
    stamps = {event["DTSTAMP"] for event in read_calendar(before.encode())}
    assert len(stamps) == 1
    children.add_child(journal, "C-0300", dob=BORN, iro="Birch", started=date(2024, 8, 27))
    after = read_calendar(diary.as_icalendar(journal, diary.diary(journal, *SEPTEMBER)).encode())
    assert uids <= {event["UID"] for event in after}, "the same day and sort keep their entry"
    assert {event["DTSTAMP"] for event in after} != stamps
    own = diary.as_icalendar(journal, diary.diary(journal, *SEPTEMBER, Whose(iro="Birch")))
    assert not uids & {event["UID"] for event in read_calendar(own.encode())}
    opening.close_store(journal)


def test_an_empty_diary_is_a_calendar_too(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    found = diary.diary(journal, *SEPTEMBER)
    assert read_calendar(diary.as_icalendar(journal, found).encode()) == []
    assert "Nothing stands on these days." in pages.as_text(diary.page_of(journal, found))
    opening.close_store(journal)


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=400))
def test_folding_keeps_every_letter(text: str) -> None:
    pieces = list(_folded(f"SUMMARY:{text}"))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == f"SUMMARY:{text}"
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_every_kind_of_duty_has_a_word_in_a_calendar() -> None:
    for kind in KINDS:
        assert say(f"open_work.kind_{kind}")
        assert say(f"today.kind_{kind}")
