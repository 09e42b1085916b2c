"""What is due around each child: health, interviews, disputes and whatever else has duties."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store import calendars, people
from store.asking import text_key
from store.duties import KINDS, LEAVE_DUTIES, REACH, Duty, duties
from store.open_work.gathering import Gathering
from store.open_work.subject import Saved, Subject
from store.open_work.table import Work

# A child's own clock starts duties too; these hold the child in a field of that name.
_CLOCK = ("period", "review", "occurrence")
# Records with duties of their own: an audit, feedback that came without a name.
_CHILDLESS = ("audit", "feedback")


def _reach(gathering: Gathering, saved: Saved) -> set[str]:
    if calendars.MOVES_DATES & saved.keys():
        return {own for (own,) in gathering.sql("SELECT id FROM now_child")}
    found = set(saved.get("child", ()))
    for kind, name in (*REACH.items(), *((kind, "child") for kind in _CLOCK)):
        of = saved.beyond(kind, LEAVE_DUTIES.get(kind, frozenset()))
        found |= gathering.ids(f'SELECT "{name}" FROM now_{kind} WHERE 1', "id", of)
    # An IRO whose post ends leaves every child of theirs without one.
    holders = gathering.ids("SELECT person FROM now_post WHERE 1", "id", saved.get("post", ()))
    found |= gathering.ids("SELECT id FROM now_child WHERE 1", "iro", holders)
    for kind in _CHILDLESS:
        found |= set(saved.get(kind, ()))
    # The IRO of one of two related children is a matter of the other too.
    for own, related in (("child", "other"), ("other", "child")):
        found |= gathering.ids(f'SELECT "{own}" FROM now_family WHERE 1', f'"{related}"', found)
    found |= gathering.gone(*REACH, *_CLOCK)
    return found | gathering.misnamed(KINDS, "child_id", saved.get("person", ()))


def _records(gathering: Gathering, only: Collection[str]) -> Collection[str]:
    found = set(only)
    for kind, name in REACH.items():
        found |= gathering.ids(f"SELECT id FROM now_{kind} WHERE 1", f'"{name}"', only)
    return found


def _duties(gathering: Gathering, only: Collection[str]) -> Iterator[Work]:
    every = list(duties(gathering.journal, only))
    changed = gathering.changed(None, {duty.record for duty in every})
    for duty in every:
        row = Work(duty.kind, duty.record, part=duty.part, ref=duty.child, what=duty.what)
        row.status = duty.status
        row.due = duty.due.isoformat() if duty.due else None
        row.begins = duty.begins.isoformat() if duty.begins else None
        row.until = duty.until.isoformat() if duty.until else None
        _of_child(row, duty)
        owner = people.person_id(duty.owner) if duty.owner else None
        yield gathering.finished(row, owner, changed)


def _of_child(row: Work, duty: Duty) -> None:
    if duty.child_id:
        row.child_id, row.child, row.child_key = duty.child_id, duty.child, text_key(duty.child)
    if duty.team:
        row.team, row.team_key = duty.team, text_key(duty.team)


_EVERY = " UNION ".join(f"SELECT id FROM now_{kind}" for kind in ("child", *_CHILDLESS))

DUTIES = Subject(KINDS, _EVERY, _reach, _duties, _records)
