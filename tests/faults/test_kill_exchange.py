"""Export and collating killed at any moment: whole files or none, and a rerun completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from store.opening import close_store, init, open_store
from store.people import add_person, people
from store.snapshots import SUFFIX, collate, enrol, own_card, refused_files, unsent, write_snapshot

PASSPHRASE = "correct horse battery"

_EXPORT = """
import sys
from pathlib import Path
from store.opening import open_store
from store.snapshots import write_snapshot

journal = open_store(Path(sys.argv[1]), sys.argv[2])
print("begun", flush=True)
while True:
    write_snapshot(journal, Path(sys.argv[3]), full=True)
"""
_COLLATE = """
import sys
from pathlib import Path
from store.opening import open_store
from store.snapshots import collate

journal = open_store(Path(sys.argv[1]), sys.argv[2])
print("begun", flush=True)
collate(journal, [Path(sys.argv[3])])
"""


def killed(script: str, *arguments: str, after: float) -> None:
    """Run a script and kill it `after` seconds from its beginning."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_killed_at_any_moment_every_file_is_whole_and_taken_once(tmp_path: Path) -> None:
    device = init(tmp_path / "device", PASSPHRASE, "Alder", role="iro")
    centre = init(tmp_path / "centre", PASSPHRASE, "Birch", role="collator")
    enrol(device, own_card(centre))
    enrol(centre, own_card(device))
    for number in range(30):
        add_person(device, f"Person {number}")
    for journal in (device, centre):
        close_store(journal)
    out, chance = tmp_path / "out", random.Random(2024)
    out.mkdir()
    for _ in range(3):
        arguments = (str(tmp_path / "device"), PASSPHRASE, str(out))
        killed(_EXPORT, *arguments, after=chance.random() / 10)
        arguments = (str(tmp_path / "centre"), PASSPHRASE, str(out))
        killed(_COLLATE, *arguments, after=chance.random() / 20)
        centre = open_store(tmp_path / "centre", PASSPHRASE)
        # Whole files taken or not at all: never some of the thirty people.
        assert len(people(centre)) in (0, 30)
        assert refused_files(centre) == []
        centre.verify()
        close_store(centre)
    device = open_store(tmp_path / "device", PASSPHRASE)
    write_snapshot(device, out, full=True)
    assert unsent(device) == 0
    centre = open_store(tmp_path / "centre", PASSPHRASE)
    done = collate(centre, [out])
    assert (done.files, done.refused) == (len(list(out.glob(f"*{SUFFIX}"))), 0)
    assert len(people(centre)) == 30
    assert centre.verify() == 30
    state = centre.state()
    centre.rebuild()
    assert centre.state() == state
