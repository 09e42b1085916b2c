"""Reports: golden files, every figure's records, what readers outside are not told."""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from store import reports
from store.journal import Journal
from store.measures import Facts, Ref, Span
from store.reports import Audience, Form, NoSuchReport, Report, Shown, Table
from store.reports.outside import figures_of
from store.reports.suppression import FEW, WIDTH, feasible_width, protect
from tests.store.quarter import (
    CHILDREN,
    QUARTER,
    WEEK,
    WORDS,
    quiet_quarter,
    standing_quarter,
    whole_quarter,
)
from tests.store.rooms import FIXTURES, new_store

GOLDEN = FIXTURES / "reports"
SPANS = {"iro-quarterly": QUARTER, "iha-weekly": Span(WEEK.begin.replace(month=7, day=8), WEEK.end)}


@pytest.fixture(scope="module")
def journal() -> Journal:
    """The whole quarter; nothing here writes to it."""
    return standing_quarter()


def made(journal: Journal, name: str, audience: Audience) -> Report:
    """A report over its days."""
    return reports.report(journal, name, SPANS[name], audience)


@pytest.mark.parametrize("name", SPANS)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("ending", [".md", ".html"])
def test_the_file_is_the_golden_one(
    journal: Journal, name: str, audience: Audience, ending: str, tmp_path: Path
) -> None:
    """The same inputs give the same bytes. REWRITE_GOLDEN=1 writes the files anew."""
    path = tmp_path / f"report{ending}"
    reports.written(made(journal, name, audience), path)
    golden = GOLDEN / f"{name}-{audience.value}{ending}"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_bytes(path.read_bytes())
    assert path.read_bytes() == golden.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.slow
def test_another_store_with_the_same_records_gives_the_same_bytes(
    journal: Journal, tmp_path: Path
) -> None:
    other = whole_quarter(tmp_path)
    for audience in Audience:
        first, second = (made(one, "iro-quarterly", audience) for one in (journal, other))
        assert reports.page(first) == reports.page(second)


@pytest.mark.parametrize("name", SPANS)
def test_every_figure_counts_the_records_behind_it(journal: Journal, name: str) -> None:
    found = made(journal, name, Audience.INSIDE)
    for table in found.tables:
        for row in table.rows:
            assert len(row.cells) == len(table.columns)
            for cell in row.cells:
                if cell.form is Form.COUNT:
                    assert cell.value == len(cell.records) == len(set(cell.records))
                elif cell.form is Form.PERCENT:
                    assert set(cell.records) <= set(cell.of)
                    assert (cell.value is None) == (not cell.of)
        for one in table.sums:
            total, parts = one.total, one.parts
            assert isinstance(total, frozenset)
            assert total == {ref for part in parts if isinstance(part, frozenset) for ref in part}


def test_every_record_behind_a_figure_can_be_named_and_opened(journal: Journal) -> None:
    found = made(journal, "iro-quarterly", Audience.INSIDE)
    facts = Facts(journal)
    refs = {ref for t in found.tables for r in t.rows for c in r.cells for ref in c.records}
    assert {ref.kind for ref in refs} >= {"child", "review", "decision", "health", "missing"}
    for line in reports.behind(facts, tuple(sorted(refs))):
        assert line.name
        assert line.opens.kind in {"child", "review", "decision", "area", "action", "evidence"}


def test_a_review_not_held_is_walked_back_to_its_child(journal: Journal) -> None:
    facts = Facts(journal)
    waiting = next(one for one in facts.due if one.held is None)
    (line,) = reports.behind(facts, (waiting.record,))
    assert line.opens == Ref("child", waiting.child_id)
    assert "not held" in line.outcome


def texts(report: Report) -> str:
    """Everything that is read in a report, in every format."""
    return "\n".join(
        [reports.markdown(report), reports.page(report), json.dumps(reports.as_rows(report))]
    )


@pytest.mark.parametrize("name", SPANS)
def test_outside_nobody_is_named_and_no_record_is_behind(journal: Journal, name: str) -> None:
    outside = made(journal, name, Audience.OUTSIDE)
    said = texts(outside)
    assert not re.search(r"C-\d{4}|[0-9a-f]{32}", said)
    for word in ("Alder", "Birch", "Hazel", "Tea is earlier"):
        assert word not in said
    assert "are shown as “fewer than five”" in said
    assert "inside the service" not in said.replace("readers inside", "")


@pytest.mark.parametrize("name", SPANS)
def test_no_small_number_can_be_worked_out_from_the_whole_report(
    journal: Journal, name: str
) -> None:
    inside = made(journal, name, Audience.INSIDE)
    seen = replace(
        inside,
        tables=tuple(
            replace(t, rows=tuple(r for r in t.rows if not r.inside)) for t in inside.tables
        ),
    )
    figures = figures_of(seen)
    shown = protect(figures)
    assert all(feasible_width(figures, shown, key) >= WIDTH for key in figures.small)
    outside = reports.for_outside(inside)
    for table in outside.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.form is Form.COUNT and cell.private and cell.shown is Shown.EXACT:
                    assert cell.value == 0 or int(str(cell.value)) > FEW


def test_an_average_does_not_give_a_hidden_count_back(journal: Journal) -> None:
    """Children for one full-time post times the posts would be the children."""
    (table,) = (t for t in made(journal, "iro-quarterly", Audience.OUTSIDE).tables
                if t.key == "caseload")  # fmt: skip
    children, _, average, _ = table.rows[-1].cells
    assert (children.shown is Shown.EXACT) == (average.shown is Shown.EXACT)


def test_what_is_not_recorded_is_said_and_is_no_nought(tmp_path: Path) -> None:
    quiet = quiet_quarter(tmp_path)
    for audience in Audience:
        found = {t.key: t for t in made(quiet, "iro-quarterly", audience).tables}
        for key in ("disputes", "caseload", "between", "plan", "feedback"):
            assert not found[key].recorded
            assert not found[key].rows
            assert "Not recorded here" in found[key].notes[0]
        for row in found["around"].rows:
            assert [cell.text for cell in row.cells] == ["not recorded here", "", "", ""]
    weekly = made(quiet, "iha-weekly", Audience.INSIDE)
    assert [t.recorded for t in weekly.tables] == [True, False, True]


def test_the_worked_figures_of_the_quarter(journal: Journal) -> None:
    found = {t.key: t for t in made(journal, "iro-quarterly", Audience.INSIDE).tables}
    assert [table.number for table in found.values()] == list(range(1, 13))

    def value(table: Table, label: str, column: int = -1) -> object:
        return next(row.cells[column].value for row in table.rows if row.label == label)

    assert value(found["cohort"], "Looked after at some time in the period") == CHILDREN
    reviews = found["reviews"]
    due, on_time = (value(reviews, f"{what}") for what in ("Reviews due in the period", "on time"))
    assert (due, on_time, value(reviews, "late")) == (18, 15, 3)
    assert value(reviews, "Per cent on time") == 83


def test_a_report_of_nothing_is_a_report(tmp_path: Path) -> None:
    empty = new_store(tmp_path)
    for name in reports.REPORTS:
        for audience in Audience:
            assert reports.page(reports.report(empty, name, audience=audience))


class Shape(HTMLParser):
    """Which tags a page opens and closes, and what it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", SPANS)
def test_the_page_fetches_nothing_and_its_tables_have_heads(journal: Journal, name: str) -> None:
    text = reports.page(made(journal, name, Audience.INSIDE))
    shape = Shape()
    shape.feed(text)
    assert shape.open == []
    names = [tag for tag, _ in shape.tags]
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(names)
    assert not any({"src", "href", "onload", "action"} & set(attrs) for _, attrs in shape.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert "@page { size: A4" in text
    assert names.count("table") == names.count("caption") == names.count("thead")
    heads = [attrs.get("scope") for tag, attrs in shape.tags if tag == "th"]
    assert set(heads) == {"col", "row"}
    assert shape.tags[0] == ("html", {"lang": "en"})


def test_words_of_people_are_no_markup(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    cells = (reports.Cell(Form.WORDS, WORDS),)
    row = reports.Row(f"{WORDS}\n# no heading", cells)
    table = Table("plan", 1, "A | title", ("<b>",), (row,), (WORDS,))
    found = replace(made(journal, "iha-weekly", Audience.INSIDE), tables=(table,))
    page, words = reports.page(found), reports.markdown(found)
    assert "<loud>" not in page
    assert "&lt;loud&gt;" in page
    assert "\\<loud\\>" in words
    assert "\n# no heading" not in words
    assert "\\| I \\*hate\\* it" in words


def test_unknown_names_are_refused_in_words(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(NoSuchReport, match="Reports: iro-quarterly, iha-weekly"):
        reports.report(journal, "nonsense")
    with pytest.raises(reports.NoSuchFormat, match=r"End it in one of \.md"):
        reports.written(made(journal, "iha-weekly", Audience.INSIDE), tmp_path / "x.pdf")
    assert not list(tmp_path.iterdir())


def test_without_days_it_is_the_last_span_that_is_over(journal: Journal) -> None:
    assert reports.report(journal, "iro-quarterly").span == QUARTER
    assert reports.report(journal, "iha-weekly").span.name == "2024-W40"
    assert reports.report(journal, "iro-quarterly").audience is Audience.OUTSIDE


def test_the_file_name_says_days_and_audience(journal: Journal) -> None:
    names = [reports.file_name(made(journal, "iro-quarterly", one)) for one in Audience]
    assert names == ["iro-quarterly-2024-Q3-inside.html", "iro-quarterly-2024-Q3.html"]
