"""Made-up children and their reviews: always the same ones, each date right by the clock.

Nothing here writes. Reviews are worked out backwards from the last one, so that the caseload
stands today as the content says, and every earlier review is where the clock would have put it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from store.clock import WorkingDays, add_months, age_on
from store.demo.content import content

SEED = 959
TODAY = date(2024, 9, 16)


@dataclass(frozen=True)
class MadeDecision:
    """What one review decided, and how the next one found it: carried out yes, partly, no or ''."""

    text: str
    owner: str
    due: date | None
    carried_out: str = ""
    reason: str = ""


@dataclass(frozen=True)
class MadeReview:
    """One review held, with the dates on which its papers went out (None: not yet)."""

    ordinal: int
    due: date
    held: date
    participation: int
    attended: tuple[str, ...]
    views: str
    what_changed: str
    findings: str
    late_reason: str
    decisions: tuple[MadeDecision, ...]
    next_due: date
    decisions_sent: date | None
    record_written: date | None
    record_distributed: date | None


@dataclass(frozen=True)
class MadeChild:
    """One child by local reference, with one period of being looked after."""

    ref: str
    dob: date
    iro: str
    social_worker: str
    team: str
    started: date
    ended: date | None
    legal_status: str
    placement: str
    reviews: tuple[MadeReview, ...] = field(default=())


@dataclass(frozen=True)
class _Outline:
    """What is settled about a child before its reviews are worked out."""

    ref: str
    age: int
    next_ordinal: int
    last: date | None
    participation: int | None
    open_decisions: int
    next_due: date
    iro: str


def made_children() -> tuple[MadeChild, ...]:
    """All children of the demo, by reference; the same at every call."""
    made = [_Maker(outline).child() for outline in _outlines()]
    return tuple(sorted(made, key=lambda child: child.ref))


def _outlines() -> list[_Outline]:
    told = content("caseload")
    chance = random.Random(SEED)
    outlines = []
    for ref, age, ordinal, last, code, open_decisions, due in told["known"]:
        outlines.append(
            _Outline(
                ref,
                age,
                ordinal,
                date.fromisoformat(last) if last else None,
                code if last else None,
                open_decisions,
                date.fromisoformat(due),
                "Alder",
            )
        )
    taken = {outline.ref for outline in outlines}
    free = [
        ref
        for number in range(told["first_number"], told["last_number"] + 1)
        if (ref := f"C-{number:04}") not in taken
    ]
    for ref in sorted(chance.sample(free, told["children"] - len(outlines))):
        of_alder = sum(outline.iro == "Alder" for outline in outlines) < told["of_alder"]
        age = chance.choices(range(1, 18), weights=[2] * 3 + [3] * 6 + [5] * 8)[0]
        ordinal = chance.choices([2, 3, 4, 5], weights=[8, 6, 1, 1])[0]
        # Alder's other children stand behind those of the pictures; Birch's fall anywhere.
        earliest = date(2024, 7, 3) if of_alder or ordinal == 2 else date(2024, 3, 20)
        last = _working(earliest + timedelta(chance.randrange((date(2024, 8, 20) - earliest).days)))
        outlines.append(
            _Outline(
                ref,
                age,
                ordinal,
                last,
                None,
                chance.choice([0, 1, 1, 2, 2, 3]),
                add_months(last, 3 if ordinal == 2 else 6),
                "Alder" if of_alder else "Birch",
            )
        )
    return outlines


CALENDAR = WorkingDays("JE")


def _working(day: date) -> date:
    """The day itself or the next working day after it."""
    while not CALENDAR.is_working(day):
        day += timedelta(1)
    return day


class _Maker:
    """Works one child out; its chance depends on the reference alone, not on the other children."""

    def __init__(self, outline: _Outline) -> None:
        self.outline = outline
        self.chance = random.Random(f"{SEED} {outline.ref}")
        self.told = content("caseload")
        self.words = content("words")

    def child(self) -> MadeChild:
        """The child with its period and all reviews up to today."""
        outline, told, chance = self.outline, self.told, self.chance
        workers = [person for person in told["people"] if person[1] == "social_worker"]
        worker = chance.choice(workers)
        legal_status = chance.choice(told["legal_statuses"])
        placement = chance.choice(told["placements"])
        held = self._days_held()
        started = self._started(held)
        shown = told["shown"]
        if outline.ref == shown["child"]:
            started = date.fromisoformat(shown["started"])
            worker = [shown["social_worker"], "social_worker", shown["team"]]
            legal_status, placement = shown["legal_status"], shown["placement"]
        if outline.age < 6 and placement in ("residential school", "children's home"):
            placement = "foster care"
        dob = self._born(started)
        reviews = self._reviews(started, held, dob, worker)
        ended = None
        if outline.iro == "Birch" and outline.last is not None and chance.random() < 0.12:
            leaves = _working(outline.last + timedelta(chance.randrange(9, 24)))
            ended = leaves if leaves < TODAY else None
        return MadeChild(
            outline.ref,
            dob,
            outline.iro,
            worker[0],
            worker[2],
            started,
            ended,
            legal_status,
            placement,
            reviews,
        )

    def _born(self, started: date) -> date:
        """A birthday that gives the age, early enough in the year for the codes of past reviews."""
        dob = add_months(TODAY, -12 * (self.outline.age + 1)) + timedelta(
            self.chance.randrange(5, 110)
        )
        return min(dob, started - timedelta(self.chance.randrange(4, 40)))

    def _late(self, ordinal: int) -> str:
        for ref, which, why in self.told["late"]:
            if ref == self.outline.ref and which == ordinal:
                return str(why)
        return ""

    def _days_held(self) -> list[date]:
        """The day of each review, first to last, worked out backwards from the last."""
        outline = self.outline
        if outline.last is None:
            return []
        held = [outline.last]
        for ordinal in range(outline.next_ordinal - 1, 1, -1):
            months = 3 if ordinal == 2 else 6
            day = add_months(held[0], -months)
            if self._late(ordinal):
                day -= timedelta(self.chance.randrange(3, 9))
                while not CALENDAR.is_working(day):
                    day -= timedelta(1)
            else:
                day = _working(day + timedelta(self.chance.randrange(1, 9)))
            held.insert(0, day)
        return held

    def _started(self, held: list[date]) -> date:
        if held:
            day = held[0] - timedelta(self.chance.randrange(19, 28))
            while CALENDAR.add(day, 20) < held[0]:
                day += timedelta(1)
            return day
        # No review yet: the day that makes the first one due when the content says so.
        day = self.outline.next_due
        while CALENDAR.add(day, 20) > self.outline.next_due:
            day -= timedelta(1)
        return day

    def _reviews(
        self, started: date, held: list[date], dob: date, worker: list[str]
    ) -> tuple[MadeReview, ...]:
        reviews = []
        for ordinal, day in enumerate(held, 1):
            due = (
                CALENDAR.add(started, 20)
                if ordinal == 1
                else add_months(held[ordinal - 2], 3 if ordinal == 2 else 6)
            )
            is_last = ordinal == len(held)
            code = self._participation(day, dob, is_last)
            reviews.append(
                MadeReview(
                    ordinal=ordinal,
                    due=due,
                    held=day,
                    participation=code,
                    attended=self._attended(code),
                    views=self._views(code, age_on(dob, day)),
                    what_changed=(
                        self.chance.choice(self.words["changed"])
                        if not is_last and code in (1, 2, 3, 5, 6) and self.chance.random() < 0.4
                        else ""
                    ),
                    findings=self.chance.choice(self.words["findings"]),
                    late_reason=self._late(ordinal),
                    decisions=self._decisions(day, is_last, worker),
                    next_due=add_months(day, 3 if ordinal == 1 else 6),
                    decisions_sent=self._after(day, 2, 5, "decisions_not_sent", is_last),
                    record_written=self._after(day, 9, 15, "record_not_written", is_last),
                    record_distributed=self._after(day, 15, 20, "record_not_distributed", is_last),
                )
            )
        if self.outline.ref == self.told["shown"]["child"]:
            reviews[0] = self._shown(reviews[0])
        return tuple(reviews)

    def _shown(self, review: MadeReview) -> MadeReview:
        """The review of the pictures, word for word."""
        shown = self.told["shown"]
        return MadeReview(
            **{
                **review.__dict__,
                "participation": shown["participation"],
                "views": shown["views"],
                "findings": shown["findings"],
                "attended": ("child", "carer", "worker"),
                "decisions": tuple(
                    MadeDecision(text, owner, date.fromisoformat(due), carried_out)
                    for text, owner, due, carried_out in shown["decisions"]
                ),
            }
        )

    def _after(self, held: date, least: int, most: int, behind: str, is_last: bool) -> date | None:
        """When a paper went out, in working days after the review; None for those still behind."""
        if is_last and self.outline.ref in self.told[behind]:
            return None
        day = CALENDAR.add(held, self.chance.randrange(least, most + 1))
        return day if day < TODAY else CALENDAR.add(TODAY, -1)

    def _participation(self, day: date, dob: date, is_last: bool) -> int:
        age = age_on(dob, day)
        if age < 4:
            return 0
        if is_last and self.outline.participation is not None:
            return self.outline.participation
        young, older = [6, 3, 4, 1, 2, 4, 1], [11, 3, 1, 1, 3, 4, 1]
        return self.chance.choices(range(1, 8), weights=older if age >= 10 else young)[0]

    def _attended(self, code: int) -> tuple[str, ...]:
        there = ["child"] if 1 <= code <= 4 else []
        odds = {"mother": 0.6, "father": 0.3, "carer": 0.9, "worker": 1.0, "health": 0.2}
        there += [who for who, odd in odds.items() if self.chance.random() < odd]
        return (*there, "school") if self.chance.random() < 0.6 else tuple(there)

    def _views(self, code: int, age: int) -> str:
        if code == 7:
            return ""
        if code == 4:
            return str(self.chance.choice(self.words["silent"]))
        age_group = (
            "seen" if age < 4 else "young" if age < 10 else "middle" if age < 14 else "older"
        )
        return str(self.chance.choice(self.words[age_group]))

    def _decisions(self, day: date, is_last: bool, worker: list[str]) -> tuple[MadeDecision, ...]:
        chance = self.chance
        not_open = 0 if self.outline.ref in self.told["decisions_not_sent"] else chance.randrange(2)
        open_now = self.outline.open_decisions if is_last else 0
        count = open_now + not_open if is_last else chance.randrange(1, 4)
        made = []
        for position, text in enumerate(chance.sample(self.words["decisions"], count)):
            due = CALENDAR.add(day, chance.choice([15, 20, 30, 40, 60]))
            owner = chance.choice([worker[0], worker[0], worker[2]])
            if position < open_now:
                due = max(due, CALENDAR.add(TODAY, chance.randrange(3, 40)))
                made.append(self._odd_one(position, MadeDecision(text, owner, due)))
            else:
                made.append(self._looked_back(text, owner, due, certain=is_last))
        return tuple(made)

    def _odd_one(self, position: int, decision: MadeDecision) -> MadeDecision:
        """The few open decisions that are late, or nobody's, or without a date."""
        if position:
            return decision
        for ref, late in self.told["late_decisions"]:
            if ref == self.outline.ref:
                return replace(decision, due=date.fromisoformat(late))
        if self.outline.ref in self.told["decisions_without_owner"]:
            return replace(decision, owner="")
        if self.outline.ref in self.told["decisions_without_date"]:
            return replace(decision, due=None)
        return decision

    def _looked_back(self, text: str, owner: str, due: date, *, certain: bool) -> MadeDecision:
        found = "yes" if certain else self.chance.choices(["yes", "partly", "no"], [85, 8, 7])[0]
        reasons: dict[str, Any] = self.words
        reason = "" if found == "yes" else self.chance.choice(reasons[f"reasons_{found}"])
        return MadeDecision(text, owner, due, found, reason)
