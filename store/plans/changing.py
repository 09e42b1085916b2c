"""Writing to plans: taking a whole plan in, splitting commitments, changing and linking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from store import people
from store.codes import ActionStatus
from store.errors import NotFound, ReasonNeeded, Refused, WrongUse
from store.journal import Journal, Record
from store.plans.models import (
    ActionRecord,
    AreaRecord,
    CommitmentRecord,
    LineageRecord,
    PlanRecord,
    area_id,
    commitment_id,
    lineage_id,
    plan_id,
)
from store.plans.proposed import ProposedPlan
from store.wording import plain, say

ACTION_FIELDS: tuple[str, ...] = ("title", "owner", "due", "status", "brag")
AREA_FIELDS: tuple[str, ...] = ("title", "text", "standard", "deadline", "due", "due_rule")

NewAction = tuple[str, str | None, date | None]
"""What, who and by when, as a commitment is split."""


@dataclass(frozen=True)
class AddedPlan:
    """What came of taking a plan in. `kept` counts records whose words here differ and stayed."""

    plan_id: str
    taken: int
    unchanged: int
    kept: int


def add_plan(journal: Journal, proposed: ProposedPlan) -> AddedPlan:
    """Takes a whole plan in, in one unit of work; what stands here already is not written over.

    A field that is empty here is filled; one that a person has changed since keeps their words.
    """
    own = plan_id(
        proposed.title, proposed.regulator, proposed.inspected_from, proposed.inspected_to
    )
    wanted = list(_records(own, proposed))
    known = _known(journal, wanted)
    # A plan that was undone or withdrawn whole comes back when it is taken in again; an area that
    # somebody withdrew from a standing plan stays withdrawn.
    returns = own in known and bool(known[own]["withdrawn"])
    taken = kept = 0
    new: list[tuple[type[Record], str, dict[str, Any]]] = []
    for model, record, values in wanted:
        here = known.get(record)
        if here is None:
            new.append((model, record, values))
            continue
        wants: dict[str, Any] = {
            name: value for name, value in values.items() if value and here[name] is None
        }
        if here["withdrawn"]:
            wants = {**wants, "withdrawn": None} if returns else {}
        if wants:
            new.append((model, record, wants))
        if any(value and here[name] not in (None, value) for name, value in values.items()):
            kept += 1
    if new:
        with journal.unit_of_work(say("plans.unit_plan", title=plain(proposed.title))) as unit:
            for model, record, values in new:
                unit.create(model, record, **values)
                taken += 1
    return AddedPlan(own, taken, len(wanted) - taken, kept)


def add_area(
    journal: Journal, plan_id: str, service: str, number: int, text: str, **facts: Any
) -> str:
    """Adds one area by hand (`facts`: title, standard, deadline, due, due_rule); returns its id."""
    _refuse_unknown(facts, AREA_FIELDS, "area")
    _standing(journal, PlanRecord, plan_id, "plan")
    service, text = " ".join(service.split()), text.strip()
    if not service or not text:
        raise Refused(say("plans.area_needs_words"), field="text" if service else "service")
    if number < 1:
        raise Refused(say("plans.area_needs_number"), field="number")
    own = area_id(plan_id, service, number)
    known = journal.get(AreaRecord, own)
    if known is not None and not known["withdrawn"]:
        raise Refused(
            say("plans.area_known", service=plain(service), number=number), field="number"
        )
    with journal.unit_of_work(say("plans.unit_area")) as unit:
        values = {"plan": plan_id, "service": service, "number": number, "text": text, **facts}
        unit.create(AreaRecord, own, **values, **({"withdrawn": None} if known else {}))
    return own


def add_commitment(journal: Journal, area_id: str, text: str, items: Sequence[str] = ()) -> str:
    """Adds one commitment after the others of its area; returns its id."""
    _standing(journal, AreaRecord, area_id, "area")
    if not text.strip():
        raise Refused(say("plans.commitment_needs_text"), field="text")
    rows = journal.rows(
        CommitmentRecord.select(CommitmentRecord.position).where(CommitmentRecord.area == area_id)
    )
    place = max((row["position"] or 0 for row in rows), default=0) + 1
    own = commitment_id(area_id, place)
    with journal.unit_of_work(say("plans.unit_commitment")) as unit:
        unit.create(
            CommitmentRecord,
            own,
            area=area_id,
            position=place,
            text=text.strip(),
            items=[item.strip() for item in items if item.strip()],
        )
    return own


def add_action(
    journal: Journal,
    commitment_id: str,
    title: str,
    owner: str | None = None,
    due: date | None = None,
) -> str:
    """Adds an action to a commitment; returns its id. An owner by name is added when new."""
    return split_commitment(journal, commitment_id, [(title, owner, due)])[0]


def split_commitment(
    journal: Journal, commitment_id: str, actions: Sequence[NewAction]
) -> list[str]:
    """Splits a commitment into actions (what, who, by when), all in one unit; returns their ids."""
    line = _standing(journal, CommitmentRecord, commitment_id, "commitment")
    if not actions:
        raise Refused(say("plans.split_into_nothing"), field="title")
    if not all(title.strip() for title, _, _ in actions):
        raise Refused(say("plans.action_needs_title"), field="title")
    rows = journal.rows(
        ActionRecord.select(ActionRecord.position).where(ActionRecord.commitment == commitment_id)
    )
    place = max((row["position"] or 0 for row in rows), default=0)
    label = say("plans.unit_action" if len(actions) == 1 else "plans.unit_split", n=len(actions))
    made = []
    with journal.unit_of_work(label) as unit:
        for title, owner, due in actions:
            place += 1
            made.append(
                unit.create(
                    ActionRecord,
                    commitment=line["id"],
                    position=place,
                    title=title.strip(),
                    owner=people.ensure_person(unit, owner),
                    due=due,
                    original_due=due,
                )
            )
    return made


def change_action(
    journal: Journal, action_id: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes title, owner (by name), due, status or brag; False when all was so already.

    A status that was set before changes only with a reason; a BRAG always needs one, since it
    takes the place of the rule's. A due date that moves keeps the first one as `original_due`.
    """
    _refuse_unknown(fields, ACTION_FIELDS, "action")
    known = _standing(journal, ActionRecord, action_id, "action")
    values = dict(fields)
    if "title" in values and not (values["title"] or "").strip():
        raise Refused(say("plans.action_needs_title"), field="title")
    if values.get("due") is not None and known["original_due"] is None:
        values["original_due"] = known["due"] or values["due"]
    if values.get("status") is ActionStatus.NOT_STARTED and known["status"] is None:
        # An action without a status has not started: saying so again changes nothing.
        del values["status"]
    if "brag" in values and values["brag"] != known["brag"] and not (reason or "").strip():
        raise ReasonNeeded(say("plans.judged_needs_reason"), field="brag")
    with journal.unit_of_work(say("plans.unit_changed"), reason) as unit:
        if "owner" in values:
            values["owner"] = people.ensure_person(unit, values["owner"])
        return unit.save(ActionRecord, action_id, **values) if values else False


def change_area(journal: Journal, area_id: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes how an area reads or when it is due; its service and number are what it is."""
    _refuse_unknown(fields, AREA_FIELDS, "area")
    _standing(journal, AreaRecord, area_id, "area")
    if "due" in fields and "due_rule" not in fields:
        fields["due_rule"] = say("plans.rule_by_hand") if fields["due"] else None
    with journal.unit_of_work(say("plans.unit_area_changed"), reason) as unit:
        return unit.save(AreaRecord, area_id, **fields)


def withdraw_action(journal: Journal, action_id: str, reason: str) -> None:
    """Takes an action out of every list, for a reason; its history stays."""
    _standing(journal, ActionRecord, action_id, "action")
    with journal.unit_of_work(say("plans.unit_withdrawn"), reason) as unit:
        unit.withdraw(ActionRecord, action_id, reason)


def link_earlier(journal: Journal, area_id: str, earlier_area_id: str) -> str:
    """Says that `area_id` promises again what an earlier plan's area promised; returns the link."""
    area = _standing(journal, AreaRecord, area_id, "area")
    earlier = _standing(journal, AreaRecord, earlier_area_id, "area")
    if area["plan"] == earlier["plan"]:
        raise Refused(say("plans.same_plan"), field="earlier")
    days = {
        row["id"]: row["inspected_to"]
        for row in journal.rows(PlanRecord.select(PlanRecord.id, PlanRecord.inspected_to))
    }
    own_day, earlier_day = days.get(area["plan"]), days.get(earlier["plan"])
    if own_day and earlier_day and earlier_day > own_day:
        raise Refused(say("plans.not_earlier"), field="earlier")
    own = lineage_id(area_id, earlier_area_id)
    with journal.unit_of_work(say("plans.unit_linked")) as unit:
        unit.create(LineageRecord, own, area=area_id, earlier=earlier_area_id)
    return own


def _records(
    own: str, proposed: ProposedPlan
) -> Iterable[tuple[type[Record], str, dict[str, Any]]]:
    yield (
        PlanRecord,
        own,
        {
            "title": proposed.title,
            "regulator": proposed.regulator,
            "inspected_from": proposed.inspected_from,
            "inspected_to": proposed.inspected_to,
        },
    )
    for area in proposed.areas:
        of = area_id(own, area.service, area.number)
        yield (
            AreaRecord,
            of,
            {
                "plan": own,
                "service": area.service,
                "number": area.number,
                "title": area.title,
                "text": area.text,
                "standard": area.standard,
                "deadline": area.deadline,
                "due": area.due,
                "due_rule": area.due_rule,
            },
        )
        for line in area.commitments:
            yield (
                CommitmentRecord,
                commitment_id(of, line.position),
                {
                    "area": of,
                    "position": line.position,
                    "text": line.text,
                    "items": list(line.items),
                },
            )


def _known(
    journal: Journal, wanted: Iterable[tuple[type[Record], str, dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    ids: dict[type[Record], list[str]] = {}
    for model, record, _ in wanted:
        ids.setdefault(model, []).append(record)
    return {
        row["id"]: row
        for model, of_kind in ids.items()
        for row in journal.rows(model.select().where(model.id.in_(of_kind)))
    }


def _standing(journal: Journal, model: type[Record], record: str, kind: str) -> dict[str, Any]:
    """The row of a record that is there and not withdrawn."""
    row = journal.get(model, record)
    if row is None:
        raise NotFound(say(f"plans.no_such_{kind}"))
    if row["withdrawn"]:
        raise Refused(say("plans.withdrawn", reason=plain(row["withdrawn"])))
    return row


def _refuse_unknown(fields: dict[str, Any], known: Sequence[str], kind: str) -> None:
    for name in fields:
        if name not in known:
            raise WrongUse(
                say("plans.no_such_field", kind=kind, field=plain(name), fields=", ".join(known))
            )
