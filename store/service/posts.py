"""Posts: who works here, in which role and team, for what share of full time, from when on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from store import people
from store.child_file import in_order, known, only_fields, save_change, withdraw
from store.codes import Role
from store.errors import Refused
from store.journal import Journal
from store.people import ensure_person, normalised, person_id
from store.service.models import PostRecord, post_id
from store.wording import plain, say

_ONE_DAY = timedelta(days=1)
_HUNDREDTH = Decimal("0.01")


class NoShare(Refused):
    """A text that is no share of full time."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `fte` is the share of full time (1 is full), None where nobody has said it.

    It holds from `started` (None: always so) through `until`, its last day (None: open).
    """

    id: str
    person_id: str
    person: str
    role: Role | None
    team: str | None
    fte: Decimal | None
    started: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the person is in this post on `day`."""
        return (self.started is None or self.started <= day) and (
            self.until is None or day <= self.until
        )


def share(text: str) -> Decimal:
    """The share of full time typed as 0.6, 0,6, 60% or 1; NoShare for anything else."""
    typed = text.strip().replace(",", ".")
    try:
        value = Decimal(typed.removesuffix("%").strip())
    except InvalidOperation:
        value = Decimal(0)
    if typed.endswith("%"):
        value /= 100
    return _checked(value, text)


def add_post(
    journal: Journal,
    person: str,
    fte: Decimal | None = None,
    role: Role = Role.IRO,
    team: str | None = None,
    started: date | None = None,
    until: date | None = None,
) -> str:
    """Puts a person (by name) in a post; the same person, role and first day make the same post."""
    if not normalised(person):
        raise Refused(say("people.name_missing"), field="person")
    values: dict[str, Any] = {
        "role": role,
        "team": " ".join((team or "").split()) or None,
        "fte": None if fte is None else _checked(fte, str(fte)),
        "started": started,
        "until": until,
    }
    in_order("post", values, "started", "until")
    record = post_id(person_id(person), role, started.isoformat() if started else "")
    before = journal.get(PostRecord, record)
    given = {name: value for name, value in values.items() if value is not None}
    if before is not None and before["withdrawn"] is not None:
        given["withdrawn"] = None
    with journal.unit_of_work(say("service.unit_post_added")) as unit:
        return unit.create(PostRecord, record, person=ensure_person(unit, person), **given)


def change_post(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes team, fte, started, until or role of a post; False when nothing differs."""
    only_fields(PostRecord, fields, fixed=("person",))
    before = known(journal, PostRecord, record)
    if fields.get("fte") is not None:
        fields["fte"] = _checked(fields["fte"], str(fields["fte"]))
    in_order("post", {**before, **fields}, "started", "until")
    label = say("service.unit_post_changed")
    return save_change(journal, PostRecord, label, record, fields, reason)


def withdraw_post(journal: Journal, record: str, reason: str) -> None:
    """Takes a post (entered by mistake) out, for a reason."""
    withdraw(journal, PostRecord, say("service.unit_post_withdrawn"), record, reason)


def set_fte(
    journal: Journal, person: str, fte: Decimal, since: date | None = None, role: Role = Role.IRO
) -> None:
    """Says how much of full time a person works in a role, one unit of work.

    With `since` the post held that day ends the day before and another begins; without it the
    share was always so.
    """
    fte = _checked(fte, str(fte))
    own = person_id(person)
    day = since or journal.today()
    held = [
        post
        for post in posts(journal)
        if post.person_id == own and post.role is role and post.holds_on(day)
    ]
    with journal.unit_of_work(say("service.unit_fte")):
        if not held:
            add_post(journal, person, fte, role, started=since)
            return
        post = held[-1]
        if post.fte == fte:
            return
        if since is None or post.fte is None or post.started == since:
            change_post(journal, post.id, fte=fte)
            return
        change_post(journal, post.id, until=since - _ONE_DAY)
        add_post(journal, person, fte, role, post.team, since, post.until)


def posts(journal: Journal, on: date | None = None) -> list[Post]:
    """Every post, or those held on a day, by person and first day."""
    names = people.names(journal)
    found = [
        Post(
            id=row["id"],
            person_id=row["person"],
            person=names.get(row["person"], ""),
            role=row["role"],
            team=row["team"],
            fte=row["fte"],
            started=row["started"],
            until=row["until"],
        )
        for row in journal.rows(PostRecord.select().where(PostRecord.withdrawn.is_null()))
        if row["person"]
    ]
    found.sort(key=lambda one: (one.person.casefold(), one.started or date.min, one.id))
    return found if on is None else [one for one in found if one.holds_on(on)]


def _checked(value: Decimal, typed: str) -> Decimal:
    if not value.is_finite() or not _HUNDREDTH <= value <= 1:
        raise NoShare(say("service.no_share", text=plain(typed)), field="fte")
    return value.quantize(_HUNDREDTH)
