"""Missing episodes and incidents: 72 hours by the clock, seven parts, looked after or not."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from store import children, missing, rules
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.missing import PARTS, EpisodesOverlap, MissingFrom, MissingType
from tests.store.rooms import new_store

ISLAND = ZoneInfo("Europe/Jersey")
LEFT = datetime(2024, 9, 10, 22, tzinfo=UTC)
BACK = datetime(2024, 9, 11, 7, 30, tzinfo=UTC)


def at_home(journal: Journal, ref: str = "H-3") -> str:
    """A child who was never looked after here."""
    return children.add_child(journal, ref, dob=date(2010, 3, 4), social_worker="Hazel")


def on_day(day: datetime) -> Callable[[], datetime]:
    """A clock that stands on a moment and ticks."""
    seconds = itertools.count()
    return lambda: day + timedelta(seconds=next(seconds))


@pytest.mark.parametrize(
    ("back", "due"),
    [
        # a Friday evening: the weekend counts
        (datetime(2024, 9, 13, 18, 5, tzinfo=ISLAND), datetime(2024, 9, 16, 18, 5, tzinfo=ISLAND)),
        # the clocks go forward on 31 Mar 2024: an hour of the wall clock is no hour
        (datetime(2024, 3, 29, 12, 0, tzinfo=ISLAND), datetime(2024, 4, 1, 13, 0, tzinfo=ISLAND)),
        # the clocks go back on 27 Oct 2024
        (
            datetime(2024, 10, 25, 12, 0, tzinfo=ISLAND),
            datetime(2024, 10, 28, 11, 0, tzinfo=ISLAND),
        ),
        # holidays count: Christmas
        (datetime(2023, 12, 24, 9, 0, tzinfo=ISLAND), datetime(2023, 12, 27, 9, 0, tzinfo=ISLAND)),
    ],
)
def test_the_interview_is_due_72_clock_hours_after_the_return(
    tmp_path: Path, back: datetime, due: datetime
) -> None:
    journal = new_store(
        tmp_path, today=date(2024, 12, 2), now=on_day(datetime(2024, 12, 2, tzinfo=UTC))
    )
    child = at_home(journal)
    made = missing.add_missing(journal, child, back - timedelta(hours=9), ended=back)
    episode = missing.episode(journal, made)
    assert episode is not None
    assert episode.interview_due == due
    assert episode.interview_open
    assert episode.standing(due) is None
    assert episode.standing(due + timedelta(seconds=1)) is False
    missing.change_missing(journal, made, interviewed=due, by="Rowan", said="I wanted to see Mum.")
    episode = missing.episode(journal, made)
    assert episode is not None
    assert (episode.in_time, episode.by) == (True, "Rowan")
    late = due + timedelta(minutes=1)
    missing.change_missing(journal, made, reason="Mistyped", interviewed=late)
    episode = missing.episode(journal, made)
    assert episode is not None
    assert episode.in_time is False


def test_a_service_may_set_another_limit(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    made = missing.add_missing(journal, at_home(journal), LEFT, ended=BACK)
    rules.set_rule(journal, "return_interview", 48, date(2024, 9, 1))
    episode = missing.episode(journal, made)
    assert episode is not None
    assert episode.interview_due == BACK + timedelta(hours=48)


def test_a_child_need_not_be_looked_after(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    home, care = at_home(journal), children.add_child(journal, "C-1", started=date(2024, 4, 15))
    missing.add_missing(journal, home, LEFT, ended=BACK)
    missing.add_missing(journal, care, LEFT, ended=BACK, type=MissingType.AWAY)
    found = {one.child_ref: one for one in missing.episodes(journal)}
    assert found["H-3"].missing_from is MissingFrom.HOME
    assert found["C-1"].missing_from is MissingFrom.CARE
    assert found["C-1"].type is MissingType.AWAY
    assert [one.ref for one in children.children(journal)] == ["C-1", "H-3"]
    # the same child, before entering care, was missing from home
    earlier = datetime(2024, 4, 1, 20, tzinfo=UTC)
    made = missing.add_missing(journal, care, earlier, ended=earlier + timedelta(hours=3))
    episode = missing.episode(journal, made)
    assert episode is not None
    assert episode.missing_from is MissingFrom.HOME


def test_offered_and_refused_are_apart_from_held(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    made = missing.add_missing(
        journal, at_home(journal), LEFT, ended=BACK, offered=date(2024, 9, 11)
    )
    episode = missing.episode(journal, made)
    assert episode is not None
    assert (episode.offered, episode.offered_and_refused) == (date(2024, 9, 11), False)
    missing.change_missing(journal, made, refused=True)
    episode = missing.episode(journal, made)
    assert episode is not None
    assert episode.offered_and_refused
    assert not episode.interview_open
    assert episode.in_time is None


NOT_YET = datetime(2024, 9, 17, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"ended": LEFT - timedelta(minutes=1)}, "ended", "is before Missing since"),
        ({"ended": NOT_YET}, "ended", "still to come"),
        ({"interviewed": BACK}, "interviewed", "not back yet"),
        ({"offered": date(2024, 9, 11)}, "offered", "not back yet"),
        ({"refused": True}, "refused", "not back yet"),
        ({"ended": BACK, "interviewed": BACK - timedelta(hours=1)}, "interviewed", "is before"),
        ({"ended": BACK, "interviewed": NOT_YET}, "interviewed", "still to come"),
        ({"ended": BACK, "offered": date(2024, 9, 10)}, "offered", "is before"),
        ({"ended": BACK, "interviewed": BACK, "refused": True}, "refused", "was not refused"),
    ],
)
def test_wrong_orders_are_refused_with_words(
    tmp_path: Path, fields: dict[str, Any], field: str, says: str
) -> None:
    journal = new_store(tmp_path)
    with pytest.raises(Refused, match=says) as refusal:
        missing.add_missing(journal, at_home(journal), LEFT, **fields)
    assert refusal.value.field == field
    assert missing.episodes(journal) == []


def test_later_today_is_still_to_come(tmp_path: Path) -> None:
    journal = new_store(tmp_path)  # 9 in the morning of 16 Sep
    with pytest.raises(Refused, match="still to come"):
        missing.add_missing(journal, at_home(journal), datetime(2024, 9, 16, 23, tzinfo=UTC))


def test_a_child_is_missing_once_at_a_time(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    first = missing.add_missing(journal, child, LEFT)
    with pytest.raises(EpisodesOverlap, match="still missing since 10 Sep 2024"):
        missing.add_missing(journal, child, BACK)
    missing.change_missing(journal, first, ended=BACK)
    with pytest.raises(EpisodesOverlap, match="runs at the same time"):
        missing.add_missing(journal, child, BACK - timedelta(hours=1))
    missing.add_missing(journal, child, BACK)
    other = at_home(journal, "H-4")
    missing.add_missing(journal, other, LEFT)
    assert len(missing.episodes(journal, child)) == 2


def test_from_care_needs_a_period_where_there_is_one(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(journal, "C-1", started=date(2024, 9, 12))
    with pytest.raises(Refused, match="not looked after on 10 Sep 2024"):
        missing.add_missing(journal, child, LEFT, missing_from=MissingFrom.CARE)


def test_what_a_child_said_changes_only_with_a_reason(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    made = missing.add_missing(
        journal, at_home(journal), LEFT, ended=BACK, interviewed=BACK, said="I was bored."
    )
    with pytest.raises(ReasonNeeded):
        missing.change_missing(journal, made, said="I was afraid.")
    assert missing.change_missing(journal, made, reason="Misheard", said="I was afraid.")


def test_an_incident_has_a_plan_in_seven_parts_and_is_seen(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    episode = missing.add_missing(journal, child, LEFT, ended=BACK)
    made = missing.add_incident(
        journal, child, date(2024, 9, 11), missing=episode, reasons="Wanted to see friends."
    )
    incident = missing.incident(journal, made)
    assert incident is not None
    assert incident.ref == f"SI-{made[:6]}"
    assert incident.parts_missing == PARTS[1:]
    assert len(PARTS) == 7
    assert not incident.is_seen
    missing.change_incident(journal, made, **dict.fromkeys(PARTS[1:], "Written."))
    missing.change_incident(journal, made, seen_by="Rowan", seen=date(2024, 9, 12))
    incident = missing.incident(journal, made)
    assert incident is not None
    assert (incident.parts_missing, incident.is_seen) == ((), True)
    assert (incident.seen_by, incident.episode) == ("Rowan", episode)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"on": date(2024, 9, 17)}, "on", "still to come"),
        ({"on": date(2010, 3, 3)}, "on", "before the child's birth"),
        ({"seen": date(2024, 9, 12)}, "seen_by", "name of the senior manager"),
        ({"seen_by": "Rowan", "seen": date(2024, 9, 10)}, "seen", "is before"),
    ],
)
def test_an_incident_out_of_order_is_refused(
    tmp_path: Path, fields: dict[str, Any], field: str, says: str
) -> None:
    journal = new_store(tmp_path)
    given = {"on": date(2024, 9, 11), **fields}
    with pytest.raises(Refused, match=says) as refusal:
        missing.add_incident(journal, at_home(journal), given.pop("on"), **given)
    assert refusal.value.field == field


def test_an_incident_is_of_the_child_who_was_missing(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    episode = missing.add_missing(journal, at_home(journal), LEFT, ended=BACK)
    other = at_home(journal, "H-4")
    with pytest.raises(Refused, match="another child"):
        missing.add_incident(journal, other, date(2024, 9, 11), missing=episode)
