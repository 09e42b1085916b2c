"""Writing down what is done before a review, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from store import child_file, reviews
from store.child_file import known_child
from store.children import occurrence_id, periods_of
from store.errors import Refused
from store.journal import Journal
from store.preparing.codes import Consulted, Pack, Way
from store.preparing.models import (
    ConsultationRecord,
    InformationRecord,
    PreparationRecord,
    preparation_id,
)
from store.wording import say

_FIXED = ("child", "occurrence", "ordinal")


class NoReviewToPrepare(Refused):
    """A child without a clock: no review comes next that could be prepared."""


class Place(NamedTuple):
    """The place of a review in its period."""

    id: str
    ordinal: int


def next_place(journal: Journal, child_id: str) -> Place | None:
    """The place of the child's next review; None while no period of being looked after is open."""
    expected = reviews.expected(journal, child_id)
    if expected.period is None or expected.due is None:
        return None
    return Place(occurrence_id(expected.period.id, expected.ordinal), expected.ordinal)


def add_consultation(
    journal: Journal,
    child_id: str,
    who: Consulted,
    named: str | None = None,
    sent: date | None = None,
    received: date | None = None,
    how: Way | None = None,
    said: str | None = None,
    review_id: str | None = None,
) -> str:
    """Writes down that somebody was asked, or answered, before the next review.

    `named` says who it was ("mother"), `review_id` which review where it is not the next one.
    """
    child = known_child(journal, child_id)
    place = _place(journal, child_id, review_id)
    values = {
        "who": who,
        "named": named,
        "sent": sent,
        "received": received,
        "how": how,
        "said": said,
    }
    _check_consultation(journal, child_id, values)
    return child_file.save_new(
        journal,
        ConsultationRecord,
        say("preparing.unit_consultation_added"),
        {"child": child.id, "occurrence": place.id if place else None, **values},
    )


def change_consultation(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes who, named, sent, received, how or said; words that stand need a reason."""
    child_file.only_fields(ConsultationRecord, fields, fixed=_FIXED)
    row = child_file.known(journal, ConsultationRecord, record)
    _check_consultation(journal, row["child"], {**row, **fields})
    label = say("preparing.unit_consultation_changed")
    return child_file.save_change(journal, ConsultationRecord, label, record, fields, reason)


def withdraw_consultation(journal: Journal, record: str, reason: str) -> None:
    """Takes a consultation out of every list, for a reason."""
    label = say("preparing.unit_consultation_withdrawn")
    child_file.withdraw(journal, ConsultationRecord, label, record, reason)


def prepare(journal: Journal, child_id: str, review_id: str | None = None, **fields: Any) -> str:
    """Writes down parts of the preparation of the child's next review (or of `review_id`).

    report_asked, report_received, reports_shared, spoke (the day the IRO spoke with the child in
    private), not_spoken (why not), advocacy, complaint, legal (was it explained).
    """
    known_child(journal, child_id)
    child_file.only_fields(PreparationRecord, fields, fixed=_FIXED)
    place = _place(journal, child_id, review_id)
    if place is None:
        raise NoReviewToPrepare(say("reviews.no_clock"), field="child")
    record = preparation_id(place.id)
    row = journal.get(PreparationRecord, record) or {}
    values = {"child": child_id, "occurrence": place.id, "ordinal": place.ordinal, **fields}
    _check_preparation(journal, child_id, {**row, **values}, fields)
    label = say("preparing.unit_prepared")
    return child_file.save_new(journal, PreparationRecord, label, values, record)


def change_preparation(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes parts of a preparation, as `prepare` names them. False when nothing differs."""
    child_file.only_fields(PreparationRecord, fields, fixed=_FIXED)
    row = child_file.known(journal, PreparationRecord, record)
    _check_preparation(journal, row["child"], {**row, **fields}, fields)
    label = say("preparing.unit_prepared")
    return child_file.save_change(journal, PreparationRecord, label, record, fields, reason)


def withdraw_preparation(journal: Journal, record: str, reason: str) -> None:
    """Takes a preparation out of every list, for a reason; it can be written down again."""
    label = say("preparing.unit_preparation_withdrawn")
    child_file.withdraw(journal, PreparationRecord, label, record, reason)


def add_information(
    journal: Journal, child_id: str, pack: Pack, given: date | None = None, by: str | None = None
) -> str:
    """Writes down that an information pack was given, today and by the child's IRO unless told."""
    child = known_child(journal, child_id)
    values = {"pack": pack, "given": given or journal.today(), "by": by or child.iro}
    _check_information(journal, child_id, values)
    label = say("preparing.unit_information_added")
    return child_file.save_new(journal, InformationRecord, label, {"child": child_id, **values})


def change_information(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes pack, given or by (a name). False when nothing differs."""
    child_file.only_fields(InformationRecord, fields)
    row = child_file.known(journal, InformationRecord, record)
    _check_information(journal, row["child"], {**row, **fields})
    label = say("preparing.unit_information_changed")
    return child_file.save_change(journal, InformationRecord, label, record, fields, reason)


def withdraw_information(journal: Journal, record: str, reason: str) -> None:
    """Takes a pack that was not given out of every list, for a reason."""
    label = say("preparing.unit_information_withdrawn")
    child_file.withdraw(journal, InformationRecord, label, record, reason)


def _place(journal: Journal, child_id: str, review_id: str | None) -> Place | None:
    if review_id is None:
        return next_place(journal, child_id)
    known = reviews.review(journal, review_id)
    if known is None or known.child_id != child_id:
        raise reviews.NoSuchReview(say("reviews.no_such_review"), field="review")
    return Place(known.occurrence, known.ordinal) if known.occurrence else None


def _check_consultation(journal: Journal, child_id: str, values: Mapping[str, Any]) -> None:
    if values["who"] is None:
        raise Refused(say("preparing.needs_who"), field="who")
    days = ("sent", "received")
    child_file.have_been(journal, values, days)
    child_file.after_birth(known_child(journal, child_id), values, days)
    child_file.in_order("consultation", values, "sent", "received")
    if (values["said"] or "").strip() and values["received"] is None:
        raise Refused(say("preparing.said_without_day"), field="received")


def _check_preparation(
    journal: Journal, child_id: str, values: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    days = ("report_asked", "report_received", "reports_shared", "spoke")
    child_file.have_been(journal, values, days)
    child_file.after_birth(known_child(journal, child_id), values, days)
    child_file.in_order("preparation", values, "report_asked", "report_received")
    if values.get("spoke") is not None and (values.get("not_spoken") or "").strip():
        field = "spoke" if "spoke" in given else "not_spoken"
        raise Refused(say("preparing.spoke_and_not"), field=field)
    for period in periods_of(journal, child_id).get(child_id, ()):
        if occurrence_id(period.id, values["ordinal"] or 0) == values["occurrence"]:
            within = {**values, "started": period.started}
            child_file.in_order("preparation", within, "started", "report_received", "spoke")


def _check_information(journal: Journal, child_id: str, values: Mapping[str, Any]) -> None:
    if values["pack"] is None:
        raise Refused(say("preparing.needs_pack"), field="pack")
    child_file.have_been(journal, values, ("given",))
    child_file.after_birth(known_child(journal, child_id), values, ("given",))
