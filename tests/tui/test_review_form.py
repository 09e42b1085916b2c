"""The review form: the fixed keystroke scripts, every field, refusals in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store import drafts, opening, people, reviews
from store.codes import Attendee, CarriedOut, LateReason, Participation
from store.journal import Journal
from tests.tui.review_stage import (
    Make,
    form_of,
    keys_of,
    logged,
    made,
    opened,
    shown,
    store_with_child,
)
from tui.app import PlanReviewApp
from tui.screens.today import TodayScreen
from tui.widgets.record_table import RecordTable

MOST_KEYS = 60


class Hand:
    """Presses keys and counts them; words (views, findings, what, reasons) are not counted."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.count = 0

    async def keys(self, *names: str) -> None:
        self.count += len(names)
        await self.pilot.press(*names)

    async def write(self, text: str) -> None:
        """Keys that are counted: a date, the letters of an owner."""
        await self.keys(*keys_of(text))

    async def words(self, text: str) -> None:
        """What somebody said: not counted."""
        await self.pilot.press(*keys_of(text))


async def on_its_line(app: PlanReviewApp, pilot: Pilot[int]) -> None:
    """The cursor stands on the review's line of Today."""
    today = app.screen
    assert isinstance(today, TodayScreen)
    assert today.shown is not None
    line = next(line for line in today.shown.lines if line.kind == "review")
    assert today.query_one(RecordTable).move_to(line.key)
    await pilot.pause()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Make]:
    """Makes stores and closes them again."""
    kept: list[Journal] = []

    def make(**named: Any) -> Journal:
        kept.append(store_with_child(tmp_path / f"store{len(kept)}", **named))
        return kept[-1]

    yield make
    for journal in kept:
        opening.close_store(journal)


async def head(hand: Hand, late: str = "") -> None:
    """Open the form, held on Friday, took part, attended, views, findings."""
    await hand.keys("enter")
    await hand.write("fri")
    await hand.keys("enter")
    if late:
        await hand.keys(late)
    await hand.keys("1")
    await hand.write("maws")
    await hand.keys("enter")
    await hand.words("To stay")
    await hand.keys("tab")
    await hand.words("Settled")
    await hand.keys("tab")


async def last_time(hand: Hand) -> None:
    """Carried out, partly, not."""
    await hand.keys("y", "p")
    await hand.words("late")
    await hand.keys("enter", "n")
    await hand.words("nobody")
    await hand.keys("enter")


async def decision(hand: Hand, what: str, who: str, by: str, mistake: str = "") -> None:
    """One row: what, who, by."""
    await hand.words(what)
    await hand.keys("enter")
    await hand.write(who)
    await hand.keys("enter")
    if mistake:
        await hand.write(mistake)
        await hand.keys(*["backspace"] * len(mistake))
    await hand.write(by)
    await hand.keys("enter")


async def script(hand: Hand, *, late: str = "", mistake: str = "") -> None:
    """The fixed script from Today to saved."""
    await head(hand, late)
    await last_time(hand)
    await decision(hand, "Visits", "ha", "+10wd")
    await decision(hand, "Plan", "ro", "30/9", mistake)
    await decision(hand, "Trip", "ca", "+1m")
    await hand.keys("enter", "enter", "ctrl+s")


def check_saved(journal: Journal) -> None:
    """What the script must have saved, whichever way it went."""
    review = logged(journal)
    assert (review.held, review.ordinal) == (date(2024, 9, 13), 2)
    assert review.participation is Participation.PN1
    assert set(review.attended) == {
        Attendee.CHILD,
        Attendee.MOTHER,
        Attendee.CARER,
        Attendee.WORKER,
        Attendee.SCHOOL,
    }
    assert (review.views, review.findings) == ("To stay", "Settled")
    assert review.next_due == date(2025, 3, 13)
    earlier = [one for one in reviews.decisions(journal) if one.review_id != review.id]
    assert [(one.carried_out, one.carried_out_reason) for one in earlier] == [
        (CarriedOut.YES, ""),
        (CarriedOut.PARTLY, "late"),
        (CarriedOut.NO, "nobody"),
    ]
    assert not drafts.drafts(journal)


SCRIPTED = [
    ("Visits", "Hazel", date(2024, 9, 30)),
    ("Plan", "Rowan", date(2024, 9, 30)),
    ("Trip", "Cara Birch", date(2024, 10, 16)),
]


# --- the four scripts -----------------------------------------------------------------------


async def test_an_outcome_takes_48_keys_and_one_undo(store: Make) -> None:
    journal = store()
    async with opened(journal) as (app, pilot):
        await on_its_line(app, pilot)
        hand = Hand(pilot)
        await script(hand)
        await pilot.pause()
        assert hand.count == 48
        assert isinstance(app.screen, TodayScreen)
        check_saved(journal)
        assert made(journal) == SCRIPTED
        assert logged(journal).on_time is True
        await pilot.press("u")
        await pilot.pause()
        assert len(reviews.reviews(journal)) == 1
        assert {one.carried_out for one in reviews.decisions(journal)} == {None}


async def test_a_mistake_told_at_once_makes_it_56(store: Make) -> None:
    journal = store()
    async with opened(journal) as (app, pilot):
        await on_its_line(app, pilot)
        hand = Hand(pilot)
        await script(hand, mistake="31/9")
        await pilot.pause()
        assert hand.count == 56 <= MOST_KEYS
        assert made(journal) == SCRIPTED


async def test_a_late_review_asks_why_and_takes_49(store: Make) -> None:
    journal = store(first=date(2024, 6, 7))
    async with opened(journal) as (app, pilot):
        await on_its_line(app, pilot)
        hand = Hand(pilot)
        await script(hand, late="2")
        await pilot.pause()
        assert hand.count == 49
        check_saved(journal)
        assert logged(journal).on_time is False
        assert logged(journal).late_reason is LateReason.FAMILY


async def test_all_proposals_taken_make_it_30(store: Make) -> None:
    journal = store()
    async with opened(journal) as (app, pilot):
        await on_its_line(app, pilot)
        hand = Hand(pilot)
        await head(hand)
        await last_time(hand)
        for what in ("Visits", "Plan", "Trip"):
            await decision(hand, what, "", "")
        await hand.keys("enter", "enter", "ctrl+s")
        await pilot.pause()
        assert hand.count == 30
        check_saved(journal)
        assert made(journal) == [
            (what, "Hazel", date(2024, 10, 14)) for what in ("Visits", "Plan", "Trip")
        ]


# --- one screen -----------------------------------------------------------------------------


async def test_all_parts_stand_on_one_small_screen_in_the_order_of_the_paper(store: Make) -> None:
    async with form_of(store()) as (_, pilot):
        text = shown(pilot.app)
        places = [
            text.index(label)
            for label in (
                "C-0147  Second review  11 y · due Fri 20 Sep",
                "Held",
                "Took part",
                "Attended",
                "Views",
                "Findings",
                "Last time",
                "Decisions",
                "Next review",
            )
        ]
        assert places == sorted(places)


async def test_an_impossible_day_is_told_while_it_is_typed(store: Make) -> None:
    async with form_of(store()) as (form, pilot):
        await pilot.press(*keys_of("31/9"))
        await pilot.pause()
        assert "31/9 September has 30 days" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert form.is_current
        assert len(reviews.reviews(form.journal)) == 1


async def test_saving_goes_to_the_field_that_is_wrong_and_saves_nothing(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "0", "ctrl+s")
        await pilot.pause()
        assert form.paper.here is form.paper.participation
        assert "PN0 is for under-fours" in shown(pilot.app)
        assert len(reviews.reviews(journal)) == 1
        await pilot.press("1", "ctrl+s")
        await pilot.pause()
        assert len(reviews.reviews(journal)) == 2


async def test_what_is_missing_is_named_when_it_is_saved(store: Make) -> None:
    journal = store()
    async with form_of(journal, (160, 30)) as (_, pilot):
        await pilot.press(*keys_of("fri"), "enter", "1", "enter", *keys_of("x"), "tab", "ctrl+s")
        await pilot.pause()
        assert logged(journal).held == date(2024, 9, 13)
        assert "Saved without findings" in shown(pilot.app)
        assert "Today lists it" in shown(pilot.app)


@pytest.mark.parametrize(("day", "said"), [("20/9", "ahead"), ("27/5/2024", "28 May 2024")])
async def test_a_day_that_cannot_be_is_refused_in_words(store: Make, day: str, said: str) -> None:
    journal = store()
    async with form_of(journal, (120, 40)) as (form, pilot):
        await pilot.press(*keys_of(day), "tab", "ctrl+s")
        await pilot.pause()
        if said == "ahead" and form.paper.held.value == date(2023, 9, 20):
            said = "28 May 2024"
        assert said in shown(pilot.app)
        assert len(reviews.reviews(journal)) == 1
        assert form.paper.here is form.paper.held


async def test_ctrl_s_without_a_day_asks_for_it(store: Make) -> None:
    async with form_of(store()) as (form, pilot):
        await pilot.press("tab", "1", "ctrl+s")
        await pilot.pause()
        assert form.paper.here is form.paper.held
        assert "When was it held?" in shown(pilot.app)


async def test_code_and_boxes_question_each_other(store: Make) -> None:
    async with form_of(store()) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "1", "c", "enter")
        await pilot.pause()
        assert "PN1 says the child was there" in shown(pilot.app)
        await pilot.press("shift+tab", "shift+tab", "5")
        await pilot.pause()
        assert form.paper.attendance_questioned is None


async def test_several_names_are_a_list_and_a_new_name_is_one_past_it(store: Make) -> None:
    journal = store()
    for name in ("Hal", "Harriet"):
        people.add_person(journal, name)
    async with form_of(journal) as (form, pilot):
        paper = form.paper
        await pilot.press(*keys_of("fri"), *["tab"] * 8, *keys_of("Visit"), "enter", *keys_of("ha"))
        await pilot.pause()
        row = paper.decisions[0]
        assert row.who.options == ("Hal", "Harriet", "Hazel")
        assert "new: ha" in shown(pilot.app)
        await pilot.press("down", "down", "enter")
        assert row.who.text == "Hazel"
        await pilot.press("shift+tab", *keys_of("ha"), "up", "enter")
        assert row.who.text == "ha"


async def test_an_emptied_owner_and_date_save_as_none(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (_, pilot):
        await pilot.press(*keys_of("fri"), *["tab"] * 8, *keys_of("Visit"), "enter")
        await pilot.press("backspace", "enter", "backspace", "enter", "ctrl+s")
        await pilot.pause()
        assert made(journal) == [("Visit", None, None)]


async def test_the_calendar_takes_a_day(store: Make) -> None:
    async with form_of(store()) as (form, pilot):
        await pilot.press("down")
        await pilot.pause()
        assert "September 2024" in shown(pilot.app)
        await pilot.press("left", "left", "left", "enter")
        assert form.paper.held.value == date(2024, 9, 13)
        assert form.paper.here is form.paper.participation
        await pilot.press("shift+tab", "down", "escape")
        assert form.is_current


async def test_brought_forward_and_an_earlier_sitting(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (_, pilot):
        await pilot.press("shift+tab", "e", "2", "tab", *keys_of("10/9, 11/9"), "tab")
        await pilot.press(*keys_of("fri"), "enter", "1", "ctrl+s")
        await pilot.pause()
        review = logged(journal)
        assert review.cause.value == "brought_forward"
        assert [one.on for one in review.meetings] == [
            date(2024, 9, 10),
            date(2024, 9, 11),
            date(2024, 9, 13),
        ]
        assert review.held == date(2024, 9, 13)
