"""Records around a review by field=value: added, changed, listed, and shown on the child's page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import adding, calendars, children, listing, references, sections
from store.called import called
from store.errors import Refused
from store.journal import Journal
from store.sections import Section
from tests.store.caseload import add_child, log_first
from tests.store.rooms import TODAY, new_store

GIVEN = [
    ("consultation", {"who": "parent", "named": "mother", "sent": "2/9", "how": "by phone"}),
    ("preparation", {"report_received": "12 sep", "advocacy": "yes"}),
    ("information", {"pack": "young person", "given": "2/9"}),
    ("visit", {"on": "10/9", "visitor": "IRO", "alone": "y"}),
    ("midway", {"on": "5/8", "findings": "On course."}),
    ("notification", {"of": "unexpected move", "happened": "9/9", "told": "11/9"}),
]


def page(journal: Journal, child: str) -> dict[str, Section]:
    """The sections of the child's page by key."""
    known = children.child(journal, child)
    assert known is not None
    calendar = calendars.working_days(journal)
    return {one.key: one for one in sections.sections(journal, known, TODAY, calendar)}


@pytest.mark.parametrize(("kind", "fields"), GIVEN)
def test_a_record_is_added_listed_and_found_again(
    tmp_path: Path, kind: str, fields: dict[str, str]
) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    done = adding.add(journal, kind, {"child": "C-0147", **fields})
    assert references.resolve(journal, done.ref).id == done.id
    shown = listing.show(journal, done.ref)
    assert (shown["kind"], shown["child"]) == (kind, "C-0147")
    assert any(
        entry.id == done.id for one in page(journal, child).values() for entry in one.entries
    )
    assert called(journal, [(kind, done.id)])[done.id].ref == "C-0147"
    below = listing.show(journal, "C-0147")
    assert [row["id"] for rows in below.values() if isinstance(rows, list) for row in rows].count(
        done.id
    ) == 1


def test_a_note_stands_on_any_record(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    review = log_first(journal, child)
    adding.add(journal, "note", {"about": "C-0147", "text": "Rang the school."})
    done = adding.add(journal, "note", {"about": review.ref, "text": "Minutes asked for."})
    assert adding.set_fields(journal, done.ref, {"text": "Minutes came."}).changed
    assert [row["text"] for row in listing.show(journal, review.ref)["notes"]] == ["Minutes came."]
    assert {entry.what: entry.state for entry in page(journal, child)["notes"].entries} == {
        "Rang the school.": "",
        "Minutes came.": review.ref,
    }


def test_what_is_missing_before_the_next_review_is_a_sentence(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    (before,) = page(journal, child)["preparing"].findings
    assert before.startswith("Missing 10 of 10: child asked, parent asked")
    adding.add(journal, "preparation", {"child": "C-0147", "spoke": "12/9", "advocacy": "yes"})
    own = next(e for e in page(journal, child)["preparing"].entries if e.kind == "preparation")
    assert own.state == "8 missing"
    assert ("Child spoken with in private", "12 Sep") in own.detail


def test_a_late_word_to_the_iro_is_said_to_be_late(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    fields = {"child": "C-0147", "of": "missing", "happened": "2/9"}
    done = adding.add(journal, "notification", fields)
    assert page(journal, child)["contact"].entries[0].state == "IRO not told"
    adding.set_fields(journal, done.ref, {"told": "12/9"})
    assert page(journal, child)["contact"].entries[0].state == "told late"
    assert listing.list_records(journal, "notifications")[0]["late"] is True
    with pytest.raises(Refused, match="before"):
        adding.set_fields(journal, done.ref, {"told": "1/9"})


def test_the_checklist_and_the_next_review_by_field_and_value(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    with pytest.raises(Refused, match="no checklist"):
        adding.add(journal, "point", {"child": "C-0147", "topic": "health", "answer": "met"})
    review = log_first(journal, child)
    point = {"child": "C-0147", "topic": "permanence", "answer": "partly", "agreed": "18/6"}
    done = adding.add(journal, "point", point)
    assert [row["id"] for row in listing.show(journal, review.ref)["points"]] == [done.id]
    (entry,) = page(journal, child)["checklist"].entries
    assert (entry.what, entry.state) == ("Permanence · Standard 6", "partly")
    adding.add(journal, "topic", {"topic": "education", "standard": "Standard 4"})
    assert {"topic": "education", "words": "education", "standard": "Standard 4"} in (
        listing.list_records(journal, "standards")
    )
    adding.add(journal, "late_reason", {"words": "Fog on the sea"})
    assert listing.list_records(journal, "late_reasons")[-1]["own"] is True
    adding.set_fields(journal, review.ref, {"late_reason": "fog on the sea"})
    assert listing.show(journal, review.ref)["late_reason"] == "Fog on the sea"
    with pytest.raises(Refused, match="none of"):
        adding.set_fields(journal, review.ref, {"late_reason": "rain"})
    coming = {"child": "C-0147", "planned": "18/9/2024", "ground": "visit"}
    adding.add(journal, "occurrence", coming)
    known = children.child(journal, child)
    assert known is not None
    assert known.planned == date(2024, 9, 18)
    adding.add(journal, "cancellation", {"child": "C-0147", "reason": "Snow"})
    assert listing.show(journal, "C-0147")["reviews"][0]["state"] == "cancelled"
