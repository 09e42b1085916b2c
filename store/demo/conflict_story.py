"""More that two people wrote apart from each other: one conflict of each sort waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import children, notes, plans, reviews
from store.children import ReviewRecord
from store.demo.content import content
from store.journal import Journal, Record
from store.notes import NoteRecord
from store.plans.models import ActionRecord
from store.wording import say


def apart(journal: Journal, other: Journal, on: date) -> None:
    """Writes each of them on both devices, on that day; neither knows what the other writes."""
    told = content("conflicts")
    action = next(a.id for a in plans.actions(journal) if a.title == told["due"]["action"])
    _save(journal, ActionRecord, action, None, due=told["due"]["here"])
    _save(other, ActionRecord, action, told["due"]["reason_there"], due=told["due"]["there"])
    review = reviews.reviews(journal, _child(journal, told["views"]["child"]))[0].id
    for device, where in ((journal, "here"), (other, "there")):
        why = told["views"][f"reason_{where}"]
        _save(device, ReviewRecord, review, why, views=told["views"][where])
    child = _child(journal, told["double"]["child"])
    notes.add_note(journal, "child", child, told["double"]["text"], on)
    _note(other, child, told["double"]["text"], on)
    child = _child(journal, told["withdrawn"]["child"])
    before = max(over.last for over in journal.ranges())
    gone = notes.add_note(journal, "child", child, told["withdrawn"]["text"], on)
    made = journal.own_range_after(before)
    assert made is not None
    other.receive(list(journal.changes(made)), [made])
    notes.withdraw_note(journal, gone, told["withdrawn"]["why"])
    _save(other, NoteRecord, gone, None, text=told["withdrawn"]["edited"])


def _child(journal: Journal, local_id: str) -> str:
    return children.child_id(children.own_authority(journal), local_id)


def _save(
    journal: Journal, model: type[Record], record: str, reason: str | None, **values: Any
) -> None:
    # The other device may not hold the record: its verbs would not know it.
    label = say(f"{'notes' if model is NoteRecord else 'reviews'}.unit_changed")
    with journal.unit_of_work(label, reason) as unit:
        unit.save(model, record, **values)


def _note(journal: Journal, child: str, text: str, on: date) -> None:
    with journal.unit_of_work(say("notes.unit_added")) as unit:
        unit.create(
            NoteRecord,
            about=child,
            about_kind="child",
            child=child,
            text=text,
            on=on,
        )
