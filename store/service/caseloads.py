"""Caseloads: how many children each IRO holds for the share of full time they work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from store import people
from store.codes import Role
from store.journal import Journal
from store.rules import limit
from store.service.allocating import allocated_on, looked_after_on
from store.service.codes import Standing, Worker
from store.service.posts import Post, posts

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Limits:
    """The fewest and the most children that a full-time IRO should hold, and who says so."""

    low: int
    high: int
    label: str
    source: str

    def standing(self, per_fte: Decimal | None) -> Standing:
        """How so many children for one full-time IRO stand to them."""
        if per_fte is None:
            return Standing.UNKNOWN
        if per_fte > self.high:
            return Standing.OVER
        return Standing.UNDER if per_fte < self.low else Standing.WITHIN


@dataclass(frozen=True, slots=True)
class Caseload:
    """The children one person holds on a day; `person` None for the children of nobody.

    `fte` is the sum of the posts held that day, `per_fte` the children for one full-time post,
    both None where it is not known. `until` is the last day of the last post, where one is set.
    """

    person_id: str | None
    person: str | None
    team: str | None
    fte: Decimal | None
    children: int
    per_fte: Decimal | None
    standing: Standing
    child_ids: tuple[str, ...] = ()
    until: date | None = None


def caseload_limits(journal: Journal, on: date) -> Limits:
    """The limits that hold on a day: 50 to 70 unless the service keeps others."""
    low, high = (limit(journal, key).on(on) for key in ("caseload_low", "caseload_high"))
    return Limits(low.amount, high.amount, high.label, high.source)


def caseload(journal: Journal, on: date, worker: Worker = Worker.IRO) -> list[Caseload]:
    """Every IRO (or social worker) with the children allocated to them on a day, by name.

    Children of nobody come first. Who has a post or the role but no child is listed too; who left
    their post only while children still wait for another.
    """
    role = Role(worker.value)
    limits = caseload_limits(journal, on)
    allocated = allocated_on(journal, worker, on)
    held: dict[str | None, list[str]] = {}
    for child in looked_after_on(journal, on):
        held.setdefault(allocated.get(child.id), []).append(child.id)
    known = [post for post in posts(journal) if post.role is role]
    names, teams = people.names(journal), {}
    for person in people.people(journal):
        teams[person.id] = person.team
        if person.role is role and not any(post.person_id == person.id for post in known):
            held.setdefault(person.id, [])
    for post in known:
        if post.holds_on(on):
            held.setdefault(post.person_id, [])
    return sorted(
        (
            _caseload(
                person,
                names.get(person or "", "") if person else None,
                teams.get(person or ""),
                [post for post in known if post.person_id == person],
                of,
                on,
                limits if worker is Worker.IRO else None,
            )
            for person, of in held.items()
        ),
        key=lambda one: (one.person is not None, (one.person or "").casefold()),
    )


def together(caseloads: Iterable[Caseload], limits: Limits) -> Caseload:
    """The whole service as one caseload; its share is not known while that of one holder is not."""
    every = list(caseloads)
    children = sum(one.children for one in every)
    holders = [one for one in every if one.person_id is not None]
    known = all(one.fte is not None or not one.children for one in holders)
    fte = sum((one.fte for one in holders if one.fte is not None), Decimal(0)) if known else None
    per_fte = per_full_time(children, fte)
    return Caseload(None, None, None, fte, children, per_fte, limits.standing(per_fte))


def per_full_time(children: int, fte: Decimal | None) -> Decimal | None:
    """Children for one full-time post, to a tenth; None where the share is not known."""
    if not fte:
        return None
    return (Decimal(children) / fte).quantize(_TENTH, ROUND_HALF_UP)


def _caseload(
    person: str | None,
    name: str | None,
    team: str | None,
    own: Sequence[Post],
    child_ids: Sequence[str],
    on: date,
    limits: Limits | None,
) -> Caseload:
    holding = [post for post in own if post.holds_on(on)]
    shares = [post.fte for post in holding if post.fte is not None]
    fte = sum(shares, Decimal(0)) if shares else None
    count = len(child_ids)
    per_fte = per_full_time(count, fte)
    standing = limits.standing(per_fte) if limits else Standing.UNKNOWN
    left = bool(own) and all(post.until is not None and post.until < on for post in own)
    if person is None:
        standing = Standing.UNALLOCATED
    elif left:
        standing = Standing.LEFT
    ends = [post.until for post in own]
    return Caseload(
        person_id=person,
        person=name,
        team=next((post.team for post in reversed(holding) if post.team), team),
        fte=fte,
        children=count,
        per_fte=per_fte,
        standing=standing,
        child_ids=tuple(child_ids),
        until=max((day for day in ends if day), default=None) if None not in ends else None,
    )
