"""What an audit asks for: a training need named for its gap, and the training itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store.audits import Audit, unanswered
from store.clock import Step
from store.duty import Duty
from store.journal import Journal
from store.wording import plain, say


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """One for each audit whose gap has no answer yet; about no child, so asked for by its id."""
    for audit in unanswered(journal):
        if only is None or audit.id in only:
            yield _duty(audit)


def _duty(audit: Audit) -> Duty:
    need = not audit.training
    steps = [Step(say("audits.step_on"), audit.on)]
    if audit.gap:
        steps.append(Step(say("audits.step_gap"), None, plain(audit.gap)))
    if audit.training_due:
        steps.append(Step(say("audits.step_due"), audit.training_due))
    return Duty(
        kind="audit",
        record=audit.id,
        record_kind="audit",
        part="need" if need else "training",
        child_id=None,
        child=plain(audit.theme),
        what=say("audits.duty_need")
        if need
        else say("audits.duty_training", training=plain(audit.training or "")),
        due=None if need else audit.training_due,
        owner=audit.by if need else audit.training_for or audit.by,
        team=None,
        why=tuple(steps),
        status="need" if need else "training",
    )
