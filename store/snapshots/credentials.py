"""Credentials: what a centre lets a device do, signed by the centre; at the centre it is law.

Every credential is kept. What a device saved is judged by the one that was in force on the day it
was saved, so another role does not judge the past anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.codes import Role
from store.errors import Refused
from store.journal import Change, Journal, Judge
from store.roles import may_save
from store.snapshots.canonical import (
    NotCanonical,
    canonical,
    count_of,
    hex_of,
    strict_object,
    text_of,
    text_or_none,
)
from store.snapshots.cards import Card, Keys
from store.wording import plain, say

CREDENTIAL_FORMAT = 1
MOST_CREDENTIAL_BYTES = 32_768
CASELOAD = "@caseload"
ALL = "@all"
NONE = "@none"

_SIGNED_AS = b"planreview credential 1\n"
_MOST_TEAMS = 64


class CredentialRefused(Refused):
    """A credential that cannot be taken or issued; nothing of it was kept."""


@dataclass(frozen=True)
class Credential:
    """What a centre lets a device do: for whom, in which role, from when to when (ISO, UTC).

    `slice` names the teams whose work comes back to it, or is one of CASELOAD (the children of
    its person), ALL and NONE; `policy` is what it is asked to send under, None for the usual one.
    """

    centre: str
    number: int
    device: str
    name: str
    recipient: str
    signs: str
    person: str | None
    role: str
    since: str | None
    until: str | None
    slice: tuple[str, ...]
    policy: str | None
    issued: str

    def content(self) -> dict[str, Any]:
        """The signed part."""
        return {
            "planreview": "credential",
            "format": CREDENTIAL_FORMAT,
            "centre": self.centre,
            "number": self.number,
            "device": self.device,
            "name": self.name,
            "recipient": self.recipient,
            "signs": self.signs,
            "person": self.person,
            "role": self.role,
            "since": self.since,
            "until": self.until,
            "slice": list(self.slice),
            "policy": self.policy,
            "issued": self.issued,
        }

    def to_bytes(self, keys: Keys) -> bytes:
        """The credential as one line of JSON, signed with the centre's keys."""
        signature = keys.signer.sign(_SIGNED_AS + canonical(self.content()))
        return canonical({**self.content(), "signature": signature.hex()}) + b"\n"

    def begun(self, moment: datetime) -> bool:
        """Whether it had begun at a moment."""
        return self.since is None or datetime.fromisoformat(self.since) <= moment

    def ended(self, moment: datetime) -> bool:
        """Whether it had ended at a moment."""
        return self.until is not None and datetime.fromisoformat(self.until) <= moment


@dataclass(frozen=True)
class Wanted:
    """What a person says a device may do; None keeps what was said before, or what its card says.

    `unending` takes an end away.
    """

    person: str | None = None
    role: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unending: bool = False
    slice: tuple[str, ...] | None = None
    policy: str | None = None

    @property
    def something(self) -> bool:
        """Whether anything was said."""
        return self != Wanted()


def read_credential(data: bytes, signs: Collection[str]) -> Credential:
    """The credential in `data`, signed with one of the keys `signs` (hex); CredentialRefused."""
    try:
        if len(data) > MOST_CREDENTIAL_BYTES:
            raise NotCanonical("it is too long")
        found = strict_object(data)
        credential = _credential(found)
        if set(found) != {*credential.content(), "signature"}:
            raise NotCanonical("it has other parts than a credential has")
        signature = bytes.fromhex(hex_of(found, "signature", 64))
        if not any(_signed(credential, signature, key) for key in signs):
            raise NotCanonical("the centre did not sign it")
    except (NotCanonical, ValueError) as why:
        raise CredentialRefused(say("enrolment.credential_not_one")) from why
    return credential


def _signed(credential: Credential, signature: bytes, key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            signature, _SIGNED_AS + canonical(credential.content())
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _credential(found: dict[str, Any]) -> Credential:
    if found.get("planreview") != "credential" or found.get("format") != CREDENTIAL_FORMAT:
        raise NotCanonical("this is no credential of this format")
    teams = found.get("slice")
    if not isinstance(teams, list) or not 0 < len(teams) <= _MOST_TEAMS:
        raise NotCanonical("the slice is not a list of teams")
    for name in ("since", "until"):
        if (moment := text_or_none(found, name, 40)) is not None:
            _aware(moment)
    _aware(text_of(found, "issued", 40))
    return Credential(
        centre=text_of(found, "centre", 64),
        number=count_of(found, "number"),
        device=text_of(found, "device", 64),
        name=text_of(found, "name"),
        recipient=text_of(found, "recipient"),
        signs=hex_of(found, "signs"),
        person=text_or_none(found, "person"),
        role=text_of(found, "role", 40),
        since=text_or_none(found, "since", 40),
        until=text_or_none(found, "until", 40),
        slice=tuple(text_of({"team": team}, "team") for team in teams),
        policy=text_or_none(found, "policy", 40),
        issued=text_of(found, "issued", 40),
    )


def _aware(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    if found.tzinfo is None:
        raise NotCanonical("a moment has no time zone")
    return found


def credentials(journal: Journal, device: str | None = None) -> list[Credential]:
    """Every credential kept here, of one device or of all, oldest first."""
    where = "" if device is None else "WHERE device = ?"
    rows = journal.database.execute_sql(
        f"SELECT said FROM credential {where} ORDER BY device, number",
        () if device is None else (device,),
    )
    return [_kept(said) for (said,) in rows.fetchall()]


# What was signed once stays as it is, and the board of a fleet asks for every one of them each
# time it is shown.
@lru_cache(maxsize=8_192)
def _kept(said: str) -> Credential:
    return _credential(strict_object(said.encode()))


def credential_of(journal: Journal, device: str) -> Credential | None:
    """The newest credential of a device."""
    return next(reversed(credentials(journal, device)), None)


def signed_credential(journal: Journal, device: str) -> bytes | None:
    """The newest credential of a device as it is handed out, signed."""
    row = journal.database.execute_sql(
        "SELECT said FROM credential WHERE device = ? ORDER BY number DESC LIMIT 1", (device,)
    ).fetchone()
    return str(row[0]).encode() if row else None


def keep_credential(journal: Journal, credential: Credential, data: bytes) -> None:
    """Write a credential down."""
    journal.database.execute_sql(
        "INSERT OR REPLACE INTO credential (centre, number, device, said) VALUES (?, ?, ?, ?)",
        (credential.centre, credential.number, credential.device, data.decode().strip()),
    )


def issue(
    journal: Journal, keys: Keys, card: Card, wanted: Wanted, before: Credential | None
) -> Credential:
    """Sign and keep a credential for the device of `card`; `before` is the one it comes after.

    Another role counts from now on, unless `wanted.since` says from when.
    """
    role = wanted.role or (before.role if before else card.role) or ""
    if role not in {known.value for known in Role}:
        known = ", ".join(each.value for each in Role)
        raise CredentialRefused(
            say(
                "enrolment.role_needed", name=plain(card.name), role=plain(role or "–"), known=known
            ),
            field="role",
        )
    now = journal.now().isoformat(timespec="seconds")
    since, until = (before.since, before.until) if before else (None, None)
    if before is not None and role != before.role:
        since = now
    since = _utc(wanted.since) if wanted.since else since
    until = None if wanted.unending else _utc(wanted.until) if wanted.until else until
    if since and until and until <= since:
        raise CredentialRefused(say("enrolment.ends_before"), field="until")
    row = journal.database.execute_sql(
        "SELECT coalesce(max(number), 0) + 1 FROM credential WHERE centre = ?",
        (journal.author.device,),
    ).fetchone()
    person = wanted.person or (before.person if before else card.person)
    credential = Credential(
        centre=journal.author.device,
        number=int(row[0]),
        device=card.id,
        name=plain(card.name),
        recipient=card.recipient,
        signs=card.signs,
        person=plain(person)[:200] if person else None,
        role=role,
        since=since,
        until=until,
        slice=wanted.slice or (before.slice if before else (CASELOAD,)),
        policy=wanted.policy or (before.policy if before else None),
        issued=now,
    )
    keep_credential(journal, credential, credential.to_bytes(keys))
    return credential


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def judge_by(given: Sequence[Credential]) -> Judge | None:
    """What a device may save by its credentials, oldest first; None where there is none."""
    if not given:
        return None
    # A device hears of its new role only with the next receipt: an earlier one is no false claim.
    roles = {each.role for each in given}

    def judged(change: Change) -> str | None:
        try:
            at = _aware(change.at)
        except ValueError:
            return f"outside {change.at[:10]}"
        last = next((each for each in reversed(given) if each.begun(at)), None)
        if last is None or last.ended(at):
            return f"outside {change.at[:10]}"
        if change.role not in roles:
            return f"role {change.role}"
        if change.replaces:
            stray = {name for name, _, _ in change.replaces} - change.values.keys()
            if stray:
                return f"field {min(stray)}"
        return may_save(last.role, change.kind, change.values)

    return judged
