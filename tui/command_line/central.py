"""Collating into a database at a URL instead of the store on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from store.errors import WrongUse
from store.wording import plain, say
from tui.command_line.declaring import given
from tui.command_line.session import opened

if TYPE_CHECKING:
    from store.snapshots import Collated, RefusedFile


def declare(made: argparse.ArgumentParser) -> None:
    """Add the options of `collate` that name the database."""
    made.add_argument("--into", metavar="URL", help=say("postgres.help_into"))
    made.add_argument("--password-file", metavar="FILE", help=say("postgres.help_password_file"))


def collate_into(
    args: argparse.Namespace, stop: Event, progress: Callable[..., Any] | None
) -> tuple[Collated, list[RefusedFile]]:
    """Read every snapshot in the folders into the database; what was set aside now beside it.

    Receipts and a watch read the store on this machine, which does not hold what goes there.
    """
    from pathlib import Path

    from store import snapshots
    from store.opening import open_central

    for option in ("watch", "receipts"):
        if given(args, option):
            raise WrongUse(say("postgres.not_with", option=f"--{option}"))
    named = given(args, "password_file")
    with opened(args) as journal:
        begun = journal.now().isoformat(timespec="seconds")
        central = open_central(journal, args.into, Path(named) if named else None)
        try:
            done = snapshots.collate(
                journal, args.folders, progress, cancelled=stop.is_set, into=central
            )
            aside = [each for each in snapshots.refused_files(central) if each.at >= begun]
        finally:
            central.close()
    return done, aside


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
