"""Writing on paper: keys, wrapping, undo, cells at any width."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.clock import WorkingDays, next_review_due
from tui.paper.cells import NameCell
from tui.paper.writing import Writing, keepable, row_of, spans, with_cursor, wrapped_spans
from tui.screens.review_form.about import About, LastDecision, OnDay, weeks_of
from tui.screens.review_form.drawing import OutcomeDrawing
from tui.screens.review_form.outcome_paper import OutcomePaper
from tui.widgets.lines import width_of


def typed(writing: Writing, *keys: str) -> None:
    """Press keys; a single sign types itself."""
    for key in keys:
        writing.press(key, key if len(key) == 1 else None)


def test_shell_keys_edit_a_line() -> None:
    writing = Writing("Family time plan")
    typed(writing, "ctrl+w")
    assert writing.text == "Family time "
    typed(writing, "home", "delete", "f", "ctrl+right", "ctrl+k")
    assert writing.text == "family"
    typed(writing, "ctrl+z")
    assert writing.text == "family time "
    typed(writing, "end", "ctrl+u")
    assert writing.text == ""


def test_undo_takes_back_a_word_and_not_a_letter() -> None:
    writing = Writing()
    typed(writing, *"one two")
    typed(writing, "ctrl+z")
    assert writing.text == "one"
    typed(writing, "ctrl+z")
    assert writing.text == ""


def test_up_and_down_walk_the_lines_that_are_seen() -> None:
    writing = Writing("aaaa bbbb cccc", lines=True)
    writing.width = 5
    assert [writing.text[a:b] for a, b in wrapped_spans(writing.text, 5)] == [
        "aaaa",
        "bbbb",
        "cccc",
    ]
    typed(writing, "up", "up")
    assert writing.cursor == 4
    assert not writing.press("up", None)


@given(st.text(max_size=300), st.integers(1, 40))
def test_wrapping_loses_no_character_but_the_blank_it_breaks_at(text: str, width: int) -> None:
    text = keepable(text)
    found = wrapped_spans(text, width)
    at = 0
    for start, end in found:
        assert text[at:start] in ("", " ", "\n")
        assert (
            end == start + 1
            or cell_len(text[start:end].replace("\t", " ")) <= max(width, 2)
            or (not text[start:end].isprintable())
        )
        at = end
    assert at == len(text)
    for cursor in range(len(text) + 1):
        row = row_of(found, cursor)
        assert found[row][0] <= cursor


@given(st.text(max_size=80), st.integers(-3, 30), st.integers(0, 80))
def test_a_line_with_its_cursor_fits_any_width(text: str, width: int, at: int) -> None:
    at = min(at, len(text))
    assert width_of(with_cursor(text, at, width, "text")) <= max(2, width + 1)
    assert width_of(with_cursor(text, None, width, "text")) <= max(1, width)


def test_what_no_store_can_keep_is_left_out() -> None:
    assert keepable("a\0b\ud800c\r\nd\te") == "abc\nd    e"


def test_one_long_word_is_broken() -> None:
    assert spans("x" * 25, 10) == ((0, 10), (10, 20), (20, 25))


def test_two_letters_find_a_name_in_any_part_of_it() -> None:
    cell = NameCell("who", ("Cara Birch", "Birch", "Hazel"))
    cell.arrive()
    for letter in "bi":
        cell.press(letter, letter)
    assert cell.options == ("Birch", "Cara Birch")
    cell.leave()
    assert cell.text == "Birch"


def test_a_month_that_begins_on_a_weekend_has_no_empty_week() -> None:
    assert weeks_of(date(2024, 9, 16))[0] == date(2024, 9, 2)
    assert weeks_of(date(2024, 10, 1))[0] == date(2024, 9, 30)


def paper() -> OutcomePaper:
    """A paper with something in every part."""
    days = WorkingDays()
    started, first = date(2024, 5, 28), date(2024, 6, 20)
    due = next_review_due(started, [first], days)
    about = About(
        "c",
        "C-0147",
        date(2013, 1, 2),
        "11",
        2,
        due,
        date(2024, 9, 16),
        days,
        ("Hazel", "Rowan"),
        "Hazel",
        tuple(LastDecision(str(n), f"Decision {n} of last time", None, None) for n in range(3)),
        lambda held: OnDay(2, due, next_review_due(started, [first, held], days)),
    )
    made = OutcomePaper(about)
    keys = [*"fri", "enter", "1", "m", "enter", *"Words of a child", "tab", *"Found", "tab"]
    keys += ["y", "p", *"why", "enter", "n", "enter", *"What is done", "enter", "enter", "enter"]
    for key in keys:
        made.press("space" if key == " " else key, key if len(key) == 1 else None)
    return made


@pytest.mark.parametrize("width", [1, 3, 10, 26, 39, 60, 80, 84, 108, 200])
@pytest.mark.parametrize("height", [1, 10, 21, 37])
def test_the_form_is_drawn_at_any_size_with_any_focus(width: int, height: int) -> None:
    drawn = paper()
    for cell in drawn.cells():
        drawn.go(cell.name)
        rows = OutcomeDrawing(drawn, width, height, wide=width > 100).rows()
        assert any(row.here for row in rows)
        if width >= 80:
            assert all(width_of(list(row.pieces)) <= width for row in rows)


def test_a_draft_comes_back_as_it_was() -> None:
    first = paper()
    second = OutcomePaper(first.about)
    second.restore(first.keep())
    assert second.keep() == first.keep()
    assert second.parts() == 8
