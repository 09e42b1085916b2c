"""What comes before a review by field=value: consultations, the preparation, the packs given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import preparing
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.journal import Journal
from store.preparing import Consulted, Pack, Way


def _consult(journal: Journal, **given: Any) -> str:
    given["review_id"] = given.pop("review", None)
    return preparing.add_consultation(journal, given.pop("child"), **given)


def _prepare(journal: Journal, **given: Any) -> str:
    given["review_id"] = given.pop("review", None)
    return preparing.prepare(journal, given.pop("child"), **given)


def _inform(journal: Journal, **given: Any) -> str:
    return preparing.add_information(journal, given.pop("child"), **given)


_ASKED: Fields = {
    "who": values.code(Consulted),
    "named": values.words,
    "sent": values.past_day,
    "received": values.past_day,
    "how": values.code(Way),
    "said": values.prose,
}
_PREPARED: Fields = {
    "report_asked": values.past_day,
    "report_received": values.past_day,
    "reports_shared": values.past_day,
    "spoke": values.past_day,
    "not_spoken": values.words,
    "advocacy": values.yes_no,
    "complaint": values.yes_no,
    "legal": values.yes_no,
}
_GIVEN: Fields = {
    "pack": values.code(Pack),
    "given": values.past_day,
    "by": values.person,
}
_CHILD: Fields = {"child": values.record("child")}
_REVIEW: Fields = {"review": values.record("review")}

ADDS: Mapping[str, Kind] = {
    "consultation": Kind({**_CHILD, **_ASKED, **_REVIEW}, ("child", "who"), _consult, "child"),
    "preparation": Kind({**_CHILD, **_PREPARED, **_REVIEW}, ("child",), _prepare, "child"),
    "information": Kind({**_CHILD, **_GIVEN}, ("child", "pack"), _inform, "child"),
}

SETS: Mapping[str, Changing] = {
    "consultation": (_ASKED, preparing.change_consultation),
    "preparation": (_PREPARED, preparing.change_preparation),
    "information": (_GIVEN, preparing.change_information),
}
