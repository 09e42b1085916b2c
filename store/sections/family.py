"""Brothers and sisters, parent and child, on a child's page; with what is wrong of their IROs."""

from __future__ import annotations

from datetime import date

from store import children, family
from store.children import Child
from store.clock import WorkingDays
from store.family import Link
from store.journal import Journal
from store.sections.section import Entry, Section
from store.wording import field_words, plain, say


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """Those the child is related to, and a sentence for each pair whose IROs are not right."""
    wrong = family.findings(journal, child.id)
    return Section(
        "family",
        [_entry(journal, child, link) for link in family.links(journal, child.id)],
        who=True,
        adds=("family",),
        findings=tuple(
            say("sections.finding_parent" if one.serious else "sections.finding_sibling")
            for one in wrong
        ),
    )


def _entry(journal: Journal, child: Child, link: Link) -> Entry:
    related, ref = link.to(child.id)
    other = children.child(journal, related)
    words = plain(link.iro_reason)
    return Entry(
        id=link.id,
        kind="family",
        what=say(
            "sections.related", relation=link.seen_from(child.id).capitalize(), ref=plain(ref)
        ),
        who=other.iro if other else None,
        detail=((field_words("family", "iro_reason"), words),) if words else (),
    )
