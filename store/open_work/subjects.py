"""Every subject of open work, in the order in which its rows are made."""

from __future__ import annotations

from store.open_work.conflict_work import CONFLICTS
from store.open_work.decision_work import DECISIONS
from store.open_work.duty_work import DUTIES
from store.open_work.plan_work import ACTIONS, COMMITMENTS
from store.open_work.review_work import REVIEWS
from store.open_work.subject import Subject

# The conflicts come last, because each stands where the row of its record does.
SUBJECTS: tuple[Subject, ...] = (
    *(ACTIONS, COMMITMENTS, DECISIONS, REVIEWS, DUTIES),
    CONFLICTS,
)
