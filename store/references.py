"""From what a person types to the record it means: 2023-SW-5.2, A-3f9a2c, C-0147, Hazel."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from store import calendars, education, people, plans, rules
from store.errors import NotFound
from store.journal import Conflict, Journal, Record, model_of
from store.plans import naming
from store.wording import plain, say

RANDOM_KINDS: Final = {
    "A": "action",
    "E": "evidence",
    "R": "review",
    "D": "decision",
    "S": "period",
    "CO": "consultation",
    "PR": "preparation",
    "IP": "information",
    "PT": "point",
    "V": "visit",
    "MW": "midway",
    "N": "notification",
    "NO": "note",
    "HA": "health",
    "EP": "education_plan",
    "PW": "pathway_plan",
    "MI": "missing",
    "SI": "incident",
    "PP": "pre_proceedings",
    "PM": "planning_meeting",
    "SB": "family",
    "PL": "placement",
    "LS": "legal_status",
    "CL": "leaver",
    "F": "feedback",
    "AU": "audit",
    "PO": "post",
    "DS": "dispute",
}
"""The letters before the id of each kind that a person logs and that has no name of its own."""

_RANDOM: Final = re.compile(r"([A-Za-z]{1,2})-([0-9a-f]{4,32})", re.IGNORECASE)
_WHOLE_ID: Final = re.compile(r"[0-9a-f]{32}")
_KINDS_WITH_ID: Final = (
    *RANDOM_KINDS.values(),
    *("plan", "area", "commitment", "child", "person"),
)


REGION: Final = "region"
"""What a person calls the choice of region: there is one of it."""


class SeveralMeant(NotFound):
    """A reference that more than one record answers to."""


@dataclass(frozen=True)
class Found:
    """The record a reference means: its kind and its id."""

    kind: str
    id: str


def resolve(journal: Journal, text: str) -> Found:
    """The record that `text` names; NotFound names the nearest references, SeveralMeant all.

    Takes plan, area and commitment references (an area also without its year, where one plan
    has it), letter and first letters of a random id, a child's local reference, a person's name
    and a whole id. Capitals and spaces do not matter.
    """
    wanted = _bare(text)
    if not wanted:
        raise NotFound(say("references.empty"))
    found = list(dict.fromkeys(_matches(journal, wanted)))
    if len(found) == 1:
        return found[0]
    if found:
        raise SeveralMeant(
            say(
                "references.several",
                text=plain(text),
                found=", ".join(ref_of(journal, one.kind, one.id) for one in found[:6]),
            )
        )
    raise NotFound(_nothing(journal, text, wanted))


def resolve_conflict(journal: Journal, text: str) -> Conflict:
    """The open conflict that `text` names: its reference, or the record's where it has only one."""
    every = journal.conflicts()
    wanted = text.strip().casefold()
    found = [one for one in every if one.id.casefold() == wanted]
    if not found:
        record, dot, name = text.strip().rpartition(".")
        try:
            own = resolve(journal, text)
            found = [one for one in every if one.record == own.id]
        except NotFound:
            if not dot:
                raise
            own = resolve(journal, record)
            found = [one for one in every if one.record == own.id and one.field == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise SeveralMeant(
            say(
                "references.several",
                text=plain(text),
                found=", ".join(conflict.id for conflict in found),
            )
        )
    raise NotFound(say("references.no_conflict", text=plain(text)))


def ref_of(journal: Journal, kind: str, record: str) -> str:
    """The reference by which a person names this record."""
    letter, model = _letter(kind), model_of(kind)
    if letter is None or model is None:
        own = refs_of(journal, kind).get(record)
    else:
        own = plans.short_ids(letter, _beside(journal, model, record)).get(record)
    return own or f"{kind} {record[:6]}"


def _beside(journal: Journal, model: type[Record], record: str) -> list[str]:
    """A record and those whose ids stand before and after it: so long its reference has to be."""
    there = model.select(model.id).where(model.withdrawn.is_null())
    rows = [
        *journal.rows(there.where(model.id <= record).order_by(model.id.desc()).limit(2)),
        *journal.rows(there.where(model.id > record).order_by(model.id).limit(1)),
    ]
    return [row["id"] for row in rows]


def _letter(kind: str) -> str | None:
    return next((letter for letter, of in RANDOM_KINDS.items() if of == kind), None)


def refs_of(journal: Journal, kind: str) -> dict[str, str]:
    """The reference of every record of a kind, by id."""
    if kind == "plan":
        return naming.plan_refs(journal)
    if kind == "area":
        return naming.area_refs(journal)
    if kind == "commitment":
        return naming.commitment_refs(journal)
    if kind == "person":
        return people.names(journal)
    if kind == "child":
        return {record: local for local, record in _children(journal)}
    if kind == "region":
        return {calendars.region_id(journal): REGION}
    if kind == "extra_day":
        return {one.id: one.day.isoformat() for one in calendars.extra_days(journal)}
    if kind == "rule":
        own = rules.own_rules(journal)
        return {one.id: f"{one.key}@{one.valid_from.isoformat()}" for one in own if one.id}
    if kind == "term":
        return education.own_terms(journal)
    letter, model = _letter(kind), model_of(kind)
    if letter is None or model is None:
        return {}
    rows = journal.rows(model.select(model.id).where(model.withdrawn.is_null()))
    return plans.short_ids(letter, (row["id"] for row in rows))


def child_of(journal: Journal, kind: str, record: str) -> str | None:
    """The id of the child a record is about, where records of its kind name one."""
    model = model_of(kind)
    row = journal.get(model, record) if model is not None else None
    return row.get("child") if row else None


def _matches(journal: Journal, wanted: str) -> Iterator[Found]:
    """What answers to a bare reference; the first sort of reference that answers settles it."""
    for kind, named in _plan_references(journal):
        if named.get(wanted):
            yield from (Found(kind, record) for record in named[wanted])
            return
    own = [Found("child", record) for local, record in _children(journal) if _bare(local) == wanted]
    if own:
        yield from own
        return
    if random := _RANDOM.fullmatch(wanted):
        logged = RANDOM_KINDS.get(random[1].upper())
        model = model_of(logged) if logged else None
        if logged and model is not None:
            begins = random[2].lower()
            rows = journal.rows(model.select(model.id).where(model.id.startswith(begins)))
            yield from (Found(logged, row["id"]) for row in rows)
            return
    counted = [
        Found(kind, record)
        for kind in sorted(calendars.MOVES_DATES)
        for record, ref in refs_of(journal, kind).items()
        if wanted in (_bare(ref), _bare(ref.partition("@")[0]))
    ]
    if counted:
        yield from counted
        return
    if _WHOLE_ID.fullmatch(wanted):
        for kind in _KINDS_WITH_ID:
            model = model_of(kind)
            if model is not None and journal.get(model, wanted) is not None:
                yield Found(kind, wanted)
                return
    for record, name in people.names(journal).items():
        if _bare(name) == wanted:
            yield Found("person", record)


def _plan_references(journal: Journal) -> Iterator[tuple[str, dict[str, list[str]]]]:
    years = {plan.ref: plan.year for plan in plans.plans(journal)}
    yield "plan", _by_reference((plan.ref, plan.id) for plan in plans.plans(journal))
    areas = plans.areas(journal)
    yield "area", _by_reference((area.ref, area.id) for area in areas)
    lines = plans.commitments(journal)
    yield "commitment", _by_reference((line.ref, line.id) for line in lines)
    # Without the year, as the screens show them: "SW 5", "IRO 1.2".
    cut = {area.id: len(years[area.plan_ref]) + 1 for area in areas}
    yield "area", _by_reference((area.ref[cut[area.id] :], area.id) for area in areas)
    yield (
        "commitment",
        _by_reference((line.ref[cut[line.area_id] :], line.id) for line in lines),
    )


def _by_reference(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ref, record in pairs:
        found.setdefault(_bare(ref), []).append(record)
    return found


def _children(journal: Journal) -> list[tuple[str, str]]:
    model = model_of("child")
    if model is None:
        return []
    rows = journal.rows(model.select().where(model.withdrawn.is_null()))
    return [(row["local_id"], row["id"]) for row in rows if row.get("local_id")]


def _nothing(journal: Journal, text: str, wanted: str) -> str:
    known = [
        *(plan.ref for plan in plans.plans(journal)),
        *(area.ref for area in plans.areas(journal)),
        *(line.ref for line in plans.commitments(journal)),
        *(action.ref for action in plans.actions(journal)),
        *(local for local, _ in _children(journal)),
        *people.names(journal).values(),
    ]
    by_bare = {_bare(ref): ref for ref in known}
    near = difflib.get_close_matches(wanted, list(by_bare), n=3, cutoff=0.6)
    if near:
        shown = ", ".join(plain(by_bare[one]) for one in near)
        return say("references.nothing_near", text=plain(text), near=shown)
    return say("references.nothing", text=plain(text))


def _bare(text: str) -> str:
    return "-".join(text.replace("-", " ").split()).casefold()
