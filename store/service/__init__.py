"""The service around the reviews: posts, caseloads against their limits, and their handover."""

from __future__ import annotations

from store.service.allocating import allocated_on, looked_after_on
from store.service.caseloads import (
    Caseload,
    Limits,
    caseload,
    caseload_limits,
    per_full_time,
    together,
)
from store.service.codes import Standing, Worker
from store.service.handover import (
    HandedOver,
    Handover,
    Move,
    NothingToHandOver,
    Receiver,
    children_of,
    hand_over,
    move_to_team,
    propose_handover,
)
from store.service.models import PostRecord, post_id
from store.service.posts import (
    NoShare,
    Post,
    add_post,
    change_post,
    posts,
    set_fte,
    share,
    withdraw_post,
)

__all__ = [
    "Caseload",
    "HandedOver",
    "Handover",
    "Limits",
    "Move",
    "NoShare",
    "NothingToHandOver",
    "Post",
    "PostRecord",
    "Receiver",
    "Standing",
    "Worker",
    "add_post",
    "allocated_on",
    "caseload",
    "caseload_limits",
    "change_post",
    "children_of",
    "hand_over",
    "looked_after_on",
    "move_to_team",
    "per_full_time",
    "post_id",
    "posts",
    "propose_handover",
    "set_fte",
    "share",
    "together",
    "withdraw_post",
]
