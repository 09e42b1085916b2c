"""The reader of inspection reports with a provider's plan: areas for improvement and responses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from store.errors import Refused
from store.imports import report_words as words
from store.imports.files import TextFile
from store.imports.proposal import Finding, Proposal
from store.imports.report_cover import Cover, announced, days_named, read_cover
from store.imports.report_dates import Counted, resolve
from store.imports.response import Paragraphs
from store.imports.tables import Piece, pieces
from store.plans.proposed import ProposedArea, ProposedCommitment, ProposedPlan
from store.wording import plain, say

KIND = "inspection-report"

_HEADING_WORDS = 14
_LOOK_AHEAD = 12
_LABELS_INSIDE = re.compile(
    r"\s+(?=(?:ref(?:erence)?s?\s*:|to be completed (?:by|within)\s*:|"
    r"response (?:of|by|from) (?:the )?(?:registered )?provider\s*:))",
    re.IGNORECASE,
)


class ReportWithoutPlan(Refused):
    """A report that holds no plan in a form this reader knows."""


class ReportWithTwoPlans(Refused):
    """A file in which two plans stand one after the other."""


class AreaTwice(Refused):
    """Two areas of one service with the same number."""


class InspectionDaysMissing(Refused):
    """A report that does not say when the inspection was, so that no deadline can be counted."""


class ServiceMissing(Refused):
    """A plan that does not say which service its areas are for."""


def recognises(text: str) -> bool:
    """Whether `text` speaks of an inspection or of areas for improvement."""
    return words.TALKS_OF_INSPECTION.search(text) is not None


@dataclass
class _Area:
    service: str
    number: int
    line: int
    in_cell: bool
    standard: str | None = None
    deadline: str | None = None
    deadline_line: int = 0
    text: Paragraphs = field(default_factory=Paragraphs)
    response: Paragraphs = field(default_factory=Paragraphs)
    answered: bool = False
    awaits: str = ""

    def take(self, piece: Piece) -> None:
        """Puts one piece where it belongs: standard, deadline, text or response."""
        text = piece.text
        if response := words.RESPONSE.fullmatch(text):
            self.answered, self.awaits = True, ""
            if response[1]:
                self.response.take(replace(piece, text=response[1], opens_row=False))
        elif words.RESPONSE_ALONE.fullmatch(text):
            self.answered, self.awaits = True, ""
        elif self.answered:
            self.response.take(piece)
        elif self.awaits == "standard":
            self.standard, self.awaits = _standard(text), ""
        elif self.awaits == "deadline":
            self.deadline, self.deadline_line, self.awaits = text, piece.line, ""
        elif self.standard is None and (standard := words.STANDARD.fullmatch(text)):
            value = standard[1] or standard[2] or ""
            self.standard, self.awaits = (_standard(value), "") if value else (None, "standard")
        elif self.deadline is None and (deadline := words.DEADLINE.fullmatch(text)):
            self.deadline, self.deadline_line = deadline[1] or None, piece.line
            self.awaits = "" if deadline[1] else "deadline"
        else:
            self.text.take(piece)


class _Plan:
    """The plan while it is read, piece by piece."""

    def __init__(self, file: TextFile, service: str | None, every: Sequence[Piece]) -> None:
        self.shown = plain(str(file.path))
        self.areas: list[_Area] = []
        self.findings: list[Finding] = []
        self.service = service
        self.fixed_service = service is not None
        self._every = every
        self._begun = False
        self._second_heading = 0
        self._beside: list[Piece] = []

    def take(self, index: int) -> None:
        """Takes the piece at `index`, knowing those that follow it."""
        piece = self._every[index]
        heading = words.AREA_HEADING.fullmatch(piece.text)
        if heading and self._is_area(index):
            self._open_area(int(heading[1]), bool(heading[2]), piece)
        elif not piece.in_cell and words.PAGE_FURNITURE.fullmatch(piece.text):
            return
        elif not piece.in_cell and words.PLAN_HEADING.fullmatch(piece.text):
            self._begun = True
            if self.areas:
                self._second_heading = piece.line
        elif (name := self._service_heading(piece)) is not None:
            self.service = name
            self._second_heading = 0
            self._beside.clear()
        elif self.areas and self.areas[-1].in_cell == piece.in_cell:
            self.areas[-1].take(piece)
        elif self.areas:
            self._beside.append(piece)

    def _is_area(self, index: int) -> bool:
        """A heading inside a table; on the page only where its labels follow: else a mention."""
        if self._every[index].in_cell:
            return True
        for following in self._every[index + 1 : index + 1 + _LOOK_AHEAD]:
            if words.AREA_HEADING.fullmatch(following.text):
                return False
            if any(
                label.fullmatch(following.text)
                for label in (words.STANDARD, words.DEADLINE, words.RESPONSE, words.RESPONSE_ALONE)
            ):
                return True
        return False

    def _service_heading(self, piece: Piece) -> str | None:
        text = piece.text
        if len(text.split()) > _HEADING_WORDS or text.endswith((".", ",", ";")):
            return None
        if piece.in_cell and not piece.opens_row:
            return None
        found = words.SERVICE_AFTER.fullmatch(text) or words.SERVICE_BEFORE.fullmatch(text)
        if found is None and not piece.in_cell and (self._begun or self.areas):
            found = words.SERVICE_ALONE.fullmatch(text)
        return found[1].strip(" :–—-") if found else None

    def _open_area(self, number: int, continued: bool, piece: Piece) -> None:
        known = self._known(number)
        if continued and known is not None:
            # The table's head repeats after a page break: the area goes on.
            self.areas.remove(known)
            self.areas.append(known)
            return
        if self._second_heading and (known is not None or number <= self.areas[-1].number):
            raise ReportWithTwoPlans(
                say(
                    "imports.two_plans",
                    file=self.shown,
                    first=self.areas[0].line,
                    second=self._second_heading,
                )
            )
        if known is not None:
            self._begin_service(number, known, piece)
        self._tell_what_was_not_read()
        self._second_heading = 0
        self.areas.append(_Area(self.service or "", number, piece.line, piece.in_cell))

    def _begin_service(self, number: int, known: _Area, piece: Piece) -> None:
        """The numbers begin again: the line between two tables must be the other service's name."""
        headings = [
            beside
            for beside in self._beside
            if len(beside.text.split()) <= _HEADING_WORDS and not beside.text.endswith(".")
        ]
        if not headings or known.number != 1:
            raise AreaTwice(
                say(
                    "imports.area_twice",
                    file=self.shown,
                    number=number,
                    first=known.line,
                    line=piece.line,
                )
            )
        heading = headings[-1]
        self.service = heading.text.strip(" :–—-")
        self._beside.remove(heading)
        self.findings.append(
            Finding(
                heading.line,
                "service-from-heading",
                say("imports.service_guessed", service=plain(self.service)),
            )
        )

    def _known(self, number: int) -> _Area | None:
        for area in self.areas:
            if (area.service, area.number) == (self.service or "", number):
                return area
        return None

    def _tell_what_was_not_read(self) -> None:
        for beside in self._beside:
            self.findings.append(
                Finding(beside.line, "outside-the-table", say("imports.outside_the_table"))
            )
        self._beside.clear()


def read(
    file: TextFile,
    *,
    inspected: tuple[date, date] | None = None,
    service: str | None = None,
    counted: Counted = "end",
) -> Proposal:
    """The plan in `file`; `inspected` and `service` stand in for what the report does not say."""
    every = [part for piece in pieces(file.text) for part in _apart(piece)]
    plan = _Plan(file, service, every)
    first_area = next(
        (
            index
            for index, piece in enumerate(every)
            if words.AREA_HEADING.fullmatch(piece.text) and plan._is_area(index)
        ),
        None,
    )
    if first_area is None:
        raise ReportWithoutPlan(say("imports.no_plan", file=plan.shown))
    before = every[:first_area]
    cover = read_cover(before)
    promised = announced(before)
    if plan.service is None:
        plan.service = promised[0][1] if promised else cover.service
    for index in range(len(every)):
        plan.take(index)
    _refuse_second_cover(plan, every, cover)
    if any(not area.service for area in plan.areas):
        raise ServiceMissing(
            say("imports.service_missing", file=plan.shown, line=plan.areas[0].line),
            field="service",
        )
    days = inspected or _days(cover, plan)
    return _proposal(file, plan, cover, promised, days, counted)


def _apart(piece: Piece) -> list[Piece]:
    """A head that stands in one paragraph, as the lines it would be."""
    if not piece.in_cell or not words.AREA_HEADING.match(piece.text):
        return [piece]
    parts = _LABELS_INSIDE.split(piece.text)
    return [
        replace(piece, text=part.strip(), opens_row=piece.opens_row and number == 0)
        for number, part in enumerate(parts)
    ]


def _refuse_second_cover(plan: _Plan, every: Sequence[Piece], cover: Cover) -> None:
    last = plan.areas[-1].line
    between = [p for p in every if plan.areas[0].line < p.line < last]
    for days in days_named(between):
        if cover.days and days.first != days.last:
            known = {(one.first, one.last) for one in cover.days}
            if (days.first, days.last) not in known:
                raise ReportWithTwoPlans(
                    say(
                        "imports.two_plans",
                        file=plan.shown,
                        first=plan.areas[0].line,
                        second=days.line,
                    )
                )


def _days(cover: Cover, plan: _Plan) -> tuple[date, date]:
    if not cover.days:
        raise InspectionDaysMissing(
            say("imports.inspection_days_missing", file=plan.shown), field="inspected"
        )
    # A cover may also carry the day of publication: a range of days is the inspection.
    chosen = next((days for days in cover.days if days.first != days.last), cover.days[0])
    return chosen.first, chosen.last


def _proposal(
    file: TextFile,
    plan: _Plan,
    cover: Cover,
    promised: list[tuple[int, str]],
    days: tuple[date, date],
    counted: Counted,
) -> Proposal:
    findings, notes = plan.findings, list[Finding]()
    if file.cleaned:
        findings.append(
            Finding(0, "control-characters", say("imports.cleaned", count=file.cleaned))
        )
    if file.encoding != "UTF-8":
        notes.append(Finding(0, "encoding", say("imports.encoding", encoding=file.encoding)))
    if cover.regulator is None:
        findings.append(Finding(1, "no-regulator", say("imports.no_regulator")))
    if cover.title is None:
        findings.append(Finding(1, "no-title", say("imports.no_title")))
    areas = tuple(_area(area, days, counted, findings, notes) for area in plan.areas)
    total = sum(number for number, _ in promised)
    if promised and total != len(areas):
        findings.append(
            Finding(
                plan.areas[0].line,
                "count-differs",
                say("imports.count_differs", announced=total, found=len(areas)),
            )
        )
    _tell_gaps(plan.areas, findings)
    proposed = ProposedPlan(
        title=cover.title or say("imports.untitled"),
        regulator=cover.regulator or say("imports.unnamed_regulator"),
        inspected_from=days[0],
        inspected_to=days[1],
        areas=areas,
    )
    return Proposal(
        KIND,
        Path(file.path),
        proposed,
        findings=tuple(sorted(findings, key=lambda finding: finding.line)),
        notes=tuple(notes),
    )


def _area(
    area: _Area,
    days: tuple[date, date],
    counted: Counted,
    findings: list[Finding],
    notes: list[Finding],
) -> ProposedArea:
    def find(rule: str, line: int = area.line) -> None:
        reason = say(f"imports.{rule.replace('-', '_')}", number=area.number, service=area.service)
        findings.append(Finding(line, rule, reason))

    resolved = resolve(area.deadline, *days, counted) if area.deadline else None
    if area.standard is None:
        find("no-standard")
    if area.deadline is None:
        find("no-deadline")
    elif resolved is None or resolved.due is None:
        find("deadline-not-resolved", area.deadline_line)
    if not area.text.found:
        find("no-text")
    if not area.response.found:
        find("no-response")
    for line in (*area.text.joined, *area.response.joined):
        notes.append(Finding(line, "joined", say("imports.joined", number=area.number)))
    for line in area.response.unsure:
        find("maybe-cut", line)
    for line in area.response.orphans:
        find("list-without-introduction", line)
    return ProposedArea(
        service=area.service,
        number=area.number,
        text="\n".join(_with_items(paragraph) for paragraph in area.text.found),
        standard=area.standard,
        deadline=area.deadline,
        due=resolved.due if resolved else None,
        due_rule=resolved.rule if resolved else None,
        commitments=tuple(
            ProposedCommitment(position, paragraph.text, tuple(paragraph.items), paragraph.line)
            for position, paragraph in enumerate(area.response.found, start=1)
        ),
        line=area.line,
    )


def _with_items(paragraph: object) -> str:
    text: str = getattr(paragraph, "text", "")
    items: list[str] = getattr(paragraph, "items", [])
    return "\n".join([text, *(f"• {item}" for item in items)])


def _tell_gaps(areas: Sequence[_Area], findings: list[Finding]) -> None:
    for service in dict.fromkeys(area.service for area in areas):
        own = [area for area in areas if area.service == service]
        numbers = {area.number for area in own}
        for missing in sorted(set(range(1, max(numbers) + 1)) - numbers):
            findings.append(
                Finding(
                    own[0].line,
                    "number-missing",
                    say("imports.number_missing", number=missing, service=service),
                )
            )


def _standard(value: str) -> str:
    """The bare number where the words are only "Standard 2", else the words."""
    found = re.fullmatch(r"standards?\s*:?\s*(.+?)\.?", value.strip(), re.IGNORECASE)
    return found[1] if found else value.strip()
