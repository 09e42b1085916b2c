"""The words of evidence, by which it is found as they are typed, kept up to date by the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from store.asking import Words, match_of, searched_all
from store.database import Database
from store.journal import Derived, Journal, Touched, derive
from store.plans.models import EvidenceRecord

_DDL = (
    # The record is a word of its own, so that the index finds the line of a record too.
    "CREATE VIRTUAL TABLE evidence_words USING fts5(record, words, tokenize='ascii', columnsize=0)",
    # What was erased does not wait in the index for a tidying.
    "INSERT INTO evidence_words (evidence_words, rank) VALUES ('secure-delete', 1)",
)
_BATCH = 500


def called(journal: Journal, words: Iterable[str], most: int) -> list[dict[str, Any]]:
    """The rows of the evidence whose words begin as these, what was told last first."""
    asked = [match for word in words if (match := match_of(Words(word))) is not None]
    if not asked:
        return []
    found = journal.database.execute_sql(
        "SELECT record FROM evidence_words WHERE evidence_words MATCH ? "
        "ORDER BY rowid DESC LIMIT ?",
        (f"words : ({' AND '.join(asked)})", most),
    )
    records = [record for (record,) in found.fetchall()]
    rows = {row["id"]: row for row in _rows(journal, records)}
    return [rows[record] for record in records]


def _rows(journal: Journal, records: Sequence[str]) -> list[dict[str, Any]]:
    here = EvidenceRecord.id.in_(records)
    return journal.rows(EvidenceRecord.select().where(here, EvidenceRecord.withdrawn.is_null()))


def _refresh(journal: Journal, touched: Touched) -> None:
    records = sorted(record for kind, record in touched if kind == EvidenceRecord.kind)
    journal.database.connection().executemany(
        "DELETE FROM evidence_words WHERE rowid IN "
        "(SELECT rowid FROM evidence_words WHERE evidence_words MATCH ?)",
        [(f'record : "{record}"',) for record in records],
    )
    _learn(journal, records)


def _rebuild(journal: Journal) -> None:
    every = journal.database.execute_sql("SELECT id FROM now_evidence ORDER BY id").fetchall()
    _learn(journal, [record for (record,) in every])


def _learn(journal: Journal, records: Sequence[str]) -> None:
    connection = journal.database.connection()
    for begin in range(0, len(records), _BATCH):
        rows = _rows(journal, records[begin : begin + _BATCH])
        said = searched_all([_said(row) for row in rows])
        lines = [(row["id"], words) for row, words in zip(rows, said, strict=True)]
        connection.executemany("INSERT INTO evidence_words (record, words) VALUES (?, ?)", lines)


def _said(row: dict[str, Any]) -> list[str | None]:
    kind = row["type"].wording if row["type"] is not None else None
    return [kind, row["shows"], row["held_at"], row["file_name"]]


def _kept(database: Database) -> list[tuple[Any, ...]]:
    return list(database.execute_sql("SELECT record, words FROM evidence_words").fetchall())


derive(
    Derived(
        "evidence_words",
        _DDL,
        ("DROP TABLE IF EXISTS evidence_words",),
        _refresh,
        _rebuild,
        _kept,
    )
)
