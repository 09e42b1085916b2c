"""Commands by which stores know each other: cards, enrolment and credentials, keys, revoking."""

from __future__ import annotations

import argparse
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from store.wording import plain, say
from tui.command_line import lost_laptop
from tui.command_line.central import central_of
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json, tell
from tui.command_line.session import opened

if TYPE_CHECKING:
    from store.journal import Journal
    from store.snapshots import Credential, Enrolled, Wanted


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("card", card)
    made.add_argument("--to", metavar="FILE", type=Path, required=True)
    made = commands.add("enrol", enrol)
    made.add_argument("card", metavar="CARD", type=Path)
    made.add_argument("--role", metavar="ROLE", help=say("command_line.help_enrol_role"))
    made.add_argument("--person", metavar="NAME", help=say("command_line.help_enrol_person"))
    made.add_argument(
        "--from", dest="since", metavar="DATE", help=say("command_line.help_enrol_from")
    )
    made.add_argument("--until", metavar="DATE", help=say("command_line.help_enrol_until"))
    made.add_argument(
        "--slice", metavar="TEAM", nargs="+", help=say("command_line.help_enrol_slice")
    )
    made.add_argument("--policy", metavar="NAME", help=say("command_line.help_enrol_policy"))
    made.add_argument(
        "--credential", metavar="FILE", type=Path, help=say("command_line.help_enrol_credential")
    )
    commands.add("rotate-keys", rotate_keys)
    made = commands.add("revoke", revoke)
    made.add_argument("device", metavar="DEVICE")
    lost_laptop.takes(made)


def card(args: argparse.Namespace) -> int:
    """Write this store's public card."""
    from store.snapshots import write_card

    with opened(args) as journal:
        made = write_card(journal, args.to)
    if given(args, "json"):
        print_json({"file": str(args.to), "kind": made.kind, "fingerprint": made.fingerprint})
    else:
        print(say("command_line.card", path=plain(str(args.to)), fingerprint=made.fingerprint))
    return 0


def enrol(args: argparse.Namespace) -> int:
    """Take another's card; both fingerprints are printed, to be read aloud."""
    from store import snapshots
    from store.database.private_files import write_private
    from store.snapshots import leaving

    with opened(args) as journal:
        done = snapshots.enrol(journal, args.card, _wanted(journal, args))
        policy = leaving.as_text(
            leaving.usual_policy(journal)
            if done.sends_here
            else leaving.policy_asked_of(journal, done.card.id)
        )
        to: Path | None = given(args, "credential")
        signed = snapshots.signed_credential(journal, done.card.id)
        if to is not None and signed is not None:
            write_private(to, signed)
    if given(args, "json"):
        print_json(
            {
                "name": done.card.name,
                "kind": done.card.kind,
                "fingerprint": done.fingerprint,
                "own_fingerprint": done.own_fingerprint,
                "new": done.new,
                "vouched": done.vouched,
                "goes_on_for": done.goes_on_for,
                "credential": _as_json(done.credential),
            }
        )
        return 0
    _print(done)
    print(f"\n{policy}")
    return 0


def _wanted(journal: Journal, args: argparse.Namespace) -> Wanted:
    from store.snapshots import ALL, CASELOAD, NONE, Wanted, policy_called

    words = {"all": ALL, "none": NONE, "caseload": CASELOAD}
    teams = given(args, "slice")
    until = given(args, "until")
    unending = until is not None and until.strip().casefold() == "never"
    policy = given(args, "policy")
    return Wanted(
        person=given(args, "person"),
        role=given(args, "role"),
        since=_midnight(journal, given(args, "since")),
        # The last day counts whole.
        until=None if unending else _midnight(journal, until, after=1),
        unending=unending,
        slice=tuple(words.get(team.casefold(), team) for team in teams) if teams else None,
        policy=policy_called(policy).name if policy else None,
    )


def _midnight(journal: Journal, text: str | None, after: int = 0) -> datetime | None:
    from store.clock import parse_date

    if text is None:
        return None
    day = parse_date(text, today=journal.today()) + timedelta(days=after)
    return datetime.combine(day, time()).astimezone()


def _as_json(credential: Credential | None) -> dict[str, object] | None:
    if credential is None:
        return None
    names = ("number", "person", "role", "since", "until", "slice", "policy")
    found = {name: getattr(credential, name) for name in names}
    return found | {"slice": [team.lstrip("@") for team in credential.slice]}


def _print(done: Enrolled) -> None:
    name = plain(done.card.name)
    print(
        say(
            "command_line.enrolled_centre" if done.sends_here else "command_line.enrolled_device",
            name=name,
        )
    )
    if done.goes_on_for:
        print(say("command_line.enrolled_goes_on", name=name, former=plain(done.goes_on_for)))
    if done.vouched:
        print(say("command_line.enrolled_vouched", name=name))
    else:
        print(say("command_line.fingerprints", theirs=done.fingerprint, own=done.own_fingerprint))
    if done.credential is not None:
        given_to = done.credential
        print(
            say(
                "command_line.credential",
                number=given_to.number,
                person=plain(given_to.person or "–"),
                role=given_to.role,
                since=given_to.since or "–",
                until=given_to.until or "–",
                slice=", ".join(plain(team.lstrip("@")) for team in given_to.slice),
            )
        )
    if done.judged is not None and (done.judged.aside or done.judged.back):
        print(say("command_line.judged", aside=done.judged.aside, back=done.judged.back))


def rotate_keys(args: argparse.Namespace) -> int:
    """New keys for this store, which the ones before sign for."""
    from store import snapshots

    with opened(args) as journal:
        done = snapshots.rotate_keys(journal)
    if given(args, "json"):
        print_json(
            {
                "before": done.before.fingerprint,
                "fingerprint": done.card.fingerprint,
                "hand_to": list(done.known_at),
            }
        )
    else:
        print(done.sentence)
        print(say("command_line.new_fingerprint", fingerprint=done.card.fingerprint))
    return 0


def revoke(args: argparse.Namespace) -> int:
    """Take nothing more from a device, and say what it held; `--drill` only says it."""
    from store import snapshots

    with opened(args) as journal, central_of(args, journal) as central:
        if given(args, "drill", False):
            lost_laptop.account(journal, args, args.device, central)
            return 0
        done = snapshots.revoke(journal, args.device)
        tell(say("command_line.revoked", name=plain(done.card.name)))
        lost_laptop.account(journal, args, done.card.id, central)
    return 0
