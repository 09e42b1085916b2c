"""The records the palette can go to: what is read once, and all others as they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.wording import say
from tui.dialogs.palette import Jump
from tui.modes import shown_modes
from tui.screens.triage_rows import opened, short_ref

if TYPE_CHECKING:
    from store.journal import Journal
    from store.listing.jumping import Known

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OPERATORS = ("or", "and", "not")


def every_record(journal: Journal) -> list[Jump]:
    """Plans, areas and pages: a list short enough to hold. May run on a thread."""
    from store import plans

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
    return found


def records_called(journal: Journal, text: str, most: int) -> list[Jump]:
    """Every record whose reference or words begin as those typed; asked of the indexes.

    Children and what is on their files first, then open work, the soonest due first, then
    evidence, and closed work last.
    """
    from store import open_work
    from store.listing.jumping import known, known_evidence

    words = [word for word in _WORD.findall(text) if word.casefold() not in _OPERATORS]
    if not words or len(text.strip()) < 2:
        return []
    found = [_record(one) for one in known(journal, text, most)]
    there = {(one.kind, one.id) for one in found}
    found += _work(journal, open_work.ids(journal, " ".join(words), first=most)[:most])
    evidence = [_record(one) for one in known_evidence(journal, words, most)]
    found += [one for one in evidence if (one.kind, one.id) not in there]
    closed = _work(journal, open_work.closed(journal, words, most))
    return [*found, *(one for one in closed if (one.kind, one.id) not in there)]


def _record(one: Known) -> Jump:
    return Jump(one.kind, one.id, one.ref, one.words, one.ended)


def _work(journal: Journal, numbers: Sequence[int]) -> list[Jump]:
    from store import open_work

    return [
        Jump(*opened(row), short_ref(row), row.what, "" if row.open else say("listing.ended"))
        for row in open_work.page(journal, numbers)
        if row is not None
    ]
