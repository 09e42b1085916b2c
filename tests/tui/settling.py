"""When a screen has come to rest after a key, so that a test may look at it.

Textual's own answer sleeps 20 ms at a time and at least three times for each key: the tests of
the screens slept for longer than they worked. This one asks more often, and asks more: the
process has done next to nothing for a while, the event loop has nothing left to do, which also
holds where the process was kept waiting for a processor, and no screen is being held back:
Textual paints nothing for 50 ms after a change of mode, in which a quiet loop proves nothing.
"""

from __future__ import annotations

import asyncio
from time import process_time

import textual.app
import textual.pilot
import textual.screen
from textual._context import active_app

_LOOK = 0.005
_LOOKS = 4
"""So many in a row must find it at rest: what one frame draws may ask for another."""

_BUSY = 0.001
_STARVED = 0.1
_FRAME = 0.004
"""Seconds: what waits for the next frame has to come within one look."""


async def at_rest(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Returns once the event loop rests, after `max_sleep` seconds at the latest."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    rested = 0
    while True:
        used, slept = process_time(), loop.time()
        await asyncio.sleep(_LOOK)
        now = loop.time()
        waited = now - begun
        still = process_time() - used < _BUSY and not getattr(loop, "_ready", None)
        # Woken late, others want the processors too: a thread of ours may be waiting its turn.
        still = still and (now - slept < 2 * _LOOK or waited > _STARVED)
        rested = rested + 1 if still and not _held_back() else 0
        if (rested >= _LOOKS and waited > min_sleep) or waited >= max_sleep:
            return


def _held_back() -> bool:
    app = active_app.get(None)
    return app is not None and app._batch_count > 0


def use() -> None:
    """Makes Textual's pilot wait in this way."""
    for module, name, value in (
        (textual.app, "wait_for_idle", at_rest),
        (textual.pilot, "wait_for_idle", at_rest),
        (textual.screen, "UPDATE_PERIOD", _FRAME),
    ):
        assert hasattr(module, name), f"this Textual has no {module.__name__}.{name}"
        setattr(module, name, value)
