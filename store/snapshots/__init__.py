"""Snapshots: cards exchanged, changes sealed to a centre, and a centre that takes each once."""

from __future__ import annotations

from store import listing
from store.snapshots.apart import on_own_connection
from store.snapshots.arrivals import arrivals
from store.snapshots.cards import CENTRE, DEVICE, Card, CardRefused, read_card
from store.snapshots.collating import (
    Collated,
    NoFolder,
    RefusedFile,
    collate,
    refused_files,
    refused_rows,
    verify_file,
)
from store.snapshots.coverage import Coverage, DeviceLine, device_rows, devices, spans_text
from store.snapshots.enrolment import (
    Enrolled,
    KeysDiffer,
    Party,
    card_at,
    centre,
    enrol,
    find_party,
    my_card,
    own_card,
    own_kind,
    parties,
    revoke,
    write_card,
)
from store.snapshots.envelope import SnapshotRefused
from store.snapshots.folders import READ, WRITTEN, keep_folder, last_folder
from store.snapshots.policy import OWN_SERVICE, POLICIES, Policy, policy_called
from store.snapshots.tables import DDL, FIRST_DDL, RECEIPT_DDL
from store.snapshots.writing import (
    SUFFIX,
    NoCentre,
    NothingNew,
    Written,
    last_written,
    unsent,
    write_snapshot,
)

__all__ = [
    "CENTRE",
    "DDL",
    "DEVICE",
    "FIRST_DDL",
    "OWN_SERVICE",
    "POLICIES",
    "READ",
    "RECEIPT_DDL",
    "SUFFIX",
    "WRITTEN",
    "Card",
    "CardRefused",
    "Collated",
    "Coverage",
    "DeviceLine",
    "Enrolled",
    "KeysDiffer",
    "NoCentre",
    "NoFolder",
    "NothingNew",
    "Party",
    "Policy",
    "RefusedFile",
    "SnapshotRefused",
    "Written",
    "arrivals",
    "card_at",
    "centre",
    "collate",
    "device_rows",
    "devices",
    "enrol",
    "find_party",
    "keep_folder",
    "last_folder",
    "last_written",
    "my_card",
    "on_own_connection",
    "own_card",
    "own_kind",
    "parties",
    "policy_called",
    "read_card",
    "refused_files",
    "refused_rows",
    "revoke",
    "spans_text",
    "unsent",
    "verify_file",
    "write_card",
    "write_snapshot",
]

listing.provide("devices", device_rows)
listing.provide("refused", refused_rows)
