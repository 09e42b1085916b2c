"""What dates are counted by, from the command line: changed, listed, taken out, and what moved."""

from __future__ import annotations

import pytest

from tests.tui.command_line_case import Line


@pytest.fixture
def line(line: Line) -> Line:
    """With a child in it who has just come into care."""
    assert line("add", "child", "local_id=C-0150", "started=2024-09-02").code == 0
    return line


def due(line: Line) -> str:
    """When C-0150's first review is due."""
    (child,) = line("list", "children", "--json").json
    return str(child["next_review_due"])


def test_an_extra_day_prints_what_moved_and_is_taken_out_again(line: Line) -> None:
    added = line("add", "extra_day", "day=2024-09-20", "name=Island day")
    assert added.code == 0
    assert added.out.startswith("2024-09-20\n")
    assert "due dates changed." in added.out
    assert "C-0150  First review: Mon 30 Sep 2024 → Tue 1 Oct 2024" in added.out
    assert due(line) == "2024-10-01"
    (day,) = line("list", "extra_days", "--json").json
    assert (day["ref"], day["name"], day["region"]) == ("2024-09-20", "Island day", "JE")
    assert line("set", "2024-09-20", "withdrawn=yes").code != 0
    assert due(line) == "2024-10-01"
    taken = line("set", "2024-09-20", "withdrawn=yes", "--reason", "The vote was lost", "--json")
    moved = {"child": "C-0150", "what": "First review"}
    assert moved | {"old": "2024-10-01", "new": "2024-09-30"} in taken.json["moved"]
    assert line("list", "extra_days", "--json").json == []


def test_a_limit_is_set_listed_and_undone(line: Line) -> None:
    fields = ("key=routine.1", "amount=15", "valid_from=2024-09-01", "label=Order of 2024")
    assert line("add", "rule", *fields).code == 0
    assert due(line) == "2024-09-23"
    versions = line("list", "rules", "key:routine.1", "--json").json
    assert [(one["amount"], one["label"], one["holds_today"]) for one in versions] == [
        (20, "England, SI 2010/959", False),
        (15, "Order of 2024", True),
    ]
    assert line("show", "routine.1", "--json").json["valid_from"] == "2024-09-01"
    assert line("undo").code == 0
    assert due(line) == "2024-09-30"
    refused = line("add", "rule", "key=tea", "amount=3")
    assert refused.code == 3
    assert "list rules" in refused.said


def test_another_region_counts_its_own_holidays(line: Line) -> None:
    assert line("add", "child", "local_id=C-0151", "started=2024-08-05").code == 0
    changed = line("set", "region", "region=Scotland")
    assert changed.code == 0
    assert "C-0151  First review: Tue 3 Sep 2024 → Mon 2 Sep 2024" in changed.out
    (region,) = line("list", "regions", "--json").json
    assert (region["ref"], region["region"], region["name"]) == ("region", "SCT", "Scotland")
    names = {one["name"] for one in line("list", "holidays", "--json").json}
    assert "Saint Andrew's Day" in names
    assert line("set", "region", "region=Atlantis").code == 3
