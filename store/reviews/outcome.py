"""What the review form holds, and the plain dict a draft or a JSON file keeps it in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, NamedTuple, TypeVar

from store.codes import (
    Attendee,
    BringForward,
    CarriedOut,
    Code,
    LateReason,
    Participation,
    ReviewCause,
    ReviewState,
    UnknownCode,
)
from store.errors import Refused
from store.reviews.codes import Met, Topic
from store.reviews.late_reasons import OwnReason, WhyLate
from store.wording import plain, say

_Code = TypeVar("_Code", bound=Code)


class UnreadableOutcome(Refused):
    """An outcome written as JSON with a part that cannot be what it should be."""


class ProposedDecision(NamedTuple):
    """A decision as typed: what, who (a name) and by when; who and when may be missing."""

    text: str
    owner: str | None = None
    due: date | None = None


class FoundPoint(NamedTuple):
    """What this review found of a topic; `agreed` is the day the permanence plan was agreed."""

    topic: Topic
    answer: Met | None = None
    note: str | None = None
    agreed: date | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything but the topic is there."""
        return bool(self.answer or (self.note or "").strip() or self.agreed)


class LookedBack(NamedTuple):
    """What this review found of an earlier decision; None when nothing was said of it yet."""

    decision_id: str
    carried_out: CarriedOut | None = None
    reason: str | None = None


@dataclass
class Outcome:
    """The content of the review form; only the child and a day are needed to save it.

    `held` is the day that counts; without it the last of `meetings` does, unless `state` says
    adjourned. `period_id` is found from the day when it is not given.
    """

    child_id: str
    period_id: str | None = None
    cause: ReviewCause = ReviewCause.ROUTINE
    ground: BringForward | None = None
    state: ReviewState | None = None
    meetings: list[date] = field(default_factory=list)
    held: date | None = None
    participation: Participation | None = None
    attended: list[Attendee] = field(default_factory=list)
    views: str = ""
    what_changed: str = ""
    findings: str = ""
    late_reason: WhyLate | None = None
    last_time: list[LookedBack] = field(default_factory=list)
    decisions: list[ProposedDecision] = field(default_factory=list)
    next_due: date | None = None
    points: list[FoundPoint] = field(default_factory=list)

    @property
    def counts(self) -> date | None:
        """The day that counts; None for an adjourned review and for an outcome without a day."""
        if self.state is ReviewState.ADJOURNED:
            return None
        return self.held or max(self.meetings, default=None)

    def to_draft(self) -> dict[str, Any]:
        """A dict JSON can hold, with the parts that are filled; `from_draft` reads it back."""
        kept: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value or part.name == "child_id":
                kept[part.name] = _plain(value)
        return kept

    @classmethod
    def from_draft(cls, content: Mapping[str, Any]) -> Outcome:
        """The outcome such a dict holds. Days are YYYY-MM-DD, codes their value or wording.

        UnreadableOutcome names the first part that is not what it should be, or has no meaning.
        """
        known = {part.name for part in fields(cls)}
        for name in content:
            if name not in known:
                listed = ", ".join(sorted(known))
                raise UnreadableOutcome(
                    say("reviews.unknown_part", part=str(name), known=listed), field=str(name)
                )
        child = content.get("child_id")
        if not isinstance(child, str) or not child:
            raise UnreadableOutcome(say("reviews.needs_child"), field="child_id")
        return cls(
            child_id=child,
            period_id=_text(content, "period_id") or None,
            cause=_code(content, "cause", ReviewCause) or ReviewCause.ROUTINE,
            ground=_code(content, "ground", BringForward),
            state=_code(content, "state", ReviewState),
            meetings=[_day("meetings", item) for item in _list(content, "meetings")],
            held=_day_or_none("held", content.get("held")),
            participation=_participation(content),
            attended=[_read("attended", item, Attendee) for item in _list(content, "attended")],
            views=_text(content, "views"),
            what_changed=_text(content, "what_changed"),
            findings=_text(content, "findings"),
            late_reason=_late_reason(content),
            last_time=[_looked_back(item) for item in _list(content, "last_time")],
            decisions=[_decision(item) for item in _list(content, "decisions")],
            next_due=_day_or_none("next_due", content.get("next_due")),
            points=[_point(item) for item in _list(content, "points")],
        )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Code | OwnReason):
        return value.value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _wrong(part: str, value: object, holds: str) -> UnreadableOutcome:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    sentence = say("reviews.unreadable_part", part=part, value=plain(shown[:60]), holds=holds)
    return UnreadableOutcome(sentence, field=part)


def _text(content: Mapping[str, Any], part: str) -> str:
    value = content.get(part)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(part, value, say("reviews.holds_text"))
    return value


def _list(content: Mapping[str, Any], part: str) -> Sequence[Any]:
    value = content.get(part)
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise _wrong(part, value, say("reviews.holds_list"))
    return value


def _day(part: str, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _wrong(part, value, say("reviews.holds_day")) from None


def _day_or_none(part: str, value: object) -> date | None:
    return None if value is None or value == "" else _day(part, value)


def _read(part: str, value: object, codes: type[_Code]) -> _Code:
    if not isinstance(value, str):
        raise _wrong(part, value, say("reviews.holds_text"))
    return codes.read(value, field=part)


def _code(content: Mapping[str, Any], part: str, codes: type[_Code]) -> _Code | None:
    value = content.get(part)
    return None if value is None or value == "" else _read(part, value, codes)


def _participation(content: Mapping[str, Any]) -> Participation | None:
    value = content.get("participation")
    # A script may well write the code as its digit.
    if isinstance(value, int) or (isinstance(value, str) and len(value) == 1):
        value = f"PN{value}"
    return _code({"participation": value}, "participation", Participation)


def _parts(part: str, value: object, names: tuple[str, ...]) -> list[Any]:
    """The parts of one row, written as a list in order or as a dict by name."""
    if isinstance(value, Mapping):
        if set(value) - set(names):
            raise _wrong(part, value, say("reviews.holds_row", names=", ".join(names)))
        return [value.get(name) for name in names]
    if isinstance(value, list | tuple) and len(value) <= len(names):
        return [*value, *[None] * (len(names) - len(value))]
    raise _wrong(part, value, say("reviews.holds_row", names=", ".join(names)))


def _said(part: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise _wrong(part, value, say("reviews.holds_text"))
    return value


def _decision(value: object) -> ProposedDecision:
    text, owner, due = _parts("decisions", value, ProposedDecision._fields)
    return ProposedDecision(
        _said("decisions", text) or "", _said("decisions", owner), _day_or_none("decisions", due)
    )


def _late_reason(content: Mapping[str, Any]) -> WhyLate | None:
    """A known reason by code or wording; other words may be the service's own, a check says."""
    text = _text(content, "late_reason").strip()
    try:
        return LateReason.read(text) if text else None
    except UnknownCode:
        return OwnReason(text)


def _point(value: object) -> FoundPoint:
    topic, answer, note, agreed = _parts("points", value, FoundPoint._fields)
    return FoundPoint(
        _read("points", topic, Topic),
        _code({"points": answer}, "points", Met),
        _said("points", note),
        _day_or_none("points", agreed),
    )


def _looked_back(value: object) -> LookedBack:
    record, found, reason = _parts("last_time", value, LookedBack._fields)
    return LookedBack(
        _said("last_time", record) or "",
        _code({"last_time": found}, "last_time", CarriedOut),
        _said("last_time", reason),
    )
