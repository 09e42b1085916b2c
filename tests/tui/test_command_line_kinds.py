"""Every kind of the IRO's desk from the command line: add, show, set, history, undo, list."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import adding
from store.wording import say
from tests.store.every_kind import BEFORE, CHILDREN, GIVEN, NAMELESS
from tests.tui.command_line_case import Line

KEYS = {
    "health": ("ref", "child", "kind", "due", "held", "status", "quality"),
    "missing": ("ref", "child", "started", "ended", "interview_due", "interview_held"),
    "disputes": ("ref", "child", "stage", "opened", "due", "outcome"),
    "reviews": ("ref", "child", "ordinal", "due", "held", "participation", "state", "on_time"),
}
WRONG = (
    (3, "add health child=C-0001 type=xx"),
    (3, "add health type=iha"),
    (3, "add health child=C-7777 type=iha"),
    (3, "add missing child=C-0001 started=12/9"),
    (3, "add visit child=C-0001 on=20/9/2024"),
    (3, "add family child=C-0001 other=C-0001"),
    (3, "add post person=Alder fte=3"),
    (3, "add health child=C-0001 type=sdq score=ten"),
    (3, "add preparation child=C-0001 advocacy=maybe"),
    (3, "show HA-000000"),
    (2, "add nothing child=C-0001"),
    (2, "add health child=C-0001 type=iha nope=1"),
    (2, "add health child=C-0001 type"),
    (2, "list nothing"),
)


@pytest.fixture
def line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """A command line at a store with the three children."""
    monkeypatch.setenv("PLANREVIEW_TODAY", "2024-09-16")
    found = Line(tmp_path / "store", capsys)
    assert found("init", "--no-passphrase", "--person", "Alder", "--device", "D").code == 0
    for fields in CHILDREN:
        assert found("add", "child", *typed(fields)).code == 0
    for kind, fields in BEFORE:
        assert found("add", kind, *typed(fields)).code == 0
    return found


def typed(fields: dict[str, str]) -> list[str]:
    """Fields as they are typed."""
    return [f"{name}={value}" for name, value in fields.items()]


def test_every_kind_is_added_shown_set_and_undone(line: Line) -> None:
    for kind, (fields, change) in GIVEN.items():
        added = line("add", kind, *typed(fields), "--json")
        assert added.code == 0, (kind, added.said)
        ref = added.json["ref"]
        first = line("show", ref, "--json")
        assert first.code == 0, (kind, first.said)
        done = line("set", ref, *typed(change), "--reason", "misread")
        assert done.code == 0, (kind, done.said)
        told = line("history", ref)
        assert told.code == 0, (kind, told.said)
        assert "Alder" in told.out
        assert line("show", ref, "--json").json != first.json, kind
        assert line("undo").code == 0
        assert line("show", ref, "--json").json == first.json, kind
    for kind, fields in NAMELESS.items():
        assert line("add", kind, *typed(fields)).code == 0, kind
    for name, keys in KEYS.items():
        (row, *_) = line("list", name, "--json").json
        assert set(keys) <= set(row), name


def test_what_is_wrong_is_one_sentence_and_no_more(line: Line) -> None:
    for code, words in WRONG:
        ran = line(*words.split())
        assert ran.code == code, (words, ran)
        assert ran.out == ""
        assert len(ran.said.strip().splitlines()) == 1, words


def test_the_help_of_add_names_every_kind() -> None:
    assert say("command_line.help_add_kind").split(", ") == list(adding.kinds_to_add())
