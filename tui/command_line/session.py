"""From the options of a command to an open store: folder, passphrase, the day that counts."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import Locked, NotFound, Refused, WrongUse
from store.wording import plain, say
from tui.command_line.declaring import given
from tui.making_lists import telling_of_lists

if TYPE_CHECKING:
    from store.journal import Journal

STORE, PASSPHRASE, TODAY = "PLANREVIEW_STORE", "PLANREVIEW_PASSPHRASE", "PLANREVIEW_TODAY"


class NoFile(NotFound):
    """A file named on the command line is not there."""


def folder_of(args: argparse.Namespace) -> Path:
    """The store's folder: the option, else the environment, else this user's own."""
    named = given(args, "store") or os.environ.get(STORE)
    if named:
        return Path(named).expanduser()
    from store.opening import default_folder

    return default_folder()


def today_of(args: argparse.Namespace) -> date | None:
    """The day named for reading, or None for the real one."""
    text = given(args, "today") or os.environ.get(TODAY)
    if not text:
        return None
    from store.clock import parse_date

    try:
        return parse_date(text, today=date.today())  # noqa: DTZ011 - the user's own day
    except Refused as error:
        raise WrongUse(error.sentence) from error


def read_secret(path: Path) -> str:
    """The secret in a file: all of it but the line end."""
    return read_words(path).rstrip("\r\n")


def read_words(path: Path) -> str:
    """A small text file, or stdin for `-`; refused in words when it cannot be read."""
    if str(path) == "-":
        return sys.stdin.read()
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise NoFile(say("command_line.no_file", path=plain(str(path)))) from error
    except UnicodeDecodeError as error:
        raise Refused(say("command_line.not_text", path=plain(str(path)))) from error
    except OSError as error:
        why = plain(error.strerror or "")
        raise Locked(say("command_line.no_access", path=plain(str(path)), why=why)) from error


def passphrase_given(args: argparse.Namespace) -> str | None:
    """The passphrase as named by option or environment; None when it has to be asked for."""
    file = given(args, "passphrase_file")
    if file:
        return read_secret(file)
    return os.environ.get(PASSPHRASE)


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() or sys.stderr.isatty()


def ask_secret(prompt: str) -> str:
    """Ask for a secret at the terminal; Locked with words when nobody is there."""
    if not can_ask():
        raise Locked(say("keys.passphrase_needed"))
    try:
        return getpass.getpass(f"{prompt} ")
    except EOFError as error:
        raise Locked(say("keys.passphrase_needed")) from error


def passphrase_for(args: argparse.Namespace, folder: Path) -> str | None:
    """What opens the store in `folder`: given, asked for, or None for an unprotected one."""
    from store.database import protection

    if protection(folder).unprotected:
        return None
    passphrase = passphrase_given(args)
    return ask_secret(say("command_line.ask_passphrase")) if passphrase is None else passphrase


def new_passphrase(args: argparse.Namespace) -> str:
    """A passphrase for a new store: given, or asked for twice."""
    passphrase = passphrase_given(args)
    return ask_twice() if passphrase is None else passphrase


def ask_twice() -> str:
    """A new passphrase, typed twice the same."""
    first = ask_secret(say("command_line.ask_new_passphrase"))
    if first != ask_secret(say("command_line.ask_again")):
        raise Refused(say("command_line.typed_differently"))
    return first


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Journal]:
    """The store the options name, open until the block ends; failures of the disk in words."""
    from store.database import storage_troubles
    from store.opening import close_store, open_store

    folder = folder_of(args)
    today = today_of(args)
    words = passphrase_for(args, folder)
    with telling_of_lists() as told:
        journal = open_store(folder, words, today=today, told=told)
    try:
        with storage_troubles(folder):
            yield journal
    finally:
        close_store(journal)
