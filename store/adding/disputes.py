"""Disputes by field=value: opened by one form, moved on by another, down to their outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import disputes
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.disputes import DisputeOutcome, FormalStage, Stage, Theme
from store.journal import Journal


def _add(journal: Journal, **given: Any) -> str:
    return disputes.open_dispute(journal, given.pop("child"), **given)


def _take_up(journal: Journal, **given: Any) -> str:
    stage: FormalStage | None = given.pop("stage", None)
    to = stage.stage if stage else None
    return disputes.next_stage(
        journal, given.pop("dispute"), to, given.pop("entered", None), **given
    )


def _change(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    stage: FormalStage | None = fields.get("stage")
    if stage is not None:
        fields["stage"] = stage.stage
    return disputes.change_dispute(journal, record, reason, **fields)


def _set_rung(journal: Journal, **given: Any) -> str:
    stage = given.pop("stage")
    disputes.set_rung(journal, stage, **given)
    return next(rung.id for rung in disputes.rungs(journal) if rung.stage is stage)


_OPENED: Fields = {
    "theme": values.code(Theme),
    "about": values.prose,
    "opened": values.past_day,
    "raised_by": values.person,
}
_STAGE: Fields = {
    "stage": values.code(FormalStage),
    "entered": values.past_day,
    "with_whom": values.person,
}
_ANSWER: Fields = {
    "answered": values.past_day,
    "answer": values.prose,
}

ADDS: Mapping[str, Kind] = {
    "dispute": Kind(
        {
            "child": values.record("child"),
            **_OPENED,
            "decision": values.record("decision"),
            "review": values.record("review"),
        },
        ("child", "theme"),
        _add,
        about="child",
    ),
    "dispute_stage": Kind(
        {"dispute": values.record("dispute"), **_STAGE, "answer": values.prose},
        ("dispute",),
        _take_up,
        about="dispute",
    ),
    "dispute_rung": Kind(
        {"stage": values.code(Stage), "name": values.words, "used": values.yes_no},
        ("stage",),
        _set_rung,
    ),
}

SETS: Mapping[str, Changing] = {
    "dispute": (
        {
            **_STAGE,
            **_ANSWER,
            "referred": values.past_day,
            "referred_to": values.words,
            "outcome": values.code(DisputeOutcome),
            "closed": values.past_day,
            "outcome_note": values.prose,
            **_OPENED,
        },
        _change,
    ),
    "dispute_stage": (
        {"entered": values.past_day, "with_whom": values.person, **_ANSWER},
        disputes.change_stage,
    ),
}
