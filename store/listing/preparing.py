"""What comes before a review as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import preparing
from store.journal import Journal
from store.listing.row import Row, text


def _consultations(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "who": text(one.who),
            "named": one.named,
            "sent": text(one.sent),
            "received": text(one.received),
            "how": text(one.how),
            "said": one.said,
            "id": one.id,
        }
        for one in preparing.consultations(journal, child_id)
    ]


def _preparations(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "ordinal": one.ordinal,
            "report_asked": text(one.report_asked),
            "report_received": text(one.report_received),
            "reports_shared": text(one.reports_shared),
            "spoke": text(one.spoke),
            "not_spoken": one.not_spoken,
            "advocacy": one.advocacy,
            "complaint": one.complaint,
            "legal": one.legal,
            "id": one.id,
        }
        for one in preparing.preparations(journal, child_id)
    ]


def _information(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "pack": text(one.pack),
            "given": text(one.given),
            "by": one.by,
            "id": one.id,
        }
        for one in preparing.information(journal, child_id)
    ]


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone."""
    if kind != "child":
        return {}
    return {
        "consultations": _consultations(journal, record),
        "preparations": _preparations(journal, record),
        "information": _information(journal, record),
    }


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "consultations": _consultations,
    "preparations": _preparations,
    "information": _information,
}
LISTED: Mapping[str, str] = {
    "consultation": "consultations",
    "preparation": "preparations",
    "information": "information",
}
