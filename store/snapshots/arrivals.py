"""The devices and files a collator has to see to, in the words of Today."""

from __future__ import annotations

from collections.abc import Iterator

from store.clock import show_date
from store.journal import Journal
from store.snapshots.acknowledged import card_not_known_at
from store.snapshots.cards import CENTRE
from store.snapshots.coverage import Coverage, devices, spans_text
from store.snapshots.taking import refused_files
from store.today import Arrival
from store.wording import plain, say

_TODO = {
    Coverage.FORKED: "todo_forked_device",
    Coverage.MISSING: "todo_missing",
    Coverage.NEVER: "todo_never",
    Coverage.SILENT: "todo_silent",
    Coverage.AHEAD: "todo_ahead",
    Coverage.BEHIND: "todo_ahead",
}
OWN_CARD = "new-card"
"""The id of the line that says that this device's new card is not taken yet."""

_LOST = (Coverage.FORKED, Coverage.MISSING)


def arrivals(journal: Journal) -> Iterator[Arrival]:
    """Devices that are forked, lack changes, are silent or were never heard of; what stands aside.

    And the files that were set aside and not taken since.
    """
    for line in devices(journal):
        if line.party.card.kind == CENTRE:
            continue
        facts = (
            (say("snapshots.fact_holder"), line.party.card.person or ""),
            (say("snapshots.fact_held_to"), str(line.held_to)),
        )
        if line.state in _TODO:
            what = say(
                f"snapshots.arrival_{line.state.value}",
                missing=spans_text(line.missing),
                silent=line.silent or 0,
                forked=line.forked,
            )
            key = "todo_gone_on" if line.goes_on_as else _TODO[line.state]
            todo = say(f"snapshots.{key}", person=line.party.card.person)
            yield Arrival(line.id, line.name, what, todo, facts, lost=line.state in _LOST)
        if line.ending and line.until is not None and line.party.revoked is None:
            day = show_date(line.until.astimezone().date(), today=journal.today())
            what = say("snapshots.arrival_ending", day=day)
            todo = say("snapshots.todo_ending", person=line.party.card.person)
            yield Arrival(f"ending:{line.id}", line.name, what, todo, facts)
        if line.aside and line.forked is None:
            what = say("snapshots.arrival_aside", aside=line.aside)
            todo = say("snapshots.todo_aside")
            yield Arrival(f"aside:{line.id}", line.name, what, todo, facts, lost=True)
    for each in refused_files(journal):
        yield Arrival(
            f"refused:{each.file}",
            each.device or "",
            say("snapshots.arrival_refused", reason=each.reason),
            each.todo,
            ((say("snapshots.fact_file"), each.file),),
            lost=True,
        )


def own_arrivals(journal: Journal) -> Iterator[Arrival]:
    """That this device goes on under a new id and its centre has not been seen to know it."""
    to = card_not_known_at(journal)
    if to is not None:
        name = plain(to.card.name)
        yield Arrival(
            OWN_CARD,
            "",
            say("snapshots.arrival_card", name=name),
            say("snapshots.todo_card", name=name),
        )
