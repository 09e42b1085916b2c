"""The records behind a figure, each as one line: whose it is, what it is, its day and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

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
        self._by_kind: dict[str, Callable[[Ref], Behind | None]] = {
            "child": self._child,
            "period": self._period,
            "review": self._review,
            "decision": self._decision,
            "health": self._health,
            "missing": self._missing,
            "dispute": self._dispute,
            "action": self._action,
        }
        self._known: dict[str, dict[str, object]] = {}

    def line(self, ref: Ref) -> Behind:
        """One record as a line."""
        make = self._by_kind.get(ref.kind)
        found = make(ref) if make is not None else None
        if found is not None:
            return found
        name = called(self.facts.journal, [(ref.kind, ref.id)])[ref.id]
        return Behind(ref, name.ref, name.what, None, "", self._child_named(name.ref) or ref)

    def _child_named(self, reference: str) -> Ref | None:
        """The child of a reference: where no screen shows the record, it shows the child."""
        for child in self.facts.children:
            if plain(child.ref) == reference:
                return Ref("child", child.id)
        return None

    def _said(self, day: date | None) -> str:
        return "–" if day is None else show_date(day, today=self.facts.today, weekday=False)

    def _of(self, kind: str, records: object) -> dict[str, object]:
        if kind not in self._known:
            self._known[kind] = {one.id: one for one in records}  # type: ignore[attr-defined]
        return self._known[kind]

    def _child(self, ref: Ref) -> Behind | None:
        child = self._of("child", self.facts.children).get(ref.id)
        if not isinstance(child, Child):
            return None
        what = say("reports.behind_child", iro=plain(child.iro or say("reports.no_iro")))
        return Behind(ref, plain(child.ref), what, child.became_looked_after, "", ref)

    def _period(self, ref: Ref) -> Behind | None:
        for child in self.facts.children:
            for period in child.periods:
                if period.id == ref.id:
                    return self._of_period(ref, child, period)
        return None

    def _of_period(self, ref: Ref, child: Child, period: Period) -> Behind:
        what = say("reports.behind_period", day=self._said(period.started))
        left = say("reports.behind_left", day=self._said(period.ended)) if period.ended else ""
        due = [d.due for d in self.facts.due if d.record == ref]
        outcome = say("reports.behind_due_not_held", due=self._said(due[0])) if due else left
        day = due[0] if due else period.started
        return Behind(ref, plain(child.ref), what, day, outcome, Ref("child", child.id))

    def _review(self, ref: Ref) -> Behind | None:
        from store.reviews import Review

        review = self._of("review", self.facts.reviews).get(ref.id)
        if not isinstance(review, Review):
            return None
        what = say("reports.behind_review", ordinal=review.ordinal_word)
        code = review.participation.value if review.participation else say("reports.no_code_short")
        outcome = say(
            "reports.behind_held",
            due=self._said(review.due),
            held=self._said(review.held),
            code=code,
        )
        return Behind(ref, plain(review.child_ref), what, review.on, outcome, ref)

    def _decision(self, ref: Ref) -> Behind | None:
        from store.reviews import Decision

        decision = self._of("decision", self.facts.decisions).get(ref.id)
        if not isinstance(decision, Decision):
            return None
        done = decision.carried_out
        outcome = done.wording if done is not None else decision.state.wording
        return Behind(
            ref, plain(decision.child_ref), plain(decision.text), decision.due, outcome, ref
        )

    def _health(self, ref: Ref) -> Behind | None:
        from store.health import Assessment

        one = self._of("health", self.facts.assessments).get(ref.id)
        if not isinstance(one, Assessment):
            return None
        outcome = say("reports.behind_done", due=self._said(one.due), done=self._said(one.held))
        child = Ref("child", one.child_id)
        return Behind(ref, plain(one.child_ref), one.type.wording, one.due, outcome, child)

    def _missing(self, ref: Ref) -> Behind | None:
        from store.missing import Episode

        one = self._of("missing", self.facts.episodes).get(ref.id)
        if not isinstance(one, Episode):
            return None
        held = one.interviewed.date() if one.interviewed else None
        due = one.interview_due.date() if one.interview_due else None
        outcome = say("reports.behind_done", due=self._said(due), done=self._said(held))
        if one.offered_and_refused:
            outcome = say("reports.interview_refused")
        child = Ref("child", one.child_id)
        return Behind(
            ref, plain(one.child_ref), one.type.wording, one.started.date(), outcome, child
        )

    def _dispute(self, ref: Ref) -> Behind | None:
        from store.disputes import Dispute

        one = self._of("dispute", self.facts.disputes).get(ref.id)
        if not isinstance(one, Dispute):
            return None
        what = one.theme.wording if one.theme is not None else plain(one.about)
        outcome = one.outcome.wording if one.outcome is not None else one.stage_name
        child = Ref("child", one.child_id)
        return Behind(ref, plain(one.child_ref), what, one.opened, outcome, child)

    def _action(self, ref: Ref) -> Behind | None:
        from store.plans import Action

        one = self._of("action", self.facts.actions).get(ref.id)
        if not isinstance(one, Action):
            return None
        return Behind(ref, one.ref, plain(one.title), one.due, one.status.wording, ref)
