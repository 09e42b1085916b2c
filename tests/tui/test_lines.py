"""Whatever people write is drawn in the cells it is given, and nothing of it is obeyed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.themes import DARK
from tui.widgets.columns import Column, Forms, cell_pieces, lay_out
from tui.widgets.lines import cut, left_right, padded, pieces, strip_of, width_of, wrapped

# Brackets, wide signs, combining marks, controls, marks of direction, lone surrogates.
AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("[]/\\b漢字👩é\u0301\u200d\u202e\x1b\x00\x07\n\t\r\ud800\u2028…"),
        st.characters(),
    ),
    max_size=60,
)
LINES = st.lists(st.tuples(AWKWARD, st.sampled_from(["text", "bold red", "dim"])), max_size=5)


@given(LINES, st.integers(0, 60))
def test_a_strip_has_exactly_its_width(line: list[tuple[str, str]], width: int) -> None:
    strip = strip_of(line, width, DARK)
    assert sum(cell_len(segment.text) for segment in strip) == width


@given(LINES, st.integers(1, 60))
def test_no_control_reaches_the_terminal(line: list[tuple[str, str]], width: int) -> None:
    text = "".join(segment.text for segment in strip_of(line, width, DARK))
    assert text.isprintable()


@given(AWKWARD)
def test_markup_is_only_text(text: str) -> None:
    shown = "".join(part for part, _ in pieces(f"[b]{text}[/y]"))
    assert shown.startswith("[b]")
    assert shown.endswith("[/y]")


@given(LINES, LINES, st.integers(1, 80))
def test_left_and_right_fill_the_line(
    left: list[tuple[str, str]], right: list[tuple[str, str]], width: int
) -> None:
    assert width_of(left_right(left, right, width)) == width


@given(LINES, st.integers(0, 40))
def test_cut_never_overflows(line: list[tuple[str, str]], width: int) -> None:
    assert width_of(cut(line, width)) <= width
    assert width_of(padded(line, width)) == width


@given(AWKWARD, st.integers(2, 40))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    for line in wrapped(text, width):
        assert cell_len(line) <= width


def test_wrapping_loses_no_word() -> None:
    text = "I want to stay at the same school and see my brother on Saturdays"
    assert " ".join(wrapped(text, 20)).split() == text.split()


COLUMNS = (
    Column("ref", "", 7),
    Column("kind", "", 9, drop=3),
    Column("what"),
    Column("due", "due", 10, align="right", short=6),
    Column("clock", "clock", 10, align="right"),
)


@given(st.integers(20, 250))
def test_columns_stay_inside_and_apart(width: int) -> None:
    laid = lay_out(COLUMNS, width, 4)
    for one, next_one in pairwise(laid):
        assert one.start + one.width < next_one.start
    if width >= 60:
        assert laid[-1].start + laid[-1].width == width - 1


def test_columns_shrink_before_they_go() -> None:
    names = [laid.column.name for laid in lay_out(COLUMNS, 80, 4)]
    assert names == ["ref", "kind", "what", "due", "clock"]
    tight = lay_out(COLUMNS, 60, 4)
    assert {laid.column.name: laid.width for laid in tight}["due"] == 6
    assert "kind" not in [laid.column.name for laid in lay_out(COLUMNS, 50, 4)]


@given(AWKWARD, st.integers(1, 30))
def test_a_cell_fills_its_column(text: str, width: int) -> None:
    laid = lay_out((Column("one", width=width),), width + 5, 4)[0]
    assert width_of(cell_pieces(Forms(text, text[:3]), laid)) == laid.width
