"""The sealed envelope: age outside, a signed manifest first inside, then the compressed lines.

Inside the age envelope stand, one after the other: a magic line, the manifest's length (4 bytes,
big-endian), the manifest (canonical JSON), its Ed25519 signature (64 bytes), the zlib body of JSON
Lines, and the sealed evidence files. There is no header outside: whoever finds the file learns its
size and nothing else. Everything is opened in memory; `pyrage.decrypt_file` leaves plaintext behind
on a truncated input and is never used.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import Refused
from store.snapshots.canonical import NotCanonical
from store.snapshots.cards import Keys
from store.snapshots.manifest import FORMAT, Manifest
from store.wording import say

MOST_FILE_BYTES = 2 * 1024**3
MOST_BODY_BYTES = 1024**3
MOST_LINE_BYTES = 32 * 1024**2

_MAGIC = b"planreview snapshot\n"
_HEAD = len(_MAGIC) + 4
_SIGNATURE = 64
_MOST_MANIFEST = 16 * 1024**2
_STEP = 256 * 1024


def _signed_as(written_in: int) -> bytes:
    return b"planreview manifest %d\n" % written_in


class SnapshotRefused(Refused):
    """A snapshot that was set aside whole; `todo` says what a person can do about it.

    `device` is the name of the device that sent it, as far as that can be told.
    """

    def __init__(self, sentence: str, todo: str, device: str | None = None) -> None:
        super().__init__(sentence)
        self.todo = todo
        self.device = device


class NotForHere(SnapshotRefused):
    """A file that is sealed to others, so that nothing can be told of it."""


def refused(name: str, todo: str = "send_again", **values: object) -> SnapshotRefused:
    """The refusal `name` of the catalogue with the advice `todo` beside it."""
    device = values.get("device")
    return SnapshotRefused(
        say(f"snapshots.refused_{name}", **values),
        say(f"snapshots.todo_{todo}", **values),
        str(device) if device else None,
    )


@dataclass(frozen=True)
class Packed:
    """Compressed lines with what the manifest says of them: sizes in bytes, SHA-256 of `data`."""

    data: bytes
    lines: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Opened:
    """A snapshot whose signature and hashes hold: its manifest, body and evidence files."""

    manifest: Manifest
    body: bytes
    parts: tuple[bytes, ...]

    def lines(self) -> Iterator[str]:
        """The body's lines one by one, never more of them in memory than a step's worth."""
        return unpack(self.body, self.manifest.body_size)


def pack(lines: Iterable[str]) -> Packed:
    """`lines` as one zlib body; level 1 costs a third of level 6 and gives up a fifth in size."""
    packer = zlib.compressobj(1)
    pieces: list[bytes] = []
    count = size = 0
    for line in lines:
        data = line.encode("utf-8") + b"\n"
        count += 1
        size += len(data)
        pieces.append(packer.compress(data))
    pieces.append(packer.flush())
    data = b"".join(pieces)
    return Packed(data, count, size, hashlib.sha256(data).hexdigest())


def unpack(body: bytes, size: int) -> Iterator[str]:
    """The lines of `body`, which must inflate to exactly `size` bytes; stops at any excess."""
    inflater = zlib.decompressobj()
    rest, given, pending = body, 0, b""
    while not inflater.eof:
        try:
            piece = inflater.decompress(rest, _STEP)
        except zlib.error as why:
            raise refused("body") from why
        rest = inflater.unconsumed_tail
        given += len(piece)
        if given > size:
            raise refused("bomb", size=size)
        if not piece and not rest and not inflater.eof:
            raise refused("body")
        *whole, pending = (pending + piece).split(b"\n")
        if len(pending) > MOST_LINE_BYTES:
            raise refused("body")
        for line in whole:
            yield _text(line)
    if given != size or pending or inflater.unused_data:
        raise refused("body")


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as why:
        raise refused("body") from why


def seal(
    manifest: Manifest,
    body: bytes,
    parts: Sequence[bytes],
    *,
    keys: Keys,
    recipients: Sequence[str],
) -> bytes:
    """The sealed file: `manifest` signed with `keys`, all of it encrypted to `recipients`."""
    head = manifest.to_bytes()
    signature = keys.signer.sign(_signed_as(FORMAT) + head)
    inside = b"".join((_MAGIC, len(head).to_bytes(4, "big"), head, signature, body, *parts))
    to = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return pyrage.encrypt(inside, to)  # type: ignore[no-any-return,unused-ignore]


def open_sealed(
    data: bytes, *, keys: Keys, signer_of: Callable[[Manifest], Sequence[str]]
) -> Opened:
    """What `data` holds, once everything about it has been verified.

    `signer_of` is asked with the (not yet trusted) manifest for the Ed25519 keys (hex) one of which
    must have signed it, and refuses senders that are not enrolled. Nothing is decompressed here.
    """
    if not data:
        raise refused("empty")
    inside = _decrypted(data, keys)
    if not inside.startswith(_MAGIC) or len(inside) < _HEAD:
        raise refused("not_one", "look")
    length = int.from_bytes(inside[len(_MAGIC) : _HEAD], "big")
    body_at = _HEAD + length + _SIGNATURE
    if length > _MOST_MANIFEST or len(inside) < body_at:
        raise refused("manifest")
    head = inside[_HEAD : _HEAD + length]
    written_in = Manifest.format_of(head)
    if written_in is not None and written_in > FORMAT:
        raise refused("newer", "update", format=written_in)
    try:
        manifest = Manifest.from_bytes(head)
    except NotCanonical as why:
        raise refused("manifest") from why
    said, signature = _signed_as(written_in or 0) + head, inside[_HEAD + length : body_at]
    if not any(_signed(key, signature, said) for key in signer_of(manifest)):
        raise refused("signature", "enrol_again", device=manifest.device_name)
    return _hashed(manifest, inside[body_at:])


def _signed(key: str, signature: bytes, said: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True


def _decrypted(data: bytes, keys: Keys) -> bytes:
    identities = [pyrage.x25519.Identity.from_str(each) for each in (keys.identity, *keys.earlier)]
    if not data.startswith(b"age-encryption.org/"):
        raise refused("not_one", "look")
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError as why:
        if "matching keys" in str(why):
            raise NotForHere(
                say("snapshots.refused_other_centre"), say("snapshots.todo_other_centre")
            ) from why
        raise refused("seal") from why


def _hashed(manifest: Manifest, rest: bytes) -> Opened:
    if manifest.body_size > MOST_BODY_BYTES:
        raise refused("too_large", "split", size=manifest.body_size)
    body, at = rest[: manifest.body_packed], manifest.body_packed
    if hashlib.sha256(body).hexdigest() != manifest.body_sha256:
        raise refused("hash")
    parts: list[bytes] = []
    for part in manifest.parts:
        piece, at = rest[at : at + part.size], at + part.size
        if hashlib.sha256(piece).hexdigest() != part.sha256:
            raise refused("hash")
        parts.append(piece)
    if at != len(rest):
        raise refused("hash")
    return Opened(manifest, body, tuple(parts))
