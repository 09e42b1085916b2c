"""The records behind a figure, each as one line: whose it is, what it is, its day and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from store.called import called
from store.children import Child, Period
from store.clock import show_date
from store.measures import Facts, Ref, Refs
from store.wording import plain, say


@dataclass(frozen=True, slots=True)
class Behind:
    """One record: the child's or area's reference, what it is, its day and what came of it.

    `opens` is the record a screen can show for it: itself, or the child it is about.
    """

    ref: Ref
    name: str
    what: str
    day: date | None
    outcome: str
    opens: Ref


def behind(facts: Facts, records: Refs) -> list[Behind]:
    """These records as lines, by their day, the earliest first."""
    lines = _Lines(facts)
    found = [lines.line(ref) for ref in records]
    return sorted(found, key=lambda one: (one.day or date.max, one.name, one.ref))


class _Lines:
    """Says of a record what it is; each kind in its own words, others by what they are called."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[str, Mapping[str, Any]] = {}
        # How the records of a kind are read, and how one of them becomes a line.
        self._kinds: dict[str, tuple[Callable[[], Iterable[Any]], Callable[[Ref, Any], Behind]]] = {
            "child": (lambda: facts.children, self._child),
            "review": (lambda: facts.reviews, self._review),
            "decision": (lambda: facts.decisions, self._decision),
            "health": (lambda: facts.assessments, self._health),
            "missing": (lambda: facts.episodes, self._missing),
            "dispute": (lambda: facts.disputes, self._dispute),
            "action": (lambda: facts.actions, self._action),
        }

    def line(self, ref: Ref) -> Behind:
        """One record as a line."""
        if ref.kind == "period" and ref.id in self._periods:
            return self._period(ref, *self._periods[ref.id])
        if ref.kind in self._kinds:
            read, say_it = self._kinds[ref.kind]
            if ref.kind not in self._known:
                self._known[ref.kind] = {one.id: one for one in read()}
            if ref.id in self._known[ref.kind]:
                return say_it(ref, self._known[ref.kind][ref.id])
        name = called(self.facts.journal, [(ref.kind, ref.id)])[ref.id]
        # Where no screen shows the record, it shows the child of that reference.
        child = self._children.get(name.ref)
        return Behind(ref, name.ref, name.what, None, "", child or ref)

    @cached_property
    def _children(self) -> Mapping[str, Ref]:
        return {plain(child.ref): Ref("child", child.id) for child in self.facts.children}

    @cached_property
    def _periods(self) -> Mapping[str, tuple[Child, Period]]:
        return {
            period.id: (child, period) for child in self.facts.children for period in child.periods
        }

    @cached_property
    def _not_held(self) -> Mapping[Ref, date]:
        return {one.record: one.due for one in self.facts.due if one.held is None}

    def _said(self, day: date | None) -> str:
        return "–" if day is None else show_date(day, today=self.facts.today, weekday=False)

    def _done(self, due: date | None, done: date | None) -> str:
        return say("reports.behind_done", due=self._said(due), done=self._said(done))

    def _child(self, ref: Ref, child: Any) -> Behind:
        what = say("reports.behind_child", iro=plain(child.iro or say("reports.no_iro")))
        return Behind(ref, plain(child.ref), what, child.became_looked_after, "", ref)

    def _period(self, ref: Ref, child: Child, period: Period) -> Behind:
        what = say("reports.behind_period", day=self._said(period.started))
        opens, day, outcome = Ref("child", child.id), period.started, ""
        if period.ended is not None:
            outcome = say("reports.behind_left", day=self._said(period.ended))
        if ref in self._not_held:
            day = self._not_held[ref]
            outcome = say("reports.behind_due_not_held", due=self._said(day))
        return Behind(ref, plain(child.ref), what, day, outcome, opens)

    def _review(self, ref: Ref, one: Any) -> Behind:
        what = say("reports.behind_review", ordinal=one.ordinal_word)
        outcome = say(
            "reports.behind_held",
            due=self._said(one.due),
            held=self._said(one.held),
            code=one.participation.value if one.participation else say("reports.no_code_short"),
        )
        return Behind(ref, plain(one.child_ref), what, one.on, outcome, ref)

    def _decision(self, ref: Ref, one: Any) -> Behind:
        done = one.carried_out
        outcome = done.wording if done is not None else one.state.wording
        return Behind(ref, plain(one.child_ref), plain(one.text), one.due, outcome, ref)

    def _health(self, ref: Ref, one: Any) -> Behind:
        opens, outcome = Ref("child", one.child_id), self._done(one.due, one.held)
        return Behind(ref, plain(one.child_ref), one.type.wording, one.due, outcome, opens)

    def _missing(self, ref: Ref, one: Any) -> Behind:
        due, held = one.interview_due, one.interviewed
        outcome = self._done(due.date() if due else None, held.date() if held else None)
        if one.offered_and_refused:
            outcome = say("reports.interview_refused")
        opens, day = Ref("child", one.child_id), one.started.date()
        return Behind(ref, plain(one.child_ref), one.type.wording, day, outcome, opens)

    def _dispute(self, ref: Ref, one: Any) -> Behind:
        what = one.theme.wording if one.theme is not None else plain(one.about)
        outcome = one.outcome.wording if one.outcome is not None else plain(one.stage_name)
        opens = Ref("child", one.child_id)
        return Behind(ref, plain(one.child_ref), what, one.opened, outcome, opens)

    def _action(self, ref: Ref, one: Any) -> Behind:
        return Behind(ref, one.ref, plain(one.title), one.due, one.status.wording, ref)
