"""The checklist of a review: what it found of each topic, against the Standard it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from store import child_file, plans
from store.children import ReviewRecord, child, periods_of, references
from store.clock import age_on, show_date
from store.errors import NotFound, ReasonNeeded, Refused
from store.journal import Journal, UnitOfWork, natural_id, one_of
from store.reviews.codes import Met, Topic
from store.reviews.models import PointRecord, TopicRecord
from store.reviews.outcome import FoundPoint
from store.reviews.reading import Review, review, reviews
from store.wording import say


@dataclass(frozen=True, slots=True)
class Point:
    """What one review found of one topic; `agreed` is the day the permanence plan was agreed."""

    id: str
    ref: str
    review_id: str
    child_id: str
    child_ref: str
    topic: Topic
    standard: str
    answer: Met | None
    note: str
    agreed: date | None


def point_id(review_id: str, topic: Topic) -> str:
    """A topic of a review is one record wherever it is answered."""
    return natural_id("point", review_id, topic.value)


def standards(journal: Journal) -> dict[Topic, str]:
    """The Standard each topic belongs to, as this service labels it; "" where none is named."""
    rows = journal.rows(TopicRecord.select().where(TopicRecord.withdrawn.is_null()))
    own = {row["topic"]: row["standard"] or "" for row in rows}
    return {topic: own.get(topic, say(f"reviews.standard_{topic.value}")) for topic in Topic}


def set_standard(
    journal: Journal, topic: Topic, standard: str | None, reason: str | None = None
) -> bool:
    """Labels a topic with the Standard it belongs to; nothing takes the label away."""
    words = " ".join((standard or "").split())
    with journal.unit_of_work(say("reviews.unit_standard_set"), reason) as unit:
        record = natural_id("topic", topic.value)
        return unit.save(TopicRecord, record, topic=topic, standard=words)


def points(
    journal: Journal,
    child_id: str | None = None,
    review_id: str | None = None,
    *,
    only: Collection[str] | None = None,
) -> list[Point]:
    """The checklist of a review, of one child's reviews, or of all, in the order of the list."""
    query = PointRecord.select().where(PointRecord.withdrawn.is_null())
    if child_id is not None:
        query = query.where(PointRecord.child == child_id)
    if review_id is not None:
        query = query.where(PointRecord.review == review_id)
    if only is not None:
        query = query.where(one_of(PointRecord.child, only))
    rows = [row for row in journal.rows(query) if row["topic"] is not None]
    if not rows:
        return []
    refs = plans.short_ids("PT", (row["id"] for row in rows))
    labels, children = standards(journal), references(journal, child_id)
    found = [
        Point(
            id=row["id"],
            ref=refs[row["id"]],
            review_id=row["review"] or "",
            child_id=row["child"] or "",
            child_ref=children.get(row["child"] or "", ""),
            topic=row["topic"],
            standard=labels[row["topic"]],
            answer=row["answer"],
            note=row["note"] or "",
            agreed=row["agreed"],
        )
        for row in rows
    ]
    order = {topic: place for place, topic in enumerate(Topic)}
    return sorted(found, key=lambda one: (one.child_ref, one.review_id, order[one.topic]))


def set_points(
    journal: Journal, review_id: str, found: Iterable[FoundPoint], reason: str | None = None
) -> bool:
    """Writes down what a saved review found of some topics; an empty part changes nothing.

    ReasonNeeded for an answer that stands, and for all of it once the record was distributed.
    """
    known = _known_review(journal, review_id)
    given = [one for one in found if one.says_something]
    for one in given:
        _check(journal, known, one)
    if not given:
        return False
    if known.record_distributed is not None and not (reason or "").strip():
        raise ReasonNeeded(say("reviews.amendment_reason"), field="answer")
    with journal.unit_of_work(say("reviews.unit_checklist"), reason) as unit:
        return save_points(unit, known.child_id, review_id, given)


def set_point(
    journal: Journal,
    review_id: str,
    topic: Topic,
    answer: Met | None = None,
    note: str | None = None,
    agreed: date | None = None,
    reason: str | None = None,
) -> str:
    """Writes down what a saved review found of one topic, as `set_points` does; the id."""
    set_points(journal, review_id, [FoundPoint(topic, answer, note, agreed)], reason)
    return point_id(review_id, topic)


def change_point(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes answer, note or agreed of a topic; what stands needs a reason to change."""
    child_file.only_fields(PointRecord, fields, fixed=("child", "review", "topic"))
    row = child_file.known(journal, PointRecord, record)
    known = _known_review(journal, row["review"] or "")
    _check(journal, known, FoundPoint(row["topic"], agreed=fields.get("agreed")))
    if fields and known.record_distributed is not None and not (reason or "").strip():
        raise ReasonNeeded(say("reviews.amendment_reason"), field=min(fields))
    label = say("reviews.unit_checklist")
    return child_file.save_change(journal, PointRecord, label, record, fields, reason)


def withdraw_point(journal: Journal, record: str, reason: str) -> None:
    """Takes what a review found of a topic out of its checklist, for a reason.

    The topic can be answered again.
    """
    label = say("reviews.unit_checklist")
    child_file.withdraw(journal, PointRecord, label, record, reason)


def save_points(
    unit: UnitOfWork, child_id: str, review_id: str, found: Iterable[FoundPoint]
) -> bool:
    """Saves a checklist inside a unit of work; True when something changed."""
    changed = False
    for one in found:
        if not one.says_something:
            continue
        values = {"answer": one.answer, "note": (one.note or "").strip(), "agreed": one.agreed}
        given = {name: value for name, value in values.items() if value}
        own: Mapping[str, Any] = {
            "child": child_id,
            "review": review_id,
            "topic": one.topic,
            "withdrawn": None,
        }
        record = point_id(review_id, one.topic)
        changed |= unit.save(PointRecord, record, **own, **given)
    return changed


def rewrite_points(
    journal: Journal, unit: UnitOfWork, known: Review, found: Iterable[FoundPoint]
) -> bool:
    """Saves every part of these topics as given, the empty ones too; True when one differs."""
    there = {one.topic for one in points(journal, known.child_id, known.id)}
    changed = False
    for one in found:
        if not one.says_something and one.topic not in there:
            continue
        _check(journal, known, one)
        changed |= unit.save(
            PointRecord,
            point_id(known.id, one.topic),
            child=known.child_id,
            review=known.id,
            topic=one.topic,
            withdrawn=None,
            answer=one.answer,
            note=(one.note or "").strip() or None,
            agreed=one.agreed,
        )
    return changed


def permanence_by_second(journal: Journal) -> dict[str, bool]:
    """Of each second review held: was a permanence plan agreed at it or before it? By review id.

    Reviews of short breaks are left out: no permanence plan is asked of them.
    """
    agreed = permanence_agreed(journal)
    periods = periods_of(journal)
    found: dict[str, bool] = {}
    for one in reviews(journal):
        if one.ordinal != 2 or one.held is None:
            continue
        own = next((p for p in periods.get(one.child_id, ()) if p.id == one.period_id), None)
        if own is not None and own.rule_set == "short_breaks":
            continue
        days = agreed.get((one.child_id, one.period_id), ())
        found[one.id] = any(day <= one.held for day in days)
    return found


def permanence_agreed(
    journal: Journal, only: Collection[str] | None = None
) -> dict[tuple[str, str | None], list[date]]:
    """The days on which a permanence plan was agreed, by child and period."""
    query = ReviewRecord.select(ReviewRecord.id, ReviewRecord.period)
    period_of = {row["id"]: row["period"] for row in journal.rows(query)}
    found: dict[tuple[str, str | None], list[date]] = {}
    for one in points(journal, only=only):
        if one.topic is Topic.PERMANENCE and one.agreed is not None:
            place = (one.child_id, period_of.get(one.review_id))
            found.setdefault(place, []).append(one.agreed)
    return found


def problem_of(found: FoundPoint, born: date | None, on: date | None, today: date) -> str | None:
    """The sentence for what cannot be said of a topic in a review held on a day, else None."""
    if found.agreed is not None and found.topic is not Topic.PERMANENCE:
        return say("reviews.agreed_elsewhere", topic=found.topic.wording)
    if found.agreed is not None and found.agreed > today:
        return say("reviews.agreed_to_come", day=show_date(found.agreed, weekday=False))
    if born is not None and on is not None and age_on(born, on) < found.topic.from_age:
        return say("reviews.topic_too_early", topic=found.topic.wording, age=found.topic.from_age)
    return None


def _check(journal: Journal, known: Review, found: FoundPoint) -> None:
    own = child(journal, known.child_id)
    born = own.dob if own is not None else None
    sentence = problem_of(found, born, known.on, journal.today())
    if sentence is not None:
        raise Refused(sentence, field="agreed" if found.agreed is not None else "topic")


def _known_review(journal: Journal, record: str) -> Review:
    known = review(journal, record)
    if known is None:
        raise NotFound(say("reviews.no_such_review"), field="review")
    return known
