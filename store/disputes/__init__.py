"""Disputes: informal first, then formal stages with their clocks, to an outcome."""

from __future__ import annotations

from store.disputes.changing import (
    NoSuchDispute,
    answer_stage,
    change_dispute,
    change_stage,
    close_dispute,
    next_stage,
    open_dispute,
    refer_outside,
    withdraw_dispute,
)
from store.disputes.codes import FORMAL, TOTAL, DisputeOutcome, FormalStage, Stage, Theme
from store.disputes.reading import Dispute, StageEntry, dispute, disputes
from store.disputes.rungs import Rung, outside_body, rungs, set_rung

__all__ = [
    "FORMAL",
    "TOTAL",
    "Dispute",
    "DisputeOutcome",
    "FormalStage",
    "NoSuchDispute",
    "Rung",
    "Stage",
    "StageEntry",
    "Theme",
    "answer_stage",
    "change_dispute",
    "change_stage",
    "close_dispute",
    "dispute",
    "disputes",
    "next_stage",
    "open_dispute",
    "outside_body",
    "refer_outside",
    "rungs",
    "set_rung",
    "withdraw_dispute",
]
