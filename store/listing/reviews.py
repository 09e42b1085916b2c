"""Reviews and their decisions as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import reviews
from store.journal import Journal
from store.listing.row import Row, text


def review_row(one: reviews.Review) -> Row:
    """A review as a row."""
    return {
        "ref": one.ref,
        "child": one.child_ref,
        "ordinal": one.ordinal,
        "cause": text(one.cause),
        "due": text(one.due),
        "held": text(one.held),
        "meetings": [text(meeting.on) for meeting in one.meetings],
        "participation": text(one.participation),
        "attended": [text(who) for who in one.attended],
        "state": text(one.state),
        "on_time": one.on_time,
        "next_due": text(one.next_due),
        "views": one.views,
        "findings": one.findings,
        "what_changed": one.what_changed,
        "late_reason": text(one.late_reason),
        "state_reason": one.state_reason or None,
        "decisions": one.decisions,
        "conflict": one.conflict,
        "id": one.id,
    }


def decision_rows(journal: Journal, review_id: str | None = None) -> list[Row]:
    """The decisions of a review, or of all."""
    refs = {one.id: one.ref for one in reviews.reviews(journal)}
    return [
        {
            "ref": one.ref,
            "review": refs.get(one.review_id, ""),
            "child": one.child_ref,
            "position": one.position,
            "text": one.text,
            "owner": one.owner,
            "due": text(one.due),
            "state": text(one.state),
            "carried_out": text(one.carried_out),
            "carried_out_reason": one.carried_out_reason,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in reviews.decisions(journal, review_id=review_id)
    ]


def point_rows(
    journal: Journal, child_id: str | None = None, review_id: str | None = None
) -> list[Row]:
    """The checklists of reviews, topic by topic."""
    refs = {one.id: one.ref for one in reviews.reviews(journal, child_id)}
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "review": refs.get(one.review_id, ""),
            "topic": text(one.topic),
            "standard": one.standard,
            "answer": text(one.answer),
            "note": one.note,
            "agreed": text(one.agreed),
            "id": one.id,
        }
        for one in reviews.points(journal, child_id, review_id)
    ]


def _late_reasons(journal: Journal) -> list[Row]:
    return [
        {"code": one.value, "words": one.wording, "own": isinstance(one, reviews.OwnReason)}
        for one in reviews.late_reasons(journal)
    ]


def _standards(journal: Journal) -> list[Row]:
    return [
        {"topic": topic.value, "words": topic.wording, "standard": label}
        for topic, label in reviews.standards(journal).items()
    ]


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone."""
    if kind == "child":
        return {"reviews": [review_row(one) for one in reviews.reviews(journal, record)]}
    if kind != "review":
        return {}
    return {
        "decisions": decision_rows(journal, record),
        "points": point_rows(journal, review_id=record),
    }


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "reviews": lambda journal: [review_row(one) for one in reviews.reviews(journal)],
    "decisions": decision_rows,
    "points": point_rows,
    "late_reasons": _late_reasons,
    "standards": _standards,
}
LISTED: Mapping[str, str] = {"review": "reviews", "decision": "decisions", "point": "points"}
