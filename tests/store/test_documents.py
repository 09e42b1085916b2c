"""The letter to the child and the decision sheet: filled, escaped, the same bytes every time."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import documents, opening, pages, reviews
from store.documents import BadTemplate, NoSuchDocument, NoSuchTemplate
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.pages import Grid, Heading, NoSuchFormat, Page, Points, Words
from store.reviews import Outcome
from tests.store.caseload import FIRST, add_child, log_first
from tests.store.devices import new_device, pass_on
from tests.store.rooms import new_store

GOLDEN = Path(__file__).resolve().parents[1] / "fixtures" / "documents"


def logged(folder: Path) -> tuple[Journal, str]:
    """A store with one review held, with words of the child and three decisions."""
    journal = new_store(folder)
    review = log_first(journal, add_child(journal)).id
    reviews.change_review(
        journal,
        review,
        what_changed="We asked the school.\nYou stay at football.",
        decisions_received=date(2024, 9, 12),
    )
    return journal, review


@pytest.mark.parametrize("name", documents.DOCUMENTS)
@pytest.mark.parametrize("ending", [".md", ".html", ".txt"])
def test_the_same_store_gives_the_same_file(tmp_path: Path, name: str, ending: str) -> None:
    journal, review = logged(tmp_path)
    to = tmp_path / f"{name}{ending}"
    documents.write(journal, name, review, to, "Sam")
    assert to.read_bytes() == (GOLDEN / f"{name}{ending}").read_bytes()
    assert to.stat().st_mode & 0o077 == 0
    opening.close_store(journal)


def test_the_name_in_the_greeting_is_kept_nowhere(tmp_path: Path) -> None:
    journal, review = logged(tmp_path)
    before = journal.state()
    assert "Dear Sam," in pages.as_text(documents.compose(journal, "letter", review, "Sam"))
    assert journal.state() == before
    unnamed = documents.compose(journal, "letter", review)
    assert "Dear ____________," in pages.as_text(unnamed)
    opening.close_store(journal)


def test_what_is_not_known_leaves_no_line_and_no_heading(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    review = reviews.log_review(journal, Outcome(add_child(journal), held=FIRST)).id
    letter = pages.as_text(documents.compose(journal, "letter", review))
    for gone in ("What you told us", "What changes", "What was decided", "planned for"):
        assert gone not in letter
    assert "What happens next" in letter
    sheet = pages.as_text(documents.compose(journal, "decisions", review))
    assert "Held late because" not in sheet
    assert "\nDecisions\n" not in sheet
    opening.close_store(journal)


def test_a_review_not_held_has_no_letter(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    cancelled = reviews.cancel_review(journal, child, "Unwell")
    with pytest.raises(Refused, match="not held yet"):
        documents.compose(journal, "letter", cancelled)
    with pytest.raises(NoSuchDocument, match="letter, decisions"):
        documents.compose(journal, "poem", cancelled)
    opening.close_store(journal)


# --- templates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear {nam}", "Line 1: there is no place {nam}. Did you mean {name}"),
        ("x\n\nDear {qwertz}", "Line 3: there is no place {qwertz}. There are: name"),
        ("Dear {name", "Line 1: { stands alone"),
        ("Dear name}", "Line 1: } stands alone"),
        ("Dear {{name}", "} stands alone"),
        ("See {decisions} here", "{decisions} makes a list"),
        ("- {decisions}", "{decisions} makes a list"),
        ("{name.__class__}", "no place {name.__class__}"),
        ("{0}", "no place {0}"),
        ("{}", "no place {}"),
        ("{name!r}", "no place {name!r}"),
        ("x" * 20_001, "20000 characters at most"),
    ],
)
def test_a_template_that_cannot_be_filled_says_where(tmp_path: Path, text: str, words: str) -> None:
    journal = new_store(tmp_path)
    with pytest.raises(BadTemplate) as refused:
        documents.set_template(journal, "letter", text, "Plainer")
    assert words in refused.value.sentence
    assert not documents.template(journal, "letter").own
    opening.close_store(journal)


def test_a_service_writes_its_own_template_for_a_reason(tmp_path: Path) -> None:
    journal, review = logged(tmp_path)
    text = "# Hello {name}\n\n{{not a place}}\n\n{decisions}\n"
    with pytest.raises(ReasonNeeded):
        documents.set_template(journal, "letter", text)
    tried = documents.compose(journal, "letter", review, "Sam", text)
    assert documents.set_template(journal, "letter", text, "Shorter")
    assert not documents.set_template(journal, "letter", text, "Again")
    assert documents.template(journal, "letter").own
    page = documents.compose(journal, "letter", review, "Sam")
    assert page == tried
    assert page.blocks[:2] == (Heading("Hello Sam", 1), Words(("{not a place}",)))
    assert documents.set_template(journal, "letter_decision", "{text}, {owner}", "One line")
    points = documents.compose(journal, "letter", review).blocks[2]
    assert isinstance(points, Points)
    assert points.points[0] == ("Dental check booked, Hazel",)
    assert documents.restore_template(journal, "letter", "Too short")
    assert not documents.restore_template(journal, "letter", "Again")
    assert "What you told us" in pages.as_text(documents.compose(journal, "letter", review))
    journal.undo()
    assert documents.template(journal, "letter").text == text.strip()
    with pytest.raises(NoSuchTemplate, match="letter_decision"):
        documents.template(journal, "poem")
    opening.close_store(journal)


def test_two_devices_share_one_template_and_its_conflict(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    documents.set_template(one, "letter", "One {name}", "x")
    documents.set_template(two, "letter", "Two {name}", "x")
    pass_on(one, two)
    pass_on(two, one)
    assert one.state() == two.state()
    assert [conflict.field for conflict in one.conflicts()] == ["text"]


def test_every_shipped_template_can_be_filled(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    for one in documents.templates(journal):
        assert documents.checked(one.name, one.text)
        assert one.title
    opening.close_store(journal)


# --- what people write is never markup ------------------------------------------------------


class Reader(HTMLParser):
    """Reads a page back: its tags and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


NASTY = (
    "<script>alert(1)</script> & \"quotes\" 'x' {name} # *bold* [a](javascript:b) "
    "| cell | `code` \x1b[31m\x00 \u202e ~~x~~ <!-- -->"
)


def test_words_are_words_in_every_format(tmp_path: Path) -> None:
    page = Page(
        NASTY,
        (
            Heading(NASTY, 1),
            Words((NASTY,), quote=True),
            Points(((NASTY, NASTY),)),
            Grid((NASTY,), ((NASTY,),)),
        ),
    )
    made = pages.as_html(page)
    assert "<script" not in made
    assert "\x1b" not in made
    assert "\u202e" not in made
    read = Reader()
    read.feed(made)
    assert not read.tags & {"script", "img", "a", "link", "iframe"}
    assert "http" not in made.replace("http-equiv", "")
    marked = pages.as_markdown(page)
    assert not re.search(r"(?<!\\)[<*_`~\[]", marked)
    assert "\\<script\\>" in marked
    for line in ("# head", "- point", "1. one", "+ one", "=== x", "> said"):
        (words,) = pages.as_markdown(Page("", (Words((line,)),))).splitlines()
        assert words.startswith("\\") or "\\." in words
    assert "\x1b" not in pages.as_text(page)


@given(st.text(max_size=300))
def test_html_gives_back_what_was_written(text: str) -> None:
    from store.wording import plain

    page = Page("", (Words((text,)),))
    read = Reader()
    read.feed(pages.as_html(page).partition("<body>")[2])
    assert read.words.split() == plain(text).split()
    assert read.tags <= {"p", "br"}


@given(st.text(max_size=400), st.integers(min_value=20, max_value=100))
def test_text_keeps_its_width(text: str, width: int) -> None:
    page = Page("", (Words((text,)), Points(((text,),)), Grid(("One", "Two"), (("a", text),))))
    assert all(len(line) <= width for line in pages.as_text(page, width).splitlines())


def test_a_file_needs_a_known_ending(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFormat, match=r"\.md \.html \.txt"):
        pages.write(Page("x", ()), tmp_path / "x.docx")
    assert list(tmp_path.iterdir()) == []
