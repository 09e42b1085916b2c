"""The conflict desk by its keys: two steps where a reason is needed, one where none is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from store import conflicts, duplicates, plans, reviews
from store.codes import Participation
from store.journal import Journal
from tests.store.devices import pass_on
from tests.store.rooms import first_commitment
from tests.store.test_conflicts import code_of, disagree, many_due, meet, review_of, two
from tui.app import PlanReviewApp
from tui.screens.conflict_desk import ConflictDesk

WIDE, NARROW = (120, 40), (80, 24)


@asynccontextmanager
async def desk(journal: Journal, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[Any]]:
    """The program with the conflict desk in front."""
    async with PlanReviewApp(journal).run_test(size=size) as pilot:
        await press(pilot, "6", "D")
        yield pilot


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each with time to do its work."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await pilot.pause()


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type into the line that has the focus."""
    pilot.app.focused.value = text  # type: ignore[union-attr]
    await press(pilot, "enter")


def seen(pilot: Pilot[Any]) -> str:
    """What stands on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_protected_field_takes_two_steps(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    async with desk(one) as pilot:
        shown = seen(pilot)
        assert "1 Today" not in shown
        assert "1  PN1" in shown and "2  PN5" in shown  # noqa: PT018
        assert "What hangs on it" in shown
        assert "1 to decide · 1 protected" in shown
        await press(pilot, "w")
        assert "Protected fields of children first" in seen(pilot)
        await press(pilot, "escape")
        await press(pilot, "2")
        shown = seen(pilot)
        assert "will hold" in shown
        assert "needed: took part is a protected field" in shown
        assert "PN5 holds on every device" in shown
        assert "enter take 2, PN5" in shown
        await press(pilot, *"121")  # digits are words of the reason now
        await press(pilot, "escape")
        assert "will hold" not in seen(pilot)
        assert len(conflicts.desk(one).queue) == 1
        await press(pilot, "1", "enter")
        assert "needs" in seen(pilot) or "reason" in seen(pilot).lower()
        assert code_of(one) is not None
        assert conflicts.desk(one).queue
        await typed(pilot, "Minutes name the child")
        assert code_of(one) is Participation.PN1
        assert "Took part → PN1" in seen(pilot)
        assert "Decided today  1" in seen(pilot)
        await press(pilot, "u")
        assert len(conflicts.desk(one).queue) == 1
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ConflictDesk)


async def test_another_field_is_taken_by_its_digit_alone(tmp_path: Path) -> None:
    one, _ = many_due(tmp_path, 3)
    async with desk(one) as pilot:
        await press(pilot, "j")
        first = pilot.app.screen.here().id  # type: ignore[attr-defined]
        await press(pilot, "1")
        assert len(conflicts.desk(one).queue) == 2
        assert pilot.app.screen.here().id != first  # type: ignore[attr-defined]
        assert "Due → Tue 1 Oct" in seen(pilot)
        await press(pilot, "9")
        assert "2 to choose from" in seen(pilot)


async def test_a_small_window_shows_one_and_walks(tmp_path: Path) -> None:
    one, _ = many_due(tmp_path, 3)
    async with desk(one, NARROW) as pilot:
        assert "1 of 3" in seen(pilot)
        assert "RISK" not in seen(pilot)
        assert "1   take that value" in seen(pilot) or "1 2 take that value" in seen(pilot)
        await press(pilot, "j")
        assert "2 of 3" in seen(pilot)
        await press(pilot, "k", "2")
        assert len(conflicts.desk(one).queue) == 2
        await press(pilot, "question_mark")
        assert "put" in seen(pilot) or "defer" in seen(pilot)


async def test_the_conflict_stays_put_while_rows_come(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    async with desk(one) as pilot:
        await press(pilot, "1", *"why")
        action = plans.actions(one)[0].id
        plans.change_action(other, action, due=date(2024, 10, 1))
        plans.change_action(one, action, due=date(2024, 10, 2))
        pass_on(other, one)
        pilot.app.look_for_changes()  # type: ignore[attr-defined]
        await pilot.pause()
        shown = seen(pilot)
        assert "will hold" in shown and "why" in shown  # noqa: PT018
        assert "to decide" in shown
        await press(pilot, "enter")
        assert code_of(one) is Participation.PN1


async def test_decided_elsewhere_while_the_reason_is_typed(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    async with desk(one) as pilot:
        await press(pilot, "1", *"why")
        conflicts.take(other, conflicts.desk(other).queue[0], 2, "Sooner")
        pass_on(other, one)
        pilot.app.look_for_changes()  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "decided this meanwhile" in seen(pilot)
        assert code_of(one) is Participation.PN5


async def test_put_off_note_both_and_another_value(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    other.author = replace(other.author, person="Rowan")
    for journal, text in ((one, "Likes the school."), (other, "Misses her aunt.")):
        reviews.change_review(journal, review_of(one), "Notes", views=text)
    meet(one, other)
    async with desk(one) as pilot:
        await press(pilot, "n")
        await typed(pilot, "Which day was that?")
        assert "Not read yet" in seen(pilot)
        await press(pilot, "d")
        await typed(pilot, "+3wd")
        assert "Put off  1" in seen(pilot)
        await press(pilot, "u")
        await press(pilot, "b")
        await typed(pilot, "Both were said")
        assert "both texts kept" in seen(pilot)
        views = reviews.reviews(one)[0].views or ""
        assert "Likes the school. (Willow" in views
        assert "Misses her aunt. (Rowan" in views
        await press(pilot, "u", "e")
        await typed(pilot, "She said both.")
        await typed(pilot, "Asked her again")
        assert reviews.reviews(one)[0].views == "She said both."
    pass_on(one, other)
    async with PlanReviewApp(other).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Willow asks about Views: Which day" in seen(pilot)
        pilot.app.open_record("author_note", conflicts.waiting_notes(other)[0].id)  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Notes to you" in seen(pilot)
        await press(pilot, "n")
        await typed(pilot, "On Monday.")
        assert not conflicts.waiting_notes(other)


async def test_one_rule_for_many_is_seen_first(tmp_path: Path) -> None:
    one, _ = many_due(tmp_path, 4)
    async with desk(one) as pilot:
        await press(pilot, "*")
        shown = seen(pilot)
        assert "one rule for 4 conflicts" in shown
        assert "4 decided" in shown
        await press(pilot, "escape")
        assert len(conflicts.desk(one).queue) == 4
        await press(pilot, "*", "2")
        assert "→ Tue 1 Oct" in seen(pilot)
        await press(pilot, "ctrl+s")
        assert not conflicts.desk(one).queue
        await press(pilot, "u")
        assert len(conflicts.desk(one).queue) == 4


async def test_a_possible_double_is_kept_or_called_different(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    for journal in (one, other):
        plans.add_action(journal, first_commitment(one).id, "Train the panel")
    meet(one, other)
    async with desk(one) as pilot:
        shown = seen(pilot)
        assert "Possible double" in shown
        assert "Side by side" in shown
        await press(pilot, "1")
        assert "1 is kept" in seen(pilot)
        await typed(pilot, "The same training")
        assert not duplicates.duplicates(one)
        await press(pilot, "u", "0")
        await typed(pilot, "Two panels")
        assert not duplicates.duplicates(one)
        assert len(plans.actions(one)) == 3
        assert "Decided today" in seen(pilot)


async def test_an_empty_desk_says_what_belongs_there(tmp_path: Path) -> None:
    one, _ = two(tmp_path)
    for size in (WIDE, NARROW):
        async with desk(one, size) as pilot:
            assert "Nothing is in conflict" in seen(pilot)
            await press(pilot, "1")
            assert "Put the cursor on a conflict" in seen(pilot)
