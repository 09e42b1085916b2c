"""The conflict desk: in which order, what a person sees, and every act with its undo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store import children, conflicts, plans, reviews
from store.codes import ActionStatus, Participation
from store.conflicts import Item, Risk, Sort
from store.errors import ReasonNeeded, Refused
from store.journal import Journal, model_of
from store.plans.models import ActionRecord
from store.reviews import Outcome
from tests.store.devices import pass_on
from tests.store.rooms import first_commitment, new_store, ticking, with_plan

HELD = date(2024, 9, 9)


def two(tmp_path: Path) -> tuple[Journal, Journal]:
    """Two devices that hold the same plan, one child and one review."""
    one = with_plan(tmp_path)
    other = new_store(tmp_path, 2, now=ticking(datetime(2024, 9, 16, 15, tzinfo=UTC)))
    child = children.add_child(one, "C-0091", dob=date(2014, 2, 1), started=date(2024, 5, 6))
    period = children.child(one, child).periods[0].id  # type: ignore[union-attr]
    reviews.log_review(
        one, Outcome(child_id=child, period_id=period, held=HELD, participation=Participation.PN2)
    )
    plans.add_action(one, first_commitment(one).id, "Write the guide", due=date(2024, 9, 20))
    pass_on(one, other)
    return one, other


def review_of(journal: Journal) -> str:
    """The only review."""
    return reviews.reviews(journal)[0].id


def disagree(one: Journal, other: Journal) -> None:
    """Each writes another participation for the review."""
    for journal, code in ((one, Participation.PN1), (other, Participation.PN5)):
        reviews.change_review(journal, review_of(journal), "Asked again", participation=code)
    meet(one, other)


def meet(one: Journal, other: Journal) -> None:
    """Each takes what the other holds."""
    pass_on(one, other)
    pass_on(other, one)


def only(journal: Journal) -> Item:
    """The only item of the desk."""
    (item,) = conflicts.desk(journal).queue
    return item


def code_of(journal: Journal) -> Participation | None:
    """What the review says now."""
    return reviews.reviews(journal)[0].participation


def test_both_values_are_shown_with_who_where_when_and_why(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    item = only(one)
    assert (item.sort, item.risk, item.protected) == (Sort.VALUES, Risk.PROTECTED, True)
    assert item.called.whole == "C-0091, first review"
    assert item.words == "Took part"
    first, second = item.values
    assert (first.number, first.shown, first.person, first.role) == (1, "PN1", "Willow", "IRO")
    assert (first.device_name, second.device_name) == (
        "IRO-01",
        f"device {other.author.device[:6]}",
    )
    assert (bool(first.words), first.reason) == (True, "Asked again")
    assert first.at <= second.at
    look = conflicts.look_at(one, item)
    assert look.before is not None
    assert (look.before.shown, look.before.made) == ("PN2", False)
    weighed = {one.label: one.values for one in look.weighed}
    assert weighed["Counts as attended"] == ("yes", "no")
    assert weighed["Counts as took part"] == ("yes", "yes")
    assert weighed["Age check, child was 10"] == ("fits", "fits")
    assert ("point of the checklist", 9) in look.hangs or look.hangs


def test_a_value_is_taken_with_a_reason_and_undone(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    item = only(one)
    with pytest.raises(ReasonNeeded, match="protected"):
        conflicts.take(one, item, 2)
    conflicts.take(one, item, 2, "The minutes say so")
    assert code_of(one) is Participation.PN5
    desk = conflicts.desk(one)
    assert not desk.queue
    (decided,) = desk.decided
    assert (decided.words, decided.value, decided.person) == ("Took part", "PN5", "Willow")
    one.undo(decided.unit)
    again = only(one)
    assert {value.shown for value in again.values} == {"PN1", "PN5"}
    assert not conflicts.desk(one).decided
    one.redo()
    pass_on(one, other)
    assert not conflicts.desk(other).queue
    assert code_of(other) is Participation.PN5


def test_what_was_decided_meanwhile_is_not_decided_again(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    item = only(one)
    conflicts.take(other, only(other), 1, "Here first")
    pass_on(other, one)
    with pytest.raises(conflicts.DecidedMeanwhile):
        conflicts.take(one, item, 2, "Too late")
    with pytest.raises(Refused, match="2 to choose"):
        conflicts.value_numbered(item, 3)


def test_two_different_decisions_are_a_conflict_again(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    conflicts.take(one, only(one), 1, "So")
    conflicts.take(other, only(other), 2, "No, so")
    meet(one, other)
    assert [v.shown for v in only(one).values] == [v.shown for v in only(other).values]


def test_another_value_is_written(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    conflicts.write(one, only(one), Participation.PN3, "Neither: an interpreter spoke")
    assert code_of(one) is Participation.PN3
    assert not conflicts.desk(one).queue
    one.undo()
    assert len(only(one).values) == 2
    with pytest.raises(Refused):
        conflicts.write(one, only(one), "PN9", "no such code")


def test_both_texts_are_kept_with_who_and_when(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    review = review_of(one)
    for journal, text in ((one, "Likes the school."), (other, "Wants to see her aunt.")):
        reviews.change_review(journal, review, "From the notes", views=text)
    meet(one, other)
    item = only(one)
    assert item.narrative
    whole = conflicts.keep_both(one, item, "Both are true")
    assert whole == (
        "Likes the school. (Willow, 16 Sep 2024)\n\nWants to see her aunt. (Willow, 16 Sep 2024)"
    )
    conflicts.keep_both(other, only(other), "Both were said")
    meet(one, other)
    assert not conflicts.desk(one).queue
    assert reviews.reviews(other)[0].views == whole
    with pytest.raises(conflicts.DecidedMeanwhile):
        conflicts.keep_both(one, item, "Once more")


def test_keeping_both_texts_is_undone(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    for journal, text in ((one, "Likes the school."), (other, "Wants to see her aunt.")):
        reviews.change_review(journal, review_of(one), "From the notes", views=text)
    meet(one, other)
    conflicts.keep_both(one, only(one), "Both are true")
    one.undo()
    again = only(one)
    assert [value.shown for value in again.values] == [
        "Likes the school.",
        "Wants to see her aunt.",
    ]
    # Who wrote each, where and why is as it was: the undo only brought them back.
    assert [value.device for value in again.values] == [one.author.device, other.author.device]
    assert {value.reason for value in again.values} == {"From the notes"}
    before = conflicts.look_at(one, again).before
    assert before is not None
    assert before.made


def test_only_words_can_both_be_kept(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    with pytest.raises(conflicts.NotATextOfPeople, match="one must hold"):
        conflicts.keep_both(one, only(one), "both")


def test_a_conflict_is_put_off_and_comes_back_on_its_day(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    day = one.today() + timedelta(days=3)
    with pytest.raises(Refused, match="still to come"):
        conflicts.defer(one, only(one), one.today())
    conflicts.defer(one, only(one), day)
    conflicts.defer(one, conflicts.desk(one).put_off[0], day + timedelta(days=1))
    pass_on(one, other)
    for journal in (one, other):
        desk = conflicts.desk(journal)
        assert not desk.queue
        assert [item.until for item in desk.put_off] == [day + timedelta(days=1)]
    other.pinned_today = day + timedelta(days=1)
    assert only(other).until == other.pinned_today
    one.undo()
    assert conflicts.desk(one).put_off[0].until == day
    one.undo()
    assert only(one).until is None


def test_a_new_value_ends_the_putting_off(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    conflicts.defer(one, only(one), one.today() + timedelta(days=9))
    conflicts.take(other, only(other), 1, "So")
    reviews.change_review(one, review_of(one), "Rang the school", participation=Participation.PN7)
    meet(one, other)
    assert len(only(one).values) == 2
    assert only(one).until is None


def test_a_note_reaches_the_author_who_answers(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    one.author = one.author.__class__(one.author.device, "IRO-01", "Alder", "iro")
    other.author = other.author.__class__(other.author.device, "TM-01", "Rowan", "manager")
    disagree(one, other)
    assert [value.person for value in conflicts.addressees(one, only(one))] == ["Rowan"]
    with pytest.raises(Refused, match="Write what"):
        conflicts.write_to_authors(one, only(one), " ")
    (note,) = conflicts.write_to_authors(one, only(one), "Were you in the room?")
    assert not conflicts.waiting_notes(one)
    pass_on(one, other)
    (waits,) = conflicts.waiting_notes(other)
    assert (waits.by, waits.to, waits.text, waits.for_me) == (
        "Alder", "Rowan", "Were you in the room?", True,
    )  # fmt: skip
    conflicts.answer(other, note, "No, I read the minutes.")
    assert not conflicts.waiting_notes(other)
    pass_on(other, one)
    (back,) = conflicts.waiting_notes(one)
    assert (back.answer, back.answer_for_me) == ("No, I read the minutes.", True)
    assert conflicts.look_at(one, only(one)).notes == (back,)
    conflicts.mark_read(one, note)
    assert not conflicts.waiting_notes(one)
    one.undo()
    assert conflicts.waiting_notes(one)


def test_nobody_writes_to_themselves(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    with pytest.raises(Refused, match="nobody else"):
        conflicts.write_to_authors(one, only(one), "Hello")


def test_a_withheld_value_is_decided_where_it_is(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    third = new_store(tmp_path, 3)
    for journal in (one, other):
        ranges = [r for r in journal.ranges() if r.device == journal.author.device]
        changes = [change for r in ranges for change in journal.changes(r)]
        if journal is other:
            changes = [
                change.withheld(lambda _, name: name == "participation") for change in changes
            ]
        third.receive(changes, ranges)
    item = next(one for one in conflicts.desk(third).queue if one.field == "participation")
    assert item.withheld_on == (f"device {other.author.device[:6]}",)
    with pytest.raises(conflicts.HeldElsewhere, match=other.author.device[:6]):
        conflicts.take(third, item, 1, "A guess")
    assert conflicts.look_at(third, item).weighed == ()


def test_edited_after_withdrawal_restored_or_left(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    action = plans.actions(one)[0].id
    plans.withdraw_action(one, action, "Entered twice")
    plans.change_action(other, action, due=date(2024, 10, 4))
    meet(one, other)
    item = only(one)
    assert (item.sort, item.risk) == (Sort.WITHDRAWN, Risk.WITHDRAWN)
    assert [value.shown for value in item.values] == ["stays withdrawn", "stands again"]
    assert item.values[0].words == "Entered twice"
    assert item.values[1].words == "edited since: Due"
    conflicts.take(one, item, 2)
    assert [one.id for one in plans.actions(one)] == [action]
    assert conflicts.desk(one).decided[0].words == "Withdrawn"
    one.undo()
    assert plans.actions(one) == []
    conflicts.take(one, only(one), 1)
    assert plans.actions(one) == []
    assert not conflicts.desk(one).queue
    one.undo()
    assert only(one).sort is Sort.WITHDRAWN


def test_what_could_harm_a_child_comes_first(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    action, child = plans.actions(one)[0].id, children.children(one)[0].id
    for journal, number in ((one, 1), (other, 2)):
        plans.change_action(journal, action, due=date(2024, 9, 16 + number))
        plans.change_action(
            journal,
            action,
            "as said",
            status=(ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)[number - 1],
        )
        children.change_child(journal, child, team=f"Team {number}")
    disagree(one, other)
    desk = conflicts.desk(one)
    assert [item.field for item in desk.queue] == ["participation", "status", "due", "team"]
    assert [item.risk.wording for item in desk.queue] == [
        "protected", "protected", "date", "value",
    ]  # fmt: skip
    assert desk.protected == 2
    assert desk.find(child) is desk.queue[3]
    assert desk.find("nothing") is None


def many_due(tmp_path: Path, count: int = 4) -> tuple[Journal, Journal]:
    """Actions whose due day two devices wrote differently."""
    one, other = two(tmp_path)
    made = [
        plans.add_action(one, first_commitment(one).id, f"Action {number}", due=HELD)
        for number in range(count)
    ]
    pass_on(one, other)
    for journal, day in ((one, 1), (other, 8)):
        for record in made:
            plans.change_action(journal, record, due=date(2024, 10, day))
    meet(one, other)
    return one, other


def test_one_rule_decides_many_as_one_unit(tmp_path: Path) -> None:
    one, _ = many_due(tmp_path)
    desk = conflicts.desk(one)
    items = conflicts.alike(desk, desk.queue[0])
    assert len(items) == 4
    newest, oldest, here = conflicts.rules(one)
    assert {r.takes.shown for r in conflicts.preview(items, newest) if r.takes} == {"Tue 8 Oct"}
    assert {r.takes.shown for r in conflicts.preview(items, oldest) if r.takes} == {"Tue 1 Oct"}
    ruled = conflicts.preview(items, here)
    assert conflicts.apply(one, ruled) == 4
    assert not conflicts.desk(one).queue
    assert {d.unit for d in conflicts.desk(one).decided} == {conflicts.desk(one).decided[0].unit}
    one.undo()
    assert len(conflicts.desk(one).queue) == 4
    nobody = conflicts.Rule("another device", device="00")
    with pytest.raises(Refused, match="Choose another"):
        conflicts.apply(one, conflicts.preview(items, nobody))


def test_a_rule_over_a_protected_field_needs_a_reason(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    items = conflicts.alike(conflicts.desk(one), only(one))
    ruled = conflicts.preview(items, conflicts.rules(one)[0])
    with pytest.raises(ReasonNeeded):
        conflicts.apply(one, ruled)
    assert conflicts.apply(one, ruled, "Rowan was in the room") == 1


def test_the_kinds_of_the_desk_arrive_whole(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    disagree(one, other)
    conflicts.defer(one, only(one), one.today() + timedelta(days=3))
    pass_on(one, other)
    for kind in ("deferral", "author_note", "distinct"):
        model = model_of(kind)
        assert model is not None
        assert one.rows(model.select()) == other.rows(model.select())
    assert one.rows(ActionRecord.select()) == other.rows(ActionRecord.select())
