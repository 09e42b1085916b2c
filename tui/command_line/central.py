"""A centre that keeps its log in a database at a URL instead of the store on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import WrongUse
from store.wording import plain, say
from tui.command_line.declaring import given

if TYPE_CHECKING:
    from store.journal import Journal
    from store.snapshots import Collated


def declare(made: argparse.ArgumentParser, option: str = "--into") -> None:
    """Add the options of a command that name the database."""
    words = say(f"postgres.help_{option.lstrip('-')}")
    made.add_argument(option, dest="central", metavar="URL", help=words)
    made.add_argument("--password-file", metavar="FILE", help=say("postgres.help_password_file"))


@contextmanager
def central_of(args: argparse.Namespace, journal: Journal) -> Iterator[Journal | None]:
    """The journal in the database that was named; None where none was."""
    if not given(args, "central"):
        yield None
        return
    from store.database.postgres import troubles_of
    from store.opening import open_central

    named = given(args, "password_file")
    central = open_central(journal, args.central, Path(named) if named else None)
    try:
        with troubles_of(central.database, journal.folder):
            yield central
    finally:
        central.close()


def told(done: Collated, url: str) -> str:
    """What collating into a database did, in words."""
    from store.database.postgres import shown_url

    return say(
        "postgres.collated",
        url=plain(shown_url(url)),
        files=done.files,
        taken=done.taken,
        already=done.already,
        changes=done.changes,
        conflicts=done.conflicts,
    )


def rows(journal: Journal, central: Journal, kind: str, query: str) -> list[dict[str, Any]]:
    """What `list` prints of a database; WrongUse names the lists that it has."""
    from store import snapshots

    lists = snapshots.CENTRAL_LISTS
    if kind not in lists:
        known = ", ".join(sorted(lists))
        raise WrongUse(say("postgres.no_such_list", kind=plain(kind), kinds=known))
    if query:
        raise WrongUse(say("postgres.no_query"))
    return lists[kind](journal, central)
