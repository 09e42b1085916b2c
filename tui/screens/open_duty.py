"""Where a duty leads: the form of the record it is about, or of one that is still to be made."""

from __future__ import annotations

from store import adding
from store.duty import Duty
from tui.screens.caseload import open_form
from tui.screens.record_form import RecordForm
from tui.screens.review_form import ChecklistForm
from tui.widgets.frame import Frame


def open_duty(frame: Frame, duty: Duty) -> None:
    """Open what does this duty: its record, a new record of its kind, or the child."""
    if duty.kind == "adjourned" and duty.child_id:
        # The sitting that completes it is logged in the form of reviews.
        open_form(frame, duty.child_id)
        return
    if duty.kind == "point" and duty.child_id:
        begin = f"point.{duty.part}" if duty.part else ""
        frame.app.push_screen(ChecklistForm(duty.child_id, begin), lambda _: frame.read_again())
        return
    if duty.record_kind != "child" and adding.can_change(duty.record_kind):
        form = RecordForm(duty.record_kind, record=duty.record)
    elif duty.record_kind == "child" and adding.can_add(duty.kind) and duty.child_id:
        form = RecordForm(duty.kind, about=duty.child_id, given=dict(duty.given))
    else:
        frame.planreview.open_record("child", duty.child_id or duty.record)
        return
    frame.app.push_screen(form, lambda _: frame.read_again())
