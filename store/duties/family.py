"""Related children whose IROs are not as they should be: a warning, or a finding."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store import family
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """One line for each pair, under the first of the two; no date, and nobody's but the team's."""
    every = family.links(journal, only=only)
    if not every:
        return
    ids = {own for link in every for own in (link.child_id, link.other_id)}
    known = {child.id: child for child in caseload(journal, ids)}
    for found in family.findings_of(every, known):
        first, second = (known[own] for own in found.children)
        if only is not None and first.id not in only:
            continue
        yield Duty(
            kind="family",
            record=found.link,
            record_kind="family",
            part="",
            child_id=first.id,
            child=first.ref,
            what=say(f"duties.family_{'parent' if found.serious else 'sibling'}", other=second.ref),
            due=None,
            owner=first.iro,
            team=first.team,
            rule=f"{found.sentence}. {found.mend}",
            until=found.until,
            status="finding" if found.serious else "warning",
        )
