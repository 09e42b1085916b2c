"""The conflict desk: what two people wrote apart from each other, until somebody decides."""

from __future__ import annotations

from store.conflicts.asking import Asked, how_to_ask
from store.conflicts.author_notes import (
    AuthorNote,
    NoSuchAuthorNote,
    addressees,
    answer,
    author_note,
    author_notes,
    mark_read,
    waiting_notes,
    write_to_authors,
)
from store.conflicts.deciding import (
    DecidedMeanwhile,
    HeldElsewhere,
    NotATextOfPeople,
    defer,
    different,
    keep_both,
    not_both,
    not_here,
    take,
    value_numbered,
    write,
)
from store.conflicts.items import Decided, Desk, Item, Risk, Sort, Value
from store.conflicts.looking import Before, Look, kind_words, look_at, moved_words, would_move
from store.conflicts.models import AuthorNoteRecord, DeferralRecord
from store.conflicts.reading import (
    NotOnTheDesk,
    conflict_items,
    desk,
    double_items,
    item_called,
    put_off,
    waiting_conflicts,
)
from store.conflicts.ruling import (
    Rule,
    Ruled,
    alike,
    apply,
    preview,
    provide_centre,
    rules,
)
from store.conflicts.showing import device_name, provide_devices
from store.conflicts.weighing import Weighed

__all__ = [
    "Asked",
    "AuthorNote",
    "AuthorNoteRecord",
    "Before",
    "Decided",
    "DecidedMeanwhile",
    "DeferralRecord",
    "Desk",
    "HeldElsewhere",
    "Item",
    "Look",
    "NoSuchAuthorNote",
    "NotATextOfPeople",
    "NotOnTheDesk",
    "Risk",
    "Rule",
    "Ruled",
    "Sort",
    "Value",
    "Weighed",
    "addressees",
    "alike",
    "answer",
    "apply",
    "author_note",
    "author_notes",
    "conflict_items",
    "defer",
    "desk",
    "device_name",
    "different",
    "double_items",
    "how_to_ask",
    "item_called",
    "keep_both",
    "kind_words",
    "look_at",
    "mark_read",
    "moved_words",
    "not_both",
    "not_here",
    "preview",
    "provide_centre",
    "provide_devices",
    "put_off",
    "rules",
    "take",
    "value_numbered",
    "waiting_conflicts",
    "waiting_notes",
    "would_move",
    "write",
    "write_to_authors",
]
