"""A service's whole exchange played small: every promise about it is looked at and holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import WrongUse
from store.simulating import Simulated, proving, simulate
from store.simulating.post import heads
from tests.store.devices import new_device
from tests.store.parties import save


@pytest.fixture(scope="module")
def played() -> Simulated:
    return simulate(8, 12)


def test_every_promise_holds(played: Simulated) -> None:
    assert [proof.claim for proof in played.proofs if not proof.held] == []
    assert len(played.proofs) == 11


def test_every_trouble_befell_somebody(played: Simulated) -> None:
    """A promise about a fork or a gap proves nothing in a fleet without one."""
    seen = " ".join(proof.seen for proof in played.proofs)
    for words in ("2 set aside of 2", "devices: 1", "devices with a gap: 1"):
        assert words in seen


def test_figures_stand_beside_their_baselines(played: Simulated) -> None:
    rate, *others = played.figures
    assert rate.unit == "files/min"
    assert all(figure.ours > 0 for figure in played.figures)
    assert sum(figure.baseline is not None for figure in others) == 5


def test_a_promise_that_does_not_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow reading is made wrong: the proof that compares with it must notice."""

    def wrong(changes: list[object]) -> list[tuple[str, str, str, str, bool]]:
        return [(*each[:3], f"{each[3]}!", each[4]) for each in heads(changes)]  # type: ignore[arg-type]

    monkeypatch.setattr(proving, "heads", wrong)
    monkeypatch.setattr(proving._Played, "_in_another_order", lambda *_: None)
    for name in ("snapshot", "merging"):
        monkeypatch.setattr(proving, name, lambda _: [])
    played = simulate(8, 4)
    assert not played.held
    assert [proof.held for proof in played.proofs].count(False) == 1


def test_too_small_a_service_proves_nothing() -> None:
    with pytest.raises(WrongUse, match="at least 8"):
        simulate(7, 40)


def test_the_slow_reading_knows_heads_from_what_they_replaced(tmp_path: Path) -> None:
    device = new_device(tmp_path / "one")
    thing = save(device, title="first")
    save(device, thing, title="second")
    changes = [change for each in device.ranges() for change in device.changes(each)]
    assert list(heads(changes)) == [("thing", thing, "title", "second", False)]
    assert list(heads(changes[:1])) == [("thing", thing, "title", "first", False)]
