"""Commands that open the screens: `planreview` alone, Share over a log elsewhere, the demo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from store.errors import PlanReviewError, WrongUse
from store.wording import say
from tui.command_line.central import central_log
from tui.command_line.central import declare as declare_central
from tui.command_line.declaring import Commands
from tui.command_line.printing import tell
from tui.command_line.session import folder_of, passphrase_for, passphrase_given, today_of
from tui.making_lists import A_MOMENT, telling_of_lists

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import CentralLog, Told
    from tui.app import PlanReviewApp


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    declare_central(commands.add("share", share), "--from")
    made = commands.add("demo", demo)
    made.add_argument(
        "--items", metavar="N", type=int, default=0, help=say("command_line.help_items")
    )


def open_app(args: argparse.Namespace) -> int:
    """Open the store on the screen; the passphrase is asked for there unless it is given."""
    _needs_a_terminal()
    return _opened(args, passphrase_given(args))


def share(args: argparse.Namespace) -> int:
    """Open the store on Share, at a centre with its log in the database that is named."""
    _needs_a_terminal()
    # What is named is looked at before any screen is drawn, so the store is opened before, too.
    words = passphrase_for(args, folder_of(args))
    return _opened(args, words, partial(central_log, args), "share")


def _opened(
    args: argparse.Namespace,
    words: str | None,
    log_of: Callable[[Journal], CentralLog | None] = lambda _: None,
    begins_with: str | None = None,
) -> int:
    from store.database import protection
    from store.opening import close_store, open_store
    from tui.making_lists import TakesLong

    folder, today = folder_of(args), today_of(args)
    guarded = protection(folder)  # says that there is no store before any screen is drawn
    held: list[Journal] = []

    def keep(typed: str | None, told: Told) -> Journal:
        held.append(open_store(folder, typed, today=today, told=told))
        return held[-1]

    def unlock(typed: str) -> Journal:
        def put_off(_: int, items: int) -> None:
            # Before anything was done: it is done where the screen can say how far it is.
            if items > A_MOMENT:
                raise TakesLong(partial(keep, typed))

        return keep(typed, put_off)

    known = guarded.unprotected or words is not None
    try:
        journal = None
        if known:
            with telling_of_lists() as told:
                journal = keep(words, told)
        from tui.app import PlanReviewApp
        from tui.config import read_config

        # A store that no passphrase guards cannot be locked: there would be nothing to ask for.
        lockable = None if guarded.unprotected else unlock
        log = None if journal is None else log_of(journal)
        app = PlanReviewApp(journal, unlock=lockable, config=read_config(), central_log=log)
        app.begins_with = begins_with
        code = _shown(app)
        if log is not None and not held[-1].database.is_closed():
            _bring_along(held[-1], log)
        return code
    finally:
        for each in held:
            close_store(each)


def _bring_along(journal: Journal, log: CentralLog) -> None:
    """Takes what was decided last to the log, too; what cannot go, goes with the next command."""
    from store.snapshots import bring_along

    try:
        with log.opened(journal) as central:
            bring_along(journal, central)
    except PlanReviewError as why:
        tell(why.sentence)
        tell(say("postgres.kept_here"))


def demo(args: argparse.Namespace) -> int:
    """Open the screens on a made-up plan and caseload, in a store that is gone afterwards."""
    from store.demo import open_demo
    from store.opening import close_store

    _needs_a_terminal()
    today = today_of(args)
    from tui.app import PlanReviewApp
    from tui.config import read_config

    items = int(getattr(args, "items", 0) or 0)
    if items:
        from store.demo.many import open_many

        journal = open_many(items, _counted(items), **({"today": today} if today else {}))
    else:
        # Some seconds on a slow machine: a screen that only stays dark looks broken.
        print(say("command_line.making_demo"), file=sys.stderr, flush=True)
        journal = open_demo(today=today)
    try:
        app = PlanReviewApp(journal, demo=True, config=read_config())
        if items:
            app.begins_with = "triage"
        return _shown(app)
    finally:
        close_store(journal)


def _counted(items: int) -> Callable[[str, int], None]:
    """Tells on stderr how many items are made, for as long as that takes."""
    print(say("command_line.items_stop"), file=sys.stderr)
    ended: set[str] = set()

    def told(step: str, done: int) -> None:
        if step in ended:
            return
        done = min(done, items)
        line = say(f"command_line.items_{step}", done=f"{done:,}", items=f"{items:,}")
        print(f"\r{line}", end="", file=sys.stderr, flush=True)
        if done == items:
            ended.add(step)
            print(file=sys.stderr)
            if step == "listed":
                print(say("command_line.items_sorted"), file=sys.stderr)

    return told


def _needs_a_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse(say("command_line.no_terminal"))


def _shown(app: PlanReviewApp) -> int:
    code = app.run()
    return app.return_code or 0 if code is None else code
