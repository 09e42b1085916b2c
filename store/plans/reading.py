"""Plans as they stand now: every plan in a handful of queries, kept until something is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from store import people
from store.codes import ActionStatus
from store.errors import NotFound
from store.journal import HistoryLine, Journal, one_of
from store.plans import names, standing
from store.plans.models import (
    ActionRecord,
    AreaRecord,
    CommitmentRecord,
    EvidenceRecord,
    LineageRecord,
    PlanRecord,
)
from store.plans.records import Action, Area, Commitment, Plan, Promise
from store.plans.standing import Share, Standing
from store.wording import say

Rows = list[dict[str, Any]]
One = TypeVar("One")


@dataclass
class _All:
    """Everything of all plans, keyed by id and in display order."""

    plans: dict[str, Plan] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    areas_of: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))
    commitments_of: dict[str, list[Commitment]] = field(default_factory=lambda: defaultdict(list))
    actions_of: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))
    earlier_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


_kept: WeakKeyDictionary[Journal, tuple[object, _All]] = WeakKeyDictionary()


def everything(journal: Journal) -> _All:
    """All plans, read anew after any write and on any other day."""
    if journal.database.in_transaction():
        # Inside a unit of work what was just saved must be seen, and nothing may be kept that a
        # rollback would take back.
        return _read(journal)
    state = (journal.version(), journal.today())
    known = _kept.get(journal)
    if known is None or known[0] != state:
        known = (state, _read(journal))
        _kept[journal] = known
    return known[1]


def plans(journal: Journal) -> list[Plan]:
    """Every plan, the newest inspection first."""
    return list(everything(journal).plans.values())


def areas(journal: Journal, plan_id: str | None = None) -> list[Area]:
    """The areas of a plan, or of all plans, services in the order of the report."""
    found = everything(journal)
    return list(found.areas.values()) if plan_id is None else list(found.areas_of[plan_id])


def commitments(journal: Journal, area_id: str | None = None) -> list[Commitment]:
    """The commitments of an area, or of all, in the order of the response."""
    found = everything(journal)
    if area_id is None:
        return list(found.commitments.values())
    return list(found.commitments_of[area_id])


def actions(
    journal: Journal, commitment_id: str | None = None, area_id: str | None = None
) -> list[Action]:
    """The actions of a commitment, of an area, or all, in the order they were added."""
    found = everything(journal)
    if commitment_id is not None:
        return list(found.actions_of[commitment_id])
    if area_id is not None:
        return [
            action for own in found.commitments_of[area_id] for action in found.actions_of[own.id]
        ]
    return list(found.actions.values())


def actions_in_order(journal: Journal, commitment_id: str) -> list[str]:
    """The ids of the actions of a commitment in the order of their numbers, and nothing else."""
    query = ActionRecord.select(ActionRecord.id, ActionRecord.position).where(
        ActionRecord.commitment == commitment_id, ActionRecord.withdrawn.is_null()
    )
    return [row["id"] for row in sorted(journal.rows(query), key=_in_order)]


def _in_order(row: Mapping[str, Any]) -> tuple[int, str]:
    """How lines and actions are numbered, and told apart where two devices gave one number."""
    return row["position"] or 0, row["id"]


def plan(journal: Journal, plan_id: str) -> Plan:
    """One plan by id; NotFound where there is none."""
    return _one(everything(journal).plans, plan_id, "plan")


def area(journal: Journal, area_id: str) -> Area:
    """One area by id; NotFound where there is none."""
    return _one(everything(journal).areas, area_id, "area")


def commitment(journal: Journal, commitment_id: str) -> Commitment:
    """One commitment by id; NotFound where there is none."""
    return _one(everything(journal).commitments, commitment_id, "commitment")


def action(journal: Journal, action_id: str) -> Action:
    """One action by id; NotFound where there is none."""
    return _one(everything(journal).actions, action_id, "action")


def promised_before(journal: Journal, area_id: str) -> list[Promise]:
    """The earlier areas this one is linked to, through their own links too, newest first."""
    found = everything(journal)
    promises: dict[str, Promise] = {}
    waiting = list(found.earlier_of[area_id])
    while waiting:
        earlier = waiting.pop()
        if earlier in promises or earlier == area_id or earlier not in found.areas:
            continue
        own = found.areas[earlier]
        of = found.plans[own.plan_id]
        held = own.standing
        promises[earlier] = Promise(
            year=of.inspected_to.year if of.inspected_to else 0,
            ref=own.ref,
            title=own.title,
            said=say("plans.held", done=held.done, of=held.actions)
            if held.actions
            else say("plans.held_nothing_known"),
            brag=held.brag,
            area_id=earlier,
        )
        waiting += found.earlier_of[earlier]
    return sorted(promises.values(), key=lambda p: (-p.year, p.ref))


def latest(journal: Journal, area_id: str, limit: int = 5) -> list[HistoryLine]:
    """The newest changes to an area and to all below it, newest first."""
    found = everything(journal)
    own = {area_id}
    for below in found.commitments_of[area_id]:
        own |= {below.id, *(action.id for action in found.actions_of[below.id])}
    shows = EvidenceRecord.select(EvidenceRecord.id).where(one_of(EvidenceRecord.about, own))
    return journal.latest(own | {row["id"] for row in journal.rows(shows)}, limit)


def _one(found: Mapping[str, One], wanted: str, kind: str) -> One:
    try:
        return found[wanted]
    except KeyError:
        raise NotFound(say("plans.no_such_" + kind)) from None


# Reading ------------------------------------------------------------------------------------


def _read(journal: Journal) -> _All:
    found = _All()
    rows = {
        model: journal.rows(model.select().where(model.withdrawn.is_null()))
        for model in (PlanRecord, AreaRecord, CommitmentRecord, ActionRecord, LineageRecord)
    }
    evidence = _evidence_counts(journal)
    disputed = _disputed(journal)
    _read_actions(journal, found, rows, evidence, disputed)
    _read_above(found, rows, evidence, disputed)
    for row in rows[LineageRecord]:
        found.earlier_of[row["area"]].append(row["earlier"])
    return found


def _read_actions(
    journal: Journal,
    found: _All,
    rows: Mapping[Any, Rows],
    evidence: Mapping[str, int],
    disputed: set[str],
) -> None:
    owners = people.names(journal)
    areas_of = {row["id"]: row["area"] for row in rows[CommitmentRecord]}
    refs = names.short_ids("A", (row["id"] for row in rows[ActionRecord]))
    under_way = [
        row["id"]
        for row in rows[ActionRecord]
        if row["status"] in (ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)
    ]
    touched = _touched(journal, under_way)
    places: dict[str, int] = defaultdict(int)
    for row in sorted(rows[ActionRecord], key=_in_order):
        of = row["commitment"]
        if of not in areas_of:
            continue
        places[of] += 1
        owner = owners.get(row["owner"] or "")
        status = row["status"] or ActionStatus.NOT_STARTED
        shown = standing.stance(
            status,
            row["brag"],
            owner,
            row["due"],
            evidence.get(row["id"], 0),
            touched.get(row["id"]),
            journal.today(),
        )
        made = Action(
            id=row["id"],
            ref=refs[row["id"]],
            commitment_id=of,
            area_id=areas_of[of],
            number=places[of],
            title=row["title"] or "",
            owner=owner,
            due=row["due"],
            original_due=row["original_due"],
            status=status,
            brag=shown.brag,
            judged=row["brag"],
            why_brag=shown.why,
            flags=shown.flags,
            evidence=evidence.get(row["id"], 0),
            conflict=row["id"] in disputed,
        )
        found.actions_of[of].append(made)


def _read_above(
    found: _All, rows: Mapping[Any, Rows], evidence: Mapping[str, int], disputed: set[str]
) -> None:
    years = names.plan_years(
        [(row["id"], row["inspected_to"], row["title"] or "") for row in rows[PlanRecord]]
    )
    areas_of = _grouped(rows[AreaRecord], "plan")
    commitments_of = _grouped(rows[CommitmentRecord], "area")
    newest_first = sorted(
        rows[PlanRecord],
        key=lambda r: (r["inspected_to"] or date.min, r["title"] or "", r["id"]),
        reverse=True,
    )
    for row in newest_first:
        year = years[row["id"]]
        own = areas_of.get(row["id"], [])
        shorts = names.service_shorts(area["service"] or "" for area in own)
        for area_row in sorted(own, key=_service_order(own)):
            short = shorts[area_row["service"] or ""]
            ref = f"{year}-{short}-{area_row['number']}"
            below = commitments_of.get(area_row["id"], [])
            for line in sorted(below, key=_in_order):
                _add_commitment(found, line, ref, evidence, disputed)
            _add_area(found, area_row, ref, f"P-{year}", short, evidence, disputed)
        found.plans[row["id"]] = Plan(
            id=row["id"],
            ref=f"P-{year}",
            title=row["title"] or "",
            regulator=row["regulator"] or "",
            inspected_from=row["inspected_from"],
            inspected_to=row["inspected_to"],
            areas=len(own),
            standing=standing.of_parts([a.standing for a in found.areas_of[row["id"]]]),
            year=year,
            conflict=row["id"] in disputed,
        )


def _add_area(
    found: _All,
    row: dict[str, Any],
    ref: str,
    plan_ref: str,
    short: str,
    evidence: Mapping[str, int],
    disputed: set[str],
) -> None:
    own = evidence.get(row["id"], 0)
    made = Area(
        id=row["id"],
        ref=ref,
        plan_id=row["plan"],
        plan_ref=plan_ref,
        service=row["service"] or "",
        service_short=short,
        number=row["number"] or 0,
        title=row["title"] or names.title_of(row["text"] or ""),
        standard=row["standard"],
        deadline=row["deadline"],
        due=row["due"],
        due_rule=row["due_rule"],
        text=row["text"] or "",
        standing=standing.of_parts(
            [c.standing for c in found.commitments_of[row["id"]]], own, called="commitment"
        ),
        conflict=row["id"] in disputed,
    )
    found.areas[made.id] = made
    found.areas_of[made.plan_id].append(made)


def _add_commitment(
    found: _All,
    row: dict[str, Any],
    area_ref: str,
    evidence: Mapping[str, int],
    disputed: set[str],
) -> None:
    below = found.actions_of[row["id"]]
    made = Commitment(
        id=row["id"],
        ref=f"{area_ref}.{row['position']}",
        area_id=row["area"],
        position=row["position"] or 0,
        text=row["text"] or "",
        items=tuple(row["items"] or ()),
        standing=_of_actions(below, evidence.get(row["id"], 0)),
        conflict=row["id"] in disputed,
    )
    found.commitments[made.id] = made
    found.commitments_of[made.area_id].append(made)
    found.actions.update((action.id, action) for action in below)


def _of_actions(below: Iterable[Action], own_evidence: int) -> Standing:
    shares = []
    evidence = own_evidence
    for one in below:
        shares.append(Share(one.title, one.due, one.status, one.brag, one.why_brag, one.flags))
        evidence += one.evidence
    return standing.of_actions(shares, evidence)


def _service_order(rows: Rows) -> Any:
    """Services with more areas first, as a report lists its main service first."""
    sizes: dict[str, int] = defaultdict(int)
    for row in rows:
        sizes[row["service"] or ""] += 1
    return lambda row: (-sizes[row["service"] or ""], row["service"] or "", row["number"] or 0)


def _grouped(rows: Rows, by: str) -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


def _evidence_counts(journal: Journal) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in journal.rows(
        EvidenceRecord.select(EvidenceRecord.about).where(EvidenceRecord.withdrawn.is_null())
    ):
        counts[row["about"]] += 1
    return counts


def _disputed(journal: Journal) -> set[str]:
    kinds = tuple(model.kind for model in (PlanRecord, AreaRecord, CommitmentRecord, ActionRecord))
    rows = journal.database.execute_sql(
        f"SELECT DISTINCT record FROM conflict WHERE kind IN ({', '.join('?' * len(kinds))})",
        kinds,
    ).fetchall()
    return {record for (record,) in rows}


def _touched(journal: Journal, records: list[str]) -> dict[str, date]:
    """The local day of the last change to each of these records."""
    if not records:
        return {}
    found: dict[str, date] = {}
    for begin in range(0, len(records), 500):
        part = records[begin : begin + 500]
        rows = journal.database.execute_sql(
            f"SELECT record, max(at) FROM change WHERE record IN ({', '.join('?' * len(part))}) "
            "GROUP BY record",
            part,
        ).fetchall()
        found.update(
            (record, datetime.fromisoformat(at).astimezone().date()) for record, at in rows
        )
    return found
