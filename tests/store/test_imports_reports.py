"""An inspection report gives its plan whole: areas by service, sentences, lists, deadlines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Refused
from store.imports import (
    AreaTwice,
    InspectionDaysMissing,
    Proposal,
    ReportWithoutPlan,
    ReportWithTwoPlans,
    ServiceMissing,
    inspection_report,
)
from store.imports.files import TextFile
from store.imports.report_dates import inspection_days, parse_inspected, resolve
from store.imports.response import list_items
from store.imports.tables import pieces
from store.plans import ProposedArea, ProposedPlan
from tests.store.rooms import FIXTURES

REPORT = (FIXTURES / "report.txt").read_text("utf-8")
DAYS = (date(2023, 12, 4), date(2023, 12, 8))


def read(text: str, **options: object) -> Proposal:
    """What the reader finds in a text."""
    file = TextFile(Path("report.txt"), text, "UTF-8", 0)
    return inspection_report.read(file, **options)  # type: ignore[arg-type]


def plan_in(text: str, **options: object) -> ProposedPlan:
    """The plan in a text."""
    plan = read(text, **options).plan
    assert plan is not None
    return plan


def area_in(text: str, place: int) -> ProposedArea:
    """One area of the plan in a text."""
    return plan_in(text).areas[place]


def rules(proposal: Proposal) -> list[tuple[int, str]]:
    """The findings by line and rule."""
    return [(finding.line, finding.rule) for finding in proposal.findings]


def line_of(text: str, part: str) -> int:
    """The line on which a part first stands."""
    return text[: text.index(part)].count("\n") + 1


# The plan -----------------------------------------------------------------------------------


def test_the_cover_names_regulator_title_and_days() -> None:
    plan = plan_in(REPORT)
    assert plan.regulator == "Harbour Care Commission"
    assert plan.title.startswith("Summary Report: Children's Harbour Service & Independent")
    assert (plan.inspected_from, plan.inspected_to) == DAYS


def test_two_areas_numbered_one_are_kept_apart_by_their_service() -> None:
    keys = [(area.service, area.number) for area in plan_in(REPORT).areas]
    assert keys == [
        ("Children’s Harbour Work Service", 1),
        ("Children’s Harbour Work Service", 2),
        ("Children’s Harbour Work Service", 3),
        ("Independent Reviewing Officer Service", 1),
    ]


def test_standard_and_deadline_are_kept_as_written() -> None:
    assert [area.standard for area in plan_in(REPORT).areas] == ["2", "3.1", "6", "2"]
    assert {area.deadline for area in plan_in(REPORT).areas} == {
        "12 months from the date of inspection."
    }


def test_a_relative_deadline_counts_from_the_last_day_of_the_inspection() -> None:
    area = area_in(REPORT, 0)
    assert area.due == date(2024, 12, 8)
    assert area.due_rule == "12 months from the last day of the inspection, 8 Dec 2023"


def test_the_day_it_counts_from_can_be_the_first() -> None:
    area = plan_in(REPORT, counted="start").areas[0]
    assert area.due == date(2024, 12, 4)
    assert area.due_rule == "12 months from the first day of the inspection, 4 Dec 2023"


def test_a_sentence_cut_by_a_page_break_is_one_sentence() -> None:
    area = area_in(REPORT, 1)
    assert [line.text for line in area.commitments] == [
        "A lead officer is appointed by the board. "
        "The officer will be supported by a team of four.",
        "Posts are counted against demand.",
    ]
    notes = read(REPORT).notes
    assert [(note.line, note.rule) for note in notes] == [
        (line_of(REPORT, "supported by a team"), "joined")
    ]


def test_a_table_row_cut_between_paragraphs_keeps_both() -> None:
    cut = REPORT.replace("<p>Partners read it first", "\n\n\t<p>Partners read it first")
    assert plan_in(cut).commitments == plan_in(REPORT).commitments
    assert [c.text for c in area_in(cut, 0).commitments] == [
        c.text for c in area_in(REPORT, 0).commitments
    ]


def test_a_list_cut_by_a_page_break_belongs_whole_to_the_paragraph_before_it() -> None:
    commitments = area_in(REPORT, 2).commitments
    assert [line.text for line in commitments] == [
        "A duty officer is named for each night.",
        "A plan is written for each child that holds:",
        "Heads of service sign each plan.",
    ]
    assert commitments[1].items == (
        "Why the child left",
        "Risks, near and far",
        "Who else knows the child",
        "Places",
        "People",
        "What partners do next, in 2. 5 days",
        "What the child says",
    )
    assert commitments[0].items == commitments[2].items == ()


def test_text_and_response_in_one_cell_are_told_apart() -> None:
    area = area_in(REPORT, 3)
    assert area.text == "Evidence that the gains last."
    assert len(area.commitments) == 2


def test_every_commitment_knows_its_place_and_its_line() -> None:
    for area in plan_in(REPORT).areas:
        assert [c.position for c in area.commitments] == list(range(1, len(area.commitments) + 1))
    line = area_in(REPORT, 2).commitments[1].line
    assert line == line_of(REPORT, "A plan is written for each child")


def test_a_mention_of_an_area_in_the_running_text_is_no_area() -> None:
    mention = REPORT.replace("IMPROVEMENT PLAN", "Area for improvement 2\n\nIMPROVEMENT PLAN")
    assert plan_in(mention).areas[0].number == 1
    assert len(plan_in(mention).areas) == 4


# Other shapes -------------------------------------------------------------------------------


def test_plain_lines_without_a_table_and_with_other_headings() -> None:
    text = (FIXTURES / "report_plain_lines.txt").read_text("utf-8")
    plan = plan_in(text)
    assert (plan.inspected_from, plan.inspected_to) == (date(2023, 11, 30), date(2023, 12, 2))
    one, two = plan.areas
    assert one.service == "Children's Harbour Service"
    assert (one.standard, two.standard) == ("4", "Regulation 17")
    assert (one.due, two.due) == (date(2024, 3, 2), date(2024, 3, 31))
    assert one.text == "Every child knows who their reviewing officer is."
    assert [line.text for line in one.commitments] == [
        "A card with name and photograph goes to each child within a week.",
        "Reviews open with the card. They are held at the child's own pace.",
        "The card says:",
    ]
    assert one.commitments[2].items == ("who", "when", "how to complain")


def test_a_page_with_a_real_table() -> None:
    plan = plan_in((FIXTURES / "report_page.html").read_text("utf-8"))
    assert (plan.inspected_from, plan.inspected_to) == (date(2023, 12, 28), date(2024, 1, 3))
    (area,) = plan.areas
    assert area.text == "Fewer moves & fewer changes of worker, n < 5."
    assert [(line.text, line.items) for line in area.commitments] == [
        ("Each move is looked at:", ("before it happens", "a week after")),
        ("Workers stay with the child.", ()),
    ]


def test_an_unnamed_service_before_restarting_numbers_is_read_with_a_finding() -> None:
    text = REPORT.replace(
        "Area for Improvement – Independent Reviewing Officer Service", "Reviewing officers"
    )
    proposal = read(text)
    assert proposal.plan is not None
    assert proposal.plan.areas[3].service == "Reviewing officers"
    assert rules(proposal) == [(line_of(text, "Reviewing officers"), "service-from-heading")]


def test_a_heading_that_repeats_after_a_page_break_goes_on_with_its_area() -> None:
    text = REPORT.replace(
        "\t<p>supported by", "<p>Area for Improvement 2 (continued)</p>\t<p>supported by"
    )
    assert plan_in(text).areas[1].number == 2
    assert len(plan_in(text).areas) == 4


# What is missing ----------------------------------------------------------------------------


def test_missing_standard_and_deadline_are_findings_with_their_line() -> None:
    text = REPORT.replace("<p>Ref: Standard 6</p>", "", 1)
    proposal = read(text)
    assert rules(proposal) == [(line_of(text, "<p>Area for Improvement 3"), "no-standard")]
    text = REPORT.replace(
        "<p>Ref: Standard 6</p> <p>To be completed by: 12 months from the date of inspection.</p>",
        "<p>Ref: Standard 6</p>",
    )
    proposal = read(text)
    assert rules(proposal) == [(line_of(text, "<p>Area for Improvement 3"), "no-deadline")]
    assert proposal.plan is not None
    assert proposal.plan.areas[2].due is None


def test_words_that_name_no_day_are_kept_and_found() -> None:
    text = REPORT.replace("12 months from the date of inspection.", "As soon as can be.", 1)
    proposal = read(text)
    assert [rule for _, rule in rules(proposal)] == ["deadline-not-resolved"]
    assert proposal.plan is not None
    assert proposal.plan.areas[0].deadline == "As soon as can be."


def test_fewer_areas_than_the_report_announces_is_a_finding() -> None:
    text = REPORT.replace("There were three areas", "There were five areas")
    assert [rule for _, rule in rules(read(text))] == ["count-differs"]


def test_a_gap_in_the_numbers_is_a_finding() -> None:
    text = REPORT.replace("Area for Improvement 3</p>", "Area for Improvement 4</p>")
    assert [rule for _, rule in rules(read(text))] == ["number-missing"]


def test_a_line_between_tables_is_not_dropped_in_silence() -> None:
    text = REPORT.replace("--\t--\n", "--\t--\n\nSee also the harbour's own list.\n", 1)
    assert rules(read(text)) == [(line_of(text, "See also"), "outside-the-table")]


def test_a_report_without_a_plan_is_refused() -> None:
    with pytest.raises(ReportWithoutPlan, match="holds no plan"):
        read((FIXTURES / "report_without_plan.txt").read_text("utf-8"))


def test_a_report_with_two_plans_is_refused_with_both_lines() -> None:
    second = REPORT.count("\n") + line_of(REPORT, "IMPROVEMENT PLAN")
    with pytest.raises(ReportWithTwoPlans, match=rf"line {second}\b"):
        read(REPORT + REPORT)


def test_two_plans_of_different_inspections_are_refused() -> None:
    other = REPORT.replace("4 to 8 December 2023", "2 to 6 June 2025").replace(
        "IMPROVEMENT PLAN", "Here is the answer"
    )
    with pytest.raises((ReportWithTwoPlans, AreaTwice)):
        read(REPORT + other)


def test_an_area_that_stands_twice_is_refused_with_both_lines() -> None:
    text = REPORT.replace("Area for Improvement 3</p>", "Area for Improvement 2</p>")
    with pytest.raises(AreaTwice, match=rf"line {line_of(text, 'Ref: Standard 6')}\b"):
        read(text)


def test_days_that_are_not_in_the_report_are_asked_for() -> None:
    text = REPORT.replace("4 to 8 December 2023", "")
    with pytest.raises(InspectionDaysMissing, match="--inspected") as refused:
        read(text)
    assert refused.value.field == "inspected"
    assert plan_in(text, inspected=DAYS).areas == plan_in(REPORT).areas


def test_a_service_that_is_not_in_the_report_is_asked_for() -> None:
    text = REPORT.replace("Children’s Harbour Work Service", "children").replace(
        "one area for IRO service", "one more"
    )
    text = text.replace(
        "**Children's Harbour Service\n&\nIndependent Reviewing Officer\n(IRO) Service**", ""
    )
    with pytest.raises(ServiceMissing, match="--service"):
        read(text)
    assert plan_in(text, service="Harbour").areas[0].service == "Harbour"


# Days and deadlines -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("4 to 8 December 2023", (2023, 12, 4), (2023, 12, 8)),
        ("4th–8th December 2023", (2023, 12, 4), (2023, 12, 8)),
        ("Monday 4 to Friday 8 December 2023", (2023, 12, 4), (2023, 12, 8)),
        ("30 November to 4 December 2023", (2023, 11, 30), (2023, 12, 4)),
        ("28 December to 3 January 2024", (2023, 12, 28), (2024, 1, 3)),
        ("28 Dec 2023 until 3 Jan 2024", (2023, 12, 28), (2024, 1, 3)),
        ("12 March 2024", (2024, 3, 12), (2024, 3, 12)),
        ("12/03/2024", (2024, 3, 12), (2024, 3, 12)),
    ],
)
def test_days_of_an_inspection(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert inspection_days(text) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "text", ["31 to 35 December 2023", "in December", "8 to 4 December 2023 BC", "0/0/2024"]
)
def test_days_that_do_not_exist_are_no_inspection(text: str) -> None:
    found = inspection_days(text)
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("12 months from the date of inspection", (2024, 12, 8)),
        ("Twelve months from inspection", (2024, 12, 8)),
        ("within six weeks", (2024, 1, 19)),
        ("1 year", (2024, 12, 8)),
        ("10 days", (2023, 12, 18)),
        ("31 May 2024", (2024, 5, 31)),
        ("by May 2024", (2024, 5, 31)),
        ("Immediately", (2023, 12, 8)),
    ],
)
def test_deadlines_come_to_a_day_by_a_named_rule(words: str, due: tuple[int, int, int]) -> None:
    found = resolve(words, *DAYS)
    assert found.due == date(*due)
    assert found.rule


@pytest.mark.parametrize(
    "words", ["3 months from publication of the report", "soon", "99999 years"]
)
def test_deadlines_that_name_another_base_or_none_stay_open(words: str) -> None:
    if words.startswith("99999"):
        words = "999 years " * 9
    assert resolve(words, *DAYS).due is None or words.startswith("999")


def test_the_days_typed_by_a_person() -> None:
    today = date(2024, 9, 16)
    assert parse_inspected("2023-12-04..2023-12-08", today=today) == DAYS
    assert parse_inspected("2023-12-04", today=today) == (DAYS[0], DAYS[0])
    with pytest.raises(Refused, match="ends before"):
        parse_inspected("2023-12-08..2023-12-04", today=today)


# The streaming reader -----------------------------------------------------------------------


@given(st.text(alphabet="<>/pol1. \t\n&;ab", max_size=200))
def test_no_text_breaks_the_reader_and_no_word_is_invented(text: str) -> None:
    for piece in pieces(text):
        assert piece.text == " ".join(piece.text.split())
        assert 1 <= piece.line <= text.count("\n") + 1


@given(st.lists(st.from_regex(r"[A-Z][a-z ]{0,12}[a-z]", fullmatch=True), min_size=1, max_size=20))
def test_a_list_comes_apart_into_the_points_it_was_made_of(points: list[str]) -> None:
    points = [" ".join(point.split()) for point in points]
    text = " ".join(f"{n}. {point}" for n, point in enumerate(points, start=1))
    assert list_items(text, 1) == points


# The published report -----------------------------------------------------------------------


@pytest.mark.shared
def test_the_published_report_gives_eight_areas_and_thirty_one_commitments(shared: Path) -> None:
    (report,) = (shared / "sources").glob("004_*.txt")
    proposal = read(report.read_text("utf-8"))
    plan = proposal.plan
    assert plan is not None
    assert proposal.findings == ()
    social_work, iro = plan.areas[:7], plan.areas[7:]
    assert [area.number for area in social_work] == [1, 2, 3, 4, 5, 6, 7]
    assert [(area.number, area.service) for area in iro] == [
        (1, "Independent Reviewing Officer Service")
    ]
    assert len({area.service for area in social_work}) == 1
    assert [len(area.commitments) for area in plan.areas] == [3, 5, 5, 3, 3, 4, 2, 6]
    assert [area.standard for area in plan.areas] == ["2", "2", "2", "2", "6", "1", "9", "2"]
    assert {area.due for area in plan.areas} == {date(2024, 12, 8)}
    assert [len(line.items) for line in plan.areas[5].commitments] == [0, 7, 0, 0]
    assert len(proposal.notes) == 1


@pytest.mark.shared
def test_published_pages_without_a_plan_are_refused(shared: Path) -> None:
    for number in ("000", "001", "002", "003"):
        (page,) = (shared / "sources").glob(f"{number}_*.txt")
        with pytest.raises(ReportWithoutPlan):
            read(page.read_text("utf-8"))
