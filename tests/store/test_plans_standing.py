"""How an action stands by status, date, evidence and judgement, and what is made of it above."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.codes import ActionStatus, Brag
from store.plans import standing
from store.plans.standing import Share, of_actions, of_parts, stance

TODAY = date(2024, 9, 16)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=90)
S = ActionStatus


@pytest.mark.parametrize(
    ("status", "due", "evidence", "brag", "flags"),
    [
        (S.NOT_STARTED, AFTER, 0, Brag.GREY, ()),
        (S.NOT_STARTED, TODAY + timedelta(days=14), 0, Brag.AMBER, ()),
        (S.NOT_STARTED, TODAY, 0, Brag.AMBER, ()),
        (S.NOT_STARTED, BEFORE, 0, Brag.RED, ("overdue",)),
        (S.NOT_STARTED, None, 0, Brag.GREY, ("no date",)),
        (S.IN_PROGRESS, AFTER, 0, Brag.GREEN, ()),
        (S.IN_PROGRESS, BEFORE, 3, Brag.RED, ("overdue",)),
        (S.BLOCKED, AFTER, 0, Brag.AMBER, ()),
        (S.BLOCKED, BEFORE, 0, Brag.RED, ("overdue",)),
        (S.DONE_AWAITING_SIGN_OFF, BEFORE, 1, Brag.GREEN, ()),
        (S.DONE_AWAITING_SIGN_OFF, BEFORE, 0, Brag.AMBER, ("done without evidence",)),
        (S.DONE_IMPACT_NOT_EVIDENCED, BEFORE, 1, Brag.AMBER, ()),
        (S.COMPLETE, BEFORE, 1, Brag.BLUE, ()),
        (S.COMPLETE, None, 0, Brag.AMBER, ("done without evidence",)),
        (S.WITHDRAWN, BEFORE, 0, Brag.GREY, ()),
    ],
)
def test_an_action_stands_by_its_status_date_and_evidence(
    status: ActionStatus, due: date | None, evidence: int, brag: Brag, flags: tuple[str, ...]
) -> None:
    found = stance(status, None, "Hazel", due, evidence, TODAY, TODAY)
    assert (found.brag, found.flags) == (brag, flags)
    assert found.why.endswith(".")


def test_no_owner_is_a_flag_and_never_a_colour() -> None:
    with_owner = stance(S.IN_PROGRESS, None, "Hazel", AFTER, 0, TODAY, TODAY)
    without = stance(S.IN_PROGRESS, None, None, AFTER, 0, TODAY, TODAY)
    assert without.brag is with_owner.brag
    assert without.flags == ("no owner",)


def test_what_nobody_touched_for_four_weeks_is_stale() -> None:
    touched = TODAY - standing.STALE_AFTER
    assert stance(S.IN_PROGRESS, None, "H", AFTER, 0, touched, TODAY).flags == ()
    older = touched - timedelta(days=1)
    assert stance(S.IN_PROGRESS, None, "H", AFTER, 0, older, TODAY).flags == ("stale",)
    assert stance(S.NOT_STARTED, None, "H", AFTER, 0, older, TODAY).flags == ()


def test_a_person_judges_but_nothing_overdue_is_better_than_red() -> None:
    judged = stance(S.IN_PROGRESS, Brag.AMBER, "H", AFTER, 0, TODAY, TODAY)
    assert judged.brag is Brag.AMBER
    assert "Amber by a person" in judged.why
    assert stance(S.IN_PROGRESS, Brag.GREEN, "H", BEFORE, 0, TODAY, TODAY).brag is Brag.RED
    assert stance(S.IN_PROGRESS, Brag.BLUE, "H", AFTER, 0, TODAY, TODAY).brag is Brag.GREEN
    assert stance(S.COMPLETE, Brag.BLUE, "H", AFTER, 0, TODAY, TODAY).brag is Brag.BLUE


def share(brag: Brag, status: ActionStatus = S.IN_PROGRESS, *flags: str) -> Share:
    """An action as its commitment sees it."""
    return Share("An action", None, status, brag, "Why.", flags)


def test_a_commitment_without_an_action_is_grey_and_says_so() -> None:
    for actions in ([], [share(Brag.RED, S.WITHDRAWN)]):
        found = of_actions(actions, 2)
        assert (found.brag, found.flags, found.evidence) == (Brag.GREY, ("no action",), 2)


@given(st.lists(st.sampled_from(Brag), min_size=1, max_size=6))
def test_a_commitment_takes_the_worst_of_its_actions(brags: list[Brag]) -> None:
    found = of_actions([share(brag) for brag in brags], 0)
    assert found.brag is Brag.worst(brags)
    assert found.actions == len(brags)
    above = of_parts([found, of_actions([], 0)])
    assert above.brag is Brag.worst([*brags, Brag.GREY])


def test_counts_add_up_from_level_to_level() -> None:
    one = of_actions([share(Brag.RED, S.NOT_STARTED, "overdue"), share(Brag.BLUE, S.COMPLETE)], 1)
    other = of_actions([share(Brag.GREEN)], 0)
    area = of_parts([one, other], 2, called="commitment")
    assert (area.commitments, area.actions, area.done, area.overdue, area.evidence) == (
        2,
        3,
        1,
        1,
        3,
    )
    assert area.flags == ("overdue",)
    plan = of_parts([area, area])
    assert (plan.commitments, plan.actions, plan.evidence) == (4, 6, 6)
    assert plan.why == "2 of 2 areas stand at Red."


def test_an_area_without_any_action_says_so() -> None:
    assert of_parts([of_actions([], 0)], called="commitment").why == (
        "No commitment has an action yet."
    )
    assert of_parts([]).brag is Brag.GREY
