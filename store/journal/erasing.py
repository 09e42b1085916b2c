"""Erasure by law: a register, itself made of changes, that is applied after every arrival."""

from __future__ import annotations

import json
from collections.abc import Iterable

from store.database import Database
from store.errors import NotFound, ReasonNeeded
from store.journal import asides, derived, log
from store.journal.asides import Cause
from store.journal.change import REASON
from store.journal.door import Door
from store.journal.fields import Detail, ListField, Record, RecordField, TextField
from store.journal.kinds import register
from store.journal.settling import settle
from store.wording import say


@register
class Erasure(Record):
    """One entry of the erasure register: which fields of which record are gone, by what right."""

    kind = "erasure"
    titled_by = "why"

    of = RecordField(None)
    fields = ListField()
    why = TextField(detail=Detail.SERVICE_FACT)


def erase(journal: Door, record: str, names: list[str], why: str) -> None:
    """Erases every value these fields of a record ever had, here and wherever this arrives."""
    if not why.strip():
        raise ReasonNeeded(say("journal.erasure_reason"), field="why")
    if not log.of_record(journal.database, record):
        raise NotFound(say("journal.no_such_record", kind=say("journal.record"), record=record[:8]))
    with journal.unit_of_work(say("journal.erased_unit")) as work:
        work.create(Erasure, of=record, fields=sorted(names), why=why)
        apply_register(journal.database, {record})
        work.touched.update(derived.touched_anyhow(journal.database, {record}))


def apply_register(database: Database, arrived: Iterable[str]) -> set[str]:
    """Takes out what the register names, of records that just arrived or by entries that did.

    Returns the records from which something was taken.
    """
    arrived = set(arrived)
    touched: set[str] = set()
    # What is erased cannot come back, so an entry holds from whichever of its changes names what
    # is gone: also when it was withdrawn later, or its device turns out to be forked. Else what is
    # left would depend on which of them came first.
    known = database.execute_sql('SELECT id FROM "now_erasure"').fetchall()
    named = [change for (own,) in known for change in log.of_record(database, own)]
    named += asides.of_kind(database, Erasure.kind, Cause.FORK)
    entries = [
        (change.record, of, change.values.get("fields"))
        for change in named
        if change.kind == Erasure.kind and (of := change.values.get("of"))
    ]
    for entry, record, listed in entries:
        if record not in arrived and entry not in arrived:
            continue
        # A reason may quote the value it changed, so it goes with it.
        names = {REASON, *json.loads(listed or "[]")}
        rewritten = [
            gone
            for change in log.of_record(database, record)
            if (gone := change.without(names.__contains__, "erased")) is not change
        ]
        if rewritten:
            log.rewrite(database, rewritten)
            touched.add(record)
        asides.rewrite(
            database,
            [c.without(names.__contains__, "erased") for c in asides.of_record(database, record)],
        )
    if touched:
        settle(database, touched)
    return touched
