"""`planreview simulate`: what is promised, seen and measured, for people and for scripts."""

from __future__ import annotations

import json

import pytest

from store.simulating import proving
from tui.command_line.running import run


def test_it_says_what_held_and_prints_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("snapshot", "merging"):  # measured in the store's own test
        monkeypatch.setattr(proving, name, lambda _: [])
    assert run(["simulate", "--devices", "8", "--changes", "4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {proof["held"] for proof in found["proofs"]} == {True}
    assert found["figures"][0]["unit"] == "files/min"


def test_too_few_devices_are_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--devices", "2"]) == 2
    assert "at least 8 devices" in capsys.readouterr().err
