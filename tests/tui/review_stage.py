"""A store with a child whose second review is due, and the program opened on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from store import children, people, reviews
from store.codes import Attendee, LegalStatus, Participation
from store.journal import Journal
from store.reviews import Outcome, ProposedDecision, Review
from tests.store.pristine import pristine
from tui.app import PlanReviewApp
from tui.screens.review_form import ReviewForm

Make = Callable[..., Journal]

TODAY = date(2024, 9, 16)
REF = "C-0147"
LAST = (
    ProposedDecision("Dental check booked", "Hazel", date(2024, 8, 12)),
    ProposedDecision("Family time plan written", "Rowan", date(2024, 8, 30)),
    ProposedDecision("Passport application", None, date(2024, 9, 13)),
)


def store_with_child(
    folder: Path, *, began: date = date(2024, 5, 28), first: date | None = date(2024, 6, 20)
) -> Journal:
    """Alder's store on 16 Sep 2024: C-0147, eleven years old, first review held on 20 Jun."""
    journal = pristine(folder, "Alder", role="iro", device="IRO-02", today=TODAY)
    return fill(journal, began=began, first=first)


def fill(
    journal: Journal, *, began: date = date(2024, 5, 28), first: date | None = date(2024, 6, 20)
) -> Journal:
    """Put C-0147 with its first review into a store."""
    with journal.together():
        _write(journal, began, first)
    return journal


def _write(journal: Journal, began: date, first: date | None) -> None:
    for name in ("Hazel", "Rowan", "Cara Birch", "Alder"):
        people.add_person(journal, name)
    child = children.add_child(
        journal,
        REF,
        date(2013, 1, 2),
        iro="Alder",
        social_worker="Hazel",
        team="Rowan",
        started=began,
        legal_status=LegalStatus.C1,
        placement="foster care",
    )
    if first is not None:
        reviews.log_review(
            journal,
            Outcome(
                child,
                held=first,
                meetings=[first],
                participation=Participation.PN2,
                attended=[Attendee.CHILD, Attendee.WORKER],
                views="I like it here.",
                findings="Settling in.",
                decisions=list(LAST),
            ),
        )


def the_child(journal: Journal) -> str:
    """The id of C-0147."""
    return next(one.id for one in children.children(journal) if one.ref == REF)


def app_on(journal: Journal) -> PlanReviewApp:
    """The program on a store."""
    return PlanReviewApp(journal)


def keys_of(text: str) -> list[str]:
    """The keys that write a text."""
    from textual.keys import _character_to_key

    return [_character_to_key(character) for character in text]


def shown(app: App[Any]) -> str:
    """Every line of the screen as plain text."""
    lines = []
    for strip in app.screen._compositor.render_strips():
        lines.append("".join(segment.text for segment in strip))
    return "\n".join(lines)


async def write(pilot: Pilot[int], text: str) -> None:
    """Type a text, key by key."""
    await pilot.press(*keys_of(text))


async def press(pilot: Pilot[int], keys: Iterable[str]) -> None:
    """Press keys by their names."""
    await pilot.press(*keys)


@asynccontextmanager
async def opened(
    journal: Journal, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PlanReviewApp, Pilot[int]]]:
    """The program on Today."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
        assert app._exception is None


@asynccontextmanager
async def form_of(
    journal: Journal, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ReviewForm, Pilot[int]]]:
    """The form of C-0147 on the screen."""
    async with opened(journal, size) as (app, pilot):
        form = ReviewForm(the_child(journal))
        app.push_screen(form)
        await pilot.pause()
        yield form, pilot


def logged(journal: Journal) -> Review:
    """The review saved last."""
    return reviews.reviews(journal)[0]


def made(journal: Journal) -> list[tuple[str, str | None, date | None]]:
    """The decisions of the review saved last."""
    found = reviews.decisions(journal, review_id=logged(journal).id)
    return [(one.text, one.owner, one.due) for one in found]
