"""Evidence files at rest: each sealed under its own key, named by nothing that tells what it is.

The key is kept with the record it belongs to; erasing that key erases the file, whatever copies
of it lie in backups. Files are sealed and opened in memory: no plaintext reaches the disk.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from store.database.connection import EVIDENCE_FOLDER
from store.database.private_files import explained, make_private_folder, write_private
from store.errors import NotFound, Refused
from store.wording import say

MOST_BYTES = 256 * 1024 * 1024
_MAGIC = b"planreview sealed file 1\n"
_NONCE = 12
_HASH = 32
_NAME = re.compile(r"[0-9a-f]{64}")


class FileTooLarge(Refused):
    """A file past the size this program seals in memory."""


class SealedFileDamaged(Refused):
    """A sealed file is cut short, altered, or of another key."""


class SealedFileMissing(NotFound):
    """A sealed file is not in this store's folder (it may not have travelled yet)."""


@dataclass(frozen=True)
class SealedFile:
    """Where a sealed file lies (`name`), what opens it (`key`, hex), and what is inside:
    `sha256` (hex) and `size` in bytes of the plain content.
    """

    name: str
    key: str
    sha256: str
    size: int


def path_of(folder: Path, name: str) -> Path:
    """The place of a sealed file in the store's `folder`; refuses a name that is not one."""
    if not _NAME.fullmatch(name):
        raise SealedFileMissing(say("sealed_files.missing", name=name[:8]))
    return folder / EVIDENCE_FOLDER / name


def seal(folder: Path, data: bytes, name_key: bytes, entropy: Callable[[int], bytes]) -> SealedFile:
    """Seal `data` into the store's `folder` and return what finds and opens it again.

    `name_key` keys the hash that names the file (`derived_key(database, "evidence names")`).
    The name covers the file's own key, so two people who attach one document never collide.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(say("sealed_files.too_large", most=MOST_BYTES // 1024 // 1024))
    key, nonce = entropy(32), entropy(_NONCE)
    digest = hashlib.sha256(data).digest()
    name = hmac.new(name_key, key + digest, hashlib.sha256).hexdigest()
    body = ChaCha20Poly1305(key).encrypt(nonce, digest + data, _MAGIC + name.encode())
    place = path_of(folder, name)
    make_private_folder(place.parent)
    write_private(place, _MAGIC + nonce + body)
    return SealedFile(name, key.hex(), digest.hex(), len(data))


def unseal(folder: Path, sealed: SealedFile) -> bytes:
    """The plain content, checked against its seal and its SHA-256; in memory only."""
    place = path_of(folder, sealed.name)
    try:
        raw = place.read_bytes()
    except FileNotFoundError as error:
        raise SealedFileMissing(say("sealed_files.missing", name=sealed.name[:8])) from error
    except OSError as error:
        raise explained(error, place) from error
    return opened(raw, sealed)


def opened(raw: bytes, sealed: SealedFile) -> bytes:
    """As `unseal`, for the bytes of a sealed file that came from elsewhere (a snapshot)."""
    damaged = SealedFileDamaged(say("sealed_files.damaged", name=sealed.name[:8]))
    start = len(_MAGIC) + _NONCE
    if not raw.startswith(_MAGIC):
        raise damaged
    try:
        inside = ChaCha20Poly1305(bytes.fromhex(sealed.key)).decrypt(
            raw[len(_MAGIC) : start], raw[start:], _MAGIC + sealed.name.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise damaged from error
    digest, data = inside[:_HASH], inside[_HASH:]
    if hashlib.sha256(data).digest() != digest or digest.hex() != sealed.sha256:
        raise damaged
    return data


def take_in(folder: Path, name: str, raw: bytes) -> None:
    """Put a sealed file that came in a snapshot into place, still sealed."""
    place = path_of(folder, name)
    make_private_folder(place.parent)
    write_private(place, raw)
