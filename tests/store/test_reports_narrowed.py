"""A report about some of the children: counted over them alone, said so, and never for outside."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from store import children, reports
from store.asking import QueryError
from store.journal import Journal
from store.measures import Facts, initial_ref
from store.reports import Audience, Form, NarrowedOutside, Report
from tests.store.quarter import QUARTER, standing_quarter


@pytest.fixture(scope="module")
def journal() -> Journal:
    """The whole quarter; nothing here writes to it."""
    return standing_quarter()


def made(journal: Journal, query: str) -> Report:
    """The quarterly report about the children a query finds."""
    return reports.report(journal, "iro-quarterly", QUARTER, Audience.INSIDE, query)


def test_it_says_its_query_and_over_how_many_it_was_counted(journal: Journal) -> None:
    known = children.children(journal)
    own = [child for child in known if child.iro == "Birch"]
    report = made(journal, "iro:birch")
    assert report.narrowing is not None
    assert (report.narrowing.children, report.narrowing.of) == (len(own), len(known))
    held = len(Facts(journal, {child.id for child in own}).held(QUARTER))
    assert 0 < held < len(Facts(journal).held(QUARTER))
    said = f"iro:birch, {len(own)} of {len(known)} known here, {held} reviews held in the period"
    for text in (reports.markdown(report), reports.page(report)):
        assert said in text
        assert "inside use only" in text
    content = reports.as_rows(report)
    assert (content["query"], content["children"]) == ("iro:birch", len(own))
    assert "-part-inside" in reports.file_name(report)


def test_every_record_behind_it_is_of_a_child_that_was_asked_for(journal: Journal) -> None:
    wanted = {child.id for child in children.children(journal) if child.iro == "Birch"}
    facts = Facts(journal)
    of: dict[str, str | None] = {child.id: child.id for child in facts.children}
    of |= {period.id: child.id for child in facts.children for period in child.periods}
    for found in (
        *(facts.reviews, facts.decisions, facts.disputes, facts.assessments, facts.episodes),
        *(facts.incidents, facts.midways, facts.visits, facts.notifications, facts.feedback),
        facts.pre_proceedings,
    ):
        of |= {one.id: one.child_id for one in found}
    of |= {initial_ref(one).id: one.child_id for one in facts.initials}
    cells = [
        cell for table in made(journal, "iro:birch").tables for r in table.rows for cell in r.cells
    ]
    behind = {ref for cell in cells for ref in (*cell.records, *cell.of)}
    assert {ref.kind for ref in behind} >= {"child", "review", "decision"}
    assert {of[ref.id] for ref in behind if ref.id in of} <= wanted
    assert not [ref for ref in behind if ref.id not in of and ref.kind in ("child", "review")]
    assert not [ref for ref in behind if ref.kind in ("area", "action", "evidence", "post")]


@pytest.mark.parametrize("query", ["iro:birch", "age<8", "social_worker:hazel c-00", "owner:me"])
def test_a_query_and_its_opposite_add_up_to_the_whole(journal: Journal, query: str) -> None:
    whole, some, rest = (made(journal, one) for one in ("", query, f"-({query})"))
    for number, table in enumerate(whole.tables):
        counts = {row.label: row.cells for row in table.rows}
        for row in table.rows:
            for at, cell in enumerate(counts[row.label]):
                if cell.form is not Form.COUNT:
                    continue
                parts = [_records(part, number, row.label, at) for part in (some, rest)]
                if whole.tables[number].key in ("plan", "caseload"):
                    assert parts == [set(), set()]
                elif table.key != "feedback":  # forms without a name belong to no child
                    assert parts[0] | parts[1] == set(cell.records), (table.key, row.label)


def _records(report: Report, number: int, label: str, at: int) -> set[object]:
    rows = [row for row in report.tables[number].rows if row.label == label]
    return {ref for row in rows for ref in row.cells[at].records}


def test_what_belongs_to_the_whole_service_is_left_out_and_said(journal: Journal) -> None:
    by_key = {table.key: table for table in made(journal, "iro:birch").tables}
    for key in ("plan", "caseload"):
        assert not by_key[key].rows
        assert "whole service" in by_key[key].notes[0]


def test_outside_it_is_refused_as_it_would_tell_small_numbers_by_subtraction(
    journal: Journal, tmp_path: Path
) -> None:
    with pytest.raises(NarrowedOutside, match="inside use only"):
        reports.report(journal, "iro-quarterly", QUARTER, Audience.OUTSIDE, "iro:birch")
    with pytest.raises(NarrowedOutside):
        reports.for_outside(made(journal, "iro:birch"))
    # An empty query narrows nothing.
    assert reports.report(journal, "iro-quarterly", QUARTER, Audience.OUTSIDE, " ").tables


def test_what_is_wrong_is_said_with_its_place(journal: Journal) -> None:
    with pytest.raises(QueryError) as wrong:
        reports.read("iro:birch colour:red")
    assert (wrong.value.position, wrong.value.length) == (10, 6)
    assert "social_worker" in wrong.value.sentence
    assert wrong.value.pointed == ["iro:birch colour:red", " " * 10 + "^" * 6]
    for text in ("age:old", "looked_after:maybe", "became_looked_after:31/9", "legal_status:zz"):
        with pytest.raises(QueryError) as wrong:
            reports.read(text)
        assert wrong.value.position > 0


def test_any_text_finds_children_or_says_where_it_is_wrong(journal: Journal) -> None:
    seeded = random.Random(4)
    parts = ["team:north", "age<5", "or", "-", "(", ")", '"', "iro:me", "x", "looked_after:yes"]
    parts += ["next_review_due<7d", "became_looked_after:none", "zoo:1", ":", "legal_status:c2"]
    places: list[tuple[int, int]] = []
    for _ in range(120):
        text = " ".join(seeded.choices(parts, k=seeded.randint(1, 5)))
        try:
            query = reports.read(text)
        except QueryError as wrong:
            places.append((wrong.position, len(text)))
            continue
        assert reports.read(query.text) == query
        facts, narrowing = reports.narrowed(journal, text)
        assert narrowing is None or len(facts.children) == narrowing.children <= narrowing.of
    assert places
    assert all(0 <= position <= length for position, length in places)


def test_days_and_statuses_of_a_child(journal: Journal) -> None:
    def found(query: str) -> set[str]:
        return {child.ref for child in reports.narrowed(journal, query)[0].children}

    known = children.children(journal)
    late = {
        c.ref for c in known if c.became_looked_after and c.became_looked_after >= date(2024, 6, 1)
    }
    assert found("became_looked_after>=2024-06-01") == late != set()
    assert found("looked_after:yes") == {c.ref for c in known if c.looked_after}
    assert found("child:c-0003") == {"C-0003"}
    assert found("team:none") == {c.ref for c in known if not c.team}


def test_a_field_and_its_values_are_completed(journal: Journal) -> None:
    assert [one.shown for one in reports.complete(journal, "ir", 2)] == ["iro:"]
    assert "Birch" in [one.shown for one in reports.complete(journal, "iro:b", 5)]
    assert all(field.hint for field in reports.CHILD_FIELDS.values())
