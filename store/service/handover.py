"""Handing a caseload over: from whom, which children, to whom; seen first, then done in one step.

Brothers and sisters go to one person. Every open decision that the leaver owned for a child goes
with the child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from store import people, reviews
from store.children import Child, NoSuchChild, change_child
from store.children import children as every_child
from store.errors import Refused
from store.journal import Journal
from store.people import normalised, person_id
from store.service.caseloads import (
    caseload,
    caseload_limits,
    per_full_time,
)
from store.service.codes import Standing, Worker
from store.service.kin import Ties, grouped, ties
from store.service.posts import change_post, posts
from store.wording import say


class NothingToHandOver(Refused):
    """A handover of no children, or to nobody."""


@dataclass(frozen=True, slots=True)
class Move:
    """One child of the handover: who it goes to, with which of its open decisions.

    `with_kin` names the brothers and sisters who go, or already are, with the same person.
    """

    child_id: str
    ref: str
    to: str
    decisions: tuple[str, ...] = ()
    with_kin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes children over: how many before and after, also for one full-time post."""

    person: str
    fte: Decimal | None
    before: int
    after: int
    per_fte: Decimal | None
    standing: Standing


@dataclass(frozen=True)
class Handover:
    """What a handover would do; nothing is written. `leaver` None for the children of nobody."""

    worker: Worker
    leaver: str | None
    leaver_id: str | None
    moves: tuple[Move, ...]
    receivers: tuple[Receiver, ...]

    @property
    def decisions(self) -> int:
        """How many open decisions get another owner."""
        return sum(len(move.decisions) for move in self.moves)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a handover did, for one undo. `skipped` children were somebody else's by then."""

    unit: str
    children: int
    decisions: int
    skipped: int


def children_of(journal: Journal, person: str | None, worker: Worker = Worker.IRO) -> list[Child]:
    """The children of a person by name (None: of nobody) who have not left care, by reference."""
    today = journal.today()
    wanted = None if person is None else normalised(person).casefold()
    found = [
        child
        for child in every_child(journal)
        if _holder(child, worker) == wanted
        and (not child.periods or any(p.ended is None or p.ended > today for p in child.periods))
        and (wanted is not None or child.looked_after)
    ]
    return sorted(found, key=lambda child: child.ref)


def propose_handover(
    journal: Journal,
    leaver: str | None,
    to: Sequence[str],
    worker: Worker = Worker.IRO,
    only: Collection[str] | None = None,
) -> Handover:
    """What giving the children of `leaver` to these people (by name) would do.

    Several people share them evenly for the share of full time they work; one whose share is not
    known counts as full time. `only` names the children by id; all of them without it.
    """
    receivers = list(dict.fromkeys(normalised(name) for name in to if normalised(name)))
    if leaver is not None and any(_same(leaver, name) for name in receivers):
        raise Refused(say("service.to_the_leaver"), field="to")
    if not receivers:
        raise NothingToHandOver(say("service.to_nobody"), field="to")
    going = [
        child for child in children_of(journal, leaver, worker) if only is None or child.id in only
    ]
    if not going:
        raise NothingToHandOver(say("service.no_children"), field="only")
    spread = _Spread(journal, receivers, worker)
    given = spread.give(going)
    owned = _owned(journal, leaver, going)
    moves = tuple(
        Move(child.id, child.ref, given[child.id], owned.get(child.id, ()), spread.kin_of(child))
        for child in going
    )
    who = people.names(journal)
    known = next((one for one in who if leaver and _same(who[one], leaver)), None)
    return Handover(
        worker,
        leaver,
        known or (person_id(leaver) if leaver else None),
        moves,
        spread.receivers(journal),
    )


def hand_over(
    journal: Journal,
    handover: Handover,
    reason: str | None = None,
    last_day: date | None = None,
) -> HandedOver:
    """Does what was proposed, as one unit of work; undo takes all of it back.

    A child that is no longer the leaver's is left alone. `last_day` ends the leaver's posts.
    """
    still = {child.id for child in children_of(journal, handover.leaver, handover.worker)}
    going = [move for move in handover.moves if move.child_id in still]
    if not going:
        raise NothingToHandOver(say("service.no_children"), field="only")
    reason = (reason or "").strip() or say("service.handover_reason")
    open_ones = {one.id for one in reviews.decisions(journal, open_only=True)}
    decided = 0
    label = say("service.unit_handover", count=len(going))
    with journal.unit_of_work(label, reason) as unit:
        for move in going:
            change_child(journal, move.child_id, reason, **{handover.worker.value: move.to})
            for decision in move.decisions:
                if decision in open_ones:
                    decided += reviews.change_decision(journal, decision, reason, owner=move.to)
        if last_day is not None and handover.leaver_id is not None:
            _end_posts(journal, handover.leaver_id, last_day, reason)
        return HandedOver(unit.id, len(going), decided, len(handover.moves) - len(going))


def move_to_team(
    journal: Journal, child_ids: Iterable[str], team: str | None, reason: str | None = None
) -> int:
    """Puts children in another team (None: in none) as one unit of work; how many changed."""
    wanted = list(dict.fromkeys(child_ids))
    known = {child.id for child in every_child(journal)}
    if not known.issuperset(wanted):
        raise NoSuchChild(say("children.no_such_child"))
    with journal.unit_of_work(say("service.unit_team", count=len(wanted)), reason):
        return sum(change_child(journal, child, reason, team=team) for child in wanted)


class _Spread:
    """Gives children to people so that each ends with about as many for a full-time post."""

    def __init__(self, journal: Journal, names: Sequence[str], worker: Worker) -> None:
        loads = {
            one.person.casefold(): one
            for one in caseload(journal, journal.today(), worker)
            if one.person is not None
        }
        self.worker = worker
        self.names = [
            (load.person or name) if (load := loads.get(name.casefold())) else name
            for name in names
        ]
        found = [loads.get(name.casefold()) for name in names]
        self.shares = [load.fte if load else None for load in found]
        self.before = [load.children if load else 0 for load in found]
        self.after = list(self.before)
        self.ties: Ties = ties(journal)
        self.everyone = {child.id: child for child in every_child(journal)}
        self.given: dict[str, str] = {}

    def give(self, going: Sequence[Child]) -> dict[str, str]:
        """By child id, the name of who gets the child."""
        leaving = {child.id for child in going}
        for group in grouped([child.id for child in going], self.ties.together):
            at = self._at_kin(group, leaving)
            if at is None:
                at = min(self._fitting(group), key=lambda n: (self._load(n, len(group)), n))
            for child in group:
                self.given[child] = self.names[at]
            self.after[at] += len(group)
        return self.given

    def _at_kin(self, group: Sequence[str], leaving: Collection[str]) -> int | None:
        """The receiver who has a brother or sister of these children already."""
        kin = {one for child in group for one in self.ties.together.get(child, ())} - set(leaving)
        holders = [_holder(self.everyone[one], self.worker) for one in kin if one in self.everyone]
        fitting = self._fitting(group)
        found = [at for at in fitting if self.names[at].casefold() in holders]
        return found[0] if found else None

    def _fitting(self, group: Sequence[str]) -> list[int]:
        """The receivers none of whose children must have another IRO than these."""
        every = list(range(len(self.names)))
        if self.worker is not Worker.IRO:
            return every
        apart = {one for child in group for one in self.ties.apart.get(child, ())}
        taken = {
            (self.given.get(one) or "").casefold() or _holder(self.everyone[one], self.worker)
            for one in apart
            if one in self.everyone
        }
        return [at for at in every if self.names[at].casefold() not in taken] or every

    def _load(self, at: int, more: int) -> Decimal:
        return Decimal(self.after[at] + more) / (self.shares[at] or Decimal(1))

    def kin_of(self, child: Child) -> tuple[str, ...]:
        """The references of brothers and sisters who are with the same person afterwards."""
        own = self.given[child.id].casefold()
        return tuple(
            sorted(
                self.everyone[one].ref
                for one in self.ties.together.get(child.id, ())
                if one != child.id
                and one in self.everyone
                and own == (self.given[one].casefold() if one in self.given else self._holds(one))
            )
        )

    def _holds(self, child: str) -> str | None:
        return _holder(self.everyone[child], self.worker)

    def receivers(self, journal: Journal) -> tuple[Receiver, ...]:
        """Each receiver before and after."""
        limits = caseload_limits(journal, journal.today())
        found = []
        for name, share, before, after in zip(
            self.names, self.shares, self.before, self.after, strict=True
        ):
            per_fte = per_full_time(after, share)
            standing = limits.standing(per_fte) if self.worker is Worker.IRO else Standing.UNKNOWN
            found.append(Receiver(name, share, before, after, per_fte, standing))
        return tuple(found)


def _holder(child: Child, worker: Worker) -> str | None:
    name: str | None = getattr(child, worker.value)
    return name.casefold() if name else None


def _same(one: str, other: str) -> bool:
    return normalised(one).casefold() == normalised(other).casefold()


def _owned(
    journal: Journal, leaver: str | None, going: Sequence[Child]
) -> Mapping[str, tuple[str, ...]]:
    """The open decisions of these children that the leaver owns, by child."""
    if leaver is None:
        return {}
    ids = {child.id for child in going}
    found: dict[str, list[str]] = {}
    for one in reviews.decisions(journal, open_only=True):
        if one.child_id in ids and one.owner is not None and _same(one.owner, leaver):
            found.setdefault(one.child_id, []).append(one.id)
    return {child: tuple(decisions) for child, decisions in found.items()}


def _end_posts(journal: Journal, person: str, last_day: date, reason: str) -> None:
    for post in posts(journal):
        if post.person_id == person and (post.until is None or post.until > last_day):
            change_post(journal, post.id, reason, until=last_day)
