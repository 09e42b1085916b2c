"""Public cards: what a device and a centre hand each other once, and the keys behind them.

A card says who signs (Ed25519) and to whom one seals (age, X25519). It is signed by the very key
it shows, so nobody can put another person or role beside a known key; that it is the right key
at all is what the fingerprint, read aloud on both sides, confirms.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from store.errors import Refused
from store.snapshots.canonical import (
    NotCanonical,
    canonical,
    hex_of,
    strict_object,
    text_of,
    text_or_none,
)
from store.wording import plain, say

CARD_FORMAT = 2
MOST_CARD_BYTES = 16_384
CENTRE = "centre"
DEVICE = "device"

_SIGNED_AS = b"planreview card 1\n"
_SUCCESSION = b"planreview succession 1\n"
_MOST_FORMER = 32
# Crockford's alphabet: no I, L, O, U, so nothing is misheard or misread for a digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class CardRefused(Refused):
    """A card that cannot be taken; nothing about it was kept."""


@dataclass(frozen=True)
class Keys:
    """The private halves of one store's card: Ed25519 seed (hex) and age identity (text)."""

    signing: str
    identity: str
    # Identities before this one: what was sealed to them is still on its way.
    earlier: tuple[str, ...] = ()

    @staticmethod
    def fresh(seed: bytes) -> Keys:
        """New keys: the signing key from 32 random bytes `seed`, the age identity from the OS."""
        return Keys(signing=seed.hex(), identity=str(pyrage.x25519.Identity.generate()))

    @property
    def signer(self) -> Ed25519PrivateKey:
        """The key that signs this store's cards and snapshots."""
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.signing))

    @property
    def signs(self) -> str:
        """The public half of the signing key, hex."""
        return self.signer.public_key().public_bytes_raw().hex()

    @property
    def recipient(self) -> str:
        """The age recipient others seal to."""
        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())


@dataclass(frozen=True)
class Former:
    """An earlier identity of a store: its id and signing key, and that key's signature under what
    came next. So a centre knows who shows new keys without another word read aloud."""

    id: str
    signs: str
    signature: str

    @staticmethod
    def of(keys: Keys, own_id: str, next_id: str, next_signs: str) -> Former:
        """The word of the identity `own_id` with `keys` that `next_id` goes on for it."""
        said = _succession(own_id, keys.signs, next_id, next_signs)
        return Former(own_id, keys.signs, keys.signer.sign(said).hex())


def _succession(own_id: str, signs: str, next_id: str, next_signs: str) -> bytes:
    return _SUCCESSION + canonical([own_id, signs, next_id, next_signs])


@dataclass(frozen=True)
class Card:
    """What a store shows of itself: `kind` is "device" or "centre", `id` the device's id.

    `recovery` is a second age recipient that snapshots to this centre are sealed to, so that a
    centre that lost its store can still read them. `policy` is what a centre asks to be sent;
    `former` are the identities before this one, oldest first, each vouching for the next.
    """

    kind: str
    id: str
    name: str
    person: str | None
    role: str | None
    recipient: str
    signs: str
    recovery: str | None = None
    policy: str | None = None
    former: tuple[Former, ...] = ()

    def goes_on_for(self, device: str, signs: str) -> bool:
        """Whether the identity `device` with the key `signs` vouched for what became this card."""
        return (device, signs) in {(each.id, each.signs) for each in self.former}

    @property
    def fingerprint(self) -> str:
        """Sixteen letters and digits in four groups (80 bits of SHA-256), to be read aloud."""
        what = canonical([self.kind, self.id, self.recipient, self.signs, self.recovery])
        number = int.from_bytes(hashlib.sha256(what).digest()[:10], "big")
        letters = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(75, -5, -5))
        return " ".join(letters[start : start + 4] for start in range(0, 16, 4))

    @property
    def short(self) -> str:
        """The first half of the fingerprint, with which the names of its snapshots begin."""
        return self.fingerprint.replace(" ", "")[:8]

    def content(self) -> dict[str, Any]:
        """The signed part of the card."""
        beside: dict[str, Any] = {}
        if self.policy is not None:
            beside["policy"] = self.policy
        if self.former:
            beside["former"] = [asdict(each) for each in self.former]
        return {
            "planreview": "card",
            # What has no new part is written as before: older programs read it.
            "format": CARD_FORMAT if beside else 1,
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "person": self.person,
            "role": self.role,
            "recipient": self.recipient,
            "signs": self.signs,
            "recovery": self.recovery,
            **beside,
        }

    def to_bytes(self, keys: Keys) -> bytes:
        """The card as a file: one line of JSON, signed with `keys`."""
        signature = keys.signer.sign(_SIGNED_AS + canonical(self.content()))
        return canonical({**self.content(), "signature": signature.hex()}) + b"\n"


def read_card(data: bytes, *, file: str = "") -> Card:
    """The card in `data`; CardRefused with what is wrong. `file` is only named in the sentence."""
    name = plain(file) or say("snapshots.this_card")
    if len(data) > MOST_CARD_BYTES:
        raise CardRefused(say("snapshots.card_not_one", file=name))
    try:
        found = strict_object(data)
    except NotCanonical as why:
        raise CardRefused(say("snapshots.card_not_one", file=name)) from why
    if found.get("planreview") != "card":
        raise CardRefused(say("snapshots.card_not_one", file=name))
    written_in = found.get("format")
    if isinstance(written_in, int) and written_in > CARD_FORMAT:
        raise CardRefused(say("snapshots.card_newer", file=name, format=written_in))
    try:
        return _checked(found)
    except (NotCanonical, InvalidSignature, ValueError, pyrage.RecipientError) as why:
        raise CardRefused(say("snapshots.card_changed", file=name)) from why


def _checked(found: dict[str, Any]) -> Card:
    card = Card(
        kind=text_of(found, "kind", 10),
        id=text_of(found, "id", 64),
        name=text_of(found, "name"),
        person=text_or_none(found, "person"),
        role=text_or_none(found, "role", 40),
        recipient=text_of(found, "recipient"),
        signs=hex_of(found, "signs"),
        recovery=text_or_none(found, "recovery"),
        policy=text_or_none(found, "policy", 40),
        former=_former(found.get("former")),
    )
    # A misspelt name beside the signed ones would be a part nobody signed.
    if set(found) != {*card.content(), "signature"}:
        raise NotCanonical("the card has other parts than a card has")
    signature = bytes.fromhex(hex_of(found, "signature", 64))
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(card.signs)).verify(
        signature, _SIGNED_AS + canonical(card.content())
    )
    if card.kind not in (CENTRE, DEVICE) or not _NAME.fullmatch(card.id):
        raise NotCanonical("the kind or the id of the card is not one")
    for recipient in filter(None, (card.recipient, card.recovery)):
        if str(pyrage.x25519.Recipient.from_str(recipient)) != recipient:
            raise NotCanonical("a recipient is not written as age writes it")
    _vouched(card)
    return card


def _former(found: Any) -> tuple[Former, ...]:
    if found is None:
        return ()
    if not isinstance(found, list) or not 0 < len(found) <= _MOST_FORMER:
        raise NotCanonical("the former identities are not a list")
    former = []
    for each in found:
        if not isinstance(each, dict) or set(each) != {"id", "signs", "signature"}:
            raise NotCanonical("a former identity has other parts than one has")
        former.append(
            Former(text_of(each, "id", 64), hex_of(each, "signs"), hex_of(each, "signature", 64))
        )
    return tuple(former)


def _vouched(card: Card) -> None:
    """Raises InvalidSignature unless each former identity signed for the one after it."""
    after = [*((each.id, each.signs) for each in card.former), (card.id, card.signs)][1:]
    for each, (next_id, next_signs) in zip(card.former, after, strict=True):
        if not _NAME.fullmatch(each.id):
            raise NotCanonical("a former id is not one")
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(each.signs)).verify(
            bytes.fromhex(each.signature), _succession(each.id, each.signs, next_id, next_signs)
        )
