"""Cards: what a store shows of itself, taken only as it was written, confirmed by a fingerprint."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from store.errors import Locked, NotFound, Refused
from store.snapshots import (
    CardRefused,
    KeysDiffer,
    card_at,
    centre,
    enrol,
    find_party,
    my_card,
    own_card,
    own_kind,
    parties,
    read_card,
    revoke,
    write_card,
)
from store.snapshots.cards import Card, Keys
from store.snapshots.enrolment import own_keys
from tests.store.parties import enrolled, new_store


def test_a_card_comes_back_as_it_was_written(tmp_path: Path) -> None:
    journal = new_store(tmp_path / "one", 1)
    write_card(journal, tmp_path / "one.card")
    card = card_at(tmp_path / "one.card")
    assert card == own_card(journal)
    assert (card.kind, card.name, card.person, card.role) == ("device", "IRO-01", "Alder", "iro")
    assert (tmp_path / "one.card").stat().st_mode & 0o777 == 0o600


def test_a_card_holds_no_private_key(tmp_path: Path) -> None:
    journal = new_store(tmp_path / "one", 1)
    data = my_card(journal).decode()
    keys = own_keys(journal)
    assert keys.signing not in data
    assert keys.identity not in data
    assert own_keys(journal) == keys


def test_fingerprints_are_four_groups_that_both_sides_see(tmp_path: Path) -> None:
    one, other = new_store(tmp_path / "one", 1), new_store(tmp_path / "two", 2, "collator")
    taken = enrol(one, own_card(other))
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}", taken.fingerprint)
    assert taken.fingerprint == own_card(other).fingerprint
    assert taken.own_fingerprint == own_card(one).fingerprint
    assert taken.fingerprint != taken.own_fingerprint


def test_a_collator_is_a_centre_and_a_store_can_say_otherwise(tmp_path: Path) -> None:
    assert own_kind(new_store(tmp_path / "c", 2, "collator")) == "centre"
    manager = new_store(tmp_path / "m", 3, "manager")
    assert own_kind(manager) == "device"
    write_card(manager, tmp_path / "m.card", kind="centre")
    assert own_kind(manager) == card_at(tmp_path / "m.card").kind == "centre"


def test_the_centre_enrolled_last_is_where_snapshots_go(tmp_path: Path) -> None:
    device = new_store(tmp_path / "d", 1)
    assert centre(device) is None
    first, second = (new_store(tmp_path / str(n), n, "collator") for n in (2, 3))
    for each in (first, second):
        assert enrol(device, own_card(each)).sends_here
    found = centre(device)
    assert found is not None
    assert found.card == own_card(second)
    revoke(device, second.author.device)
    found = centre(device)
    assert found is not None
    assert found.card == own_card(first)


def test_a_changed_card_is_refused_at_every_character(tmp_path: Path) -> None:
    data = my_card(new_store(tmp_path / "one", 1))
    chance = random.Random(7)
    for at in chance.sample(range(len(data) - 1), 150):
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(7)
        with pytest.raises(CardRefused):
            read_card(bytes(changed))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\xff", b"[]", b"{}", b"null", b'{"planreview":"card"}', b"{" * 5000, b" " * 20_000],
)
def test_what_is_no_card_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(CardRefused, match="card"):
        read_card(data, file="x")


def test_a_card_with_a_name_twice_is_refused(tmp_path: Path) -> None:
    data = my_card(new_store(tmp_path / "one", 1)).decode()
    with pytest.raises(CardRefused):
        read_card(data.replace('"kind":"device"', '"kind":"centre","kind":"device"').encode())


def test_a_newer_card_says_that_it_is_newer(tmp_path: Path) -> None:
    found = json.loads(my_card(new_store(tmp_path / "one", 1)))
    with pytest.raises(CardRefused, match="newer"):
        read_card(json.dumps({**found, "format": 3}).encode())


def test_a_name_with_control_characters_is_shown_plain(tmp_path: Path) -> None:
    keys = Keys.fresh(bytes(32))
    card = Card("device", "ab" * 16, "a\x1b[31m\u202eb", None, None, keys.recipient, keys.signs)
    journal = new_store(tmp_path / "one", 1)
    enrol(journal, read_card(card.to_bytes(keys)))
    assert parties(journal)[0].card.name == "a·[31m·b"


def test_the_own_card_and_other_keys_are_refused(tmp_path: Path) -> None:
    centre_store, [device] = enrolled(tmp_path)
    with pytest.raises(CardRefused, match="own card"):
        enrol(device, own_card(device))
    impostor = new_store(tmp_path / "impostor", 1)
    with pytest.raises(KeysDiffer, match="IRO-01"):
        enrol(centre_store, own_card(impostor))
    assert parties(centre_store)[0].card == own_card(device)
    assert not enrol(centre_store, own_card(device)).new


def test_a_device_is_found_by_name_id_or_start_of_its_id(tmp_path: Path) -> None:
    centre_store, [one, two] = enrolled(tmp_path, 2)
    for text in ("iro-01", one.author.device, "0101"):
        assert find_party(centre_store, text).card.id == one.author.device
    assert find_party(centre_store, "IRO-02").card.id == two.author.device
    with pytest.raises(NotFound, match="IRO-01, IRO-02"):
        find_party(centre_store, "IRO-03")


def test_a_missing_card_file_and_a_closed_one_say_so(tmp_path: Path) -> None:
    with pytest.raises(CardRefused, match="no card"):
        card_at(tmp_path / "none.card")
    with pytest.raises(CardRefused, match="no card"):
        card_at(tmp_path)
    journal = new_store(tmp_path / "one", 1)
    with pytest.raises((Locked, Refused)):
        write_card(journal, tmp_path / "no such folder" / "x.card")
