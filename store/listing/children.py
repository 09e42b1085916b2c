"""People, children and periods as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import children, people, references
from store.journal import Journal
from store.listing.row import Row, text


def _person(one: people.Person) -> Row:
    return {
        "ref": one.name,
        "name": one.name,
        "role": one.role.value if one.role else None,
        "team": one.team,
        "id": one.id,
    }


def _child(one: children.Child) -> Row:
    return {
        "ref": one.ref,
        "local_id": one.local_id,
        "authority": one.authority,
        "dob": _born(one),
        "age": one.age,
        "became_looked_after": text(one.became_looked_after),
        "looked_after": one.looked_after,
        "next_review_due": text(one.next.due) if one.next else None,
        "iro": one.iro,
        "social_worker": one.social_worker,
        "team": one.team,
        "id": one.id,
    }


def _born(one: children.Child) -> str | None:
    """The date of birth, only its month where no more was sent here."""
    born = text(one.dob)
    return born[:7] if born and one.dob_to_month else born


def period_rows(journal: Journal, child_id: str | None = None) -> list[Row]:
    """The periods of being looked after, of one child or of all."""
    refs = references.refs_of(journal, "period")
    children_refs = references.refs_of(journal, "child")
    return [
        {
            "ref": refs.get(one.id, one.id),
            "child": children_refs.get(child, ""),
            "started": text(one.started),
            "ended": text(one.ended),
            "legal_status": text(one.legal_status),
            "placement": one.placement,
            "rule_set": one.rule_set,
            "id": one.id,
        }
        for child, periods in children.periods_of(journal, child_id).items()
        for one in periods
    ]


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone."""
    return {"periods": period_rows(journal, record)} if kind == "child" else {}


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "people": lambda journal: [_person(one) for one in people.people(journal)],
    "children": lambda journal: [_child(one) for one in children.children(journal)],
    "periods": period_rows,
}
LISTED: Mapping[str, str] = {"person": "people", "child": "children", "period": "periods"}
