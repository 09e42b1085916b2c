"""The devices and files a collator has to see to, in the words of Today."""

from __future__ import annotations

from collections.abc import Iterator

from store.clock import show_date
from store.journal import Journal
from store.snapshots.cards import CENTRE
from store.snapshots.coverage import Coverage, devices, spans_text
from store.snapshots.taking import refused_files
from store.today import Arrival
from store.wording import say

_TODO = {
    Coverage.FORKED: "todo_forked_device",
    Coverage.MISSING: "todo_missing",
    Coverage.NEVER: "todo_never",
    Coverage.SILENT: "todo_silent",
    Coverage.AHEAD: "todo_ahead",
}
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
            todo = say(f"snapshots.{_TODO[line.state]}", person=line.party.card.person)
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
