"""What every record of a child asks first: is there such a child, and can the day be."""

from __future__ import annotations

from datetime import date

from store.children.changing import NoSuchChild
from store.children.reading import Child, child
from store.clock import show_date
from store.errors import Refused
from store.journal import Journal
from store.wording import say


def known_child(journal: Journal, record: str) -> Child:
    """The child of this id; NoSuchChild where there is none."""
    known = child(journal, record)
    if known is None:
        raise NoSuchChild(say("children.no_such_child"), field="child")
    return known


def check_past(journal: Journal, of: Child | None, **days: date | None) -> None:
    """Refuses a day that is still to come or lies before the child was born, by field."""
    for field, day in days.items():
        if day is None:
            continue
        if day > journal.today():
            raise Refused(
                say("children.day_to_come", day=show_date(day, weekday=False)), field=field
            )
        if of is not None and of.dob is not None and day < of.dob:
            raise Refused(
                say(
                    "children.day_before_birth",
                    day=show_date(day, weekday=False),
                    dob=show_date(of.dob, weekday=False),
                ),
                field=field,
            )
