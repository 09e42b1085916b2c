"""Fields: keys in, values out, errors beside what was typed and never instead of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.app import App, ComposeResult

from store.clock import WorkingDays
from tui.themes import DARK, textual_theme
from tui.widgets.choice_field import BoxesField, ChoiceField
from tui.widgets.date_field import DateField
from tui.widgets.fields import Box, Choice, Field, TextField, first_wrong
from tui.widgets.prose_field import ProseField

TODAY = date(2024, 9, 16)


class FieldsApp(App[None]):
    """Some fields and what they said."""

    palette = DARK

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self.register_theme(textual_theme(DARK))
        self.theme = "planreview-dark"
        self.fields = fields
        self.changes: list[tuple[str | None, Any]] = []
        self.done: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield from self.fields

    def on_field_changed(self, event: Field.Changed) -> None:
        self.changes.append((event.field.name, event.value))

    def on_field_done(self, event: Field.Done) -> None:
        self.done.append(event.field.name)


def held() -> DateField:
    return DateField("held", "Held", prefer="past", today=TODAY, calendar=WorkingDays())


async def test_a_date_is_read_while_it_is_typed() -> None:
    field, after = held(), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press(*"fri")
        assert field.value == date(2024, 9, 13)
        assert "13 Sep" in str(field.verdict)
        await pilot.press("enter")
        assert field.text == "Fri 13 Sep 2024"
        assert app.done == ["held"]
        assert after.input.has_focus


async def test_a_date_that_cannot_become_one_is_told_at_once_and_kept() -> None:
    field, after = held(), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("3")
        assert field.problem is None
        await pilot.press("1", "/")
        assert field.problem is None
        await pilot.press("9")
        assert field.problem is not None
        assert field.text == "31/9"
        assert field.value is None
        assert first_wrong([after, field]) is field
        await pilot.press("backspace", "backspace", "backspace", "backspace", *"30/9")
        assert field.problem is None
        assert field.value == date(2023, 9, 30)


async def test_half_a_date_is_wrong_when_it_is_left() -> None:
    field, after = held(), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("3", "tab")
        assert field.problem is not None
        assert field.text == "3"


async def test_a_proposed_date_is_taken_by_enter_and_replaced_by_a_key() -> None:
    field, after = held(), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.value = date(2024, 9, 13)
        field.focus()
        await pilot.press("enter")
        assert field.value == date(2024, 9, 13)
        await pilot.press("shift+tab", *"12/9", "enter")
        assert field.value == date(2024, 9, 12)


async def test_a_day_can_be_taken_from_the_calendar() -> None:
    field, after = held(), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.value = date(2024, 9, 13)
        field.focus()
        await pilot.press("down", "down", "right", "enter")
        assert field.value == date(2024, 9, 21)
        assert app.changes[-1] == ("held", date(2024, 9, 21))


async def test_a_choice_takes_one_key_and_moves_on() -> None:
    field = ChoiceField(
        "part", "Took part", [Choice("1", "PN1", 1, "spoke"), Choice("2", "PN2", 2)]
    )
    after = TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("9")
        assert field.problem is not None
        assert field.value is None
        await pilot.press("1")
        assert field.problem is None
        assert field.value == 1
        assert "spoke" in str(field.verdict)
        assert after.input.has_focus
        assert app.changes == [("part", 1)]


async def test_boxes_are_ticked_by_their_letters() -> None:
    boxes = [Box("c", "child", "C"), Box("m", "mother", "M"), Box("a", "carer", "A")]
    field, after = BoxesField("attended", "Attended", boxes), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("a", "c", "m", "m")
        assert field.value == ("C", "A")
        await pilot.press("enter")
        assert after.input.has_focus


async def test_prose_breaks_lines_with_enter_and_moves_on_with_tab() -> None:
    field, after = ProseField("views", "Views"), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press(*"[b]", "enter", *"two")
        assert field.text == "[b]\ntwo"
        await pilot.press("ctrl+z")
        assert field.text != "[b]\ntwo"
        await pilot.press("tab")
        assert after.input.has_focus
        assert app.done == ["views"]


async def test_setting_a_value_says_nothing() -> None:
    text, views = TextField("where", "Where"), ProseField("views", "Views")
    app = FieldsApp(text, views, held())
    async with app.run_test() as pilot:
        text.value = "school"
        views.value = "words"
        await pilot.pause()
        assert app.changes == []
        assert (text.value, views.value) == ("school", "words")


async def test_a_label_shows_where_the_cursor_is() -> None:
    field, after = TextField("one", "One"), TextField("next", "Next")
    app = FieldsApp(field, after)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.pause()
        assert field._label.render_line(0).text.startswith("▌")
        await pilot.press("enter")
        assert field._label.render_line(0).text.startswith(" ")
