"""Snapshots: cards exchanged, changes sealed to a centre, and a centre that takes each once."""

from __future__ import annotations

from store import listing, open_work
from store.snapshots.acknowledged import (
    AsideThere,
    RefusedThere,
    Told,
    card_not_known_at,
    told,
)
from store.snapshots.answering import answer, collate_and_answer
from store.snapshots.apart import on_own_connection
from store.snapshots.arrivals import OWN_CARD, arrivals, own_arrivals
from store.snapshots.cards import CENTRE, DEVICE, Card, CardRefused, read_card
from store.snapshots.central import (
    LogElsewhere,
    bring_along,
    check_place,
    keep_at,
    kept_at,
)
from store.snapshots.central_desk import fetch_desk
from store.snapshots.central_lists import CENTRAL_LISTS
from store.snapshots.collating import Collated, collate, verify_file
from store.snapshots.coverage import Coverage, DeviceLine, device_rows, devices, spans_text
from store.snapshots.credentials import (
    ALL,
    CASELOAD,
    NONE,
    Credential,
    CredentialRefused,
    Wanted,
    credential_of,
    credentials,
    signed_credential,
)
from store.snapshots.delivery import (
    Delivery,
    Sendings,
    delivered,
    deliveries,
    delivery_counts,
    sendings,
)
from store.snapshots.enrolment import (
    Enrolled,
    KeysDiffer,
    Party,
    card_at,
    centre,
    enrol,
    find_party,
    former_ids,
    law,
    my_card,
    own_card,
    own_ids,
    own_kind,
    parties,
    party,
    revoke,
    write_card,
)
from store.snapshots.enrolment_tables import ENROLMENT_DDL
from store.snapshots.envelope import SnapshotRefused
from store.snapshots.folders import READ, WRITTEN, NoFolder, keep_folder, last_folder
from store.snapshots.handing_back import waiting_rows
from store.snapshots.handing_over import (
    HandedOverFile,
    NotADevice,
    handover_receiver,
    handover_receivers,
    write_handover,
)
from store.snapshots.policy import OWN_SERVICE, POLICIES, REGION, Policy, policy_called
from store.snapshots.receipts import RECEIPT_SUFFIX, Receipts, write_receipts
from store.snapshots.receiving import HANDOVER_SUFFIX, Had, copy_writes, receive
from store.snapshots.renewing import (
    Renewed,
    another_writes,
    go_on_anew,
    own_credential,
    rotate_keys,
    take_credential,
)
from store.snapshots.sealing import Cancelled
from store.snapshots.set_aside import AsideLine, aside_lines, aside_rows
from store.snapshots.tables import DDL, FIRST_DDL, HEARD_DDL, RECEIPT_DDL, SAID_DDL
from store.snapshots.taking import RefusedFile, refused_files, refused_rows
from store.snapshots.watching import watch
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
    "ALL",
    "CASELOAD",
    "CENTRAL_LISTS",
    "CENTRE",
    "DDL",
    "DEVICE",
    "ENROLMENT_DDL",
    "FIRST_DDL",
    "HANDOVER_SUFFIX",
    "HEARD_DDL",
    "NONE",
    "OWN_CARD",
    "OWN_SERVICE",
    "POLICIES",
    "READ",
    "RECEIPT_DDL",
    "RECEIPT_SUFFIX",
    "REGION",
    "SAID_DDL",
    "SUFFIX",
    "WRITTEN",
    "AsideLine",
    "AsideThere",
    "Cancelled",
    "Card",
    "CardRefused",
    "Collated",
    "Coverage",
    "Credential",
    "CredentialRefused",
    "Delivery",
    "DeviceLine",
    "Enrolled",
    "Had",
    "HandedOverFile",
    "KeysDiffer",
    "LogElsewhere",
    "NoCentre",
    "NoFolder",
    "NotADevice",
    "NothingNew",
    "Party",
    "Policy",
    "Receipts",
    "RefusedFile",
    "RefusedThere",
    "Renewed",
    "Sendings",
    "SnapshotRefused",
    "Told",
    "Wanted",
    "Written",
    "another_writes",
    "answer",
    "arrivals",
    "aside_lines",
    "aside_rows",
    "bring_along",
    "card_at",
    "card_not_known_at",
    "centre",
    "check_place",
    "collate",
    "collate_and_answer",
    "copy_writes",
    "credential_of",
    "credentials",
    "deliveries",
    "delivery_counts",
    "device_rows",
    "devices",
    "enrol",
    "fetch_desk",
    "find_party",
    "former_ids",
    "go_on_anew",
    "handover_receiver",
    "handover_receivers",
    "keep_at",
    "keep_folder",
    "kept_at",
    "last_folder",
    "last_written",
    "law",
    "my_card",
    "on_own_connection",
    "own_arrivals",
    "own_card",
    "own_credential",
    "own_ids",
    "own_kind",
    "parties",
    "party",
    "policy_called",
    "read_card",
    "receive",
    "refused_files",
    "refused_rows",
    "revoke",
    "rotate_keys",
    "sendings",
    "signed_credential",
    "spans_text",
    "take_credential",
    "told",
    "unsent",
    "verify_file",
    "watch",
    "write_card",
    "write_handover",
    "write_receipts",
    "write_snapshot",
]

listing.provide("devices", device_rows)
listing.provide("refused", refused_rows)
open_work.provide_delivered(delivered)
listing.provide("asides", aside_rows)
listing.provide("waiting", waiting_rows)
