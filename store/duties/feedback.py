"""What a child's feedback asks for: saying what changed because of it, and telling the child."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store.calendars import working_days
from store.duties.caseload import caseload
from store.duty import Duty
from store.feedback import feedback
from store.journal import Journal
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """One for each form that is not answered, or whose child has not been told.

    A form that came without a name is asked for by its own id.
    """
    known = {child.id: child for child in caseload(journal, only)}
    calendar = working_days(journal)
    limit = calendar.book.limit("feedback")
    for form in feedback(journal, only=only):
        child = known.get(form.child_id or "")
        if not form.is_open or form.received is None or (form.child_id and child is None):
            continue
        part = "told" if form.changed else "changed"
        yield Duty(
            kind="feedback",
            record=form.id,
            record_kind="feedback",
            part=part,
            child_id=form.child_id,
            child=form.child or say("feedback.without_name"),
            what=say("feedback.duty_told" if form.changed else "feedback.duty_changed"),
            due=form.due,
            owner=form.owner or (child.iro if child else None),
            team=child.team if child else None,
            rule=limit.on(form.received).source,
            why=limit.steps(form.received, calendar),
            status=part,
        )
