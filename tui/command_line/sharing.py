"""Commands of Share: snapshots out, the centre's collating and receipts, what comes back."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from store.errors import WrongUse
from store.wording import plain, say
from tui.command_line.agreeing import agree
from tui.command_line.central import central_of, told
from tui.command_line.central import declare as declare_central
from tui.command_line.declaring import Commands, given
from tui.command_line.exchanging import prints_json
from tui.command_line.printing import print_json, tell
from tui.command_line.session import NoFile, opened, read_words

if TYPE_CHECKING:
    from store.journal import Journal
    from store.snapshots import Collated, Receipts, RefusedFile

_STOPPED = 130  # the shell's own number for a command ended with Ctrl-C
_COLLATED = ("files", "taken", "already", "refused", "changes", "conflicts", "aside", "receipts")
_HAD = (
    *("files", "taken", "already", "others", "refused", "handovers"),
    *("changes", "conflicts", "aside"),
)


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("snapshot", snapshot)
    made.add_argument("--to", metavar="DIR", type=Path, required=True)
    made.add_argument("--full", action="store_true", help=say("command_line.help_full"))
    made.add_argument("--policy", metavar="NAME", help=say("command_line.help_policy"))
    made.add_argument("--yes", action="store_true", help=say("command_line.help_yes"))
    made = commands.add("collate", collate)
    made.add_argument("folders", metavar="DIR", type=Path, nargs="+")
    made.add_argument(
        "--receipts", metavar="DIR", type=Path, help=say("command_line.help_receipts_to")
    )
    made.add_argument("--watch", action="store_true", help=say("command_line.help_watch"))
    made.add_argument("--every", metavar="SECONDS", type=float, help=say("command_line.help_every"))
    made.add_argument(
        "--recovery-file", metavar="FILE", type=Path, help=say("command_line.help_recovery_key")
    )
    declare_central(made)
    made = commands.add("receipts", receipts)
    made.add_argument("devices", metavar="DEVICE", nargs="*", default=[])
    made.add_argument("--to", metavar="DIR", type=Path, required=True)
    made.add_argument("--again", action="store_true", help=say("command_line.help_again"))
    declare_central(made, "--from")
    made = commands.add("receive", receive)
    made.add_argument("folders", metavar="DIR", type=Path, nargs="+")
    made = commands.add("verify", verify)
    made.add_argument("file", metavar="FILE", type=Path)


@contextmanager
def stoppable() -> Iterator[Event]:
    """An event that Ctrl-C or an end of the job sets; a second Ctrl-C stops at once."""
    stop = Event()

    def asked(number: int, _: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()
        if sys.stderr.isatty():
            tell(say("command_line.stopping"))

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _progress() -> Callable[..., None] | None:
    """A line that counts at the terminal; None for a job, whose log it would fill."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, refused: int = 0) -> None:
        key = "command_line.progress_refused" if refused else "command_line.progress"
        words = say(key, done=done, total=total, refused=refused)
        print(f"\r{words}\033[K", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def snapshot(args: argparse.Namespace) -> int:
    """Write what the centre has not been sent."""
    from store.snapshots import leaving, policy_called, write_snapshot

    named = given(args, "policy")
    with opened(args) as journal, stoppable() as stop:
        policy = policy_called(named) if named else leaving.usual_policy(journal)
        agree(journal, policy, given(args, "yes", False))
        done = write_snapshot(
            journal,
            args.to,
            full=given(args, "full", False),
            policy=policy,
            progress=_progress(),
            cancelled=stop.is_set,
        )
    if given(args, "json"):
        print_json(
            {
                "file": str(done.path),
                "extent": done.extent,
                "changes": done.changes,
                "files": done.files,
                "size": done.size,
                "centre": done.centre,
                "policy": done.policy,
            }
        )
    else:
        print(
            say(
                "command_line.snapshot",
                path=plain(str(done.path)),
                changes=done.changes,
                size=f"{done.size / 1000:.0f}",
                centre=plain(done.centre),
            )
        )
    return 0


def _collate_recovering(args: argparse.Namespace) -> int:
    """Read what was sealed to a centre that is lost, with its recovery key; nothing is answered."""
    from store import snapshots

    if given(args, "central"):
        raise WrongUse(say("postgres.not_with", option="--recovery-file"))
    words = read_words(args.recovery_file)
    with opened(args) as journal, central_of(args, journal), stoppable() as stop:
        begun = journal.now().isoformat(timespec="seconds")
        done = snapshots.collate(
            journal, args.folders, _progress(), cancelled=stop.is_set, recovery=words
        )
        aside = _refused_since(journal, begun)
    if prints_json(args):
        print_json({name: getattr(done, name) for name in _COLLATED})
    else:
        print(say("command_line.collated", **{name: getattr(done, name) for name in _COLLATED}))
    _tell_refused(aside)
    return 3 if done.refused and not done.taken and not done.already else int(bool(done.refused))


def collate(args: argparse.Namespace) -> int:
    """Read every snapshot in the folders; each that fails is set aside with its reason."""
    from store import snapshots

    if given(args, "recovery_file"):
        return _collate_recovering(args)
    if given(args, "watch", False):
        return _watch(args)
    with opened(args) as journal, central_of(args, journal) as central, stoppable() as stop:
        begun = journal.now().isoformat(timespec="seconds")
        done, answered = snapshots.collate_and_answer(
            journal,
            args.folders,
            _progress(),
            into=given(args, "receipts"),
            cancelled=stop.is_set,
            central=central,
        )
        aside = _refused_since(central or journal, begun)
    if prints_json(args):
        print_json({name: getattr(done, name) for name in _COLLATED})
    else:
        words = {name: getattr(done, name) for name in _COLLATED}
        url = given(args, "central")
        print(told(done, url) if url else say("command_line.collated", **words))
        print(say("command_line.answered", **words))
    _tell_refused(aside)
    return _code(done, answered)


def _code(done: Collated, answered: Receipts) -> int:
    troubles = answered.troubles
    for trouble in troubles:
        tell(trouble)
    if done.stopped:
        read = done.taken + done.already + done.refused
        tell(say("command_line.stopped_after", done=read, files=done.files))
        return _STOPPED
    if done.refused and not done.taken and not done.already:
        return 3
    return 1 if done.refused or done.conflicts or troubles else 0


def _refused_since(journal: Journal, begun: str) -> list[RefusedFile]:
    from store.snapshots import refused_files

    return [each for each in refused_files(journal) if each.at >= begun]


def _tell_refused(files: list[RefusedFile]) -> None:
    for each in files:
        todo = each.todo[:1].upper() + each.todo[1:]
        tell(say("command_line.set_aside", file=each.file, reason=each.reason, todo=todo))


def _watch(args: argparse.Namespace) -> int:
    """One line per round with news; ends with code 0 when the job is ended."""
    from store import snapshots

    every = given(args, "every", 30.0)
    with opened(args) as journal, central_of(args, journal) as central, stoppable() as stop:
        folders = ", ".join(plain(str(folder)) for folder in args.folders)
        tell(say("command_line.watching", folders=folders, every=f"{every:g}"))
        begun = journal.now().isoformat(timespec="seconds")
        rounds = snapshots.watch(
            journal,
            args.folders,
            stop,
            every=every,
            into=given(args, "receipts"),
            central=central,
        )
        for done, answered in rounds:
            at = journal.now().isoformat(timespec="seconds")
            if given(args, "json"):
                print_json({"at": at, **{name: getattr(done, name) for name in _COLLATED}})
            else:
                words = {name: getattr(done, name) for name in _COLLATED}
                print(say("command_line.round", at=at, **words))
            sys.stdout.flush()
            _tell_refused(_refused_since(central or journal, begun))
            begun = at
            for trouble in answered.troubles:
                tell(trouble)
    tell(say("command_line.watched"))
    return 0


def receipts(args: argparse.Namespace) -> int:
    """Write the receipts of all devices with news, or of those named, once more if asked."""
    from store import snapshots

    with opened(args) as journal, central_of(args, journal) as central, stoppable() as stop:
        done = snapshots.answer(
            journal,
            args.to,
            _progress(),
            cancelled=stop.is_set,
            only=args.devices,
            again=given(args, "again", False),
            central=central,
        )
    if prints_json(args):
        print_json({"files": [str(path) for path in done.written], "changes": done.changes})
    else:
        print(say("command_line.receipts_written", count=len(done.written), changes=done.changes))
    for trouble in done.troubles:
        tell(trouble)
    return _STOPPED if done.stopped else 1 if done.troubles else 0


def receive(args: argparse.Namespace) -> int:
    """Read what came back; each file that fails is set aside with its reason."""
    from store import snapshots

    with opened(args) as journal, stoppable() as stop:
        begun = journal.now().isoformat(timespec="seconds")
        done = snapshots.receive(journal, args.folders, _progress(), cancelled=stop.is_set)
        aside = _refused_since(journal, begun)
        words = [done.renewed.sentence] if done.renewed else list(_told(journal))
    if prints_json(args):
        print_json({name: getattr(done, name) for name in _HAD})
    else:
        print(say("command_line.received", **{name: getattr(done, name) for name in _HAD}))
        for sentence in words:
            print(sentence)
    _tell_refused(aside)
    if done.stopped:
        read = done.taken + done.already + done.others + done.refused
        tell(say("command_line.stopped_after", done=read, files=done.files))
        return _STOPPED
    if done.refused and not done.taken and not done.already:
        return 3
    return 1 if done.refused or done.conflicts else 0


def _told(journal: Journal) -> Iterator[str]:
    """What the centre said last of this device's own work."""
    from store import snapshots

    known = snapshots.told(journal)
    if known is None:
        return
    held = sum(last - first + 1 for first, last in known.received)
    own = [over.last for over in journal.ranges() if over.device == journal.author.device]
    yield say("command_line.told", held=held, last=max(own, default=0))
    for each in known.refused:
        yield say("command_line.told_refused", file=plain(each.file), reason=plain(each.reason))
    for one in known.aside:
        count = sum(last - first + 1 for first, last in one.spans)
        yield say("command_line.told_aside", count=count, reason=plain(one.reason))
    copied = snapshots.copy_writes(journal)
    if copied is not None:
        yield say("command_line.told_forked", seq=copied)
    if known.revoked is not None:
        yield say("command_line.told_revoked", day=known.revoked.date().isoformat())
    if known.missing:
        numbers = ", ".join(str(number) for number in known.missing)
        yield say("command_line.told_missing", numbers=numbers)


def verify(args: argparse.Namespace) -> int:
    """Check a snapshot as collating would, and take nothing."""
    from store.snapshots import verify_file

    if not args.file.exists():
        raise NoFile(say("command_line.no_file", path=plain(str(args.file))))
    with opened(args) as journal:
        found = verify_file(journal, args.file)
    print(say("command_line.verified_file", changes=found.manifest.changes))
    return 0
