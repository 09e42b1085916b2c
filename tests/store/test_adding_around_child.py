"""field=value, lists, references and names of the records around a child."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import adding, calendars, children, listing, missing, opening, references, sections
from store.adding import forms
from store.called import called
from store.errors import ReasonNeeded, Refused, WrongUse
from store.journal import Journal
from tests.store.rooms import TODAY, new_store

ADDED = {
    "health": {"child": "C-1", "type": "iha", "held": "17/5", "by": "Dr Reed"},
    "education_plan": {"child": "C-1", "held": "22/4", "school": "The school"},
    "pathway_plan": {"child": "C-1", "held": "1/7", "views": "A flat with a garden."},
    "missing": {"child": "H-3", "started": "12/9 22:00", "ended": "13/9 7.30"},
    "incident": {"child": "H-3", "on": "13/9", "reasons": "Friends.", "seen_by": "Rowan"},
    "pre_proceedings": {"child": "H-3", "started": "1/8", "letter": "5/8", "lead": "Rowan"},
    "planning_meeting": {"child": "H-3", "on": "9/9", "plan": "Home, with the aunt."},
    "family": {"child": "C-2", "relation": "brother or sister", "other": "C-1"},
}
LISTS = {
    "health": "health",
    "education_plan": "education_plans",
    "pathway_plan": "pathway_plans",
    "missing": "missing",
    "incident": "incidents",
    "pre_proceedings": "pre_proceedings",
    "planning_meeting": "planning_meetings",
    "family": "families",
}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """C-1 and C-2 looked after, H-3 at home; one record of every kind."""
    opened = new_store(tmp_path)
    for ref, born in (("C-1", "2/5/2008"), ("C-2", "2/5/2012")):
        fields = {"local_id": ref, "dob": born, "iro": "Alder", "started": "15/4/2024"}
        adding.add(opened, "child", fields)
    adding.add(opened, "child", {"local_id": "H-3", "social_worker": "Hazel"})
    yield opened
    opening.close_store(opened)


def test_every_kind_is_added_listed_found_and_named(journal: Journal) -> None:
    for kind, fields in ADDED.items():
        done = adding.add(journal, kind, fields)
        assert references.resolve(journal, done.ref).id == done.id, kind
        (row,) = listing.list_records(journal, LISTS[kind])
        assert (row["id"], row["ref"], row["child"]) == (done.id, done.ref, fields["child"]), kind
        assert listing.show(journal, done.ref)["kind"], kind
        (name,) = called(journal, [(kind, done.id)]).values()
        assert name.ref == fields["child"]
        assert name.what
        shown = forms.values_of(journal, kind, done.id)
        for ask in forms.form_to_change(kind).asks:
            assert ask.name in shown, (kind, ask.name)


def test_lists_keep_the_keys_that_scripts_use(journal: Journal) -> None:
    for kind in ("health", "missing"):
        adding.add(journal, kind, ADDED[kind])
    (row,) = listing.list_records(journal, "health")
    assert {"ref", "child", "kind", "due", "held", "status", "quality"} <= set(row)
    assert (row["kind"], row["due"], row["held"]) == ("iha", "2024-05-15", "2024-05-17")
    (row,) = listing.list_records(journal, "missing", "child:H-3")
    wanted = {"ref", "child", "started", "ended", "interview_due", "interview_held"}
    assert wanted <= set(row)
    assert row["started"].startswith("2024-09-1")
    assert row["interview_held"] is None
    assert [one["ref"] for one in listing.list_records(journal, "children", "looked_after:no")] == [
        "H-3"
    ]


def test_fields_are_set_by_text(journal: Journal) -> None:
    refs = {kind: adding.add(journal, kind, fields).ref for kind, fields in ADDED.items()}
    changes = {
        "health": {"received": "3/6", "quality": "good enough", "checked_by": "Alder"},
        "education_plan": {"agreed": "More art."},
        "pathway_plan": {"by": "Rowan"},
        "missing": {"offered": "13/9", "refused": "yes"},
        "incident": {"seen": "13/9", "risks": "The harbour."},
        "pre_proceedings": {"ended": "12/9", "outcome": "stepped_down"},
        "planning_meeting": {"next": "20 sep"},
        "family": {"iro_reason": "Two islands."},
    }
    for kind, fields in changes.items():
        assert adding.set_fields(journal, refs[kind], fields).changed, kind
        assert not adding.set_fields(journal, refs[kind], fields).changed, kind
    (episode,) = missing.episodes(journal)
    assert episode.offered_and_refused
    (row,) = listing.list_records(journal, "planning_meetings")
    assert (row["next"], row["pre_proceedings"]) == ("2024-09-20", refs["pre_proceedings"])


def test_what_is_out_of_order_is_refused_by_its_field(journal: Journal) -> None:
    with pytest.raises(Refused, match="not back yet") as refusal:
        adding.add(journal, "missing", {"child": "H-3", "started": "12/9 22:00", "offered": "13/9"})
    assert refusal.value.field == "offered"
    with pytest.raises(Refused, match="12/9 14:30"):
        adding.add(journal, "missing", {"child": "H-3", "started": "12/9"})
    with pytest.raises(Refused, match="before the child entered care"):
        adding.add(journal, "health", {"child": "C-1", "type": "iha", "held": "14/4"})


def test_the_terms_of_three_years_are_listed(journal: Journal) -> None:
    assert len(listing.list_records(journal, "terms")) == 9
    done = adding.add(
        journal, "term", {"season": "autumn", "started": "3 sep 2024", "ended": "18/12/2024"}
    )
    rows = [row for row in listing.list_records(journal, "terms") if row["id"] is not None]
    assert [(row["id"], row["ended"]) for row in rows] == [(done.id, "2024-12-18")]


def test_a_child_shows_all_of_it_on_its_page(journal: Journal) -> None:
    for kind, fields in ADDED.items():
        adding.add(journal, kind, fields)
    calendar = calendars.working_days(journal)
    seen: dict[str, list[str]] = {}
    for child in children.children(journal):
        for section in sections.sections(journal, child, TODAY, calendar):
            if section.key in ("health", "education", "missing", "pre_proceedings", "family"):
                assert section.title
                assert section.adds
                seen.setdefault(child.ref, []).extend(entry.kind for entry in section.entries)
                for entry in section.entries:
                    assert entry.what
                    assert len(entry.state) <= 12, entry.state
    assert sorted(seen["C-1"]) == ["education_plan", "family", "health", "pathway_plan"]
    assert seen["C-2"] == ["family"]
    assert sorted(seen["H-3"]) == ["incident", "missing", "planning_meeting", "pre_proceedings"]


def test_sections_say_in_time_and_late_and_what_is_wrong(journal: Journal) -> None:
    adding.add(journal, "health", {**ADDED["health"], "received": "3/6"})
    adding.add(journal, "missing", ADDED["missing"])
    adding.add(journal, "family", ADDED["family"])
    adding.set_fields(journal, "C-2", {"iro": "Birch"})
    calendar = calendars.working_days(journal)

    def shown(ref: str, key: str) -> sections.Section:
        child = next(one for one in children.children(journal) if one.ref == ref)
        found = sections.sections(journal, child, TODAY, calendar)
        return next(one for one in found if one.key == key)

    (entry,) = shown("C-1", "health").entries
    assert (entry.what, entry.state) == ("IHA · quality not checked", "late")
    assert entry.tone is sections.Tone.LATE
    (entry,) = shown("H-3", "missing").entries
    assert (entry.what, entry.state) == ("Missing from home", "by 16 Sep")
    assert shown("C-1", "family").findings == ("Another IRO: one, or a reason",)
    assert shown("H-3", "family").findings == ()
    (entry,) = shown("C-1", "family").entries
    assert (entry.what, entry.who) == ("Brother or sister: C-2", "Birch")


def test_what_was_entered_by_mistake_is_withdrawn_for_a_reason(journal: Journal) -> None:
    refs = {kind: adding.add(journal, kind, fields).ref for kind, fields in ADDED.items()}
    with pytest.raises(ReasonNeeded):
        adding.set_fields(journal, refs["missing"], {"withdrawn": "yes"})
    with pytest.raises(WrongUse, match="stands alone"):
        adding.set_fields(journal, refs["missing"], {"withdrawn": "yes", "note": "x"}, "Mistake")
    for kind, ref in refs.items():
        assert adding.set_fields(journal, ref, {"withdrawn": "yes"}, "Entered twice").changed
        assert listing.list_records(journal, LISTS[kind]) == []
    journal.undo()
    assert len(listing.list_records(journal, "families")) == 1


def test_a_term_goes_by_its_season_and_year_and_says_what_it_moves(journal: Journal) -> None:
    adding.add(journal, "education_plan", {"child": "C-2", "held": "22/4"})
    term = {"season": "autumn", "started": "3 sep 2024", "ended": "18/12/2024"}
    done = adding.add(journal, "term", term)
    assert done.ref == "autumn-2024"
    assert [(one.child, one.new) for one in done.moved or ()] == [("C-2", date(2024, 12, 18))]
    done = adding.set_fields(journal, "autumn-2024", {"ended": "13/12/2024"})
    assert [one.new for one in done.moved or ()] == [date(2024, 12, 13)]
    (name,) = called(journal, [("term", done.id)]).values()
    assert name.ref == "school term autumn-2024"
    done = adding.set_fields(journal, "autumn-2024", {"withdrawn": "yes"}, "Another island")
    assert [one.new for one in done.moved or ()] == [date(2024, 12, 20)]
