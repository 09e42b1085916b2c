"""Adding a child, its periods of being looked after, and changing what is known of them."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from store import rules
from store.children.models import ChildRecord, PeriodRecord, child_id, period_id
from store.children.reading import Period, child, periods_of
from store.clock import show_date
from store.codes import LegalStatus
from store.database import get_setting
from store.errors import NotFound, Refused
from store.journal import Journal, UnitOfWork
from store.people import ensure_person
from store.wording import plain, say

LONGEST_REFERENCE = 60


class KnownOtherwise(Refused):
    """A child that is here already with another fact than the one given."""


class PeriodsOverlap(Refused):
    """A period that would run while another one of the same child does."""


class NoSuchChild(NotFound):
    """An id that is no child here."""


class NoSuchPeriod(NotFound):
    """An id that is no period of being looked after here."""


def own_authority(journal: Journal) -> str:
    """The authority whose references this store uses: its setting, else its region."""
    return get_setting(journal.database, "authority") or journal.region


def clean_reference(text: str) -> str:
    """A local reference as it is kept: one form for each letter, single spaces."""
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    if not cleaned:
        raise Refused(say("children.reference_missing"), field="local_id")
    if len(cleaned) > LONGEST_REFERENCE or plain(cleaned) != cleaned:
        raise Refused(say("children.reference_unfit", longest=LONGEST_REFERENCE), field="local_id")
    return cleaned


def add_child(
    journal: Journal,
    local_id: str,
    dob: date | None = None,
    authority: str | None = None,
    iro: str | None = None,
    social_worker: str | None = None,
    team: str | None = None,
    started: date | None = None,
    legal_status: LegalStatus | None = None,
    placement: str | None = None,
) -> str:
    """Adds a child by local reference, with a first period when `started` is given; the id.

    A child that is here already gets what is missing; KnownOtherwise when a fact differs.
    """
    local_id = clean_reference(local_id)
    authority = " ".join((authority or own_authority(journal)).split())
    record = child_id(authority, local_id)
    known = journal.get(ChildRecord, record)
    _check_birth(journal, dob, started)
    with journal.unit_of_work(say("children.unit_added")) as unit:
        values: dict[str, Any] = {
            "authority": authority,
            "local_id": local_id,
            "dob": dob,
            "iro": ensure_person(unit, iro),
            "social_worker": ensure_person(unit, social_worker),
            "team": " ".join((team or "").split()) or None,
        }
        unit.create(ChildRecord, record, **_missing(local_id, values, known))
        if started is not None:
            _add_period(journal, unit, record, started, None, legal_status, placement, None)
    return record


def _missing(local_id: str, values: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
    """What has to be written of a child that may be here already."""
    given = {name: value for name, value in values.items() if value is not None}
    if known is None:
        return given
    writing: dict[str, Any] = {}
    for name, value in given.items():
        if known[name] is None:
            writing[name] = value
        elif name in ("dob", "iro", "social_worker", "team") and known[name] != value:
            raise KnownOtherwise(
                say(
                    "children.known_otherwise",
                    ref=plain(local_id),
                    field=say(f"children.field_{name}"),
                ),
                field=name,
            )
    if known["withdrawn"] is not None:
        writing["withdrawn"] = None
    return writing


def change_child(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes dob, iro, social_worker (by name) or team of a child; None empties a field.

    False when nothing differs.
    """
    known = child(journal, record)
    if known is None:
        raise NoSuchChild(say("children.no_such_child"))
    unknown = set(fields) - {"dob", "iro", "social_worker", "team"}
    if unknown:
        raise TypeError(f"a child has no {', '.join(sorted(unknown))} to change")
    first = known.periods[0].started if known.periods else None
    _check_birth(journal, fields.get("dob"), first)
    if not fields:
        return False
    with journal.unit_of_work(say("children.unit_changed"), reason) as unit:
        values = dict(fields)
        for name in ("iro", "social_worker"):
            if name in values:
                values[name] = ensure_person(unit, values[name])
        if "team" in values:
            values["team"] = " ".join((values["team"] or "").split()) or None
        return unit.save(ChildRecord, record, **values)


def withdraw_child(journal: Journal, record: str, reason: str) -> None:
    """Takes a child (entered by mistake) out of every list, for a reason."""
    if child(journal, record) is None:
        raise NoSuchChild(say("children.no_such_child"))
    with journal.unit_of_work(say("children.unit_withdrawn"), reason) as unit:
        unit.withdraw(ChildRecord, record, reason)


def add_period(
    journal: Journal,
    child_of: str,
    started: date,
    ended: date | None = None,
    legal_status: LegalStatus | None = None,
    placement: str | None = None,
    rule_set: str | None = None,
) -> str:
    """Adds a period of being looked after; the same child and first day make the same period.

    PeriodsOverlap when it would run beside another. `rule_set` only where the legal status does
    not say which clock runs (adoption).
    """
    known = child(journal, child_of)
    if known is None:
        raise NoSuchChild(say("children.no_such_child"))
    _check_birth(journal, known.dob, started)
    with journal.unit_of_work(say("children.unit_period_added")) as unit:
        return _add_period(
            journal, unit, child_of, started, ended, legal_status, placement, rule_set
        )


def _add_period(
    journal: Journal,
    unit: UnitOfWork,
    child_of: str,
    started: date,
    ended: date | None,
    legal_status: LegalStatus | None,
    placement: str | None,
    rule_set: str | None,
) -> str:
    record = period_id(child_of, started)
    others = [p for p in periods_of(journal, child_of).get(child_of, []) if p.id != record]
    _check_period(started, ended, others)
    if rule_set is not None:
        rules.book(journal).rule_set(rule_set)
    values: dict[str, Any] = {
        "child": child_of,
        "started": started,
        "ended": ended,
        "legal_status": legal_status,
        "placement": " ".join((placement or "").split()) or None,
        "rule_set": rule_set,
    }
    given = {name: value for name, value in values.items() if value is not None}
    known = journal.get(PeriodRecord, record)
    if known is not None and known["withdrawn"] is not None:
        given["withdrawn"] = None
    return unit.create(PeriodRecord, record, **given)


def end_period(
    journal: Journal, record: str, ended: date | None, reason: str | None = None
) -> bool:
    """Writes down the day the child left care; None opens the period again."""
    return change_period(journal, record, reason, ended=ended)


def change_period(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes started, ended, legal_status, placement or rule_set of a period."""
    row = journal.get(PeriodRecord, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchPeriod(say("children.no_such_period"))
    unknown = set(fields) - {"started", "ended", "legal_status", "placement", "rule_set"}
    if unknown:
        raise TypeError(f"a period has no {', '.join(sorted(unknown))} to change")
    started = fields.get("started", row["started"])
    if started is None:
        raise Refused(say("children.period_needs_start"), field="started")
    others = [p for p in periods_of(journal, row["child"])[row["child"]] if p.id != record]
    _check_period(started, fields.get("ended", row["ended"]), others)
    known = child(journal, row["child"])
    _check_birth(journal, known.dob if known else None, started)
    if fields.get("rule_set"):
        rules.book(journal).rule_set(fields["rule_set"])
    with journal.unit_of_work(say("children.unit_period_changed"), reason) as unit:
        return unit.save(PeriodRecord, record, **fields)


def withdraw_period(journal: Journal, record: str, reason: str) -> None:
    """Takes a period (entered by mistake) out, for a reason; its reviews stay with the child."""
    row = journal.get(PeriodRecord, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchPeriod(say("children.no_such_period"))
    with journal.unit_of_work(say("children.unit_period_withdrawn"), reason) as unit:
        unit.withdraw(PeriodRecord, record, reason)


def _check_birth(journal: Journal, dob: date | None, started: date | None) -> None:
    if dob is None:
        return
    if dob > journal.today():
        raise Refused(say("children.born_later", dob=show_date(dob, weekday=False)), field="dob")
    if started is not None and started < dob:
        raise Refused(
            say(
                "children.looked_after_before_birth",
                started=show_date(started, weekday=False),
                dob=show_date(dob, weekday=False),
            ),
            field="started",
        )


def _check_period(started: date, ended: date | None, others: list[Period]) -> None:
    if ended is not None and ended < started:
        raise Refused(
            say(
                "children.ends_before_start",
                ended=show_date(ended, weekday=False),
                started=show_date(started, weekday=False),
            ),
            field="ended",
        )
    for other in others:
        # A period may begin on the day another ends.
        if (other.ended is None or started < other.ended) and (
            ended is None or other.started < ended
        ):
            start = show_date(other.started, weekday=False)
            if other.ended is None and other.started <= started:
                raise PeriodsOverlap(say("children.still_open", start=start), field="started")
            raise PeriodsOverlap(
                say(
                    "children.periods_overlap",
                    start=start,
                    end=show_date(other.ended, weekday=False) if other.ended else "…",
                ),
                field="started",
            )
