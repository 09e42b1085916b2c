"""Spoiled files by the thousand: each is refused whole with a reason, none is applied or crashes.

Three hands spoil them: chance (the file as it lies in the folder), a stranger (who can seal to the
centre, for its card is public, and cannot sign) and the sender's own device gone wrong (which signs
what it sends). A default run takes some of each; ten thousand run by name, `pytest -m slow`.
"""

from __future__ import annotations

import hashlib
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyrage
import pytest

from store.journal import Journal
from store.snapshots import collate, own_card, refused_files
from store.snapshots.cards import Keys
from store.snapshots.enrolment import own_keys
from store.snapshots.envelope import open_sealed, pack, seal, unpack
from store.snapshots.manifest import Manifest, Span
from store.snapshots.reading import Reader
from tests.store.parties import enrolled, introduce, new_store, save, sent

Chance = random.Random


@dataclass(frozen=True)
class Sent:
    """Two good files of one device, whole and opened, and the keys of everyone around."""

    first: bytes
    second: bytes
    manifest: Manifest
    other: Manifest
    body: bytes
    other_body: bytes
    lines: tuple[str, ...]
    sender: Keys
    enrolled: Keys
    stranger: Keys
    centre: Keys

    def inside(self, data: bytes) -> bytes:
        """What is sealed in `data`."""
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(self.centre.identity)]))

    def sealed(self, inside: bytes, to: str | None = None) -> bytes:
        """`inside` sealed to the centre or to somebody else."""
        recipient = pyrage.x25519.Recipient.from_str(to or self.centre.recipient)
        return bytes(pyrage.encrypt(inside, [recipient]))

    def signed(self, manifest: Manifest, body: bytes, by: Keys | None = None) -> bytes:
        """A file of this manifest and body, signed by the sender or by somebody else."""
        to = [self.centre.recipient]
        return bytes(seal(manifest, body, [], keys=by or self.sender, recipients=to))

    def signed_lines(self, lines: list[str], **said: object) -> bytes:
        """A file of these lines whose manifest fits them, but for what is `said` otherwise."""
        packed = pack(lines)
        fits: dict[str, object] = {
            "changes": packed.lines,
            "body_packed": len(packed.data),
            "body_size": packed.size,
            "body_sha256": packed.sha256,
        }
        return self.signed(replace(self.manifest, **(fits | said)), packed.data)  # type: ignore[arg-type]


Spoil = Callable[[Sent, Chance], bytes]


# Chance: the file as it lies there. -----------------------------------------------------------


def a_bit_flipped(sent: Sent, chance: Chance) -> bytes:
    return _flipped(sent.first, chance)


def some_bytes_written_over(sent: Sent, chance: Chance) -> bytes:
    at = chance.randrange(len(sent.first) - 16)
    return sent.first[:at] + chance.randbytes(16) + sent.first[at + 16 :]


def cut_off(sent: Sent, chance: Chance) -> bytes:
    return sent.first[: chance.randrange(len(sent.first))]


def a_piece_missing(sent: Sent, chance: Chance) -> bytes:
    at = chance.randrange(len(sent.first) - 1)
    return sent.first[:at] + sent.first[chance.randrange(at + 1, len(sent.first)) :]


def something_after_the_end(sent: Sent, chance: Chance) -> bytes:
    return sent.first + chance.randbytes(chance.randrange(1, 64))


def the_end_of_another_file(sent: Sent, chance: Chance) -> bytes:
    at = chance.randrange(30, min(len(sent.first), len(sent.second)) - 1)
    return sent.first[:at] + sent.second[at:]


# A stranger: seals, but cannot sign. ----------------------------------------------------------


def a_bit_flipped_inside(sent: Sent, chance: Chance) -> bytes:
    return sent.sealed(_flipped(sent.inside(sent.first), chance))


def cut_off_inside(sent: Sent, chance: Chance) -> bytes:
    inside = sent.inside(sent.first)
    return sent.sealed(inside[: chance.randrange(len(inside))])


def one_header_before_another_body(sent: Sent, chance: Chance) -> bytes:
    head = sent.inside(sent.first)[: -len(sent.body)]
    return sent.sealed(head + sent.other_body)


def one_header_before_a_spliced_body(sent: Sent, chance: Chance) -> bytes:
    head = sent.inside(sent.first)[: -len(sent.body)]
    at = chance.randrange(1, len(sent.body))
    return sent.sealed(head + sent.body[:at] + sent.other_body[at:])


def one_signature_under_another_header(sent: Sent, chance: Chance) -> bytes:
    one, other = sent.inside(sent.first), sent.inside(sent.second)
    at, end = len(one) - len(sent.body), len(other) - len(sent.other_body)
    return sent.sealed(one[: at - 64] + other[end - 64 : end] + sent.body)


def sealed_for_somebody_else(sent: Sent, chance: Chance) -> bytes:
    return sent.sealed(sent.inside(sent.first), sent.stranger.recipient)


def signed_by_a_stranger(sent: Sent, chance: Chance) -> bytes:
    return sent.signed(sent.manifest, sent.body, sent.stranger)


def signed_by_another_device(sent: Sent, chance: Chance) -> bytes:
    return sent.signed(sent.manifest, sent.body, sent.enrolled)


def from_nobody_known(sent: Sent, chance: Chance) -> bytes:
    device = chance.randbytes(16).hex()
    return sent.signed(replace(sent.manifest, device=device), sent.body, sent.stranger)


def noise(sent: Sent, chance: Chance) -> bytes:
    return sent.sealed(b"planreview snapshot\n" + chance.randbytes(chance.randrange(400)))


# The sender's own device, gone wrong: it signs what it sends. ---------------------------------


def for_another_centre(sent: Sent, chance: Chance) -> bytes:
    return sent.signed(replace(sent.manifest, centre=chance.randbytes(16).hex()), sent.body)


def a_body_that_inflates_a_thousandfold(sent: Sent, chance: Chance) -> bytes:
    bomb = zlib.compress(b"x" * (len(sent.body) * 1_000 + chance.randrange(9_000)), 9)
    said = hashlib.sha256(bomb).hexdigest()
    return sent.signed(replace(sent.manifest, body_packed=len(bomb), body_sha256=said), bomb)


def a_range_that_says_more(sent: Sent, chance: Chance) -> bytes:
    [span] = sent.manifest.spans
    longer = replace(span, last=span.last + chance.randrange(1, 9))
    return sent.signed(replace(sent.manifest, spans=(longer,)), sent.body)


def a_range_that_says_less(sent: Sent, chance: Chance) -> bytes:
    [span] = sent.manifest.spans
    return sent.signed(
        replace(sent.manifest, spans=(replace(span, last=span.last - 1),)), sent.body
    )


def a_range_of_another_device(sent: Sent, chance: Chance) -> bytes:
    [span] = sent.manifest.spans
    other = Span(chance.randbytes(16).hex(), span.first, span.last, span.prev, span.head)
    return sent.signed(replace(sent.manifest, spans=(other,)), sent.body)


def a_chain_that_ends_elsewhere(sent: Sent, chance: Chance) -> bytes:
    [span] = sent.manifest.spans
    other = replace(span, head=chance.randbytes(32).hex())
    return sent.signed(replace(sent.manifest, spans=(other,)), sent.body)


def a_line_missing(sent: Sent, chance: Chance) -> bytes:
    lines = list(sent.lines)
    del lines[chance.randrange(len(lines))]
    return sent.signed_lines(lines)


def a_line_twice(sent: Sent, chance: Chance) -> bytes:
    return sent.signed_lines([*sent.lines, chance.choice(sent.lines)])


def a_value_changed_after_it_was_saved(sent: Sent, chance: Chance) -> bytes:
    lines = list(sent.lines)
    at = chance.randrange(len(lines))
    line = json.loads(lines[at])
    line["values"]["title"] = f"another {chance.random()}"
    lines[at] = json.dumps(line)
    return sent.signed_lines(lines)


def a_fact_changed_after_it_was_saved(sent: Sent, chance: Chance) -> bytes:
    lines = list(sent.lines)
    at = chance.randrange(len(lines))
    line = json.loads(lines[at])
    name = chance.choice(["person", "role", "at", "label", "record", "unit", "hlc", "kind"])
    line[name] = line[name] + 1 if name == "hlc" else line[name] + "00"
    lines[at] = json.dumps(line)
    return sent.signed_lines(lines)


def a_line_of_another_shape(sent: Sent, chance: Chance) -> bytes:
    lines = list(sent.lines)
    at = chance.randrange(len(lines))
    line = json.loads(lines[at])
    name = chance.choice(["device", "seq", "hlc", "values", "replaces", "hash", "record", "kind"])
    shapes: list[object] = [None, [], {}, "", -1, 1.5, True, "x" * 99, [[[]]], {"a": {"b": 1}}]
    line[name] = chance.choice([each for each in shapes if each != line[name]])
    lines[at] = json.dumps(line)
    return sent.signed_lines(lines)


def a_line_that_is_no_change(sent: Sent, chance: Chance) -> bytes:
    lines = list(sent.lines)
    lines[chance.randrange(len(lines))] = chance.choice(
        ["", "{", "null", "[]", "1", '"text"', "{}", '{"a":1,"a":2}', "[" * 5_000, "NaN", "\\u0000"]
    )
    return sent.signed_lines(lines)


def a_change_signed_for_by_another(sent: Sent, chance: Chance) -> bytes:
    lines = [json.loads(line) for line in sent.lines]
    device = chance.randbytes(16).hex()
    for line in lines:
        line["device"] = device
    return sent.signed_lines([json.dumps(line) for line in lines])


def _flipped(data: bytes, chance: Chance) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


SPOILS: tuple[Spoil, ...] = (
    a_bit_flipped,
    some_bytes_written_over,
    cut_off,
    a_piece_missing,
    something_after_the_end,
    the_end_of_another_file,
    a_bit_flipped_inside,
    cut_off_inside,
    one_header_before_another_body,
    one_header_before_a_spliced_body,
    one_signature_under_another_header,
    sealed_for_somebody_else,
    signed_by_a_stranger,
    signed_by_another_device,
    from_nobody_known,
    noise,
    for_another_centre,
    a_body_that_inflates_a_thousandfold,
    a_range_that_says_more,
    a_range_that_says_less,
    a_range_of_another_device,
    a_chain_that_ends_elsewhere,
    a_line_missing,
    a_line_twice,
    a_value_changed_after_it_was_saved,
    a_fact_changed_after_it_was_saved,
    a_line_of_another_shape,
    a_line_that_is_no_change,
    a_change_signed_for_by_another,
)


@pytest.fixture
def good(tmp_path: Path) -> tuple[Journal, Path, Sent]:
    """A centre with two enrolled devices, and two files of the first that were not read yet."""
    centre, [device, other] = enrolled(tmp_path, 2)
    things = [save(device, title=f"thing {n}", status="open") for n in range(4)]
    paths = [sent(device, tmp_path / "out")]
    for thing in things:
        save(device, thing, title="edited", status="done")
    paths.append(sent(device, tmp_path / "out"))
    first, second = (path.read_bytes() for path in paths)
    reader = Reader.of(centre)
    one, two = (
        open_sealed(data, keys=own_keys(centre), signer_of=reader.signer_of)
        for data in (first, second)
    )
    stranger = new_store(tmp_path / "stranger", 99)
    introduce(new_store(tmp_path / "elsewhere", 201, "collator"), stranger)
    return (
        centre,
        paths[0],
        Sent(
            first,
            second,
            one.manifest,
            two.manifest,
            one.body,
            two.body,
            tuple(unpack(one.body, one.manifest.body_size)),
            own_keys(device),
            own_keys(other),
            own_keys(stranger),
            own_keys(centre),
        ),
    )


def spoil(good: tuple[Journal, Path, Sent], times: int, seed: int) -> None:
    """Spoil a file `times` in every way there is; then the good ones are still taken."""
    centre, path, of = good
    chance = Chance(seed)
    empty = centre.state()
    folder = path.parent / "spoiled"
    folder.mkdir()
    for each in SPOILS:
        for number in range(times):
            data = each(of, chance)
            if data in (of.first, of.second):  # chance wrote what stood there
                continue
            at = folder / f"{each.__name__}-{number}.planreview"
            at.write_bytes(data)
            done = collate(centre, [at])
            found = (done.taken, done.already, done.refused, done.changes)
            assert found == (0, 0, 1, 0), f"{each.__name__}, {number}"
            at.unlink()
        for aside in refused_files(centre):
            assert aside.reason
            assert aside.todo
        assert centre.ranges() == []
    assert centre.state() == empty
    done = collate(centre, [path.parent])
    assert (done.taken, done.changes, done.refused) == (2, 8, 0)
    assert own_card(centre).id not in {each.device for each in refused_files(centre)}


def test_every_way_to_spoil_a_file_is_refused_whole(good: tuple[Journal, Path, Sent]) -> None:
    spoil(good, 4, seed=2024)


@pytest.mark.slow
def test_ten_thousand_spoiled_files_are_refused_whole(good: tuple[Journal, Path, Sent]) -> None:
    spoil(good, 345 + 1, seed=2026)
    assert 345 * len(SPOILS) >= 10_000
