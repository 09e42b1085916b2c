"""Posts, leavers, feedback, audits, moves and statuses by field=value, and in the lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import adding, children, listing
from store.errors import Refused
from store.journal import Journal
from tests.store.rooms import new_store, with_plan


def looked_after(journal: Journal, ended: date | None = None) -> str:
    """C-0112, looked after since 2022."""
    started = date(2022, 1, 10)
    child = children.add_child(journal, "C-0112", date(2007, 3, 1), started=started)
    if ended:
        children.end_period(journal, children.period_id(child, started), ended)
    return child


def test_a_post_is_added_changed_and_listed(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    added = adding.add(journal, "post", {"person": "Alder", "fte": "60%", "started": "2024-01-08"})
    assert added.ref.startswith("PO-")
    adding.set_fields(journal, added.ref, {"fte": "0,8", "until": "2024-12-31"})
    (row,) = listing.list_records(journal, "posts")
    assert (row["person"], row["fte"], row["until"]) == ("Alder", 0.8, "2024-12-31")
    with pytest.raises(Refused, match="no share") as refusal:
        adding.set_fields(journal, added.ref, {"fte": "2"})
    assert refusal.value.field == "fte"
    (load,) = listing.list_records(journal, "caseloads")
    assert (load["person"], load["children"], load["standing"]) == ("Alder", 0, "under")
    assert str(adding.values_of(journal, "post", added.id)["fte"]) == "0.8"


def test_a_move_and_a_status_are_added_and_listed(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    looked_after(journal)
    move = adding.add(
        journal,
        "placement",
        {"child": "C-0112", "started": "2024-02-01", "type": "kinship foster care", "why": "child"},
    )
    status = adding.add(
        journal, "legal_status", {"child": "C-0112", "started": "2024-02-01", "status": "C2"}
    )
    assert (move.ref[:3], status.ref[:3]) == ("PL-", "LS-")
    adding.set_fields(journal, move.ref, {"where": "with an aunt"})
    (row,) = listing.list_records(journal, "placements")
    assert (row["kind"], row["where"], row["why"]) == ("kinship", "with an aunt", "child")
    shown = listing.show(journal, "C-0112")
    assert [one["legal_status"] for one in shown["legal_statuses"]] == ["C2"]
    assert listing.show(journal, move.ref)["child"] == "C-0112"


def test_a_leaver_and_feedback_are_added_and_listed(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    looked_after(journal, ended=date(2024, 9, 2))
    leaver = adding.add(journal, "leaver", {"child": "C-0112", "worker": "Hazel"})
    adding.set_fields(journal, leaver.ref, {"in_touch": "today", "suitable": "yes"})
    (row,) = listing.list_records(journal, "leavers")
    assert (row["status"], row["in_touch"], row["suitable"]) == ("qualifies", "2024-09-16", True)
    form = adding.add(journal, "feedback", {"child": "C-0112", "said": "Too long."})
    adding.set_fields(journal, form.ref, {"changed": "Shorter now.", "told": "today"})
    (row,) = listing.list_records(journal, "feedback")
    assert (row["child"], row["answered"], row["in_time"]) == ("C-0112", "2024-09-16", True)
    adding.add(journal, "feedback", {"said": "The room is cold."})
    assert {row["child"] for row in listing.list_records(journal, "feedback")} == {"", "C-0112"}


def test_an_audit_names_areas_and_cases_by_reference(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    looked_after(journal)
    audit = adding.add(
        journal,
        "audit",
        {"theme": "Voice", "cases": "4", "children": "C-0112", "areas": "2023-IRO-1; 2023-HW-1"},
    )
    (row,) = listing.list_records(journal, "audits")
    assert (row["ref"], row["children"], row["areas"]) == (
        audit.ref,
        ["C-0112"],
        ["IRO 1", "HW 1"],
    )
    values = adding.values_of(journal, "audit", audit.id)
    assert values["areas"] == ["2023-IRO-1", "2023-HW-1"], "as a form shows them"
    adding.set_fields(journal, audit.ref, {"areas": "2023-IRO-1"})
    assert [one["about"] for one in listing.list_records(journal, "evidence")] == ["2023-IRO-1"]
