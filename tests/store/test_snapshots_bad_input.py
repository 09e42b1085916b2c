"""Whatever lies in the folder: each bad file is set aside whole with a reason, the others go on."""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from store.journal import Journal
from store.snapshots import SnapshotRefused, collate, own_card, refused_files, verify_file
from store.snapshots import manifest as manifest_room
from store.snapshots.enrolment import own_keys
from store.snapshots.envelope import open_sealed, pack, seal, unpack
from store.snapshots.manifest import Manifest
from store.snapshots.reading import Reader
from tests.store.parties import enrolled, save, sent

Pair = tuple[Journal, Journal, Path]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """A centre, a device, and the device's snapshot of three changes."""
    centre, [device] = enrolled(tmp_path)
    for n in range(3):
        save(device, title=f"thing {n}")
    return centre, device, sent(device, tmp_path / "out")


def refusal(centre: Journal, path: Path, data: bytes) -> str:
    """The reason why `data` in the place of `path` is set aside; nothing of it may be taken."""
    path.write_bytes(data)
    done = collate(centre, [path])
    assert (done.taken, done.already, done.refused, done.changes) == (0, 0, 1, 0)
    assert centre.ranges() == []
    [aside] = refused_files(centre)
    assert aside.reason
    assert aside.todo
    assert aside.file.endswith(path.name)
    return aside.reason


def resealed(pair: Pair, change: Callable[[Manifest, bytes], tuple[Manifest, bytes]]) -> bytes:
    """The snapshot with manifest and body changed, signed and sealed again by the device."""
    centre, device, path = pair
    opened = open_sealed(
        path.read_bytes(), keys=own_keys(centre), signer_of=Reader.of(centre).signer_of
    )
    manifest, body = change(opened.manifest, opened.body)
    manifest = replace(
        manifest, body_packed=len(body), body_sha256=hashlib.sha256(body).hexdigest()
    )
    to = [own_card(centre).recipient]
    return seal(manifest, body, [], keys=own_keys(device), recipients=to)


def test_cut_at_any_byte_it_is_set_aside_and_the_whole_file_is_then_taken(pair: Pair) -> None:
    centre, _, path = pair
    data = path.read_bytes()
    for length in [0, 1, 21, 50, 120, 200, len(data) // 2, len(data) - 17, len(data) - 1]:
        refusal(centre, path, data[:length])
    path.write_bytes(data)
    assert collate(centre, [path]).taken == 1
    assert refused_files(centre) == []


def test_any_flipped_bit_is_found(pair: Pair) -> None:
    centre, _, path = pair
    data = path.read_bytes()
    chance = random.Random(11)
    places = [*range(0, 260, 5), *chance.sample(range(len(data)), 150)]
    for at in places:
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(SnapshotRefused):
            verify_file(centre, path)
    refusal(centre, path, bytes(changed))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\x00" * 4096, "not a snapshot"),
        (b"%PDF-1.7 something else", "not a snapshot"),
        (b"age-encryption.org/v1\n", "seal is broken"),
        (b"age-encryption.org/v1\n-> scrypt AAAA 62\nAAAA\n--- AAAA\n", ""),
    ],
)
def test_other_files_are_set_aside_for_what_they_are(pair: Pair, data: bytes, words: str) -> None:
    centre, _, path = pair
    assert words in refusal(centre, path, data)


def test_one_bad_file_does_not_hold_up_the_others(pair: Pair) -> None:
    centre, device, path = pair
    save(device, title="more")
    second = sent(device, path.parent)
    (path.parent / "bad.planreview").write_bytes(b"age-encryption.org/v1\nrubbish")
    done = collate(centre, [path.parent])
    assert (done.files, done.taken, done.refused, done.changes) == (3, 2, 1, 4)
    assert second.exists()


def test_sealed_for_the_centre_but_not_a_snapshot_inside(pair: Pair) -> None:
    centre, _, path = pair
    to = pyrage.x25519.Recipient.from_str(own_card(centre).recipient)
    for inside in (
        b"",
        b"hello",
        b"planreview snapshot\n",
        b"planreview snapshot\n\xff\xff\xff\xff",
    ):
        refusal(centre, path, pyrage.encrypt(inside, [to]))


def test_signed_by_other_keys_it_is_set_aside(pair: Pair) -> None:
    centre, device, path = pair
    opened = open_sealed(
        path.read_bytes(), keys=own_keys(centre), signer_of=Reader.of(centre).signer_of
    )
    impostor = replace(own_keys(device), signing="11" * 32)
    to = [own_card(centre).recipient]
    data = seal(opened.manifest, opened.body, [], keys=impostor, recipients=to)
    assert "signature" in refusal(centre, path, data)


def test_a_body_that_inflates_a_thousandfold_is_stopped_at_its_signed_size(pair: Pair) -> None:
    centre, _, path = pair
    bomb = zlib.compress(b"x" * 50_000_000, 9)
    reason = refusal(centre, path, resealed(pair, lambda manifest, _: (manifest, bomb)))
    assert "unpacks to more" in reason
    huge = resealed(pair, lambda m, _: (replace(m, body_size=2**40), bomb))
    assert "too large" in refusal(centre, path, huge)


def test_nothing_is_inflated_beyond_a_step_past_the_signed_size() -> None:
    bomb = zlib.compress(b"\n" * 100_000_000, 9)
    with pytest.raises(SnapshotRefused, match="1000 bytes"):
        next(unpack(bomb, 1000))


@pytest.mark.parametrize("cut", [b"", b"x", zlib.compress(b"a\n")[:-2], zlib.compress(b"a")])
def test_a_body_that_is_not_whole_lines_is_refused(cut: bytes) -> None:
    with pytest.raises(SnapshotRefused):
        list(unpack(cut, 2))


def test_a_newer_format_says_so(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    centre, _, path = pair
    opened = open_sealed(
        path.read_bytes(), keys=own_keys(centre), signer_of=Reader.of(centre).signer_of
    )
    with monkeypatch.context() as patch:
        patch.setattr(manifest_room, "FORMAT", 3)
        data = seal(
            opened.manifest,
            opened.body,
            [],
            keys=own_keys(pair[1]),
            recipients=[own_card(centre).recipient],
        )
    assert "newer planreview (format 3)" in refusal(centre, path, data)
    assert "update" in refused_files(centre)[0].todo


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "{}",
        '{"device":1}',
        '{"values":{"a":"b","a":"c"}}',
        '"\\ud800"',
        "[" * 10_000,
    ],
)
def test_a_line_that_is_no_change_names_its_line(pair: Pair, line: str) -> None:
    centre, _, path = pair

    def with_line(manifest: Manifest, body: bytes) -> tuple[Manifest, bytes]:
        packed = pack([*list(unpack(body, manifest.body_size))[:2], line])
        return replace(manifest, body_size=packed.size), packed.data

    assert "Line 3" in refusal(centre, path, resealed(pair, with_line))


def test_a_changed_value_breaks_the_chain_even_when_it_is_signed(pair: Pair) -> None:
    centre, _, path = pair

    def rewritten(manifest: Manifest, body: bytes) -> tuple[Manifest, bytes]:
        packed = pack(
            line.replace("thing 1", "thing X") for line in unpack(body, manifest.body_size)
        )
        return replace(manifest, body_size=packed.size), packed.data

    refusal(centre, path, resealed(pair, rewritten))


@pytest.mark.parametrize("keep", [slice(0, 2), slice(1, 3), slice(0, 0)])
def test_changes_left_out_are_noticed(pair: Pair, keep: slice) -> None:
    centre, _, path = pair

    def fewer(manifest: Manifest, body: bytes) -> tuple[Manifest, bytes]:
        packed = pack(list(unpack(body, manifest.body_size))[keep])
        return replace(manifest, body_size=packed.size, changes=packed.lines), packed.data

    refusal(centre, path, resealed(pair, fewer))
    refusal(
        centre,
        path,
        resealed(pair, lambda m, b: (replace(fewer(m, b)[0], changes=3), fewer(m, b)[1])),
    )


def test_more_lines_than_announced_are_not_even_read(pair: Pair) -> None:
    centre, _, path = pair
    data = resealed(pair, lambda manifest, body: (replace(manifest, changes=2), body))
    assert "2 changes" in refusal(centre, path, data)


def test_a_file_that_may_not_be_read_is_set_aside_and_taken_later(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, _, path = pair

    def closed(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", closed)
        assert collate(centre, [path]).refused == 1
    assert "Permission denied" in refused_files(centre)[0].reason
    assert collate(centre, [path]).taken == 1
    assert refused_files(centre) == []


@pytest.mark.parametrize(
    "created", ["", "yesterday", "2024-09-16", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59Z"]
)
def test_a_moment_no_calendar_holds_is_refused(pair: Pair, created: str) -> None:
    centre, _, path = pair
    data = resealed(pair, lambda manifest, body: (replace(manifest, created=created), body))
    assert "cannot be read" in refusal(centre, path, data)
