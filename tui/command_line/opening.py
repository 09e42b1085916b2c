"""Commands that open the screens: `planreview` alone, and the demo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from store.errors import WrongUse
from store.wording import say
from tui.command_line.declaring import Commands
from tui.command_line.session import folder_of, passphrase_given, today_of
from tui.making_lists import A_MOMENT, telling_of_lists

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import Told
    from tui.app import PlanReviewApp


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("demo", demo)
    made.add_argument(
        "--items", metavar="N", type=int, default=0, help=say("command_line.help_items")
    )


def open_app(args: argparse.Namespace) -> int:
    """Open the store on the screen; the passphrase is asked for there unless it is given."""
    from store.database import protection
    from store.opening import close_store, open_store
    from tui.making_lists import TakesLong

    _needs_a_terminal()
    folder, today = folder_of(args), today_of(args)
    guarded = protection(folder)  # says that there is no store before any screen is drawn
    words = passphrase_given(args)

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
        return _shown(PlanReviewApp(journal, unlock=lockable, config=read_config()))
    finally:
        for each in held:
            close_store(each)


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
