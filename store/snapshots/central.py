"""What a journal in a database elsewhere is told by the store that knows the devices."""

from __future__ import annotations

import json
from collections import defaultdict

from store.database import get_setting, set_setting
from store.errors import WrongUse
from store.journal import Journal, Range
from store.snapshots.credentials import credentials
from store.snapshots.enrolment import parties
from store.snapshots.ranges import outside
from store.wording import say

_JUDGED_BY = "snapshots.central_judged"
_PLACE = "snapshots.central_place"


class LogElsewhere(WrongUse):
    """A centre's log lies in another place than the one it is asked from, or added to."""


def place_of(log: Journal) -> str:
    """Where a log lies: the address of its database, nothing for the store on this machine."""
    return str(getattr(log.database, "shown", ""))


def kept_at(journal: Journal) -> str:
    """Where this centre keeps what devices sent, as `place_of` says it; empty for its store."""
    return get_setting(journal.database, _PLACE) or ""


def keep_at(journal: Journal, place: str) -> None:
    """Remember that what devices sent lies at `place` from now on."""
    set_setting(journal.database, _PLACE, place or None)


def check_place(journal: Journal, place: str) -> None:
    """LogElsewhere where the log of this centre lies somewhere else than at `place`."""
    kept = kept_at(journal)
    if kept and not place:
        raise LogElsewhere(say("postgres.log_elsewhere", url=kept))
    if kept not in ("", place):
        raise LogElsewhere(say("postgres.another_log", kept=kept, url=place))


def settle_place(journal: Journal, log: Journal | None) -> None:
    """Remember where the log lies once it lies elsewhere, so that no second one is begun.

    No `log` means this store unless another place is known: then LogElsewhere. The store itself
    as the `log` is meant, and changes nothing.
    """
    if log is journal:
        return
    place = "" if log is None else place_of(log)
    check_place(journal, place)
    if place and not kept_at(journal):
        keep_at(journal, place)


def bring_along(journal: Journal, central: Journal) -> int:
    """Gives a central journal the changes of this store that it lacks; returns how many.

    What the centre itself saved and decided is among them. A range at a time: a stop in between
    leaves whole ranges, and the next call goes on.
    """
    if central is journal:
        return 0
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
