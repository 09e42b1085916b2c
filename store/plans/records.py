"""What the screens and the command line see of plans: frozen, with standing and references."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.codes import ActionStatus, Brag
from store.plans.standing import Standing


@dataclass(frozen=True)
class Plan:
    """A plan with how many areas it has and how it stands."""

    id: str
    ref: str
    title: str
    regulator: str
    inspected_from: date | None
    inspected_to: date | None
    areas: int
    standing: Standing
    year: str
    conflict: bool


@dataclass(frozen=True)
class Area:
    """An area for improvement; `title` is its first words unless a person named it.

    `deadline` is what the report says, word for word; `due` the day it comes to by `due_rule`.
    """

    id: str
    ref: str
    plan_id: str
    plan_ref: str
    service: str
    service_short: str
    number: int
    title: str
    standard: str | None
    deadline: str | None
    due: date | None
    due_rule: str | None
    text: str
    standing: Standing
    conflict: bool

    @property
    def short_ref(self) -> str:
        """The area inside its plan: "SW 5"."""
        return f"{self.service_short} {self.number}"


@dataclass(frozen=True)
class Commitment:
    """One paragraph of the response; `items` are the points of the list it introduces."""

    id: str
    ref: str
    area_id: str
    position: int
    text: str
    items: tuple[str, ...]
    standing: Standing
    conflict: bool


@dataclass(frozen=True)
class Action:
    """What somebody does by when. `evidence` counts the evidence on it; `number` orders them."""

    id: str
    ref: str
    commitment_id: str
    area_id: str
    number: int
    title: str
    owner: str | None
    due: date | None
    original_due: date | None
    status: ActionStatus
    brag: Brag
    judged: Brag | None
    why_brag: str
    flags: tuple[str, ...]
    evidence: int
    conflict: bool


@dataclass(frozen=True)
class Promise:
    """An earlier area that had promised the same, and how much of it was held."""

    year: int
    ref: str
    title: str
    said: str
    brag: Brag
    area_id: str
