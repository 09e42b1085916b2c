"""The form's content as a draft and as JSON: what goes in comes back, what is wrong is named."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.codes import (
    Attendee,
    BringForward,
    CarriedOut,
    LateReason,
    Participation,
    ReviewCause,
    ReviewState,
)
from store.errors import Refused
from store.reviews import LookedBack, Outcome, ProposedDecision

_DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
_NAMES = st.none() | st.text(min_size=1, max_size=8)
_OUTCOMES = st.builds(
    Outcome,
    child_id=st.just("0" * 32),
    period_id=st.none() | st.just("1" * 32),
    cause=st.sampled_from(ReviewCause),
    ground=st.none() | st.sampled_from(BringForward),
    state=st.none() | st.sampled_from(ReviewState),
    meetings=st.lists(_DAYS, max_size=3),
    held=st.none() | _DAYS,
    participation=st.none() | st.sampled_from(Participation),
    attended=st.lists(st.sampled_from(Attendee), max_size=4),
    views=st.text(max_size=30),
    what_changed=st.text(max_size=30),
    findings=st.text(max_size=30),
    late_reason=st.none() | st.sampled_from(LateReason),
    last_time=st.lists(
        st.builds(LookedBack, st.just("2" * 32), st.none() | st.sampled_from(CarriedOut), _NAMES),
        max_size=3,
    ),
    decisions=st.lists(
        st.builds(ProposedDecision, st.text(max_size=20), _NAMES, st.none() | _DAYS), max_size=3
    ),
    next_due=st.none() | _DAYS,
)


@given(_OUTCOMES)
def test_a_draft_gives_back_what_was_put_in(outcome: Outcome) -> None:
    assert Outcome.from_draft(json.loads(json.dumps(outcome.to_draft()))) == outcome


def test_a_script_may_write_words_digits_and_rows() -> None:
    outcome = Outcome.from_draft(
        {
            "child_id": "c",
            "held": "2024-09-13",
            "participation": 1,
            "attended": ["Child", "carer"],
            "late_reason": "papers were not ready",
            "decisions": [["See the dentist", "Hazel", "2024-09-30"], {"text": "Passport"}],
            "last_time": [["d", "not", "no owner"]],
        }
    )
    assert outcome.participation is Participation.PN1
    assert outcome.attended == [Attendee.CHILD, Attendee.CARER]
    assert outcome.late_reason is LateReason.PAPERS
    assert outcome.decisions[0] == ("See the dentist", "Hazel", date(2024, 9, 30))
    assert outcome.decisions[1] == ("Passport", None, None)
    assert outcome.last_time[0].carried_out is CarriedOut.NO


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("held", "31/2"),
        ("held", 5),
        ("meetings", "2024-09-13"),
        ("meetings", ["soon"]),
        ("participation", "PN8"),
        ("participation", 8),
        ("participation", True),
        ("attended", ["dog"]),
        ("attended", [1]),
        ("views", ["a"]),
        ("cause", "whim"),
        ("decisions", ["text"]),
        ("decisions", [{"what": "text"}]),
        ("decisions", [["a", "b", "2024-09-13", "d"]]),
        ("decisions", [["a", 1]]),
        ("last_time", [["d", "perhaps"]]),
        ("weather", "fine"),
        ("child_id", ""),
        ("child_id", 7),
    ],
)
def test_a_part_that_cannot_be_is_named(part: str, value: Any) -> None:
    with pytest.raises(Refused) as refusal:
        Outcome.from_draft({"child_id": "c", part: value})
    assert refusal.value.field == part


def test_the_day_that_counts() -> None:
    days = [date(2024, 6, 20), date(2024, 6, 27)]
    assert Outcome("c").counts is None
    assert Outcome("c", meetings=days).counts == days[1]
    assert Outcome("c", meetings=days, held=days[0]).counts == days[0]
    assert Outcome("c", meetings=days, state=ReviewState.ADJOURNED).counts is None
