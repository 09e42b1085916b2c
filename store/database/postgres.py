"""A centre's journal in PostgreSQL: who may be spoken to and how, and what the driver needs.

Only what `collate --into` needs of a database: the log, what follows from it, and which files
were read. The centre's keys, its devices and its settings stay in the encrypted store here.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import peewee

from store.database.connection import Database, storage_troubles
from store.database.dialect import POSTGRES
from store.database.migrations import Migration, NewerStore
from store.database.private_files import explained
from store.errors import Locked, Refused, WrongUse
from store.wording import plain, say

# What a database at a URL keeps; every other table is of this store alone and stays here.
KEPT = (
    *("change", "dead", "fork", "conflict", "held", "aside", "forked"),
    *("ahead", "stamp", "shape", "snapshot_read", "snapshot_refused"),
)
_NAMED = re.compile(
    r"\s*(?:CREATE TABLE|CREATE (?:UNIQUE )?INDEX \w+ ON|ALTER TABLE|INSERT INTO|UPDATE|"
    r"DROP TABLE)\s+\"?(\w+)",
    re.IGNORECASE,
)
# An index that goes is named after its table.
_INDEX = re.compile(r"DROP INDEX ([a-z]+)_")
_HERE = ("localhost", "127.0.0.1", "::1")
_ONE_WRITER = 0x706C616E  # "plan"


class NotThisUrl(WrongUse):
    """A URL that does not say safely enough where the journal is to be kept."""


class NoPostgres(Locked):
    """The database does not answer, does not know us, or lost us."""


class NoDriver(Refused):
    """PostgreSQL's driver is not installed."""


_Untyped: Any = peewee.PostgresqlDatabase


class PostgresDatabase(_Untyped):  # type: ignore[misc]  # its types are of the generic base
    """Peewee's PostgreSQL database, understanding the journal's statements as they are written."""

    dialect = POSTGRES
    # One mark for parameters in every statement of the journal, and in Peewee's own.
    param = "?"
    shown = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: dict[str, list[Sequence[Any]]] = {}

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """As Peewee's; parameters are marked `?`."""
        self._go_on()
        return super().execute_sql(_marked(sql), params)

    def execute_later(self, sql: str, row: Sequence[Any]) -> None:
        """Runs a statement of which nothing is asked with the next that is, or at the commit."""
        if self.in_transaction():
            self._waiting.setdefault(sql, []).append(row)
        else:
            self.execute_sql(sql, row)

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for sql, rows in waiting.items():
            self.execute_many(sql, rows)

    def commit(self) -> None:
        """As Peewee's, with what waited."""
        self._go_on()
        super().commit()

    def rollback(self) -> None:
        """As Peewee's, without what waited."""
        self._waiting.clear()
        super().rollback()

    def begin(self, isolation_level: str | None = None) -> None:
        """Begins a transaction; one writer at a time, as in a store of its own."""
        super().begin(isolation_level)
        self.execute_sql("SELECT pg_advisory_xact_lock(?)", (_ONE_WRITER,))

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Runs one statement for each of several rows, in few round trips."""
        self._go_on()
        with self.connection().cursor() as cursor:
            cursor.executemany(_marked(sql), rows)

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Adds rows by COPY."""
        self._go_on()
        with (
            self.connection().cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _marked(sql: str) -> str:
    if "%s" in sql:  # Peewee asking the catalogue
        return sql
    return sql.replace("%", "%%").replace("?", "%s")


def open_postgres(url: str, password_file: Path | None = None) -> PostgresDatabase:
    """Connects to the database of `url`; NotThisUrl and NoPostgres say what to change.

    The password comes from `password_file` (its first line) or a libpq passfile (`?passfile=`),
    never from the URL, which other users of a machine can read in the list of processes. Any
    host but this one must prove by a certificate that it is who the URL names: sslmode
    `verify-full`, because with less anyone on the way can pose as the server.
    """
    parameters = _parameters(url)
    if password_file is not None:
        parameters["password"] = _password(password_file)
    try:
        database = PostgresDatabase(
            parameters.pop("dbname"), prefer_psycopg3=True, autorollback=False, **parameters
        )
        database.shown = shown_url(url)
        with postgres_troubles(database):
            database.connect()
            database.execute_sql("SET client_min_messages = warning")
    except peewee.ImproperlyConfigured as error:
        raise NoDriver(say("postgres.no_driver")) from error
    return database


def is_postgres(url: str) -> bool:
    """Whether a text names a PostgreSQL database rather than a folder."""
    return url.startswith(("postgresql://", "postgres://"))


def shown_url(url: str) -> str:
    """The URL as it may be printed: host, port and database, without who asks and how."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    said = [(name, at) for name, at in parse_qsl(parts.query) if name in ("host", "port")]
    query = f"?{urlencode(said, safe='/')}" if said else ""
    return plain(f"postgresql://{place}{parts.path}{query}")


def _parameters(url: str) -> dict[str, Any]:
    if not is_postgres(url):
        raise NotThisUrl(say("postgres.not_a_url", url=plain(url)))
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise NoDriver(say("postgres.no_driver")) from error
    try:
        found = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError as error:
        raise NotThisUrl(say("postgres.not_a_url", url=shown_url(url))) from error
    if found.pop("password", ""):
        raise NotThisUrl(say("postgres.password_in_url"))
    if not found.get("dbname"):
        raise NotThisUrl(say("postgres.no_database", url=shown_url(url)))
    host = found.get("host", "")
    # An environment variable must not decide where children's records go.
    if not host or "service" in found or found.get("hostaddr"):
        raise NotThisUrl(say("postgres.no_host"))
    found |= {"hostaddr": "", "gssencmode": "disable", "application_name": "planreview"}
    if all(each.startswith("/") or each in _HERE for each in host.split(",")):
        return found
    mode = found.setdefault("sslmode", "verify-full")
    if mode != "verify-full":
        raise NotThisUrl(say("postgres.tls", mode=plain(mode), host=plain(host)))
    found.setdefault("sslrootcert", "system")
    return found


def _password(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Locked(say("postgres.password_file_open", path=plain(str(path))))
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise explained(error, path) from error
    if not lines or not lines[0]:
        raise Refused(say("postgres.password_file_empty", path=plain(str(path))))
    return lines[0]


@contextmanager
def troubles_of(database: Database, folder: Path) -> Iterator[None]:
    """Turn the failures of the store in `folder`, or of a database at a URL, into sentences."""
    trouble = (
        postgres_troubles(database)
        if isinstance(database, PostgresDatabase)
        else storage_troubles(folder)
    )
    with trouble:
        yield


@contextmanager
def postgres_troubles(database: PostgresDatabase) -> Iterator[None]:
    """Turn the driver's failures into a sentence that names the database and no data."""
    try:
        yield
    except (peewee.OperationalError, peewee.InterfaceError) as error:
        # The first line is the reason; the rest may quote a row.
        why = (str(error).strip().splitlines() or [""])[0]
        raise NoPostgres(say("postgres.no_answer", url=database.shown, why=plain(why))) from error


def migrate_postgres(database: PostgresDatabase, migrations: Sequence[Migration]) -> None:
    """Takes the database to the last of the store's own steps, as far as they concern it.

    All of them are one transaction. Raises NewerStore.
    """
    with database.atomic():
        database.execute_sql(
            "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL,"
            " done TEXT NOT NULL)"
        )
        row = database.execute_sql("SELECT max(number) FROM migration").fetchone()
        before = row[0] or 0
        if before > len(migrations):
            raise NewerStore(
                say("postgres.newer", url=database.shown, number=before, known=len(migrations))
            )
        for step in sorted(migrations, key=lambda step: step.number)[before:]:
            for statement in step.statements:
                for shaped in shaped_for_postgres(statement):
                    database.execute_sql(shaped)
            database.execute_sql(
                "INSERT INTO migration (number, name, done) VALUES (?, ?, ?)",
                (step.number, step.name, datetime.now(UTC).isoformat(timespec="seconds")),
            )
        _number_rows(database)


def _number_rows(database: PostgresDatabase) -> None:
    """Gives the log a number that grows by each row, as every table of SQLite has one."""
    if "rowid" not in {column.name for column in database.get_columns("change")}:
        database.execute_sql(
            "ALTER TABLE change ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY"
        )
        # Rows lie in the order of it: next to nothing to keep, and the newest are found at once.
        database.execute_sql("CREATE INDEX change_rowid ON change USING brin (rowid)")


def shaped_for_postgres(statement: str) -> list[str]:
    """A statement that shapes the store as PostgreSQL says it; none for what stays here.

    Text is compared byte by byte, as SQLite does: the order of devices decides between heads.
    """
    named = _NAMED.match(statement) or _INDEX.match(statement)
    if named is None:
        raise ValueError(f"it does not say which table it shapes: {statement[:60]}")
    if named[1].lower() not in KEPT:
        return []
    statement = re.sub(r"\)\s*WITHOUT ROWID", ")", statement)
    if re.match(r"\s*(CREATE|ALTER) TABLE", statement):
        statement = re.sub(r"\bINTEGER\b", "BIGINT", statement)
        statement = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', statement)
    return [statement]
