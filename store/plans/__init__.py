"""Improvement plans: plan, area for improvement, commitment, action, and how each stands."""

from __future__ import annotations

from store.plans.changing import (
    ACTION_FIELDS,
    AREA_FIELDS,
    AddedPlan,
    NewAction,
    add_action,
    add_area,
    add_commitment,
    add_plan,
    change_action,
    change_area,
    link_earlier,
    split_commitment,
    withdraw_action,
)
from store.plans.models import area_id, commitment_id, plan_id
from store.plans.names import service_short, short_ids
from store.plans.proposed import ProposedArea, ProposedCommitment, ProposedPlan
from store.plans.reading import (
    action,
    actions,
    actions_in_order,
    area,
    areas,
    commitment,
    commitments,
    latest,
    plan,
    plans,
    promised_before,
)
from store.plans.records import Action, Area, Commitment, Plan, Promise
from store.plans.standing import FLAGS, Standing

__all__ = [
    "ACTION_FIELDS",
    "AREA_FIELDS",
    "FLAGS",
    "Action",
    "AddedPlan",
    "Area",
    "Commitment",
    "NewAction",
    "Plan",
    "Promise",
    "ProposedArea",
    "ProposedCommitment",
    "ProposedPlan",
    "Standing",
    "action",
    "actions",
    "actions_in_order",
    "add_action",
    "add_area",
    "add_commitment",
    "add_plan",
    "area",
    "area_id",
    "areas",
    "change_action",
    "change_area",
    "commitment",
    "commitment_id",
    "commitments",
    "latest",
    "link_earlier",
    "plan",
    "plan_id",
    "plans",
    "promised_before",
    "service_short",
    "short_ids",
    "split_commitment",
    "withdraw_action",
]
