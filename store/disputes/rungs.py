"""The stages as this service keeps them: their names, which it has, and the body outside."""

from __future__ import annotations

from dataclasses import dataclass

from store.disputes.codes import FORMAL, Stage
from store.disputes.models import DisputeRungRecord, rung_id
from store.errors import Refused
from store.journal import Journal
from store.wording import say

# Outside referral goes to the body that a country names; Jersey's service has to name its own.
_BODIES = {"ENG": "Cafcass", "WLS": "Cafcass Cymru"}


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage: the name this service uses, and whether a dispute can go there."""

    id: str
    stage: Stage
    name: str
    used: bool


def rungs(journal: Journal) -> tuple[Rung, ...]:
    """Every stage in its order, the ones that are not used here too."""
    rows = journal.rows(DisputeRungRecord.select().where(DisputeRungRecord.withdrawn.is_null()))
    kept = {row["stage"]: row for row in rows}
    found = []
    for stage in Stage:
        row = kept.get(stage, {})
        name = row.get("name") or _default(journal, stage)
        found.append(Rung(rung_id(stage), stage, name, row.get("used") is not False))
    return tuple(found)


def names(journal: Journal) -> dict[Stage, str]:
    """What this service calls each stage; nothing for the body outside until it is named."""
    return {rung.stage: rung.name for rung in rungs(journal)}


def outside_body(journal: Journal) -> str:
    """The body a dispute can be referred to; empty until the service names it."""
    return names(journal)[Stage.OUTSIDE]


def set_rung(
    journal: Journal,
    stage: Stage,
    name: str | None = None,
    used: bool | None = None,
    reason: str | None = None,
) -> bool:
    """Says what this service calls a stage and whether it has it; False when all was so already.

    Refuses to leave the service without any formal stage.
    """
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = " ".join(name.split()) or None
    if used is not None:
        if stage not in FORMAL:
            raise Refused(say("disputes.always_there", stage=stage.wording), field="used")
        others = [rung for rung in rungs(journal) if rung.stage in FORMAL and rung.used]
        if not used and all(rung.stage is stage for rung in others):
            raise Refused(say("disputes.last_stage"), field="used")
        values["used"] = used
    if not values:
        return False
    with journal.unit_of_work(say("disputes.unit_rung"), reason) as unit:
        return unit.save(DisputeRungRecord, rung_id(stage), stage=stage, **values)


def _default(journal: Journal, stage: Stage) -> str:
    return _BODIES.get(journal.region, "") if stage is Stage.OUTSIDE else stage.wording
