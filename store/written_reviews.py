"""A review outcome written as JSON by a script: its references found, then logged whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import references, reviews
from store.errors import NotFound, Refused
from store.journal import Journal
from store.reviews import LoggedReview, Outcome
from store.wording import plain, say


def log_written(journal: Journal, content: Mapping[str, Any]) -> LoggedReview:
    """Logs the review that `content` holds, with its decisions, in one unit of work.

    The parts are those of `Outcome.to_draft`, but the child stands under `child` by local
    reference and an earlier decision in `last_time` under `decision` by reference. Refuses the
    whole for any part that cannot be read.
    """
    parts = dict(content)
    named = parts.pop("child", None) or parts.get("child_id")
    parts["child_id"] = _found(journal, "child", named)
    looked_back = parts.get("last_time")
    if isinstance(looked_back, list):
        parts["last_time"] = [_earlier(journal, row) for row in looked_back]
    return reviews.log_review(journal, Outcome.from_draft(parts))


def _earlier(journal: Journal, row: object) -> object:
    if isinstance(row, Mapping):
        own = dict(row)
        named = own.pop("decision", None) or own.get("decision_id")
        return {**own, "decision_id": _found(journal, "decision", named)}
    if isinstance(row, list) and row:
        return [_found(journal, "decision", row[0]), *row[1:]]
    return row  # Outcome says what is wrong with it


def _found(journal: Journal, kind: str, named: object) -> str:
    field = "child" if kind == "child" else "last_time"
    if not isinstance(named, str) or not named.strip():
        raise Refused(say("written_reviews.named_by_nothing", field=field), field=field)
    found = references.resolve(journal, named)
    if found.kind != kind:
        raise NotFound(
            say("written_reviews.other_kind", field=field, text=plain(named)), field=field
        )
    return found.id
