"""Writing down a feedback form, what changed because of it, and that the child was told."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.child_file import (
    after_birth,
    have_been,
    in_order,
    known,
    known_child,
    only_fields,
    save_change,
    save_new,
    withdraw,
)
from store.errors import Refused
from store.feedback.models import FeedbackRecord
from store.journal import Journal
from store.reviews import review
from store.wording import say

_PAST = ("received", "answered", "told")


def add_feedback(
    journal: Journal,
    received: date | None = None,
    said: str | None = None,
    child_id: str | None = None,
    review_id: str | None = None,
    changed: str | None = None,
    told: date | None = None,
    owner: str | None = None,
) -> str:
    """Takes a form in, received today unless told otherwise; who answers it by name.

    Without a child it came without a name. A review it is about names the child. A form without
    words is refused.
    """
    values: dict[str, Any] = {
        "received": received or journal.today(),
        "child": child_id,
        "review": review_id,
        "said": said,
        "changed": changed,
        "told": told,
        "owner": owner,
    }
    if not (said or "").strip():
        raise Refused(say("feedback.nothing_said"), field="said")
    if (changed or "").strip():
        values["answered"] = told or journal.today()
    _check(journal, values)
    given = {name: value for name, value in values.items() if value is not None}
    return save_new(journal, FeedbackRecord, say("feedback.unit_added"), given)


def change_feedback(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes received, child, review, said, changed, answered, told or owner of a form.

    Saying what changed is of today unless `answered` says another day.
    """
    only_fields(FeedbackRecord, fields, fixed=())
    row = known(journal, FeedbackRecord, record)
    if "said" in fields and not (fields["said"] or "").strip():
        raise Refused(say("feedback.nothing_said"), field="said")
    if (fields.get("changed") or "").strip() and not row["answered"]:
        fields.setdefault("answered", fields.get("told") or journal.today())
    values = {**row, **fields}
    _check(journal, values)
    fields["child"] = values["child"]
    return save_change(
        journal, FeedbackRecord, say("feedback.unit_changed"), record, fields, reason
    )


def withdraw_feedback(journal: Journal, record: str, reason: str) -> None:
    """Takes a form (taken in by mistake) out, for a reason."""
    withdraw(journal, FeedbackRecord, say("feedback.unit_withdrawn"), record, reason)


def _check(journal: Journal, values: dict[str, Any]) -> None:
    """Refuses what cannot be; the review's child is put in where none is named."""
    have_been(journal, values, _PAST)
    in_order("feedback", values, "received", "answered", "told")
    if values.get("review") is not None:
        _of_review(journal, values)
    if values.get("child") is not None:
        after_birth(known_child(journal, values["child"]), values, ("received",))
    elif values.get("told") is not None:
        raise Refused(say("feedback.told_nobody"), field="told")


def _of_review(journal: Journal, values: dict[str, Any]) -> None:
    about = review(journal, values["review"])
    if about is None:
        raise Refused(say("feedback.no_review"), field="review")
    if values.get("child") is None:
        values["child"] = about.child_id
    elif values["child"] != about.child_id:
        raise Refused(say("feedback.other_child"), field="review")
