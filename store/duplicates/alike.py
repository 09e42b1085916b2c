"""What makes two records of a kind look like one: the same child, day and sort of thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alike:
    """Records of `kind` that agree in all of `same` may be one.

    Not when they differ in one of `unless` and both say something there, nor when their days
    in `near` lie more than `days` apart. A field of the record above stands as `commitment.area`.
    Words are compared without capitals and outer spaces, moments by their day.
    """

    kind: str
    same: tuple[str, ...]
    unless: tuple[str, ...] = ()
    near: str | None = None
    days: int = 31

    @property
    def kinds(self) -> set[str]:
        """The kinds whose records decide it: its own, and those above."""
        return {self.kind, *(name.partition(".")[0] for name in self.same if "." in name)}


ALIKE: tuple[Alike, ...] = (
    Alike("review", ("child", "held")),
    # One place in a period: a review of earlier years that is entered late shifts the later ones.
    Alike("review", ("child", "occurrence"), near="held"),
    Alike("decision", ("review", "text"), unless=("owner", "due")),
    # A child comes into care with one initial assessment; later ones have a day each.
    Alike("health", ("child", "type", "held")),
    Alike("health", ("child", "period", "type"), near="held"),
    Alike("education_plan", ("child", "held")),
    Alike("pathway_plan", ("child", "held")),
    Alike("visit", ("child", "on", "visitor"), unless=("by",)),
    Alike("midway", ("child", "on")),
    Alike("notification", ("child", "of", "happened")),
    Alike("consultation", ("child", "occurrence", "who"), unless=("named",), near="sent"),
    Alike("missing", ("child", "started")),
    Alike("incident", ("child", "on")),
    Alike("dispute", ("decision",)),
    Alike("dispute", ("child", "theme", "opened"), unless=("decision",)),
    Alike("pre_proceedings", ("child", "started")),
    Alike("planning_meeting", ("child", "on")),
    Alike("feedback", ("child", "review", "received")),
    Alike("note", ("about", "on", "text")),
    # The same words with another owner or day are two actions: each quarter has its audit.
    Alike("action", ("commitment.area", "title"), unless=("owner", "due")),
    Alike("evidence", ("about", "on", "shows")),
    Alike("audit", ("theme", "on")),
)
"""Every kind that a person logs under an id of its own; the rest have one id on every device."""
