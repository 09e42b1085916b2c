"""What people call records and their fields: C-0091, third review; Took part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from store import (
    calendars,
    children,
    disputes,
    education,
    evidence,
    plans,
    references,
    reviews,
    rules,
)
from store.clock import show_date
from store.journal import Journal, model_of
from store.wording import field_words, plain, say

__all__ = ["Called", "called", "field_words"]


@dataclass(frozen=True)
class Called:
    """A record as people call it: the reference of its child or area, and what of it, if not all.

    `whole` is both in one.
    """

    ref: str
    what: str = ""

    @property
    def whole(self) -> str:
        """Both in one: C-0091, third review."""
        return say("called.whole", ref=self.ref, what=self.what) if self.what else self.ref


def called(journal: Journal, wanted: Iterable[tuple[str, str]]) -> dict[str, Called]:
    """What people call these records, given as (kind, id), by id; every kind is read once."""
    naming = _Naming(journal)
    return {record: naming.called(kind, record) for kind, record in wanted}


_ON_FILE = (
    *("consultation", "preparation", "information"),
    *("visit", "midway", "notification", "note", "point"),
    *("health", "education_plan", "pathway_plan", "missing", "incident"),
    *("pre_proceedings", "planning_meeting", "family"),
    *("placement", "legal_status", "leaver", "feedback"),
)


class _Naming:
    """The names of records, read kind by kind as they are asked for."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._of_child: dict[str | None, dict[str, reviews.Review]] = {}
        self._by_kind: dict[str, Callable[[str], Called | None]] = {
            "area": lambda record: self._whole(self._areas.get(record)),
            "commitment": self._commitment,
            "action": self._action,
            "evidence": self._evidence,
            "child": lambda record: self._whole(self._children.get(record)),
            "period": self._period,
            "review": self._review,
            "decision": self._decision,
            **{kind: partial(self._on_file, kind) for kind in _ON_FILE},
            "dispute": self._dispute,
            "dispute_stage": self._dispute_stage,
            "rule": self._rule,
            "extra_day": self._extra_day,
            "region": lambda record: Called(say("called.region")),
            "term": self._term,
        }

    def called(self, kind: str, record: str) -> Called:
        """The record's name; its bare reference where people have no other."""
        known = self._by_kind.get(kind)
        found = known(record) if known else None
        return found or Called(plain(references.ref_of(self._journal, kind, record)))

    def _term(self, record: str) -> Called | None:
        ref = education.own_terms(self._journal).get(record)
        return Called(say("called.term", ref=ref)) if ref else None

    def _rule(self, record: str) -> Called | None:
        own = next((one for one in rules.own_rules(self._journal) if one.id == record), None)
        if own is None:
            return None
        return Called(own.name, say("called.rule_from", day=self._day(own.valid_from)))

    def _extra_day(self, record: str) -> Called | None:
        known = [one for one in calendars.extra_days(self._journal) if one.id == record]
        return Called(say("called.extra_day", day=self._day(known[0].day))) if known else None

    def _whole(self, ref: str | None) -> Called | None:
        return Called(ref) if ref else None

    @cached_property
    def _areas(self) -> dict[str, str]:
        return {one.id: one.short_ref for one in plans.areas(self._journal)}

    @cached_property
    def _commitments(self) -> dict[str, plans.Commitment]:
        return {one.id: one for one in plans.commitments(self._journal)}

    @cached_property
    def _actions(self) -> dict[str, plans.Action]:
        return {one.id: one for one in plans.actions(self._journal)}

    @cached_property
    def _children(self) -> dict[str, str]:
        return {record: plain(ref) for record, ref in children.references(self._journal).items()}

    def _known_review(self, record: str) -> reviews.Review | None:
        """A review with its ordinal; only the child's own reviews are read for it."""
        child = references.child_of(self._journal, "review", record)
        if child not in self._of_child:
            of = reviews.reviews(self._journal, child) if child else []
            self._of_child[child] = {one.id: one for one in of}
        return self._of_child[child].get(record)

    def _commitment(self, record: str) -> Called | None:
        one = self._commitments.get(record)
        if one is None:
            return None
        what = say("called.commitment", number=one.position)
        return Called(self._areas.get(one.area_id, ""), what)

    def _action(self, record: str) -> Called | None:
        one = self._actions.get(record)
        above = self._commitments.get(one.commitment_id) if one else None
        if one is None or above is None:
            return None
        what = say("called.action", number=f"{above.position}.{one.number}")
        return Called(self._areas.get(one.area_id, ""), what)

    def _evidence(self, record: str) -> Called | None:
        one = next((e for e in evidence.evidence(self._journal) if e.id == record), None)
        if one is None:
            return None
        about = self.called(one.about_kind, one.about_id)
        if one.on is None:
            return Called(about.ref, say("called.evidence"))
        return Called(about.ref, say("called.evidence_of", day=self._day(one.on)))

    def _period(self, record: str) -> Called | None:
        for child in children.children(self._journal):
            for period in child.periods:
                if period.id == record:
                    if period.started is None:
                        return Called(plain(child.ref), say("called.period"))
                    words = say("called.period_from", day=self._day(period.started))
                    return Called(plain(child.ref), words)
        return None

    def _day(self, day: date) -> str:
        return show_date(day, today=self._journal.today(), weekday=False)

    def _review(self, record: str) -> Called | None:
        one = self._known_review(record)
        if one is None:
            return None
        return Called(plain(one.child_ref), say("called.review", ordinal=one.ordinal_word.lower()))

    def _on_file(self, kind: str, record: str) -> Called | None:
        """A record of a child's file, called by its kind."""
        model = model_of(kind)
        row = self._journal.get(model, record) if model is not None else None
        ref = self._children.get(row["child"] or "") if row else None
        return Called(ref, say(f"called.{kind}")) if ref else None

    def _decision(self, record: str) -> Called | None:
        found = reviews.decision(self._journal, record)
        if found is None:
            return None
        of = self._known_review(found.review_id)
        if of is None:
            return Called(plain(found.child_ref), say("called.decision", number=found.position))
        ordinal = of.ordinal_word.lower()
        what = say("called.decision_of", number=found.position, ordinal=ordinal)
        return Called(plain(found.child_ref), what)

    @cached_property
    def _disputes(self) -> dict[str, disputes.Dispute]:
        return {one.id: one for one in disputes.disputes(self._journal)}

    def _dispute(self, record: str) -> Called | None:
        one = self._disputes.get(record)
        if one is None:
            return None
        return Called(plain(one.child_ref), say("called.dispute", day=self._day(one.opened)))

    def _dispute_stage(self, record: str) -> Called | None:
        for one in self._disputes.values():
            for entry in one.stages:
                if entry.id == record:
                    words = say("called.dispute_stage", stage=plain(entry.name))
                    return Called(plain(one.child_ref), words)
        return None
