"""What a journal in a database elsewhere is told by the store that knows the devices."""

from __future__ import annotations

import json
from collections import defaultdict

from store.database import get_setting, set_setting
from store.journal import Journal, Range
from store.snapshots.credentials import credentials
from store.snapshots.enrolment import parties
from store.snapshots.ranges import as_ranges, changes_named, names_of, outside

_JUDGED_BY = "snapshots.central_judged"


def place_of(log: Journal) -> str:
    """Where a log lies: the address of its database, nothing for the store on this machine."""
    return str(getattr(log.database, "shown", ""))


def bring_along(journal: Journal, central: Journal) -> int:
    """Gives a central journal the changes of this store that it lacks; returns how many.

    What the centre itself saved and decided is among them. A range at a time: a stop in between
    leaves whole ranges, and the next call goes on.
    """
    _judge_anew(journal, central)
    there: dict[str, list[Range]] = defaultdict(list)
    for over in central.ranges():
        there[over.device].append(over)
    forked = journal.forked()
    count = 0
    for over in journal.ranges():
        if over.device in forked:
            # Of two chains under one number only the whole range says which is meant.
            parts = [] if over in there[over.device] else [over]
        else:
            known = [(one.first, one.last) for one in there[over.device]]
            parts = [
                journal.cut(over, first, last)
                for first, last in outside(over.first, over.last, known)
            ]
        for part in parts:
            count += central.receive(list(journal.changes(part)), [part]).new
    return count


def fetch_conflicts(journal: Journal, central: Journal) -> int:
    """Brings here what was saved of every record in conflict there; returns how many are new.

    What is then decided here reaches the central journal by `bring_along`.
    """
    found = names_of(central, {each.record for each in central.conflicts()})
    names = sorted({name for every in found.values() for name in every})
    return journal.receive(list(changes_named(central, names)), as_ranges(central, names)).new


def _judge_anew(journal: Journal, central: Journal) -> None:
    """Judges what is there of every device that was given a credential since the last time."""
    central.law_of = journal.law_of
    given = [each for each in credentials(journal) if each.centre == journal.author.device]
    newest = max((each.number for each in given), default=0)
    of = [place_of(central), journal.author.device]
    before = json.loads(get_setting(journal.database, _JUDGED_BY) or "[]")
    known = before[2] if before[:2] == of else 0
    if newest <= known:
        return
    changed = {each.device for each in given if each.number > known}
    ids = {own for party in parties(journal) if party.card.id in changed for own in party.ids}
    central.judge(changed | ids)
    set_setting(journal.database, _JUDGED_BY, json.dumps([*of, newest]))
