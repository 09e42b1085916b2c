"""Keys in order: of keys that come in one breath, each goes where the one before it led.

The toolkit hands every key to the widget that has the focus when the key arrives, but the focus
moves only after the key before it was worked through. A pasted line, a slow connection or quick
fingers would so put the date into the owner. Here a key that may move the focus is worked through
before the next one is handed out.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump
from textual.screen import Screen

from tui.places import is_field

# Longest wait for one widget and for one key, in seconds: a key late is better than a key lost.
ONE_WAIT, ALL_WAIT = 0.5, 2.0
# So many times in a row nothing may be left to do before the next key goes out.
QUIET_ROUNDS = 2


class KeysInOrder(App[int]):
    """Mixed into the program: holds keys back while the one before them is still at work."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._held: deque[Event] = deque()
        self._at_work = False
        self._settling: asyncio.Task[None] | None = None

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._at_work:
            self._held.append(event)
        else:
            await self._hand_out(event)

    async def _hand_out(self, event: Event) -> None:
        """Give a key to its widget; one that may move the focus is waited for."""
        waits = self._may_move_focus(event)
        self._at_work = waits
        await super().on_event(event)
        if waits:
            self._settling = asyncio.create_task(self._settle())

    def _may_move_focus(self, event: Event) -> bool:
        if not isinstance(event, Key) or not event.is_printable:
            return isinstance(event, Key)
        focused = self.focused
        if focused is None:
            return True
        return not (is_field(focused) or getattr(focused, "keeps_letters", False))

    async def _settle(self) -> None:
        """Wait until the key is worked through, then let the next one out."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._worked_through(), ALL_WAIT)
        if not self.call_later(self._next_key):
            self._held.clear()

    async def _next_key(self) -> None:
        self._at_work = False
        while self._held and not self._at_work:
            await self._hand_out(self._held.popleft())

    def _chain(self) -> list[MessagePump]:
        """Who may still have to do with a key: the focused widget, what it stands in, the app."""
        stack = self.screen_stack if self.is_running else []
        if not stack:
            return [self]
        screen: Screen[Any] = stack[-1]
        around: Iterable[Any] = [] if screen.focused is None else screen.focused.ancestors_with_self
        inside = [node for node in around if node is not screen and node is not self]
        return [*inside, screen, self]

    async def _worked_through(self) -> None:
        quiet = 0
        screen = None
        while quiet < QUIET_ROUNDS:
            chain = self._chain()
            for pump in chain:
                await _queue_passed(pump)
            here = chain[-2] if len(chain) > 1 else None
            if here is not screen:
                # A page just opened puts its cursor where it belongs after it was drawn once.
                screen, quiet = here, 0
                if isinstance(here, Screen):
                    await drawn(here)
                continue
            still = chain == self._chain() and not any(map(_has_more, chain))
            quiet = quiet + 1 if still else 0

    async def _press_keys(self, keys: Iterable[str]) -> None:
        """Keys of a test: pressed is pressed only when the last of them was handed out."""
        await super()._press_keys(keys)
        for _ in range(1000):
            if not self._at_work or not self.is_running:
                return
            await asyncio.sleep(0.005)


def _has_more(pump: MessagePump) -> bool:
    return not pump._message_queue.empty()


async def _queue_passed(pump: MessagePump) -> None:
    """Wait until a widget has worked through what it had to do when this was called."""
    passed = asyncio.Event()
    if pump.call_later(passed.set):
        await _wait(passed)


async def drawn(screen: Screen[Any]) -> None:
    """Wait until a screen stands and was drawn."""
    for _ in range(2):
        drawn = asyncio.Event()
        if screen.call_after_refresh(drawn.set):
            await _wait(drawn)


async def _wait(event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), ONE_WAIT)
