"""A program killed in mid-sentence: what was typed is there when it is started again."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store import drafts, opening
from tests.tui.review_stage import TODAY, fill, the_child

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds; only a hung program uses them up

SENTENCE = "I want to stay at the same school"


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.screen, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        command = [sys.executable, "-m", "tui", "--store", str(folder), "--today", str(TODAY)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        os.close(inner)
        self.seen = ""

    def look(self) -> None:
        """Read what was drawn."""
        while select.select([self.screen], [], [], 0.05)[0]:
            try:
                self.seen += os.read(self.screen, 65536).decode("utf-8", "replace")
            except OSError:
                return

    def until(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not ready():
            self.look()
            assert self.process.poll() is None, self.seen[-2000:]
            assert time.monotonic() < end, f"{what}: {self.seen[-2000:]!r}"

    def until_drawn(self, text: str) -> None:
        """Wait until a text stands in what was drawn since the last keys."""
        self.until(lambda: text in self.seen, text)

    def keys(self, text: str) -> None:
        """Type; what was drawn before is forgotten."""
        self.look()
        self.seen = ""
        os.write(self.screen, text.encode())

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.screen)


def open_form(terminal: Terminal) -> None:
    """From the first screen to the form of C-0147."""
    terminal.until_drawn("C-0147")
    terminal.keys("3")
    terminal.until_drawn("Caseload")
    terminal.keys("l")
    terminal.until_drawn("Second review")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_killed_in_mid_sentence_the_words_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    journal = opening.init(folder, None, "Alder", role="iro", device="IRO-02", today=TODAY)
    fill(journal)
    child = the_child(journal)
    opening.close_store(journal)

    def on_disk() -> str:
        reader = opening.open_store(folder, today=TODAY)
        try:
            kept = drafts.draft_for(reader, "review", child)
            return str(kept.content["views"]) if kept else ""
        finally:
            opening.close_store(reader)

    first = Terminal(folder)
    open_form(first)
    first.keys("fri\r1m\r" + SENTENCE)
    first.until(lambda: on_disk() == SENTENCE, "the sentence on disk")
    first.keys(" and see my bro")
    first.kill()
    assert on_disk().startswith(SENTENCE)

    second = Terminal(folder)
    try:
        open_form(second)
        second.until_drawn("I want to stay at the same school")
        # The dead window does not hold the draft: this one goes on with it.
        second.keys("!")
        second.until(lambda: on_disk().endswith("!"), "the next key on disk")
    finally:
        second.kill()
