"""What changes how the Triage list is looked at: order, groups, columns, saved views."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.events import Key

from store import open_work, saved_views
from store.errors import Refused
from store.saved_views import View
from store.wording import say
from tui.dialogs.base import Dialog
from tui.dialogs.choose import ChoiceList
from tui.glyphs import glyph
from tui.screens.triage_looking import Looking, of_view
from tui.widgets.choice import Choice
from tui.widgets.frame import Frame


class ColumnsDialog(Dialog[tuple[str, ...]]):
    """Which columns, in which order: space shows or hides one, `<` and `>` move it."""

    def __init__(self, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self.title_text = say("screen_triage.ask_columns")
        self.order = [*chosen, *(name for name in open_work.COLUMNS if name not in chosen)]
        self.on = set(chosen)

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("space", say("screen_triage.key_show_column")),
            ("< >", say("screen_triage.key_move_column")),
            *super().keys(),
        ]

    def sheet(self) -> ComposeResult:
        yield ChoiceList(self._choices())

    def _choices(self) -> list[Choice]:
        marks = {True: glyph("on"), False: glyph("off")}
        return [
            Choice(marks[name in self.on], say(f"screen_triage.column_{name}"), name)
            for name in self.order
        ]

    def on_key(self, event: Key) -> None:
        choices = self.query_one(ChoiceList)
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "home": -99, "end": 99}
        at = choices.at
        if event.key in steps:
            choices.step(steps[event.key])
        elif event.key == "enter":
            self._take()
        elif event.key == "space":
            self.on ^= {self.order[at]}
            self._show(at)
        elif event.character in ("<", ">"):
            to = max(0, min(at + (1 if event.character == ">" else -1), len(self.order) - 1))
            self.order.insert(to, self.order.pop(at))
            self._show(to)
        else:
            return
        event.stop()
        event.prevent_default()

    def _show(self, at: int) -> None:
        choices = self.query_one(ChoiceList)
        choices.show(self._choices())
        choices.step(at)

    def _take(self) -> None:
        chosen = tuple(name for name in self.order if name in self.on)
        if "what" in chosen or "ref" in chosen:
            self.dismiss(chosen)
        else:
            self.problem(say("screen_triage.columns_too_few"))


# Digits are for the first nine orders; o, a and w group.
_KEYS = {"brag": "s", "team": "t", "standard": "n", "evidence": "e", "delivery": "d"}


async def ask_order(frame: Frame, now: Looking) -> Looking | None:
    """Ask how the list is sorted and grouped; the order it has already turns round."""
    from tui.dialogs.choose import ChooseOne

    arrow = glyph("down" if now.descending else "up")
    choices = [
        Choice(
            _KEYS.get(name, str(number)),
            say(f"screen_triage.column_{name}"),
            ("sort", name),
            say("screen_triage.turns_round", arrow=arrow) if name == now.sort else "",
        )
        for number, name in enumerate(open_work.SORTS, 1)
    ]
    choices += [
        Choice(
            by[0],
            say(f"screen_triage.group_{by}"),
            ("group", by),
            say("screen_triage.as_now") if by == now.group else "",
        )
        for by in open_work.GROUPS
    ]
    if now.group is not None:
        choices.append(Choice("-", say("screen_triage.group_none"), ("group", None)))
    found = await frame.ask(
        ChooseOne(say("screen_triage.ask_order"), choices, value=("sort", now.sort))
    )
    if found is None:
        return None
    what, name = found
    if what == "group":
        return replace(now, group=name)
    turned = not now.descending if name == now.sort else False
    return replace(now, sort=name, descending=turned)


_SAVE, _WITHDRAW = "save", "withdraw"


async def ask_view(frame: Frame, now: Looking) -> Looking | None:
    """Choose a saved view, keep what stands on the screen as one, or withdraw one."""
    from tui.dialogs.choose import ChooseOne

    known = saved_views.views(frame.journal)
    own = [view for view in known if not view.shipped]
    choices: list[Choice] = [
        Choice(str(number) if number < 10 else "", view.name, view, view.query)
        for number, view in enumerate(known, 1)
    ]
    choices.append(Choice("s", say("screen_triage.save_view"), _SAVE))
    if own:
        choices.append(Choice("w", say("screen_triage.withdraw_view"), _WITHDRAW))
    here = next((view for view in known if now.view and view.id == now.view.id), None)
    found: Any = await frame.ask(ChooseOne(say("screen_triage.ask_view"), choices, value=here))
    if found == _SAVE:
        return await _save(frame, now)
    if found == _WITHDRAW:
        await _withdraw(frame, own)
        return None
    return read_view(found) if isinstance(found, View) else None


async def _save(frame: Frame, now: Looking) -> Looking | None:
    from tui.dialogs.ask import AskText

    begun = now.view.name if now.view is not None and not now.view.shipped else ""
    name = await frame.ask(
        AskText(
            say("screen_triage.ask_view_name"),
            begun,
            hint=say("screen_triage.ask_view_name_hint", query=now.query or glyph("empty")),
            check=lambda text: None if text else say("screen_triage.view_name_empty"),
        )
    )
    if not name:
        return None
    saved = saved_views.save_view(
        frame.journal, name, now.query, now.columns, now.sort, now.descending, now.group
    )
    frame.tell(say("screen_triage.view_saved", name=name))
    view = next((view for view in saved_views.views(frame.journal) if view.id == saved), None)
    return replace(now, view=view)


async def _withdraw(frame: Frame, own: list[View]) -> None:
    from tui.dialogs.ask import AskReason
    from tui.dialogs.choose import ChooseOne

    choices = [Choice(str(at), view.name, view, view.query) for at, view in enumerate(own, 1)]
    view = await frame.ask(ChooseOne(say("screen_triage.withdraw_view"), choices))
    if view is None:
        return
    reason = await frame.ask(AskReason(say("screen_triage.ask_withdraw", name=view.name)))
    if not reason:
        return
    saved_views.withdraw_view(frame.journal, view.id, reason)
    frame.changed(say("screen_triage.view_withdrawn", name=view.name))


def read_view(view: View) -> Looking:
    """A saved view as a list to look at; Refused when its query can no longer be read."""
    from store import asking

    try:
        asking.parse(view.query)
    except asking.QueryError as wrong:
        raise Refused(
            say("screen_triage.view_unread", name=view.name, why=wrong.sentence)
        ) from None
    return of_view(view, view)
