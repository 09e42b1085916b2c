"""A place where actions are offered: a screen, a pane or the program, bound from the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingsMap
from textual.events import Key
from textual.widget import Widget

from store.errors import PlanReviewError
from tui.actions import EVERYWHERE, REGISTRY, Action
from tui.keys import Chords

if TYPE_CHECKING:
    from textual.app import App


ACTING = "acting"
"""The workers in which an action waits, for an answer perhaps that a person has yet to give."""


def takes_text(widget: Widget | None) -> bool:
    """Whether letters typed now belong to a field: bare keys then do nothing else."""
    if widget is None:
        return False
    return bool(getattr(widget, "takes_text", False)) or is_field(widget)


def is_field(widget: Widget) -> bool:
    """Whether a widget is one of the toolkit's fields; the larger is loaded where it is used."""
    return any(kind.__name__ in ("Input", "TextArea") for kind in type(widget).__mro__)


class Place:
    """Mixed into screens and panes: binds the keys of its `place` and runs `action_<name>`."""

    place: ClassVar[str] = ""

    def bind_place(self) -> None:
        """Take the keys of this place from the registry; called once the node exists."""
        actions = REGISTRY.at(self.place)
        self.chords = Chords(actions)
        bindings: BindingsMap = self._bindings  # type: ignore[attr-defined]
        for action in actions:
            for key in action.keys:
                if " " not in key:
                    named = textual_key(key)
                    bound = Binding(named, f"do('{action.name}')", show=False)
                    # A new list: the one in the map may belong to the class.
                    known = bindings.key_to_bindings.get(named, [])
                    bindings.key_to_bindings[named] = [bound, *known]

    def feed_chord(self, event: Key) -> bool:
        """Give a key to the chords; True when it was one of theirs and is used up."""
        name = self.chords.feed(event.key)
        if name is None and not self.chords.pending:
            return False
        event.stop()
        event.prevent_default()
        if name is not None:
            self.action_do(name)
        return True

    def why_not(self, action: str) -> str | None:
        """The reason an offered action does not apply now, as a sentence; None when it does."""
        return None

    def action_do(self, name: str) -> None:
        """Run an offered action, or say why it does not apply."""
        action = REGISTRY.find(self.place, name)
        app: App[Any] = self.app  # type: ignore[attr-defined]
        if action is None:
            raise SkipAction
        if takes_text(app.focused) and not action.in_fields:
            raise SkipAction
        reason = action.reason(self)
        if reason is not None:
            speak(app, reason)
            return
        run_safely(app, getattr(self, f"action_{name}"))


def textual_key(key: str) -> str:
    """A key as Textual names it: single signs have words there."""
    from textual.keys import _character_to_key

    return _character_to_key(key) if len(key) == 1 else key


def speak(app: App[Any], sentence: str) -> None:
    """Show a refusal on the screen in front: in its status line, or as a toast over a dialog."""
    refuse = getattr(app.screen, "refuse", None)
    if callable(refuse):
        refuse(sentence)
    else:
        app.notify(sentence, severity="error", markup=False)


def run_safely(app: App[Any], call: Any, *arguments: Any) -> None:
    """Run a verb or a coroutine; a failure a person can act on becomes its sentence on screen."""

    async def waited(result: Any) -> None:
        try:
            await result
        except PlanReviewError as error:
            speak(app, error.sentence)

    try:
        result = call(*arguments)
    except PlanReviewError as error:
        speak(app, error.sentence)
        return
    if isawaitable(result):
        app.run_worker(waited(result), group=ACTING, exit_on_error=True)


@dataclass(frozen=True)
class Offered:
    """An action as it stands now: where it would run and why it does not apply."""

    action: Action
    at: Any
    reason: str | None


def offered(app: App[Any], below: Any = None) -> Iterator[Offered]:
    """Everything the registry offers on the screen in front, or on the one `below` a dialog."""
    screen = below or app.screen
    node: Any = screen.focused or screen
    chain: list[Any] = []
    while node is not None:
        if getattr(node, "place", None) and node is not app:
            chain.append(node)
        node = node.parent
    if screen not in chain and getattr(screen, "place", None):
        chain.append(screen)
    taken: set[str] = set()
    # The screen's own actions lead: what a list does is known to everyone's fingers.
    chain.sort(key=lambda place: place is not screen)
    for place in chain:
        for action in REGISTRY.at(place.place):
            if action.keys and set(action.keys) <= taken:
                continue
            taken.update(action.keys)
            yield Offered(action, place, action.reason(place))
    for action in REGISTRY.at(EVERYWHERE):
        if not set(action.keys) <= taken:
            yield Offered(action, app, action.reason(app))
