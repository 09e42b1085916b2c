"""Commands that keep the store: init, passphrase, backup, restore, doctor."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import PlanReviewError, WrongUse
from store.wording import plain, say
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json, tell
from tui.command_line.session import (
    ask_secret,
    ask_twice,
    folder_of,
    new_passphrase,
    opened,
    passphrase_for,
    passphrase_given,
    read_secret,
    read_words,
)

if TYPE_CHECKING:
    from store.journal import Journal

SHORT = 12  # characters; a shorter passphrase works and is said to be short
ROLES = ("iro", "manager", "collator", "auditor")


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("init", init)
    made.add_argument("--person", metavar="NAME", help=say("command_line.help_person"))
    made.add_argument("--team", metavar="NAME", help=say("command_line.help_team"))
    made.add_argument("--role", choices=ROLES, help=say("command_line.help_role"))
    made.add_argument("--device", metavar="NAME", help=say("command_line.help_device"))
    made.add_argument("--region", metavar="JE", help=say("command_line.help_region"))
    made.add_argument("--authority", metavar="NAME", help=say("command_line.help_authority"))
    made.add_argument(
        "--no-passphrase", action="store_true", help=say("command_line.help_no_passphrase")
    )
    made = commands.add("passphrase", passphrase)
    made.add_argument(
        "--new-passphrase-file", metavar="FILE", type=Path, help=say("command_line.help_new_file")
    )
    _recovery(made)
    made = commands.add("backup", backup)
    made.add_argument("--to", metavar="DIR", type=Path, required=True)
    made = commands.add("restore", restore)
    made.add_argument("file", metavar="FILE", type=Path)
    _recovery(made)
    made = commands.add("doctor", doctor)
    made.add_argument("--rebuild", action="store_true", help=say("command_line.help_rebuild"))


def _recovery(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--recovery-file", metavar="FILE", type=Path, help=say("command_line.help_recovery_file")
    )


def init(args: argparse.Namespace) -> int:
    """Make a store and print its recovery key, the only time it is shown."""
    import getpass

    from store.clock import region_code
    from store.database import new_recovery_key, recovery_sheet
    from store.database.connection import DATABASE_FILE, StoreExists
    from store.opening import DEFAULT_REGION, close_store
    from store.opening import init as make

    folder = folder_of(args)
    region = region_code(given(args, "region", DEFAULT_REGION))
    if (folder / DATABASE_FILE).exists():  # before anyone types a passphrase twice
        raise StoreExists(say("database.store_exists", folder=plain(str(folder))))
    bare = given(args, "no_passphrase", False)
    if bare and given(args, "passphrase_file"):
        raise WrongUse(say("command_line.passphrase_or_none"))
    words = None if bare else new_passphrase(args)
    recovery = new_recovery_key()
    journal = make(
        folder,
        words,
        given(args, "person") or getpass.getuser(),
        given(args, "team"),
        given(args, "role"),
        given(args, "device"),
        region,
        recovery=[recovery.recipient],
        authority=given(args, "authority"),
    )
    author = journal.author
    close_store(journal)
    if given(args, "json"):
        print_json({"store": str(folder), **asdict(author), "recovery_key": recovery.secret})
        return 0
    print(
        say(
            "command_line.made",
            folder=plain(str(folder)),
            person=plain(author.person),
            device=plain(author.device_name),
        )
    )
    print(f"\n{recovery_sheet(recovery, folder)}\n")
    if words is None:
        tell(say("command_line.unprotected"))
    elif len(words) < SHORT:
        tell(say("command_line.short_passphrase"))
    return 0


def passphrase(args: argparse.Namespace) -> int:
    """Set a new passphrase, opening with the old one or the recovery key."""
    from store.database import change_passphrase, protection, unlock

    folder = folder_of(args)
    recovery = _recovery_words(args)
    old = None if recovery or protection(folder).unprotected else passphrase_for(args, folder)
    unlock(folder, old, recovery=recovery)  # a wrong one is told before a new one is asked for
    file = given(args, "new_passphrase_file")
    new = read_secret(file) if file else ask_twice()
    change_passphrase(folder, old, new, recovery=recovery)
    print(say("command_line.passphrase_changed"))
    return 0


def _recovery_words(args: argparse.Namespace) -> str | None:
    file = given(args, "recovery_file")
    return read_words(file) if file else None


def backup(args: argparse.Namespace) -> int:
    """Write a backup and read it back."""
    from store.database.backup import backup as write

    with opened(args) as journal:
        made = write(journal.database, journal.folder, args.to, now=journal.now())
    if given(args, "json"):
        print_json({"file": str(made.path), "size": made.size, "evidence": made.evidence})
    else:
        print(
            say(
                "command_line.backed_up",
                path=plain(str(made.path)),
                size=f"{made.size / 1_000_000:.1f}",
                evidence=made.evidence,
            )
        )
    return 0


def restore(args: argparse.Namespace) -> int:
    """Make a store from a backup, in a folder that holds nothing."""
    from store.database.backup import restore as take_back

    folder, recovery = folder_of(args), _recovery_words(args)
    if recovery is None:
        old = passphrase_given(args)
        if old is None:
            old = ask_secret(say("command_line.ask_passphrase"))
        done = take_back(args.file, folder, old)
    else:
        done = take_back(args.file, folder, recovery=recovery, new_passphrase=new_passphrase(args))
    print(
        say(
            "command_line.restored",
            folder=plain(str(done.folder)),
            made=f"{done.made:%Y-%m-%d %H:%M}",
            evidence=done.evidence,
        )
    )
    print(say("command_line.restored_anew"))
    return 0


@dataclass(frozen=True)
class Looked:
    """One thing the doctor looked at, and whether a person should do something about it."""

    what: str
    state: str
    finding: bool = False


def doctor(args: argparse.Namespace) -> int:
    """Look the store over; 1 when there is something to do."""
    with opened(args) as journal:
        looked = list(_look(journal, given(args, "rebuild", False)))
    rows = [asdict(each) for each in looked]
    if given(args, "json"):
        print_json(rows)
    else:
        for each in looked:
            mark = say("command_line.mark_finding" if each.finding else "command_line.mark_well")
            print(f"{mark} {each.what}: {plain(each.state)}")
    return 1 if any(each.finding for each in looked) else 0


def _look(journal: Journal, rebuild: bool) -> Iterator[Looked]:
    from store import drafts
    from store.database import deep_check, protection, schema_number

    yield Looked(say("command_line.doctor_store"), str(journal.folder))
    guarded = protection(journal.folder)
    if guarded.unprotected:
        yield Looked(say("command_line.doctor_key"), say("command_line.unprotected"), True)
    else:
        state = "command_line.key_recovery" if guarded.recovery else "command_line.key_alone"
        yield Looked(say("command_line.doctor_key"), say(state), not guarded.recovery)
    yield Looked(say("command_line.doctor_shape"), str(schema_number(journal.database)))
    faults = deep_check(journal.database)
    yield Looked(
        say("command_line.doctor_file"),
        "; ".join(faults) or say("command_line.whole"),
        bool(faults),
    )
    try:
        count = journal.verify()
        yield Looked(say("command_line.doctor_chain"), say("command_line.verified", count=count))
    except PlanReviewError as error:
        yield Looked(say("command_line.doctor_chain"), error.sentence, True)
    if rebuild:
        before = journal.state()
        journal.rebuild()
        differing = sorted(name for name, rows in journal.state().items() if rows != before[name])
        yield Looked(
            say("command_line.doctor_tables"),
            say("command_line.tables_differed", names=", ".join(differing))
            if differing
            else say("command_line.tables_same"),
            bool(differing),
        )
    conflicts = len(journal.conflicts())
    yield Looked(say("command_line.doctor_conflicts"), str(conflicts), conflicts > 0)
    yield Looked(say("command_line.doctor_drafts"), str(len(drafts.drafts(journal))))
    yield Looked(say("command_line.doctor_unsent"), str(journal.unsent()))
