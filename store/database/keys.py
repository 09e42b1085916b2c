"""The key file: one random data key, wrapped once for each way of opening the store.

The data key opens the database in a millisecond; wrapping it separately makes changing the
passphrase instant and lets a printed recovery key open the same store. Slots:
`passphrase` (ChaCha20-Poly1305 under Argon2id), `recovery` (age, X25519) and `unprotected`,
which is what it says and is shown as such.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from store.database.connection import DATABASE_FILE, NoStore
from store.database.private_files import explained, write_private
from store.errors import Locked, Refused
from store.wording import plain, say

KEY_FILE: Final = "store.key"
FORMAT: Final = "planreview key file 1"
KEY_BYTES: Final = 32
MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LANES: Final = 4
# A key file is read before anything is trusted: it may not ask for a machine's whole memory.
_MOST_MEMORY_KIB: Final = 1024 * 1024
_MOST_PASSES: Final = 20

Slot = dict[str, Any]


class WrongPassphrase(Locked):
    """The passphrase or recovery key opens none of the key file's slots."""


class PassphraseNeeded(Locked):
    """The store has a passphrase and none was given."""


class KeyFileDamaged(Locked):
    """The key file is not one this program can read."""


class EmptyPassphrase(Refused):
    """An empty passphrase protects nothing."""


@dataclass(frozen=True)
class RecoveryKey:
    """A key to print and lock away (`secret`), and its public half kept in the key file."""

    secret: str
    recipient: str


@dataclass(frozen=True)
class Protection:
    """What guards the data key: a passphrase, recovery keys, or nothing (`unprotected`)."""

    passphrase: bool
    recovery: tuple[str, ...]
    unprotected: bool


def new_key() -> bytes:
    """A fresh random data key."""
    return secrets.token_bytes(KEY_BYTES)


def new_recovery_key() -> RecoveryKey:
    """A fresh recovery key; only its `recipient` is ever stored."""
    identity = pyrage.x25519.Identity.generate()
    return RecoveryKey(str(identity), str(identity.to_public()))


def recovery_identity(recovery: str) -> str:
    """The age identity in a recovery key; the whole printed sheet may be given. Raises Locked."""
    # The key is the one word that looks like one.
    words = [word for word in recovery.upper().split() if word.startswith("AGE-SECRET-KEY-1")]
    try:
        return str(pyrage.x25519.Identity.from_str(words[0] if words else recovery.strip()))
    except pyrage.IdentityError as error:
        raise WrongPassphrase(say("keys.not_a_recovery_key")) from error


def recovery_sheet(recovery: RecoveryKey, folder: Path) -> str:
    """The page to print and lock away."""
    return say("keys.recovery_sheet", folder=plain(str(folder)), secret=recovery.secret)


def write_key_file(
    folder: Path, key: bytes, passphrase: str | None, recovery: Iterable[str] = ()
) -> None:
    """Write `store.key` (0600, whole or not at all); without a passphrase it is unprotected."""
    slots: list[Slot] = [
        _unprotected(key) if passphrase is None else _wrap_passphrase(key, passphrase)
    ]
    slots += [_wrap_recovery(key, recipient) for recipient in recovery]
    _write(folder, slots)


def unlock(folder: Path, passphrase: str | None = None, *, recovery: str | None = None) -> bytes:
    """The data key, by recovery key if given, else by passphrase, else from an open slot."""
    return unlock_slots(_read(folder), passphrase, recovery=recovery)


def unlock_slots(
    slots: list[Slot], passphrase: str | None = None, *, recovery: str | None = None
) -> bytes:
    """As `unlock`, for slots that were read from a backup."""
    if recovery is not None:
        return _by_recovery(slots, recovery)
    for slot in slots:
        if slot["kind"] == "unprotected":
            return _bytes(slot, "key", KEY_BYTES)
    if passphrase is None:
        raise PassphraseNeeded(say("keys.passphrase_needed"))
    for slot in slots:
        if slot["kind"] == "passphrase" and (key := _by_passphrase(slot, passphrase)):
            return key
    raise WrongPassphrase(say("keys.wrong_passphrase"))


def change_passphrase(
    folder: Path, old: str | None, new: str, *, recovery: str | None = None
) -> None:
    """Set the passphrase to `new`, opening with `old` (or `recovery`); 32 bytes are wrapped
    anew, the store itself is untouched. An unprotected store becomes a protected one.
    """
    slots = _read(folder)
    key = unlock_slots(slots, old, recovery=recovery)
    kept = [slot for slot in slots if slot["kind"] == "recovery"]
    _write(folder, [_wrap_passphrase(key, new), *kept])


def protection(folder: Path) -> Protection:
    """What guards the store in `folder`."""
    slots = _read(folder)
    kinds = {slot["kind"] for slot in slots}
    recipients = tuple(str(s["recipient"]) for s in slots if s["kind"] == "recovery")
    return Protection("passphrase" in kinds, recipients, "unprotected" in kinds)


def guarded_slots(folder: Path) -> list[Slot]:
    """The slots that may leave this folder: all but an unprotected one."""
    return [slot for slot in _read(folder) if slot["kind"] != "unprotected"]


def read_slots(data: bytes) -> list[Slot]:
    """The slots in the bytes of a key file; KeyFileDamaged when they are none."""
    try:
        content = json.loads(data)
        slots = content["slots"]
        known = content["format"] == FORMAT and all(isinstance(s["kind"], str) for s in slots)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise KeyFileDamaged(say("keys.damaged", file=KEY_FILE)) from error
    if not known or not slots:
        raise KeyFileDamaged(say("keys.damaged", file=KEY_FILE))
    return list(slots)


def slots_to_bytes(slots: list[Slot]) -> bytes:
    """A key file's bytes: JSON, readable by a person who has to mend one."""
    return json.dumps({"format": FORMAT, "slots": slots}, indent=1).encode()


def _read(folder: Path) -> list[Slot]:
    path = folder / KEY_FILE
    try:
        return read_slots(path.read_bytes())
    except FileNotFoundError as error:
        missing = "keys.key_file_gone" if (folder / DATABASE_FILE).exists() else "keys.no_key_file"
        raise NoStore(say(missing, folder=plain(str(folder)))) from error
    except OSError as error:
        raise explained(error, path) from error


def _write(folder: Path, slots: list[Slot]) -> None:
    write_private(folder / KEY_FILE, slots_to_bytes(slots))


def _unprotected(key: bytes) -> Slot:
    return {"kind": "unprotected", "key": _text(key)}


def _wrap_passphrase(key: bytes, passphrase: str) -> Slot:
    if not passphrase:
        raise EmptyPassphrase(say("keys.empty_passphrase"), field="passphrase")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    slot: Slot = {
        "kind": "passphrase",
        "kdf": "argon2id",
        "memory_kib": MEMORY_KIB,
        "passes": PASSES,
        "lanes": LANES,
        "salt": _text(salt),
        "nonce": _text(nonce),
    }
    sealed = ChaCha20Poly1305(_derive(passphrase, slot)).encrypt(nonce, key, _binding(slot))
    return {**slot, "wrapped": _text(sealed)}


def _by_passphrase(slot: Slot, passphrase: str) -> bytes | None:
    wrapped, nonce = _bytes(slot, "wrapped", KEY_BYTES + 16), _bytes(slot, "nonce", 12)
    try:
        return ChaCha20Poly1305(_derive(passphrase, slot)).decrypt(nonce, wrapped, _binding(slot))
    except InvalidTag:
        return None


def _derive(passphrase: str, slot: Mapping[str, Any]) -> bytes:
    memory, passes, lanes = slot.get("memory_kib"), slot.get("passes"), slot.get("lanes")
    if not (
        slot.get("kdf") == "argon2id"
        and isinstance(memory, int)
        and isinstance(passes, int)
        and isinstance(lanes, int)
        and 1 <= lanes <= 16
        and 8 * lanes <= memory <= _MOST_MEMORY_KIB
        and 1 <= passes <= _MOST_PASSES
    ):
        raise KeyFileDamaged(say("keys.damaged", file=KEY_FILE))
    kdf = Argon2id(
        salt=_bytes(slot, "salt", 16),
        length=KEY_BYTES,
        iterations=passes,
        lanes=lanes,
        memory_cost=memory,
    )
    # The same words typed on another keyboard may arrive composed differently.
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace"))


def _binding(slot: Mapping[str, Any]) -> bytes:
    named = {name: slot[name] for name in ("kind", "kdf", "memory_kib", "passes", "lanes", "salt")}
    return (FORMAT + json.dumps(named, sort_keys=True)).encode()


def _wrap_recovery(key: bytes, recipient: str) -> Slot:
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise Refused(say("keys.not_a_recipient"), field="recovery") from error
    return {"kind": "recovery", "recipient": recipient, "wrapped": _text(pyrage.encrypt(key, [to]))}


def _by_recovery(slots: list[Slot], recovery: str) -> bytes:
    identity = pyrage.x25519.Identity.from_str(recovery_identity(recovery))
    for slot in slots:
        if slot["kind"] == "recovery":
            try:
                key = bytes(pyrage.decrypt(_bytes(slot, "wrapped"), [identity]))
            except pyrage.DecryptError:
                continue
            if len(key) == KEY_BYTES:
                return key
    raise WrongPassphrase(say("keys.wrong_recovery_key"))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(slot: Mapping[str, Any], name: str, length: int | None = None) -> bytes:
    try:
        data = base64.b64decode(str(slot[name]), validate=True)
    except (KeyError, binascii.Error, ValueError) as error:
        raise KeyFileDamaged(say("keys.damaged", file=KEY_FILE)) from error
    if length is not None and len(data) != length:
        raise KeyFileDamaged(say("keys.damaged", file=KEY_FILE))
    return data
