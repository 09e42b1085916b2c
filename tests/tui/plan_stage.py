"""A store with one small plan in our own words, and the program opened on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import people, plans
from store.journal import Journal
from store.plans import ProposedArea, ProposedCommitment, ProposedPlan
from tests.store.pristine import pristine
from tui.app import PlanReviewApp

TODAY = date(2024, 9, 16)
LONG = "The words of a long commitment go on " * 30 + "and they end here."


def store_with_plan(folder: Path, role: str = "iro", plan: bool = True) -> Journal:
    """A throwaway store whose plan has three areas; IRO 1 has a commitment with a list."""
    journal = pristine(folder, "Alder", role=role, device="IRO-02", today=TODAY)
    for name in ("Hazel", "Birch", "Rowan"):
        people.add_person(journal, name)
    if plan:
        plans.add_plan(journal, PLAN)
    return journal


def _area(service: str, number: int, *texts: ProposedCommitment) -> ProposedArea:
    return ProposedArea(
        service=service,
        number=number,
        text=f"Area {number} of the {service} is to get better.",
        standard="2",
        deadline="12 months from the day of inspection",
        due=date(2024, 12, 8),
        due_rule="12 months from the last day",
        commitments=texts,
    )


PLAN = ProposedPlan(
    "A summary report",
    "A Commission",
    date(2023, 12, 4),
    date(2023, 12, 8),
    (
        _area("Social Work Service", 1, ProposedCommitment(1, "Care plans are kept current.")),
        _area(
            "Social Work Service",
            2,
            ProposedCommitment(1, LONG),
            ProposedCommitment(2, "A notice says:", ("why it happened", "who was told")),
        ),
        _area(
            "Independent Reviewing Officer Service",
            1,
            ProposedCommitment(1, "The report goes to the board."),
            ProposedCommitment(2, "Each decision is checked next time."),
        ),
    ),
)


def area_id(journal: Journal, ref: str) -> str:
    """The id of an area by its short reference, such as IRO 1."""
    return next(area.id for area in plans.areas(journal) if area.short_ref == ref)


def open_on_plan(journal: Journal) -> PlanReviewApp:
    """The program on this store; `2` or `switch_mode` shows the plan."""
    return PlanReviewApp(journal)


def shown(app: PlanReviewApp) -> str:
    """Every line of the screen as plain text."""
    width, height = app.size
    lines = []
    for y in range(height):
        strip = app.screen._compositor.render_strips()[y] if y < height else None
        lines.append("".join(segment.text for segment in strip) if strip else "")
    assert width
    return "\n".join(lines)
