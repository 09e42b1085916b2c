"""A process killed at any moment lost nothing it said it had saved, and left nothing half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from store.opening import close_store, init, open_store
from store.people import people

PASSPHRASE = "correct horse battery"

# Saves two people in one unit of work, over and over, and says so only after the commit.
_SCRIPT = """
import sys
from pathlib import Path
from store.opening import open_store
from store.people import add_person

journal = open_store(Path(sys.argv[1]), sys.argv[2])
for number in range(int(sys.argv[3]), 10**6):
    with journal.unit_of_work("two at once"):
        add_person(journal, f"First {number}")
        add_person(journal, f"Second {number}")
    print(number, flush=True)
"""


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    close_store(init(folder, PASSPHRASE, "Alder"))
    chance = random.Random(2024)
    last = -1
    for _ in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", _SCRIPT, str(folder), PASSPHRASE, str(last + 1)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == str(last + 1)
        time.sleep(chance.random() / 10)
        writer.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in writer.stdout.read().split() if line]
        writer.wait()
        last = acknowledged[-1] if acknowledged else last + 1
        journal = open_store(folder, PASSPHRASE)
        names = {person.name for person in people(journal)}
        assert {f"First {n}" for n in range(last + 1)} <= names
        # Both of a unit or neither, also of one that was saved and not yet said.
        assert {n.replace("First", "Second") for n in names if n.startswith("First")} <= names
        journal.verify()
        state = journal.state()
        journal.rebuild()
        assert journal.state() == state
        last = max(int(name.split()[1]) for name in names if name.startswith("First"))
        close_store(journal)
