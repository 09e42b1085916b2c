"""The devices and files a collator has to see to, in the words of Today."""

from __future__ import annotations

from collections.abc import Iterator

from store.journal import Journal
from store.snapshots.coverage import Coverage, devices, spans_text
from store.snapshots.taking import refused_files
from store.today import Arrival
from store.wording import say

_TROUBLED = (Coverage.MISSING, Coverage.SILENT, Coverage.NEVER)


def arrivals(journal: Journal) -> Iterator[Arrival]:
    """Devices with missing changes, silent ones, those never heard of; files set aside."""
    for line in devices(journal):
        if line.state not in _TROUBLED or line.party.card.kind == "centre":
            continue
        missing = spans_text(line.missing)
        silent = line.silent or 0
        yield Arrival(
            line.id,
            line.name,
            say(f"snapshots.arrival_{line.state.value}", missing=missing, silent=silent),
            say(f"snapshots.todo_{line.state.value}", person=line.party.card.person),
            (
                (say("snapshots.fact_holder"), line.party.card.person or ""),
                (say("snapshots.fact_held_to"), str(line.held_to)),
            ),
            lost=line.state is Coverage.MISSING,
        )
    for each in refused_files(journal):
        yield Arrival(
            f"refused:{each.file}",
            each.device or "",
            say("snapshots.arrival_refused", reason=each.reason),
            each.todo,
            ((say("snapshots.fact_file"), each.file),),
            lost=True,
        )
