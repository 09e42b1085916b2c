"""What people call records and their fields: C-0091, third review; Took part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from store import (
    calendars,
    children,
    disputes,
    education,
    plans,
    references,
    reviews,
    rules,
)
from store.clock import show_date
from store.journal import Journal, model_of
from store.plans import naming
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
    """What people call these records, given as (kind, id), by id; only what names them is read."""
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
    """The names of records; what several of them share is read once."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._of_child: dict[str | None, dict[str, reviews.Review]] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._children: dict[str, str] = {}
        self._by_kind: dict[str, Callable[[str], Called | None]] = {
            "area": self._area,
            "commitment": self._commitment,
            "action": self._action,
            "evidence": self._evidence,
            "child": self._of,
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

    def _row(self, kind: str, record: str | None) -> dict[str, Any] | None:
        """What is kept of a record that is there and was not withdrawn."""
        model = model_of(kind)
        row = self._journal.get(model, record) if model is not None and record else None
        return None if row is None or row["withdrawn"] is not None else row

    def _of(self, child: str | None, what: str = "") -> Called | None:
        """A child, or something of it, by the child's reference."""
        if not child:
            return None
        if child not in self._children:
            self._children[child] = plain(children.references(self._journal, child).get(child, ""))
        ref = self._children[child]
        return Called(ref, what) if ref else None

    @cached_property
    def _areas(self) -> dict[str, naming.AreaName]:
        return naming.area_names(self._journal)

    def _area(self, record: str | None, what: str = "") -> Called | None:
        """An area, or something of it, as the screens of its plan call it."""
        own = self._areas.get(record or "")
        return Called(own.short, what) if own else None

    def _number(self, commitment: str, action: str) -> int:
        """Where an action stands among those of its commitment."""
        if commitment not in self._numbers:
            own = plans.actions_in_order(self._journal, commitment)
            self._numbers[commitment] = {one: number for number, one in enumerate(own, 1)}
        return self._numbers[commitment][action]

    def _known_review(self, record: str) -> reviews.Review | None:
        """A review with its ordinal; only the child's own reviews are read for it."""
        child = references.child_of(self._journal, "review", record)
        if child not in self._of_child:
            of = reviews.reviews(self._journal, child) if child else []
            self._of_child[child] = {one.id: one for one in of}
        return self._of_child[child].get(record)

    def _commitment(self, record: str) -> Called | None:
        row = self._row("commitment", record)
        if row is None:
            return None
        return self._area(row["area"], say("called.commitment", number=row["position"] or 0))

    def _action(self, record: str) -> Called | None:
        row = self._row("action", record)
        above = self._row("commitment", row["commitment"]) if row else None
        if row is None or above is None:
            return None
        number = f"{above['position'] or 0}.{self._number(above['id'], record)}"
        return self._area(above["area"], say("called.action", number=number))

    def _evidence(self, record: str) -> Called | None:
        row = self._row("evidence", record)
        if row is None:
            return None
        about = self.called(row["about_kind"] or "", row["about"] or "")
        if row["on"] is None:
            return Called(about.ref, say("called.evidence"))
        return Called(about.ref, say("called.evidence_of", day=self._day(row["on"])))

    def _period(self, record: str) -> Called | None:
        row = self._row("period", record)
        if row is None:
            return None
        if row["started"] is None:
            return self._of(row["child"], say("called.period"))
        return self._of(row["child"], say("called.period_from", day=self._day(row["started"])))

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
        return self._of(row["child"], say(f"called.{kind}")) if row else None

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

    def _dispute(self, record: str) -> Called | None:
        row = self._row("dispute", record)
        if row is None or row["opened"] is None:
            return None
        return self._of(row["child"], say("called.dispute", day=self._day(row["opened"])))

    def _dispute_stage(self, record: str) -> Called | None:
        stage = self._row("dispute_stage", record)
        one = disputes.dispute(self._journal, stage["dispute"] or "") if stage else None
        for entry in one.stages if one else ():
            if entry.id == record and one is not None:
                words = say("called.dispute_stage", stage=plain(entry.name))
                return Called(plain(one.child_ref), words)
        return None
