"""Lists keep the keys that scripts rely on, and their values are plain JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store import listing, plans
from store.codes import ActionStatus
from store.errors import WrongUse
from tests.store.rooms import first_commitment, with_plan
from tests.store.test_references import filled

KEYS = {
    "plans": "ref title regulator inspected_from inspected_to",
    "areas": "ref plan service number standard deadline due text commitments status brag",
    "commitments": "ref area position text status",
    "actions": "ref title area owner due status brag",
    "evidence": "ref on kind date shows file",
    "people": "ref name role team",
    "children": "ref local_id dob became_looked_after next_review_due",
    "reviews": "ref child ordinal due held participation state on_time",
    "decisions": "ref review text owner due state",
    "conflicts": "ref record field values",
    "devices": "ref name received missing last_heard",
    "refused": "file reason line",
}


@pytest.mark.parametrize("kind", KEYS)
def test_every_list_is_plain_json_with_its_keys(tmp_path: Path, kind: str) -> None:
    journal = filled(tmp_path)
    rows = listing.list_records(journal, kind)
    assert json.loads(json.dumps(rows)) == rows
    assert bool(rows) is (kind not in ("conflicts", "devices", "refused"))
    for row in rows:
        assert set(KEYS[kind].split()) <= set(row)


def test_areas_say_where_they_stand(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    (row, *_) = listing.list_records(journal, "areas")
    wanted = {"ref": "2023-HW-1", "plan": "P-2023", "standard": "2", "due": "2024-12-08"}
    assert row.items() >= {**wanted, "commitments": 2, "status": "no_action"}.items()


@pytest.mark.parametrize(
    ("statuses", "word"),
    [
        ([], "no_action"),
        ([None], "not_started"),
        ([None, ActionStatus.COMPLETE], "in_progress"),
        ([ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED], "blocked"),
        ([ActionStatus.COMPLETE, ActionStatus.DONE_AWAITING_SIGN_OFF], "done_awaiting_sign_off"),
        ([ActionStatus.COMPLETE, ActionStatus.WITHDRAWN], "complete"),
        ([ActionStatus.WITHDRAWN], "no_action"),
    ],
)
def test_a_commitment_has_one_status_word(
    tmp_path: Path, statuses: list[ActionStatus | None], word: str
) -> None:
    journal = with_plan(tmp_path)
    line = first_commitment(journal)
    for status in statuses:
        action = plans.add_action(journal, line.id, "Do it")
        if status is not None:
            plans.change_action(journal, action, status=status)
    assert listing.list_records(journal, "commitments")[0]["status"] == word


def test_an_unknown_list_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"actions, areas.*reviews"):
        listing.list_records(with_plan(tmp_path), "poems")


def test_every_record_can_be_shown_with_what_lies_below_it(tmp_path: Path) -> None:
    journal = filled(tmp_path)
    below = {
        "plans": "areas",
        "areas": "commitments",
        "commitments": "actions",
        "actions": "evidence",
        "children": "reviews",
        "reviews": "decisions",
    }
    for kind in (*below, "evidence", "people", "decisions", "periods"):
        row = listing.list_records(journal, kind)[0]
        shown = listing.show(journal, row["ref"])
        assert shown["id"] == row["id"]
        assert json.dumps(shown)
        if kind in below:
            assert shown[below[kind]]


@pytest.mark.shared
def test_the_published_report_lists_as_the_domain_says(tmp_path: Path, shared: Path) -> None:
    from store import imports
    from tests.store.rooms import new_store

    journal = new_store(tmp_path)
    (report,) = (shared / "sources").glob("004_*.txt")
    imports.take(journal, imports.propose(journal, report))
    areas = listing.list_records(journal, "areas")
    assert [(row["ref"], row["standard"], row["commitments"]) for row in areas] == [
        ("2023-SW-1", "2", 3),
        ("2023-SW-2", "2", 5),
        ("2023-SW-3", "2", 5),
        ("2023-SW-4", "2", 3),
        ("2023-SW-5", "6", 3),
        ("2023-SW-6", "1", 4),
        ("2023-SW-7", "9", 2),
        ("2023-IRO-1", "2", 6),
    ]
    assert {row["due"] for row in areas} == {"2024-12-08"}
    assert len(listing.list_records(journal, "commitments")) == 31
