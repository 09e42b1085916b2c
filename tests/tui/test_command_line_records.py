"""Records from the command line: add, set, attach, list, show, history, undo, decide."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.tui.command_line_case import Line

OUTCOME = {
    "child": "C-0147",
    "held": "2024-09-10",
    "participation": "PN1",
    "attended": ["child", "mother", "worker"],
    "views": "I want to see my sister more.",
    "findings": "Settled.",
    "decisions": [{"text": "Arrange contact", "owner": "Hazel", "due": "2024-10-08"}],
}


def plan(line: Line) -> None:
    """A plan of one area with one commitment."""
    days = ("inspected_from=2023-03-06", "inspected_to=2023-03-10")
    assert line("add", "plan", "title=Made up", "regulator=A regulator", *days).code == 0
    words = ("service=Social work", "number=5", "text=Plans must be kept", "standard=Standard 4")
    assert line("add", "area", "plan=P-2023", *words).code == 0
    assert line("add", "commitment", "area=2023-SW-5", "text=We will keep plans").code == 0


def test_from_a_plan_down_to_evidence_with_a_file(line: Line, tmp_path: Path) -> None:
    plan(line)
    added = line(
        "add", "action", "commitment=2023-SW-5.1", "title=Check", "owner=Hazel", "due=2024-10-01"
    )
    assert added.code == 0
    ref = added.out.strip()
    (tmp_path / "minutes.txt").write_text("what was said")
    proof = line("add", "evidence", f"about={ref}", "kind=audit", "on=2024-09-02", "--json").json
    assert line("attach", proof["ref"], tmp_path / "minutes.txt").code == 0
    assert line("set", ref, "status=in_progress", "--reason", "begun").code == 0
    (action,) = line("list", "actions", "--json").json
    assert {"ref", "title", "area", "owner", "due", "status", "brag"} <= set(action)
    assert (action["ref"], action["owner"], action["due"]) == (ref, "Hazel", "2024-10-01")
    (kept,) = line("list", "evidence", "--json").json
    assert {"ref", "on", "kind", "date", "shows", "file"} <= set(kept)
    assert kept["file"] == "minutes.txt"
    sealed = list((line.folder / "evidence").iterdir())
    assert len(sealed) == 1
    assert b"what was said" not in sealed[0].read_bytes()
    assert line("show", "2023-SW-5", "--json").json["commitments"][0]["actions"] == 1


def test_a_protected_field_asks_for_a_reason(line: Line) -> None:
    plan(line)
    ref = line("add", "action", "commitment=2023-SW-5.1", "title=Check").out.strip()
    assert line("set", ref, "brag=amber").code == 3, "the rule's colour gives way for a reason"
    assert line("set", ref, "brag=amber", "--reason", "the board").code == 0
    asked = line("set", ref, "brag=green")
    assert (asked.code, len(asked.said.splitlines())) == (3, 1)
    assert line("set", ref, "brag=green", "--reason", "seen myself").code == 0
    last = line("history", ref, "--json").json[-1]
    assert {"at", "person", "device", "field", "old", "new", "group", "reason"} <= set(last)
    assert (last["field"], last["old"], last["new"]) == ("brag", "amber", "green")
    assert (last["person"], last["reason"]) == ("Ann", "seen myself")
    assert line("set", ref, "status=in_progress", "due=2024-10-08", "--reason", "begun").code == 0
    told = line("history", ref)
    assert "in progress" in told.out
    assert "Tue 8 Oct" in told.out
    assert "in_progress" not in told.out


def test_undo_takes_the_latest_back_and_a_named_group(line: Line) -> None:
    plan(line)
    ref = line("add", "action", "commitment=2023-SW-5.1", "title=Check").out.strip()
    line("set", ref, "title=Check twice")
    line("set", ref, "due=2024-10-01")
    group = line("history", ref, "--json").json[-1]["group"]
    assert line("undo", "--group", group).code == 0
    (action,) = line("list", "actions", "--json").json
    assert (action["title"], action["due"]) == ("Check twice", None)
    assert line("undo").code == 0
    assert line("list", "actions", "--json").json[0]["title"] == "Check"


def test_undo_with_nothing_to_undo_is_said(line: Line) -> None:
    ran = line("undo")
    assert (ran.code, len(ran.said.splitlines())) == (3, 1)


def test_a_child_and_a_whole_review_in_one_unit(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("local_id=C-0147", "dob=2014-05-01", "started=2024-06-10")
    assert line("add", "child", *words).out.strip() == "C-0147"
    (tmp_path / "outcome.json").write_text(json.dumps(OUTCOME))
    assert line("add", "review", "--from", tmp_path / "outcome.json").code in (0, 1)
    (review,) = line("list", "reviews", "--json").json
    assert {"ref", "child", "ordinal", "due", "held", "participation", "state", "on_time"} <= set(
        review
    )
    assert (review["child"], review["held"], review["participation"]) == (
        "C-0147",
        "2024-09-10",
        "PN1",
    )
    (decision,) = line("list", "decisions", "--json").json
    assert {"ref", "review", "text", "owner", "due", "state"} <= set(decision)
    (child,) = line("list", "children", "--json").json
    assert {"ref", "local_id", "dob", "became_looked_after", "next_review_due"} <= set(child)
    assert line("undo").code == 0
    assert line("list", "reviews", "--json").json == []
    assert line("list", "decisions", "--json").json == []
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(OUTCOME)))
    assert line("add", "review", "--from", "-").code in (0, 1)
    assert len(line("list", "reviews", "--json").json) == 1


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000, '{"held": "31/2"}'])
def test_a_review_that_cannot_be_read_takes_nothing(
    line: Line, tmp_path: Path, content: str
) -> None:
    (tmp_path / "bad.json").write_text(content)
    ran = line("add", "review", "--from", tmp_path / "bad.json")
    assert ran.code in (2, 3)
    assert len(ran.said.splitlines()) == 1
    assert line("list", "reviews", "--json").json == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["add", "child", "local_id"], 2),
        (["add", "child", "local_id=1", "local_id=2"], 2),
        (["add", "child", "local_id=1", "colour=red"], 2),
        (["add", "king", "name=x"], 2),
        (["add", "child", "dob=2014-05-01"], 3),
        (["add", "child", "local_id=1", "dob=31/2"], 3),
        (["add", "child", "local_id=1", "dob=1/1/0001"], 3),
        (["add", "child", "local_id=a\x00b"], 3),
        (["add", "child", "--from", "x.json"], 2),
        (["set", "C-9", "dob=2014-05-01"], 3),
        (["list", "kings"], 2),
        (["show", "nothing"], 3),
        (["history", "nothing"], 3),
        (["attach", "nothing", "nowhere.txt"], 3),
        (["decide", "nothing", "x", "--reason", "y"], 3),
    ],
)
def test_bad_input_is_one_sentence_and_takes_nothing(
    line: Line, words: list[str], code: int
) -> None:
    ran = line(*words)
    assert (ran.code, ran.out) == (code, "")
    assert len(ran.said.splitlines()) == 1
    assert line("list", "children", "--json").json == []


def test_hostile_words_are_kept_as_they_are_and_shown_harmless(line: Line) -> None:
    text = "[b]x[/y] \x1b[2J‮ " + "long " * 20_000
    plan(line)
    assert line("add", "commitment", "area=2023-SW-5", f"text={text}").code == 0
    assert line("list", "commitments", "--json").json[1]["text"] == text.strip()
    for shown in (line("list", "commitments"), line("show", "2023-SW-5.2")):
        assert "\x1b" not in shown.out
        assert "[b]x[/y]" in shown.out


def test_every_kind_can_be_listed_and_is_empty_at_first(line: Line) -> None:
    kinds = "plans areas commitments actions evidence people children reviews decisions"
    for kind in (*kinds.split(), "conflicts", "devices", "refused", "drafts"):
        ran = line("list", kind, "--json")
        assert (ran.code, ran.json) == (0, []), kind
        assert line("list", kind).code == 0
