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
from tui.command_line.printing import tell

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import CentralLog
    from store.snapshots import Collated


def declare(made: argparse.ArgumentParser, option: str = "--into") -> None:
    """Add the options of a command that name the database."""
    words = say(f"postgres.help_{option.lstrip('-')}")
    made.add_argument(option, dest="central", metavar="URL", help=words)
    made.add_argument("--password-file", metavar="FILE", help=say("postgres.help_password_file"))
    made.add_argument("--here", action="store_true", help=say("postgres.help_here"))
    made.add_argument("--moved", action="store_true", help=say("postgres.help_moved"))


def central_log(
    args: argparse.Namespace, journal: Journal, *, needed: bool = True
) -> CentralLog | None:
    """Where the log lies that was named; None where none was, and none is known.

    Where the log of this centre is known to lie in a database, that is `needed` and LogElsewhere
    asks for it; with `--here` it is the store's own after all. Only a centre has one.
    """
    from store import snapshots
    from store.database.postgres import shown_url
    from store.opening import CentralLog

    url, here, moved = given(args, "central"), given(args, "here"), given(args, "moved")
    if (url and here) or (moved and not url and not here):
        raise WrongUse(say("postgres.not_both" if url else "postgres.moved_where"))
    if (url or moved) and snapshots.own_kind(journal) != snapshots.CENTRE:
        raise WrongUse(say("postgres.only_a_centre"))
    place = shown_url(url) if url else ""
    if not needed and not url:
        tell_elsewhere(journal)
    elif not here and not moved:
        snapshots.check_place(journal, place)
    named = given(args, "password_file")
    log = CentralLog(url or "", Path(named) if named else None)
    if moved:
        if url:  # a place that does not answer is not remembered
            with log.opened(journal):
                pass
        snapshots.keep_at(journal, place)
    return log if url or (here and snapshots.kept_at(journal)) else None


@contextmanager
def central_of(
    args: argparse.Namespace, journal: Journal, *, needed: bool = True
) -> Iterator[Journal | None]:
    """The journal of that log for a command; None where there is none but the store's own."""
    log = central_log(args, journal, needed=needed)
    if log is None:
        yield None
        return
    with log.opened(journal) as central:
        yield central


def tell_elsewhere(journal: Journal) -> None:
    """Say at the terminal that what is printed is without what devices sent, where it is."""
    from store import snapshots

    if url := snapshots.kept_at(journal):
        tell(say("postgres.listed_here", url=url))


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
