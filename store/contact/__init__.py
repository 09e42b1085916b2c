"""Between two reviews: visits, midway checks, and the changes of which the IRO is to be told."""

from __future__ import annotations

from store.contact.changing import (
    add_midway,
    add_notification,
    add_visit,
    change_midway,
    change_notification,
    change_visit,
    withdraw_midway,
    withdraw_notification,
    withdraw_visit,
)
from store.contact.codes import Follows, Notified, Visitor
from store.contact.reading import (
    Midway,
    Notification,
    Visit,
    checked_midway,
    midways,
    notifications,
    visits,
)

__all__ = [
    "Follows",
    "Midway",
    "Notification",
    "Notified",
    "Visit",
    "Visitor",
    "add_midway",
    "add_notification",
    "add_visit",
    "change_midway",
    "change_notification",
    "change_visit",
    "checked_midway",
    "midways",
    "notifications",
    "visits",
    "withdraw_midway",
    "withdraw_notification",
    "withdraw_visit",
]
