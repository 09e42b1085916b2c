"""The hybrid logical clock: wall time that never runs backwards, with a counter for equal times."""

from __future__ import annotations

from datetime import UTC, datetime

_COUNTER_BITS = 16
FURTHEST_AHEAD_MS = 24 * 60 * 60 * 1000


def of_wall(now: datetime) -> int:
    """The clock of a wall time: milliseconds since 1970, shifted past the counter."""
    return int(now.astimezone(UTC).timestamp() * 1000) << _COUNTER_BITS


def following(last: int, now: datetime) -> int:
    """The next reading after `last` at wall time `now`."""
    return max(of_wall(now), last + 1)


def furthest(now: datetime) -> int:
    """The last reading that is not too far ahead of `now`: a later clock is never adopted."""
    return of_wall(now) + ((FURTHEST_AHEAD_MS + 1) << _COUNTER_BITS) - 1
