"""Both sides see in words what leaves, and the device says yes once for each policy and centre."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.snapshots import OWN_SERVICE, POLICIES, REGION, Policy, enrol, own_card
from store.snapshots.leaving import Fate, as_text, confirm, confirmed, in_words
from tests.store.parties import enrolled, new_store


def fates(policy: Policy) -> dict[str, Fate]:
    return {one.what: one.fate for one in in_words(policy)}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_every_policy_is_told_in_the_order_people_ask(policy: Policy) -> None:
    told = [one.fate for one in in_words(policy)]
    assert told == sorted(told, key=list(Fate).index)
    text = as_text(policy)
    assert policy.wording in text
    for one in in_words(policy):
        assert f"{one.what}: {one.how}" in text


def test_the_words_say_what_the_policy_does() -> None:
    own, region = fates(OWN_SERVICE), fates(REGION)
    assert [what for what, fate in own.items() if fate is not Fate.LEAVES] == [
        "Names of children and families"
    ]
    assert region["Dates of birth"] is Fate.COARSER
    assert region["References and workers' names"] is Fate.COARSER
    assert region["Words"] is Fate.STAYS
    assert region["Evidence files"] is Fate.STAYS
    assert region["Who saved each change"] is Fate.LEAVES
    assert region["Ids of records"] is Fate.LEAVES
    named = {one.what: one.fields for one in in_words(REGION)}
    assert "Views" in named["Words"] or any("views" in each.lower() for each in named["Words"])


def test_yes_is_said_once_for_a_policy_and_a_centre(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    assert not confirmed(device, OWN_SERVICE)
    confirm(device, OWN_SERVICE)
    assert confirmed(device, OWN_SERVICE)
    assert not confirmed(device, REGION)
    confirm(device, REGION)
    assert not confirmed(device, OWN_SERVICE)
    enrol(device, own_card(new_store(tmp_path / "other", 201, "collator")))
    assert not confirmed(device, REGION)


def test_without_a_centre_there_is_nothing_to_say_yes_to(tmp_path: Path) -> None:
    device = new_store(tmp_path, 1)
    confirm(device, OWN_SERVICE)
    assert not confirmed(device, OWN_SERVICE)
