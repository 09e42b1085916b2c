"""The demo's clock: stands at one moment while history is written, and runs on afterwards."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day

OPENED = time_of_day(8, 58)


class DemoClock:
    """Gives the moment of each change; never runs backwards."""

    def __init__(self, start: date) -> None:
        self._moment = _local(start, OPENED)
        self._running_since: float | None = None

    def __call__(self) -> datetime:
        """The moment now, in UTC."""
        if self._running_since is None:
            return self._moment
        passed = time.monotonic() - self._running_since
        return datetime.fromtimestamp(self._moment.timestamp() + passed, UTC)

    def move_to(self, day: date, at: time_of_day = time_of_day(10, 0)) -> None:
        """Go on to a local day and hour; an earlier one leaves the clock where it is."""
        self._moment = max(self._moment, _local(day, at))

    def run(self) -> None:
        """From here on the demo's time passes as real time does."""
        self._running_since = time.monotonic()


def _local(day: date, at: time_of_day) -> datetime:
    # Local wall time in every time zone: the pictures show 08:58 wherever they are made.
    return datetime.combine(day, at).astimezone().astimezone(UTC)
