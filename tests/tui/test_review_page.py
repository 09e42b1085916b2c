"""The page of a saved review: its checklist, how it was prepared, what was amended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import opening, preparing, reviews
from store.reviews import Met, Topic
from tests.tui.review_stage import app_on, logged, shown, store_with_child, the_child
from tui.screens.child import ChildScreen


async def test_a_review_is_read_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    journal = store_with_child(tmp_path / "store")
    child, review = the_child(journal), logged(journal)
    preparing.prepare(journal, child, review.id, spoke=date(2024, 6, 18))
    preparing.add_consultation(
        journal,
        child,
        preparing.Consulted.PARENT,
        "mother",
        date(2024, 6, 5),
        date(2024, 6, 12),
        said="She agrees.",
        review_id=review.id,
    )
    reviews.set_point(journal, review.id, Topic.HEALTH, Met.PARTLY, "No dentist.")
    reviews.set_point(journal, review.id, Topic.PERMANENCE, Met.YES, agreed=date(2024, 6, 20))
    reviews.change_review(journal, review.id, record_distributed=date(2024, 7, 10))
    reviews.change_review(journal, review.id, "Misheard", findings="Settled.")
    app = app_on(journal)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        app.push_screen(ChildScreen(child, review.id))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        text = shown(app)
        for words in (
            *("Checklist", "Health · Standard 9", "partly", "No dentist.", "agreed 20 Jun"),
            *("Before it", "parent, mother", "She agrees.", "Spoke alone", "18 Jun"),
            *("Amended since it went out", "Findings", "Misheard"),
        ):
            assert words in text, words
        assert app._exception is None
    opening.close_store(journal)
