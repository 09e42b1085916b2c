"""What stands on each day: reviews planned, due and held, papers to send, duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from store import children, reviews
from store.calendars import working_days
from store.children import Child
from store.clock import WorkingDays, ordinal_word
from store.codes import ReviewState
from store.duties import duties
from store.duty import Duty
from store.journal import Journal
from store.reviews import Review, next_paper
from store.wording import say

PLANNED, DUE, HELD, PAPER = "planned", "due", "held", "paper"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose days are shown: those of one IRO, of one team, or everybody's."""

    iro: str | None = None
    team: str | None = None

    def concerns(self, child: Child | None, owner: str | None) -> bool:
        """Whether something of this child, or of this owner, stands in these days."""
        if self.team is not None:
            return child is not None and (child.team or "").casefold() == self.team.casefold()
        if self.iro is None:
            return True
        names = {(owner or "").casefold(), ((child.iro if child else "") or "").casefold()}
        return self.iro.casefold() in names

    @property
    def words(self) -> str:
        """Whose, in words."""
        if self.team is not None:
            return say("diary.of_team", team=self.team)
        return say("diary.everyone") if self.iro is None else self.iro


EVERYONE = Whose()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that stands on a day. `kind` is planned, due, held, paper or that of a duty.

    `record` and `record_kind` open it; `done` things stand there only to be looked back on.
    """

    on: date
    kind: str
    what: str
    ref: str
    child_id: str | None
    record: str
    record_kind: str
    owner: str | None
    done: bool = False
    duty: Duty | None = None

    @property
    def is_review(self) -> bool:
        """Whether it is a review itself: planned, due or held."""
        return self.kind in (PLANNED, DUE, HELD)

    @property
    def key(self) -> str:
        """What tells it from every other."""
        part = self.duty.part if self.duty else ""
        return f"{self.on.isoformat()}:{self.kind}:{self.record}:{part}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its events, reviews first; `holiday` is the name of a public holiday."""

    on: date
    working: bool
    holiday: str | None
    events: tuple[Event, ...]

    def late(self, today: date) -> bool:
        """Whether something on it is past and not done."""
        return self.on < today and any(not event.done for event in self.events)


@dataclass(frozen=True, slots=True)
class Diary:
    """The days from `first` to `last`, both included, of somebody."""

    first: date
    last: date
    whose: Whose
    days: tuple[Day, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that stands in these days, in order."""
        return tuple(event for day in self.days for event in day.events)

    def day(self, on: date) -> Day:
        """One of its days."""
        return self.days[(on - self.first).days]


def diary(journal: Journal, first: date, last: date, whose: Whose = EVERYONE) -> Diary:
    """What stands on each day from `first` to `last` for somebody."""
    calendar = working_days(journal)
    found: dict[date, list[Event]] = {}
    for event in _events(journal, calendar, whose):
        if first <= event.on <= last:
            found.setdefault(event.on, []).append(event)
    days = []
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        events = sorted(found.get(on, ()), key=_order)
        days.append(Day(on, calendar.is_working(on), calendar.holiday_name(on), tuple(events)))
    return Diary(first, last, whose, tuple(days))


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the weeks that hold a month, Monday to Sunday."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def fortnight_of(day: date) -> tuple[date, date]:
    """Two whole weeks from the Monday of this one."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=13)


def people_with_days(journal: Journal) -> tuple[list[str], list[str]]:
    """(IROs, teams) that some child has, by name."""
    everyone = children.children(journal)
    iros = {child.iro for child in everyone if child.iro}
    teams = {child.team for child in everyone if child.team}
    return sorted(iros, key=str.casefold), sorted(teams, key=str.casefold)


_PLACES = (PLANNED, DUE, HELD, PAPER)


def _order(event: Event) -> tuple[int, str, str, str]:
    place = _PLACES.index(event.kind) if event.kind in _PLACES else len(_PLACES)
    return place, event.kind, event.ref, event.key


def _events(journal: Journal, calendar: WorkingDays, whose: Whose) -> Iterator[Event]:
    everyone = {child.id: child for child in children.children(journal)}
    for child in everyone.values():
        if whose.concerns(child, None):
            yield from _next_review(child)
    known = [one for one in reviews.reviews(journal) if one.state is ReviewState.HELD]
    for review in known:
        of = everyone.get(review.child_id)
        if review.held is not None and whose.concerns(of, None):
            words = say("diary.held", ordinal=review.ordinal_word)
            yield _of_review(review, of, HELD, review.held, words, done=True)
    yield from _papers(known, everyone, calendar, whose)
    for duty in duties(journal):
        if duty.due is None or not duty.counts_on(duty.due):
            continue
        if whose.concerns(everyone.get(duty.child_id or ""), duty.owner):
            yield Event(
                duty.due,
                duty.kind,
                duty.what,
                duty.child,
                duty.child_id,
                duty.record,
                duty.record_kind,
                duty.owner,
                duty=duty,
            )


def _next_review(child: Child) -> Iterator[Event]:
    if child.next is None:
        return
    word = ordinal_word(child.next.ordinal)
    due, planned = child.next.due, child.planned
    found = []
    if planned is not None:
        key = "diary.planned_last" if planned == due else "diary.planned"
        found.append((planned, PLANNED, say(key, ordinal=word)))
    if planned is None:
        found.append((due, DUE, say("diary.due", ordinal=word)))
    elif planned != due:
        found.append((due, DUE, say("diary.last_day", ordinal=word.lower())))
    for on, kind, words in found:
        yield Event(on, kind, words, child.ref, child.id, child.id, "child", child.iro)


def _of_review(
    review: Review, of: Child | None, kind: str, on: date, words: str, *, done: bool = False
) -> Event:
    owner = of.iro if of else None
    return Event(
        on, kind, words, review.child_ref, review.child_id, review.id, "review", owner, done
    )


def _papers(
    known: Sequence[Review],
    everyone: Mapping[str, Child],
    calendar: WorkingDays,
    whose: Whose,
) -> Iterator[Event]:
    """The first paper that is missing after each child's last review."""
    for review in reviews.last_held(known).values():
        of, step = everyone.get(review.child_id), next_paper(review, calendar)
        if step is None or step.on is None or not whose.concerns(of, None):
            continue
        yield _of_review(review, of, PAPER, step.on, step.label)
