"""The records the palette can go to: what is read once, and open work as it is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.wording import say
from tui.dialogs.palette import Jump
from tui.modes import shown_modes
from tui.screens.triage_rows import opened, short_ref

if TYPE_CHECKING:
    from store.journal import Journal

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OPERATORS = ("or", "and", "not")


def every_record(journal: Journal) -> list[Jump]:
    """Plans, areas, children and reviews: a list short enough to hold. May run on a thread."""
    from store import plans, references, reviews

    modes = {mode.name for mode in shown_modes()}
    found: list[Jump] = []
    if "plan" in modes:
        found += [Jump("plan", plan.id, plan.ref, plan.title) for plan in plans.plans(journal)]
        found += [Jump("area", area.id, area.ref, area.text) for area in plans.areas(journal)]
    if "reviews" in modes:
        found.append(Jump("clock", "", say("screen_clock.title"), say("screen_clock.jump")))
        found += [
            Jump("caseloads", "", say("screen_service.title"), say("screen_service.jump")),
            Jump("voice", "", say("screen_voice.title"), say("screen_voice.jump")),
        ]
        for page in ("calendar", "templates", "stages"):
            words = say(f"screen_diary.jump_{page}")
            found.append(Jump(page, "", words, say(f"screen_diary.jump_{page}_words")))
        children = references.refs_of(journal, "child")
        found += [Jump("child", record, ref, "") for record, ref in children.items()]
        found += [
            Jump("review", review.id, review.ref, f"{review.child_ref} {review.ordinal_word}")
            for review in reviews.reviews(journal)
        ]
    return found


def open_records(journal: Journal, text: str, most: int) -> list[Jump]:
    """Open work whose words begin as those typed, the soonest due first; asked of the index."""
    from store import open_work

    words = [word for word in _WORD.findall(text) if word.casefold() not in _OPERATORS]
    if not words or len(text.strip()) < 2:
        return []
    numbers = open_work.ids(journal, " ".join(words), first=most)[:most]
    return [
        Jump(*opened(row), short_ref(row), row.what)
        for row in open_work.page(journal, numbers)
        if row is not None
    ]
