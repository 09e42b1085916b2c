"""What an import would take, and what it took: the records the readers and the verbs share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from store.plans.proposed import ProposedPlan


@dataclass(frozen=True)
class Finding:
    """Something a person should look at; it stops nothing. `line` counts from 1, 0 = the file.

    `rule` is a short name that stays the same in every language, for scripts.
    """

    line: int
    rule: str
    reason: str


@dataclass(frozen=True)
class RefusedLine:
    """A line that was not taken, with the reason."""

    line: int
    reason: str


@dataclass(frozen=True)
class Proposal:
    """What a reader found in a file; nothing of it is in the store yet.

    `notes` tell what the reader mended by itself (a sentence joined over a page break); they
    need nobody and are no findings.
    """

    kind: str
    path: Path
    plan: ProposedPlan | None = None
    findings: tuple[Finding, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def count(self) -> int:
        """How many records the file holds: a plan, its areas and their commitments."""
        if self.plan is None:
            return 0
        return 1 + len(self.plan.areas) + self.plan.commitments


@dataclass(frozen=True)
class ImportResult:
    """What an import did: how many records were taken, how many stood here already."""

    kind: str
    taken: int
    unchanged: int
    refused: tuple[RefusedLine, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The object that `planreview import` prints."""
        return {
            "kind": self.kind,
            "taken": self.taken,
            "unchanged": self.unchanged,
            "refused": [{"line": r.line, "reason": r.reason} for r in self.refused],
            "findings": [
                {"line": f.line, "rule": f.rule, "reason": f.reason} for f in self.findings
            ],
        }
