"""Making and opening a store: file, key, shape, this device's settings, and the journal on top."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import peewee
import platformdirs

from store import (
    audits,
    calendars,
    children,
    conflicts,
    contact,
    disputes,
    documents,
    drafts,
    duplicates,
    education,
    evidence,
    evidence_words,
    family,
    feedback,
    health,
    leavers,
    listing,
    missing,
    notes,
    open_work,
    people,
    plans,
    pre_proceedings,
    preparing,
    reviews,
    rules,
    saved_views,
    service,
    snapshots,
)
from store.database import (
    DATABASE_FILE,
    Database,
    Migration,
    create_database,
    get_setting,
    migrate,
    new_key,
    open_database,
    set_setting,
    storage_troubles,
    unlock,
    write_key_file,
)
from store.database.keys import EmptyPassphrase
from store.database.postgres import migrate_postgres, open_postgres, shown_url, troubles_of
from store.database.settings import RESTORED
from store.journal import (
    ASIDE_DDL,
    LACKING_DDL,
    OWN_UNIT_DDL,
    REPLACED_DDL,
    UNIT_DDL,
    WITHHELD_DDL,
    Author,
    Journal,
)
from store.journal import FIRST_DDL as JOURNAL_TABLES
from store.today import provide_arrivals, provide_own
from store.wording import say

# Importing a subject registers its kinds; the journal must know them all before it opens.
SUBJECTS = (
    *(people, rules, calendars, plans, children, reviews, evidence, evidence_words, notes),
    *(preparing, contact),
    *(health, education, missing, pre_proceedings, family),
    disputes,
    *(service, leavers, feedback, audits),
    *(saved_views, open_work, documents),
    *(duplicates, conflicts),
)

listing.provide("devices", snapshots.device_rows)
listing.provide("refused", snapshots.refused_rows)
listing.provide("asides", snapshots.aside_rows)
provide_arrivals(snapshots.arrivals)
provide_own(snapshots.own_arrivals)
conflicts.provide_devices(
    lambda journal: {one.card.id: one.card.name for one in snapshots.parties(journal)}
)
conflicts.provide_centre(
    lambda journal: one.card.id if (one := snapshots.centre(journal)) is not None else None
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "the first shape", (*JOURNAL_TABLES, *drafts.DDL, *snapshots.FIRST_DDL)),
    Migration(2, "receipts", snapshots.RECEIPT_DDL),
    Migration(3, "changes that stand aside", ASIDE_DDL),
    Migration(4, "values that are withheld", WITHHELD_DDL),
    Migration(5, "what a device says of itself", snapshots.SAID_DDL),
    Migration(6, "credentials", snapshots.ENROLMENT_DDL),
    Migration(7, "the changes of a unit in their order", UNIT_DDL),
    Migration(8, "which receipt a device had read", snapshots.HEARD_DDL),
    Migration(9, "whose change replaced a value", REPLACED_DDL),
    Migration(10, "which changes lack a value, by device", LACKING_DDL),
    Migration(11, "the units of a device", OWN_UNIT_DDL),
)
DEFAULT_REGION = "JE"
DEFAULT_ROLE = "iro"

Now = Callable[[], datetime]
Entropy = Callable[[int], bytes]
Told = Callable[[int, int], None]
"""Hears how many rows of the lists made anew are there, and how many it will be about (0 where
that is not known); first with none done, before anything changes. What it raises ends the opening
and leaves the store as it was."""


def default_folder() -> Path:
    """Where the store lies unless a folder is named: the user's data folder of this system."""
    return platformdirs.user_data_path("planreview", appauthor=False) / "store"


def init(
    folder: Path,
    passphrase: str | None,
    person: str,
    team: str | None = None,
    role: str | None = None,
    device: str | None = None,
    region: str = DEFAULT_REGION,
    *,
    recovery: Iterable[str] = (),
    authority: str | None = None,
    today: date | None = None,
    now: Now | None = None,
    entropy: Entropy = os.urandom,
) -> Journal:
    """Make an encrypted store in `folder` and open it.

    `passphrase` None leaves the key file unprotected; `recovery` holds the public halves of
    recovery keys. Refuses (StoreExists) where a store is.
    """
    if passphrase is not None and not passphrase:
        raise EmptyPassphrase(say("keys.empty_passphrase"), field="passphrase")
    key = new_key()
    recipients = tuple(recovery)
    database = create_database(folder, key)
    try:
        with storage_troubles(folder):
            _first_settings(
                database, folder, person, team, role, device, region, authority, entropy
            )
            journal = _journal(database, folder, today, now, entropy)
        # Last: a folder with a key file is a whole store.
        write_key_file(folder, key, passphrase, recipients)
    except BaseException:
        _take_back(database, folder)
        raise
    return journal


def throwaway(
    folder: Path,
    person: str,
    team: str | None = None,
    role: str | None = None,
    device: str | None = None,
    region: str = DEFAULT_REGION,
    *,
    authority: str | None = None,
    today: date | None = None,
    now: Now | None = None,
    entropy: Entropy = os.urandom,
) -> Journal:
    """A store whose key lives in memory only: no one opens it again once the process ends."""
    database = create_database(folder, new_key())
    try:
        _first_settings(database, folder, person, team, role, device, region, authority, entropy)
    except BaseException:
        _take_back(database, folder)
        raise
    return _journal(database, folder, today, now, entropy)


def open_store(
    folder: Path,
    passphrase: str | None = None,
    *,
    key: bytes | None = None,
    recovery: str | None = None,
    today: date | None = None,
    now: Now | None = None,
    entropy: Entropy = os.urandom,
    told: Told | None = None,
) -> Journal:
    """Open the store in `folder` by `key`, recovery key or passphrase; brings its shape up to date.

    After an update that changes what lists hold they are made anew, of which `told` hears.
    Raises Locked (passphrase, permission), NoStore, NewerStore or Damaged.
    """
    if key is None:
        key = unlock(folder, passphrase, recovery=recovery)
    database = open_database(folder, key)
    try:
        with storage_troubles(folder):
            migrate(database, folder, MIGRATIONS)
            journal = _journal(database, folder, today, now, entropy, told)
            if get_setting(database, RESTORED):
                # The store it was copied from may have gone on writing under its id.
                with database.atomic():
                    snapshots.go_on_anew(journal)
                    set_setting(database, RESTORED, None)
            return journal
    except BaseException:
        database.close()
        raise


def open_central(journal: Journal, url: str, password_file: Path | None = None) -> Journal:
    """The journal that a centre keeps in the PostgreSQL database `url`, brought up to shape.

    It holds the log, what follows from it and which files were read; who may send, the keys and
    the evidence files stay in `journal`'s store. It is no device and saves nothing of its own.
    Raises NotThisUrl, NoPostgres or NewerStore.
    """
    database = open_postgres(url, password_file)
    try:
        with troubles_of(database, journal.folder):
            migrate_postgres(database, MIGRATIONS)
            central = Journal(
                database,
                journal.folder,
                replace(journal.author, device=""),
                region=journal.region,
                today=journal.pinned_today,
                now=journal.now,
                entropy=journal.entropy,
            )
            central.law_of = journal.law_of
            central.prepare()
    except BaseException:
        database.close()
        raise
    return central


@dataclass(frozen=True)
class CentralLog:
    """Where a centre's log lies: the database at `url`, or without one the store here after all."""

    url: str = ""
    password_file: Path | None = None

    @property
    def place(self) -> str:
        """Its address as it may be shown; empty for the store here."""
        return shown_url(self.url) if self.url else ""

    @contextmanager
    def opened(self, journal: Journal) -> Iterator[Journal]:
        """The log for as long as the block lasts, on a connection of its thread; as
        `open_central`, and what the database does later is told in words too."""
        if not self.url:
            yield journal
            return
        central = open_central(journal, self.url, self.password_file)
        try:
            with troubles_of(central.database, journal.folder):
                yield central
        finally:
            central.close()


def close_store(journal: Journal) -> None:
    """Give back this window's drafts and close the file.

    The last window to close folds the write-ahead log into it; SQLite sees to that by itself,
    and waiting here for another window's reader would hold up a command for seconds.
    """
    if journal.database.is_closed():
        return
    drafts.close_window(journal)
    journal.close()


def _first_settings(
    database: Database,
    folder: Path,
    person: str,
    team: str | None,
    role: str | None,
    device: str | None,
    region: str,
    authority: str | None,
    entropy: Entropy,
) -> None:
    migrate(database, folder, MIGRATIONS)
    settings = {
        "device": entropy(16).hex(),
        "device_name": device or platform.node() or "device",
        "person": person,
        "team": team,
        "role": role or DEFAULT_ROLE,
        "region": region,
        "authority": authority,
    }
    with database.atomic():
        for name, value in settings.items():
            set_setting(database, name, value)


def _take_back(database: Database, folder: Path) -> None:
    """Remove the beginnings of a store that could not be made whole."""
    with suppress(peewee.DatabaseError):  # a full disk may refuse even that
        database.close()
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{DATABASE_FILE}{suffix}").unlink(missing_ok=True)


def _journal(
    database: Database,
    folder: Path,
    today: date | None,
    now: Now | None,
    entropy: Entropy,
    told: Told | None = None,
) -> Journal:
    def setting(name: str) -> str:
        return get_setting(database, name) or ""

    author = Author(
        device=setting("device"),
        device_name=setting("device_name"),
        person=setting("person"),
        role=setting("role"),
    )
    journal = Journal(
        database,
        folder,
        author,
        region=setting("region") or DEFAULT_REGION,
        today=today,
        now=now,
        entropy=entropy,
    )
    journal.law_of = partial(snapshots.law, journal)
    journal.former_ids = partial(snapshots.former_ids, journal)
    journal.when_listed = None if told is None else _counting(database, told)
    journal.prepare()
    journal.when_listed = None
    return journal


def _counting(database: Database, told: Told) -> Callable[[int], None]:
    """Hears how many rows there are and says of how many: about as many as there were."""
    before = 0

    def listed(done: int) -> None:
        nonlocal before
        if not done:
            with suppress(peewee.OperationalError):  # made by a version that had no such list
                before = database.execute_sql("SELECT count(*) FROM open_work").fetchone()[0]
        told(done, max(done, before) if before else 0)

    return listed
