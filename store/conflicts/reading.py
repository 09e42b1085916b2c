"""The conflict desk as it stands: every conflict and possible duplicate, by risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from store import calendars
from store.called import Called, called, field_words
from store.clock import urgency
from store.conflicts.decided import decided_today
from store.conflicts.items import Desk, Item, Risk, Sort, Value
from store.conflicts.models import DeferralRecord
from store.conflicts.risk import is_narrative, order, risk_of
from store.conflicts.showing import device_name
from store.duplicates import Duplicate, duplicates, hanging
from store.errors import NotFound
from store.journal import Conflict, Head, Journal, model_of
from store.journal.conflicts import edited_after, first_written
from store.shown import role_words, shown_text
from store.wording import plain, say

Rows = Mapping[str, dict[str, Any]]


class NotOnTheDesk(NotFound):
    """Nothing of that reference waits for a decision."""


def desk(journal: Journal) -> Desk:
    """All that waits for a decision here, by risk, and what was decided here today."""
    dated = put_off([*conflict_items(journal), *double_items(journal)], journal)
    today = journal.today()
    queue = [one for one in dated if one.until is None or one.until <= today]
    later = [one for one in dated if one.until is not None and one.until > today]
    return Desk(
        tuple(sorted(queue, key=order)),
        tuple(sorted(later, key=lambda one: (one.until or date.max, *order(one)))),
        decided_today(journal),
    )


def conflict_items(journal: Journal, only: str | None = None) -> list[Item]:
    """The open conflicts as items, of one record or of all, in no order."""
    found = [one for one in journal.conflicts(only) if model_of(one.kind) is not None]
    if not found:
        return []
    names = called(journal, ((one.kind, one.record) for one in found))
    rows: dict[str, Rows] = {}
    hangs: dict[str, int] = {}
    for kind in {one.kind for one in found}:
        ids = [one.record for one in found if one.kind == kind]
        rows[kind] = _rows(journal, kind, ids)
        for one in hanging(journal, kind, ids):
            hangs[one.on] = hangs.get(one.on, 0) + 1
    return [
        _item(
            journal,
            one,
            names[one.record],
            rows[one.kind].get(one.record, {}),
            hangs.get(one.record, 0),
        )
        for one in found
    ]


def waiting_conflicts(journal: Journal) -> list[Item]:
    """The conflicts that wait today, by risk, without what was put off and without doubles."""
    found = conflict_items(journal)
    if not found:
        return []
    today = journal.today()
    dated = put_off(found, journal)
    waiting = [one for one in dated if one.until is None or one.until <= today]
    return sorted(waiting, key=order)


def put_off(items: Iterable[Item], journal: Journal) -> list[Item]:
    """These items with the day to which each was put off."""
    known = _deferrals(journal)
    return [replace(item, until=_until(item, known)) for item in items]


def item_called(journal: Journal, wanted: str) -> Item:
    """The conflict or possible duplicate of that id; NotOnTheDesk."""
    found = desk(journal).find(wanted)
    if found is None:
        raise NotOnTheDesk(say("conflicts.not_on_the_desk", ref=plain(wanted)))
    return found


def head_names(one: Conflict) -> tuple[str, ...]:
    """The changes that stand in a conflict, as `device:number`."""
    return tuple(sorted(f"{head.device}:{head.seq}" for head in one.heads))


def _rows(journal: Journal, kind: str, ids: Iterable[str]) -> Rows:
    model = model_of(kind)
    if model is None:
        return {}
    wanted = sorted(set(ids))
    found: dict[str, dict[str, Any]] = {}
    for begin in range(0, len(wanted), 500):
        part = wanted[begin : begin + 500]
        found |= {row["id"]: row for row in journal.rows(model.select().where(model.id.in_(part)))}
    return found


def _item(
    journal: Journal, one: Conflict, about: Called, row: Mapping[str, Any], hangs: int
) -> Item:
    withdrawn = one.field == "withdrawn"
    values = _withdrawal(journal, one) if withdrawn else _values(journal, one, one.heads)
    due = _due(one, row)
    today, calendar = journal.today(), calendars.working_days(journal)
    return Item(
        id=one.id,
        sort=Sort.WITHDRAWN if withdrawn else Sort.VALUES,
        kind=one.kind,
        record=one.record,
        field=one.field,
        called=about,
        words=field_words(one.kind, one.field),
        risk=risk_of(one.kind, one.field),
        protected=one.protected,
        values=tuple(values),
        heads=head_names(one),
        since=min(value.at for value in values),
        due=due,
        hurry=urgency(due, today, calendar) if due else None,
        hangs=hangs,
        narrative=is_narrative(one.kind, one.field),
    )


def _due(one: Conflict, row: Mapping[str, Any]) -> date | None:
    """The day the record is due; of a conflict about that day, the earliest of its values."""
    if one.field == "due":
        days = [date.fromisoformat(head.value) for head in one.heads if head.value]
        return min(days, default=None)
    for name in ("due", "until", "training_due"):
        day = row.get(name)
        if isinstance(day, date):
            # What was held or done is not waited for.
            return None if row.get("held") or row.get("carried_out") else day
    return None


def _values(journal: Journal, one: Conflict, heads: Sequence[Head]) -> list[Value]:
    """The heads in the order of writing: the first of two laptops comes first."""
    written = [
        first_written(journal.database, one.record, one.kind, one.field, head) for head in heads
    ]
    in_order = sorted(written, key=lambda head: (head.at, head.device, head.seq))
    return [_value(journal, one, head, place) for place, head in enumerate(in_order, 1)]


def _value(journal: Journal, one: Conflict, head: Head, number: int) -> Value:
    withheld = head.state == "withheld"
    if withheld:
        shown, words = say("conflicts.withheld"), ""
    elif head.state == "erased":
        shown, words = say("conflicts.erased"), ""
    else:
        shown, words = shown_text(one.kind, one.field, head.value, head.shown, journal.today())
    return _stamped(journal, number, head, head.value, shown, words, head.wins, withheld)


def _stamped(
    journal: Journal,
    number: int,
    head: Head,
    value: str | None,
    shown: str,
    words: str,
    wins: bool,
    withheld: bool = False,
) -> Value:
    return Value(
        number=number,
        value=value,
        shown=shown,
        words=words,
        person=plain(head.person),
        role=role_words(head.role),
        device=head.device,
        device_name=device_name(journal, head.device),
        at=head.at,
        reason=head.reason,
        wins=wins,
        withheld=withheld,
    )


def _withdrawal(journal: Journal, one: Conflict) -> list[Value]:
    """Whether a record stays withdrawn, for each reason given, or stands again as it was edited."""
    values = []
    for standing in one.heads:
        head = first_written(journal.database, one.record, one.kind, one.field, standing)
        if head.value is None:
            shown = say("conflicts.restored")
            values.append(_stamped(journal, 0, head, None, shown, "", head.wins))
        else:
            shown = say("conflicts.stays_withdrawn")
            values.append(_stamped(journal, 0, head, head.value, shown, head.value, head.wins))
    edits = edited_after(journal, one.record, one.kind)
    if edits and all(value.value is not None for value in values):
        newest = edits[0][1]
        words = ", ".join(dict.fromkeys(field_words(one.kind, name) for name, _ in edits))
        shown = say("conflicts.restored")
        edited = say("conflicts.edited", fields=words)
        values.append(_stamped(journal, 0, newest, None, shown, edited, False))
    values.sort(key=lambda value: (value.at, value.device))
    return [replace(value, number=number) for number, value in enumerate(values, 1)]


# Possible duplicates ---------------------------------------------------------------------------


def double_items(journal: Journal) -> list[Item]:
    """The possible duplicates as items, in no order."""
    found = duplicates(journal)
    if not found:
        return []
    every = [(one.kind, record) for one in found for record in one.records]
    names = called(journal, every)
    made = _made_by(journal, [record for _, record in every])
    hangs: dict[str, int] = {}
    for kind in {one.kind for one in found}:
        ids = [record for one in found if one.kind == kind for record in one.records]
        for each in hanging(journal, kind, ids):
            hangs[each.on] = hangs.get(each.on, 0) + 1
    return [_double(journal, one, names, made, hangs) for one in found]


def _double(
    journal: Journal,
    one: Duplicate,
    names: Mapping[str, Called],
    made: Mapping[str, Head],
    hangs: Mapping[str, int],
) -> Item:
    in_order = sorted(one.records, key=lambda record: (made[record].at, record))
    values = tuple(
        replace(
            _stamped(
                journal,
                number,
                made[record],
                None,
                names[record].what or names[record].ref,
                "",
                False,
            ),
            record=record,
        )
        for number, record in enumerate(in_order, 1)
    )
    return Item(
        id=one.id,
        sort=Sort.DOUBLE,
        kind=one.kind,
        record=in_order[0],
        field=None,
        called=names[in_order[0]],
        words=say("conflicts.possible_double"),
        risk=Risk.DOUBLE,
        protected=False,
        values=values,
        heads=tuple(sorted(one.records)),
        since=values[-1].at,
        hangs=sum(hangs.get(record, 0) for record in one.records),
        duplicate=one,
    )


def _made_by(journal: Journal, records: Sequence[str]) -> dict[str, Head]:
    """Who made each record, where and when: its first change."""
    found: dict[str, Head] = {}
    for begin in range(0, len(records), 500):
        part = list(records[begin : begin + 500])
        places = ", ".join("?" * len(part))
        rows = journal.database.execute_sql(
            f"SELECT record, device, person, role, at, reason, seq FROM change "
            f"WHERE record IN ({places}) ORDER BY hlc DESC, device DESC, seq DESC",
            part,
        ).fetchall()
        for record, device, person, role, at, reason, seq in rows:
            moment = datetime.fromisoformat(at)
            found[record] = Head(
                None, None, None, device, person, role, moment, reason, False, int(seq)
            )
    return found


# Put off ----------------------------------------------------------------------------------------


def _deferrals(journal: Journal) -> dict[tuple[str, str, tuple[str, ...]], date]:
    """The latest day to which each was put off, by what stood there then."""
    query = DeferralRecord.select().where(DeferralRecord.withdrawn.is_null())
    found: dict[tuple[str, str, tuple[str, ...]], date] = {}
    for row in journal.rows(query):
        if row["until"] is None:
            continue
        key = (row["about"] or "", row["field"] or "", tuple(row["heads"] or ()))
        found[key] = max(found.get(key, row["until"]), row["until"])
    return found


def _until(item: Item, known: Mapping[tuple[str, str, tuple[str, ...]], date]) -> date | None:
    return known.get((item.record, item.field or "", item.heads))
