"""Reading the caseload, and the two pages its screens share: the outcome form and why a date is."""

from __future__ import annotations

from collections import defaultdict

from store import calendars, children, drafts, missing, pre_proceedings, reviews
from store.children import Child
from store.clock import show_date
from store.drafts import Draft
from store.reviews import Decision, Review
from store.wording import say
from tui.screens.caseload_rows import Caseload, clock_items
from tui.screens.reading import ReadingPage
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Title, Words


def open_form(frame: Frame, child_id: str) -> None:
    """Open the outcome form over a screen; what was saved is shown when it closes."""
    from tui.screens.review_form import ReviewForm

    frame.app.push_screen(ReviewForm(child_id), lambda _: frame.read_again())


def show_why(frame: Frame, caseload: Caseload, child: Child) -> None:
    """The chain of dates that leads to the next review, with the rule's source."""
    if child.next is None:
        return
    day = show_date(child.next.due, today=caseload.today)
    items: list[Entry] = [
        Title(say("screen_reviews.why", day=day), right=[(child.ref, "dim")]),
        Words(child.next.sentence, "text"),
        Gap(always=True),
        *clock_items(caseload, child),
        Gap(always=True),
        Words(f"{child.next.rule}. {child.next.source}", "dim"),
    ]
    frame.app.push_screen(ReadingPage("reviews", items, child.ref))


def read_caseload(frame: Frame) -> Caseload:
    """Everything the caseload shows, in a few queries whatever its size."""
    journal = frame.journal
    held: dict[str, list[Review]] = defaultdict(list)
    for review in reviews.reviews(journal):
        held[review.child_id].append(review)
    still: dict[str, list[Decision]] = defaultdict(list)
    for decision in reviews.decisions(journal, open_only=True):
        still[decision.child_id].append(decision)
    kept: dict[str, Draft] = {
        draft.about: draft
        for draft in reversed(drafts.drafts(journal))
        if draft.form == "review" and draft.about
    }
    everyone = children.children(journal)
    conflicts = {child.id for child in everyone if child.conflict}
    conflicts |= {key for key, of in held.items() if any(review.conflict for review in of)}
    conflicts |= {key for key, of in still.items() if any(one.conflict for one in of)}
    episodes = missing.episodes(journal)
    known = {one.child_id for one in episodes}
    known |= {one.child_id for one in missing.incidents(journal)}
    known |= {one.child_id for one in pre_proceedings.pre_proceedings(journal)}
    at_home = {child.id for child in everyone if child.id in known and not child.periods}
    return Caseload(
        today=journal.today(),
        calendar=calendars.working_days(journal),
        children=everyone,
        reviews=held,
        decisions=still,
        drafts=kept,
        conflicts=frozenset(conflicts),
        at_home=frozenset(at_home),
        missing=frozenset(one.child_id for one in episodes if one.ended is None),
    )
