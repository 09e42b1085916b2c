"""Chords: keys that mean something only one after the other, such as `gg`."""

from __future__ import annotations

from collections.abc import Iterable

from tui.actions import Action


class Chords:
    """Waits for the second key of a chord; any other key forgets the first."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._chords: dict[tuple[str, ...], str] = {}
        self._typed: tuple[str, ...] = ()
        for action in actions:
            for keys in action.keys:
                if " " in keys:
                    self._chords[tuple(keys.split())] = action.name

    @property
    def pending(self) -> bool:
        """Whether a chord has been begun."""
        return bool(self._typed)

    def feed(self, key: str) -> str | None:
        """Take a key; the name of the action it completes, if it completes one."""
        typed = (*self._typed, key)
        self._typed = ()
        if typed in self._chords:
            return self._chords[typed]
        if any(chord[: len(typed)] == typed for chord in self._chords):
            self._typed = typed
        elif len(typed) > 1:
            return self.feed(key)
        return None
