"""Files from elsewhere: recognise the format from the content, propose, take."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store.imports import inspection_report
from store.imports.files import FileRefused, NoPermission, TextFile
from store.imports.inspection_report import (
    AreaTwice,
    InspectionDaysMissing,
    ReportWithoutPlan,
    ReportWithTwoPlans,
    ServiceMissing,
)
from store.imports.proposal import Finding, ImportResult, Proposal, RefusedLine
from store.imports.recognising import KINDS, NotRecognised, Recognised, recognise
from store.imports.report_dates import Counted, parse_inspected
from store.plans import add_plan
from store.wording import say

if TYPE_CHECKING:
    from store.journal import Journal

__all__ = [
    "KINDS",
    "AreaTwice",
    "FileRefused",
    "Finding",
    "ImportResult",
    "InspectionDaysMissing",
    "NoPermission",
    "NotRecognised",
    "Proposal",
    "Recognised",
    "RefusedLine",
    "ReportWithTwoPlans",
    "ReportWithoutPlan",
    "ServiceMissing",
    "TextFile",
    "parse_inspected",
    "propose",
    "read",
    "take",
]

read = recognise


def propose(
    journal: Journal,
    path: Path,
    as_kind: str | None = None,
    inspected: tuple[date, date] | str | None = None,
    service: str | None = None,
    counted: Counted = "end",
) -> Proposal:
    """What `path` holds, without taking anything; refuses a file that cannot be read whole.

    `inspected` (the days, or `FROM..TO` as typed) and `service` stand in for what the report
    does not say; `counted` tells from which day of the inspection its deadlines run.
    """
    if isinstance(inspected, str):
        inspected = parse_inspected(inspected, today=journal.today())
    found = recognise(path, as_kind)
    return inspection_report.read(
        found.file, inspected=inspected, service=service or None, counted=counted
    )


def take(journal: Journal, proposal: Proposal) -> ImportResult:
    """Takes all of a proposal in one unit of work; what stands here already is left as it is."""
    taken = 0
    if proposal.plan is not None:
        with journal.unit_of_work(say("imports.unit")):
            taken = add_plan(journal, proposal.plan).taken
    return ImportResult(
        proposal.kind,
        taken=taken,
        unchanged=proposal.count - taken,
        refused=proposal.refused,
        findings=proposal.findings,
    )
