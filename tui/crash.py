"""What happens when the program itself fails: a number, a report without data, one sentence."""

from __future__ import annotations

import os
import platform
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

from rich.text import Text
from textual.app import App

from store.wording import plain, say


def new_incident() -> str:
    """A number for the report and the sentence: four hexadecimal signs."""
    return secrets.token_hex(2).upper()


def report_lines(error: BaseException) -> Iterator[str]:
    """Where it failed, without values: no locals, no message, no line of source.

    Messages are left out because they may quote what somebody wrote.
    """
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield f"{type(link).__module__}.{type(link).__qualname__}"
        frame: TracebackType | None = link.__traceback__
        while frame is not None:
            code = frame.tb_frame.f_code
            yield f"  {_short(code.co_filename)}:{frame.tb_lineno} {code.co_name}"
            frame = frame.tb_next
        link = link.__cause__ or link.__context__


def _short(path: str) -> str:
    """A source path from its package on, so no home folder stands in a report."""
    parts = Path(path).parts
    for start in ("tui", "store"):
        if start in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(start) :])
    return "/".join(parts[-2:])


def _version() -> str:
    try:
        return version("planreview")
    except PackageNotFoundError:
        return "unknown"


def write_report(folder: Path, error: BaseException, incident: str) -> Path:
    """Write the report where only its owner reads it (0600); the path."""
    place = folder / "incidents"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"incident-{incident}.txt"
    text = "\n".join(
        [
            f"planreview {_version()}  incident {incident}",
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            f"python {platform.python_version()}  {sys.platform}",
            "",
            *report_lines(error),
            "",
        ]
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def crash_sentences(folder: Path | None, error: BaseException, draft: str | None) -> list[str]:
    """Write the report, if that is possible, and give the sentences for the terminal.

    `draft` names the draft that was open and when it was last kept, as `C-0147, 09:12:04`.
    """
    incident = new_incident()
    about, _, kept = (draft or "").partition(", ")
    if about:
        sentences = [say("frame.crashed_draft", incident=incident, about=about, kept=kept)]
    else:
        sentences = [say("frame.crashed", incident=incident)]
    if folder is not None:
        try:
            path = write_report(folder, error, incident)
        except OSError:
            return sentences
        sentences.append(say("frame.crash_report", path=path))
    return sentences


class QuietCrash(App[int]):
    """A program whose failures never show a value: Textual's own report prints every local."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.crashed: list[str] = []

    def report_folder(self) -> Path | None:
        """Where reports are written; None for nowhere."""
        return None

    def open_draft(self) -> str | None:
        """The draft that was open, as `C-0147, 09:12:04`."""
        return None

    def _handle_exception(self, error: Exception) -> None:
        """No traceback, no values: a number, a report of places in the code, one sentence."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if not self.crashed:
            draft: str | None = None
            with suppress(Exception):
                draft = self.open_draft()
            self.crashed = crash_sentences(self.report_folder(), error, draft)
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """After the screen is given back: the sentences of the crash and nothing else."""
        self._exit_renderables.clear()
        for sentence in self.crashed:
            self.error_console.print(Text(plain(sentence)))
