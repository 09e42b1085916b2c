"""Half-written forms: kept on this device within a second, outside the journal.

A draft belongs to one window at a time. A window holds a lock the operating system gives back
when its process ends, however it ends, so that a killed window's draft is free at once.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.database.private_files import explained, make_private_folder
from store.errors import Locked, NotFound
from store.wording import say

if TYPE_CHECKING:
    from store.journal import Journal

DDL: tuple[str, ...] = (
    """CREATE TABLE draft (id TEXT PRIMARY KEY NOT NULL, form TEXT NOT NULL, about TEXT,
        content TEXT NOT NULL, begun TEXT NOT NULL, kept TEXT NOT NULL, held_by TEXT)
        WITHOUT ROWID""",
)
_WINDOWS = "windows"
_COLUMNS = "id, form, about, content, begun, kept, held_by"


class DraftHeld(Locked):
    """Another window that is still open holds the draft."""


class NoDraft(NotFound):
    """The draft is gone: saved, or discarded in another window."""


@dataclass(frozen=True)
class Draft:
    """What was typed into `form` about a record (`about`, None for a new one) and when.

    `content` is the form's own JSON-able mapping; `window` says who holds it: "" nobody,
    "here" this window, "elsewhere" another one that is open.
    """

    id: str
    form: str
    about: str | None
    content: Mapping[str, Any]
    begun: datetime
    kept: datetime
    window: str


def keep(journal: Journal, form: str, about: str | None, content: Mapping[str, Any]) -> Draft:
    """Write what is typed so far: one durable write, over this window's own draft of the form.

    A draft nobody holds is never written over (take it first to go on with it): this one is put
    beside it. DraftHeld when another open window has a draft of the same form and record.
    """
    me, now = _window(journal).id, journal.now().isoformat()
    text = json.dumps(content, ensure_ascii=True)
    database = journal.database
    with database.atomic():
        rows = database.execute_sql(
            f"SELECT {_COLUMNS} FROM draft WHERE form = ? AND about IS ? ORDER BY kept DESC",
            (form, about),
        ).fetchall()
        mine = next((row for row in rows if row[6] == me), None)
        if mine is None:
            if any(_is_open(journal, row[6]) for row in rows):
                raise DraftHeld(say("drafts.held"))
            mine = (secrets.token_hex(16), form, about, text, now, now, me)
            _turned(journal)
            database.execute_sql(f"INSERT INTO draft ({_COLUMNS}) VALUES (?,?,?,?,?,?,?)", mine)
        else:
            database.execute_sql(
                "UPDATE draft SET content = ?, kept = ? WHERE id = ?", (text, now, mine[0])
            )
    return _draft(journal, (*mine[:3], text, mine[4], now, me))


def drafts(journal: Journal) -> list[Draft]:
    """Every draft on this device, the one kept last first."""
    rows = journal.database.execute_sql(f"SELECT {_COLUMNS} FROM draft ORDER BY kept DESC, id")
    return [_draft(journal, row) for row in rows.fetchall()]


def draft(journal: Journal, draft_id: str) -> Draft | None:
    """The draft of that id, or None when it is gone."""
    row = journal.database.execute_sql(
        f"SELECT {_COLUMNS} FROM draft WHERE id = ?", (draft_id,)
    ).fetchone()
    return _draft(journal, row) if row else None


def draft_for(journal: Journal, form: str, about: str | None) -> Draft | None:
    """The draft of `form` about a record that this window could go on with: its own, else the
    one kept last that is free, else one held elsewhere; None when there is none.
    """
    found = [d for d in drafts(journal) if d.form == form and d.about == about]
    return min(found, key=lambda d: ("here", "", "elsewhere").index(d.window), default=None)


def take(journal: Journal, draft_id: str) -> bool:
    """Hold the draft for this window; False when another open window holds it.

    Raises NoDraft when it is gone.
    """
    me = _window(journal).id
    with journal.database.atomic():
        holder = _holder(journal, draft_id)
        if holder != me and _is_open(journal, holder):
            return False
        _hold(journal, draft_id, me)
    return True


def let_go(journal: Journal, draft_id: str) -> None:
    """Give the draft back for any window to go on with; nothing when this one has not got it."""
    journal.database.execute_sql(
        "UPDATE draft SET held_by = NULL WHERE id = ? AND held_by = ?",
        (draft_id, _window(journal).id),
    )
    _turned(journal)


def discard(journal: Journal, draft_id: str) -> None:
    """Drop the draft: it was saved, or its author said so. DraftHeld when another window has it."""
    me = _window(journal).id
    with journal.database.atomic():
        try:
            holder = _holder(journal, draft_id)
        except NoDraft:
            return
        if holder != me and _is_open(journal, holder):
            raise DraftHeld(say("drafts.held"))
        journal.database.execute_sql("DELETE FROM draft WHERE id = ?", (draft_id,))
    _turned(journal)


# How often a draft was begun, given back or dropped in this window.
_turns: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()


def turn(journal: Journal) -> int:
    """A number that differs after a draft was begun, given back or dropped here."""
    return _turns.get(journal, 0)


def _turned(journal: Journal) -> None:
    _turns[journal] = turn(journal) + 1


def _holder(journal: Journal, draft_id: str) -> str | None:
    row = journal.database.execute_sql(
        "SELECT held_by FROM draft WHERE id = ?", (draft_id,)
    ).fetchone()
    if row is None:
        raise NoDraft(say("drafts.gone"))
    return None if row[0] is None else str(row[0])


def _hold(journal: Journal, draft_id: str, window: str) -> None:
    journal.database.execute_sql("UPDATE draft SET held_by = ? WHERE id = ?", (window, draft_id))


def _draft(journal: Journal, row: tuple[Any, ...]) -> Draft:
    draft_id, form, about, content, begun, kept, holder = row
    if holder == _window(journal).id:
        window = "here"
    else:
        window = "elsewhere" if _is_open(journal, holder) else ""
    return Draft(
        id=draft_id,
        form=form,
        about=about,
        content=json.loads(content),
        begun=datetime.fromisoformat(begun),
        kept=datetime.fromisoformat(kept),
        window=window,
    )


class _Window:
    """This window's lock: a file of its own, locked for as long as the store is open in it."""

    def __init__(self, folder: Path) -> None:
        self.id = secrets.token_hex(12)
        self._path = folder / _WINDOWS / f"{self.id}.lock"
        make_private_folder(self._path.parent)
        try:
            self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise explained(error, self._path) from error
        _lock(self._descriptor)
        weakref.finalize(self, _release, self._descriptor, self._path)


# One per open store; a process that opens a store twice (as tests do) has two windows.
_windows: weakref.WeakKeyDictionary[Any, _Window] = weakref.WeakKeyDictionary()


def _window(journal: Journal) -> _Window:
    window = _windows.get(journal.database)
    if window is None:
        window = _windows[journal.database] = _Window(journal.folder)
    return window


def close_window(journal: Journal) -> None:
    """Give back every draft this window holds, as ending the process would."""
    _windows.pop(journal.database, None)


def _is_open(journal: Journal, window: str | None) -> bool:
    """Whether the window still lives: whether its lock is taken."""
    if window is None:
        return False
    mine = _windows.get(journal.database)
    if mine is not None and mine.id == window:
        return True
    path = journal.folder / _WINDOWS / f"{window}.lock"
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        free = _lock(descriptor)
    finally:
        os.close(descriptor)
    if free:
        path.unlink(missing_ok=True)
    return not free


def _release(descriptor: int, path: Path) -> None:
    os.close(descriptor)
    path.unlink(missing_ok=True)


def _lock(descriptor: int) -> bool:
    """Take the lock without waiting; False when another process or window has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
