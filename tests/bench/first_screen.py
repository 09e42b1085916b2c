"""From nothing to the first screenful, in a terminal of its own: two programs, one after another.

Both are started as people start them, open the same encrypted store by the same door, and are
timed until the bytes of what they show arrive: a count, or the rows of Triage.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from store.simulating.measuring import Figure, against, median, within

RUNS = 7
FEWER = 3  # of a million: opening it checks two gigabytes each time
LONGEST = 120.0  # seconds after which a program that shows nothing is given up
MOST = {10_000: 1.2, 100_000: 1.4, 1_000_000: 1.6}

_OPEN = """
import sys
from pathlib import Path
from store.demo.caseload import TODAY
from store.opening import open_store
journal = open_store(Path(sys.argv[1]), today=TODAY)
"""
_BARE = f"""{_OPEN}
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        found = journal.database.execute_sql("SELECT count(*) FROM open_work WHERE live = 1")
        yield Static(f"{{found.fetchone()[0]}} open items")
Bare().run()
"""
_OURS = f"""{_OPEN}
from tui.app import PlanReviewApp
from tui.modes import MODES
PlanReviewApp(journal, modes=[mode for mode in MODES if mode.name == "triage"]).run()
"""
_BARE_READY = re.compile(rb"\d+ open items")
# The reference of a child or an area: the rows stand there.
_OURS_READY = re.compile(rb"M-\d{5}|SW \d")


def _shown(program: str, folder: Path, ready: re.Pattern[bytes], compiled: str) -> float:
    """Milliseconds until a program has shown what is looked for."""
    begin = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        # An installed program is compiled already; `compiled` is where this one keeps that.
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.environ.update(PYTHONPYCACHEPREFIX=compiled)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execv(sys.executable, [sys.executable, "-c", program, str(folder)])
    seen = b""
    try:
        while not ready.search(seen):
            left = LONGEST - (time.perf_counter() - begin)
            if left <= 0 or not select.select([terminal], [], [], left)[0]:
                raise TimeoutError(f"nothing was shown; the last it said: {seen[-500:]!r}")
            try:
                seen += os.read(terminal, 65_536)
            except OSError:
                raise RuntimeError(f"the program ended; it said: {seen[-2000:]!r}") from None
        return (time.perf_counter() - begin) * 1000
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def figures(folder: Path, size: int) -> list[Figure]:
    """The first screenful of the store in `folder`, which no passphrase locks."""
    with tempfile.TemporaryDirectory() as compiled:
        for program, ready in ((_BARE, _BARE_READY), (_OURS, _OURS_READY)):
            _shown(program, folder, ready, compiled)
        bare, ours = [], []
        for _ in range(
            RUNS if size < 1_000_000 else FEWER
        ):  # turn and turn about, so that a slow minute falls on both
            bare.append(_shown(_BARE, folder, _BARE_READY, compiled))
            ours.append(_shown(_OURS, folder, _OURS_READY, compiled))
    what = f"first screenful painted, {size:,}"
    if size not in MOST:
        return [within(what, median(ours), None), within("  a count alone", median(bare), None)]
    return [against(what, median(ours), median(bare), MOST[size])]
