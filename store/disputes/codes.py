"""The closed lists of disputes: what they are about, their stages, how they end."""

from __future__ import annotations

from store.codes import Code, DecisionState
from store.wording import say


class _DisputeCode(Code):
    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"disputes.{self.key}")


class Theme(_DisputeCode):
    """What a dispute is about."""

    CARE_PLANNING = "care_planning"
    IMPLEMENTATION = "implementation"
    DECISIONS = "decisions"
    DRIFT = "drift"
    UNALLOCATED_WORKER = "unallocated_worker"
    PRACTICE = "practice"
    PARTICIPATION = "participation"
    PLACEMENT = "placement"


class Stage(_DisputeCode):
    """Where a dispute is; the formal stages in their order, `outside` stands beside them."""

    INFORMAL = "informal"
    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    DIRECTOR = "director"
    CHIEF_OFFICER = "chief_officer"
    OUTSIDE = "outside"

    @property
    def rank(self) -> int:
        """Its place on the way up: informal 0."""
        return list(Stage).index(self)

    @property
    def limit(self) -> str:
        """The key of its limit."""
        return f"dispute_{self.value}"


class FormalStage(Code):
    """A stage as a form offers it: those a dispute can be taken to."""

    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    DIRECTOR = "director"
    CHIEF_OFFICER = "chief_officer"

    @property
    def wording(self) -> str:
        """The stage in words."""
        return self.stage.wording

    @property
    def stage(self) -> Stage:
        """The stage itself."""
        return Stage(self.value)


FORMAL = (Stage.TEAM_MANAGER, Stage.HEAD_OF_SERVICE, Stage.DIRECTOR, Stage.CHIEF_OFFICER)
"""The formal stages, lowest first."""

TOTAL = "dispute_total"
"""The key of the limit of all formal stages together."""


class DisputeOutcome(_DisputeCode):
    """How a dispute ended."""

    IN_FAVOUR = "in_favour"
    PARTLY = "partly"
    NOT = "not"
    WITHDRAWN = "withdrawn"

    @property
    def short(self) -> str:
        """The wording for a narrow column: "in favour"."""
        return say(f"disputes.outcome_short_{self.name.lower()}")

    @property
    def decision_state(self) -> DecisionState:
        """What it makes of the decision it was about; what is withdrawn leaves the objection."""
        return _DECIDES[self]


_DECIDES = {
    DisputeOutcome.IN_FAVOUR: DecisionState.UPHELD,
    DisputeOutcome.PARTLY: DecisionState.PARTLY_UPHELD,
    DisputeOutcome.NOT: DecisionState.NOT_UPHELD,
    DisputeOutcome.WITHDRAWN: DecisionState.NOT_UPHELD,
}
