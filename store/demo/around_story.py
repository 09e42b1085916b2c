"""What the demo's service wrote down around each child: health, school, visits, preparation.

The ordinary records of every child are made here straight into the journal, as its reviews are;
what happened to one child alone is told by `single_stories`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from store import children
from store.clock import add_months, age_on
from store.contact.codes import Visitor
from store.contact.models import MidwayRecord, VisitRecord
from store.demo.caseload import CALENDAR, SEED, TODAY, MadeChild, made_children
from store.demo.content import content
from store.demo.telling import Step
from store.education.codes import PlanStatus
from store.education.models import EducationPlanRecord, PathwayPlanRecord
from store.health.codes import HealthStatus, HealthType, Quality
from store.health.models import HealthRecord
from store.journal import Journal, Record
from store.journal.fields import fields_of
from store.people import person_id
from store.preparing.codes import Consulted, Pack, Way
from store.preparing.models import (
    ConsultationRecord,
    InformationRecord,
    PreparationRecord,
    preparation_id,
)
from store.wording import say

# The last days of the story belong to the plan and the reviews: what waits to be sent is theirs.
_UNTIL = date(2024, 9, 4)


def around_steps() -> Iterator[Step]:
    """Every ordinary record, not yet in the order of time."""
    for child in made_children():
        yield from _Around(child).steps()


class _Around:
    """The records around one child, each of a day on which it could be made."""

    def __init__(self, child: MadeChild) -> None:
        self.child = child
        self.told = content("around")
        self.chance = random.Random(f"{SEED} around {child.ref}")
        self.until = min(_UNTIL, (child.ended or TODAY) - timedelta(days=1))

    def steps(self) -> Iterator[Step]:
        """All of them."""
        yield from self._health()
        yield from self._education()
        yield from self._contact()
        yield from self._before_review()

    def _is(self, name: str) -> bool:
        return self.child.ref in self.told[name]

    def _made(
        self,
        on: date,
        unit: str,
        model: type[Record],
        values: Mapping[str, Any],
        *,
        by: str | None = None,
        ordinal: int = 0,
    ) -> Iterator[Step]:
        """One record on a day, unless the day lies outside the child's time in care.

        `ordinal` names the review it prepares.
        """
        if not self.child.started <= on <= self.until:
            return

        def act(journal: Journal) -> None:
            child = children.child_id(children.own_authority(journal), self.child.ref)
            period = children.period_id(child, self.child.started)
            record, whole = None, {**values, "child": child}
            if "period" in fields_of(model):
                whole["period"] = period
            if ordinal:
                whole["occurrence"] = children.occurrence_id(period, ordinal)
                if model is PreparationRecord:
                    record = preparation_id(whole["occurrence"])
            with journal.unit_of_work(say(unit)) as writing:
                writing.create(model, record, **whole)

        yield Step(on, by or self.child.iro, act)

    # Health ------------------------------------------------------------------------------------

    def _health(self) -> Iterator[Step]:
        limit = CALENDAR.add(self.child.started, 20)
        if not self._is("no_initial_assessment"):
            late = self._is("late_initial_assessment")
            days = self.chance.randrange(3, 8) if late else -self.chance.randrange(0, 9)
            held = self._working(limit + timedelta(days=days))
            yield from self._assessed(HealthType.IHA, held, due=limit)
        if (TODAY - self.child.started).days < 120:
            return
        age = age_on(self.child.dob, TODAY)
        yield from self._assessed(HealthType.RHA, self._lately(1, 4 if age < 5 else 10))
        if not self._is("no_dental_check"):
            yield from self._assessed(HealthType.DENTAL, self._lately(1, 4))
        if 4 <= age <= 16:
            held = self._lately(1, 10)
            yield from self._assessed(HealthType.SDQ, held, score=self.chance.randrange(4, 24))
        held = self._lately(2, 12)
        yield from self._assessed(HealthType.IMMUNISATIONS, held, up_to_date=True)

    def _assessed(self, of: HealthType, held: date, **also: Any) -> Iterator[Step]:
        judged = of in (HealthType.IHA, HealthType.RHA) and not self._is("no_health_quality")
        checked: dict[str, Any] = {}
        if judged:
            checked = {
                "quality": Quality.GOOD_ENOUGH,
                "checked_by": person_id("Juniper"),
                "checked": held + timedelta(days=6),
            }
        if of in (HealthType.IHA, HealthType.RHA):
            checked["received"] = held + timedelta(days=4)
            checked["by"] = person_id(self.chance.choice(self.told["health_by"]))
        values = {"type": of, "held": held, "status": HealthStatus.COMPLETED, **checked, **also}
        yield from self._made(held, "health.unit_added", HealthRecord, values, by="Juniper")

    def _lately(self, least: int, most: int) -> date:
        """A working day so many months ago, and never before the child came."""
        day = add_months(TODAY, -self.chance.randint(least, most)) - timedelta(
            days=self.chance.randrange(20)
        )
        return self._working(max(day, self.child.started + timedelta(days=35)))

    def _working(self, day: date) -> date:
        while not CALENDAR.is_working(day):
            day -= timedelta(days=1)
        return day

    # School --------------------------------------------------------------------------------------

    def _education(self) -> Iterator[Step]:
        worker = self.child.social_worker
        if age_on(self.child.dob, TODAY) >= 3 and not self._is("no_education_plan"):
            begun = self._working(CALENDAR.add(self.child.started, 8))
            for held in sorted({begun, self._working(max(begun, date(2024, 6, 20)))}):
                values = {
                    "held": held,
                    "status": PlanStatus.COMPLETED,
                    "school": self.chance.choice(self.told["schools"]),
                }
                unit = "education.unit_education_plan_added"
                yield from self._made(held, unit, EducationPlanRecord, values, by=worker)
        sixteen = add_months(self.child.dob, 16 * 12)
        first = max(sixteen + timedelta(days=60), self.child.started + timedelta(days=40))
        for held in sorted({self._working(day) for day in (first, max(first, date(2024, 6, 3)))}):
            values = {"held": held, "status": PlanStatus.COMPLETED}
            unit = "education.unit_pathway_plan_added"
            yield from self._made(held, unit, PathwayPlanRecord, values, by=worker)

    # Between reviews -----------------------------------------------------------------------------

    def _contact(self) -> Iterator[Step]:
        worker = self.child.social_worker
        if not self._is("no_visit"):
            for ago in (54, 12 + self.chance.randrange(6)):
                on = self._working(TODAY - timedelta(days=ago))
                values = {
                    "on": on,
                    "by": person_id(worker),
                    "visitor": Visitor.SOCIAL_WORKER,
                    "alone": self.chance.random() < 0.9,
                    "what": self.chance.choice(self.told["visit_words"]),
                }
                unit = "contact.unit_visit_added"
                yield from self._made(on, unit, VisitRecord, values, by=worker)
        held = [review.held for review in self.child.reviews]
        for last, following in zip(held, [*held[1:], None], strict=False):
            due = following or self.child.reviews[-1].next_due
            half = self._working(last + (due - last) / 2)
            if half > TODAY + timedelta(days=18) or (following is None and self._is("no_midway")):
                continue
            on = min(half, self._working(_UNTIL - timedelta(days=self.chance.randrange(8))))
            if on > last and (following is None or self.chance.random() < 0.6):
                values = {
                    "on": on,
                    "by": person_id(self.child.iro),
                    "findings": self.chance.choice(self.told["midway_words"]),
                }
                yield from self._made(on, "contact.unit_midway_added", MidwayRecord, values)

    # Before the next review ----------------------------------------------------------------------

    def _before_review(self) -> Iterator[Step]:
        worker = self.child.social_worker
        pack = Pack.YOUNG_PERSON if age_on(self.child.dob, TODAY) >= 12 else Pack.CHILD
        given = self.child.started + timedelta(days=7)
        values = {"pack": pack, "given": given, "by": person_id(worker)}
        unit = "preparing.unit_information_added"
        yield from self._made(given, unit, InformationRecord, values, by=worker)
        last = self.child.reviews[-1] if self.child.reviews else None
        due = last.next_due if last else CALENDAR.add(self.child.started, 20)
        if due > TODAY + timedelta(days=40) or self._is("nothing_before_review"):
            return
        ordinal = last.ordinal + 1 if last else 1

        sent = min(self._working(_UNTIL - timedelta(days=9)), due - timedelta(days=20))
        sent = max(sent, self.child.started)
        for who in (Consulted.CHILD, Consulted.PARENT, Consulted.CARER):
            own = who is Consulted.CHILD
            values = {
                "who": who,
                "sent": sent,
                "received": sent + timedelta(days=6),
                "how": Way.FORM,
                "said": self.chance.choice(self.told["consulted"]) if own else None,
            }
            unit = "preparing.unit_consultation_added"
            yield from self._made(sent, unit, ConsultationRecord, values, ordinal=ordinal)
        if due > TODAY + timedelta(days=16):
            return
        spoke = self._working(_UNTIL - timedelta(days=self.chance.randrange(6)))
        told = dict.fromkeys(("advocacy", "complaint", "legal"), True)
        values = {"ordinal": ordinal, "report_asked": sent, "report_received": spoke}
        values |= {"spoke": spoke, **told}
        unit = "preparing.unit_prepared"
        yield from self._made(spoke, unit, PreparationRecord, values, ordinal=ordinal)
