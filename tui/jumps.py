"""The records the palette can go to: plans, areas, actions, children and their reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.dialogs.palette import Jump
from tui.modes import shown_modes

if TYPE_CHECKING:
    from store.journal import Journal


def every_record(journal: Journal) -> list[Jump]:
    """All records of the modes that are there, plans first."""
    from store import children, plans, reviews

    modes = {mode.name for mode in shown_modes()}
    found: list[Jump] = []
    if "plan" in modes:
        found += [Jump("plan", plan.id, plan.ref, plan.title) for plan in plans.plans(journal)]
        found += [Jump("area", area.id, area.ref, area.text) for area in plans.areas(journal)]
        found += [
            Jump("action", action.id, action.ref, action.title) for action in plans.actions(journal)
        ]
    if "reviews" in modes:
        found += [Jump("child", child.id, child.ref, "") for child in children.children(journal)]
        found += [
            Jump("review", review.id, review.ref, f"{review.child_ref} {review.ordinal_word}")
            for review in reviews.reviews(journal)
        ]
    return found
