"""The journal of one store: the only door by which anything is saved, and its whole memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from store.database import WHOLE_STORE, data_version, roomy
from store.errors import ReasonNeeded
from store.journal import (
    arriving,
    asides,
    derived,
    erasing,
    forks,
    history,
    judging,
    log,
    receiving,
    reissuing,
    sending,
    typed,
    undoing,
)
from store.journal.asides import Aside
from store.journal.change import Change
from store.journal.conflicts import Conflict, conflicts, decision_for
from store.journal.door import Door
from store.journal.fields import Record, read_rows
from store.journal.forks import Range
from store.journal.history import HistoryLine
from store.journal.judging import Judged
from store.journal.kinds import kinds
from store.journal.receiving import Received
from store.journal.reissuing import Reissued
from store.journal.sending import Sendable
from store.journal.settling import settle_all
from store.journal.undoing import Undone, UnitLine
from store.wording import say


class Journal(Door):
    """An opened store with its whole memory: saving, reading, history, undo, merge."""

    def prepare(self) -> None:
        """Makes the typed tables; rebuilds them from the log when a kind or field has changed."""
        wanted = "\n".join(
            f"{kind}: " + ", ".join(f"{f.name} {f.field_type}" for f in model._meta.sorted_fields)
            for kind, model in kinds().items()
        )
        wanted += "\n".join(statement for table in derived.derived() for statement in table.ddl)
        signature = hashlib.sha256(wanted.encode()).hexdigest()
        with self.database.atomic():
            row = self.database.execute_sql("SELECT signature FROM shape").fetchone()
            if row and row[0] == signature:
                return
            if row and self.when_listed is not None:
                self.when_listed(0)
            self._make_anew()
            self.database.execute_sql("DELETE FROM shape")
            self.database.execute_sql("INSERT INTO shape VALUES (1, ?)", (signature,))

    def _make_anew(self) -> None:
        with roomy(self.database, WHOLE_STORE):
            typed.make_tables(self.database)
            settle_all(self.database)
            derived.make_tables(self.database)
            self._writes += 1
            derived.rebuild(self)

    def rows(self, query: Any) -> list[dict[str, Any]]:
        """The rows of a Peewee select of columns of one kind, as dicts of Python values."""
        return read_rows(query.selected_columns, self.database.execute(query).fetchall())

    def get(self, model: type[Record], record: str) -> dict[str, Any] | None:
        """One record of a kind by id, withdrawn or not; None where there is none."""
        columns = model._meta.sorted_fields
        # Said by hand: one record is asked for thousands of times, and a query takes longer to
        # be made up than to be answered.
        names = ", ".join(f'"{column.column_name}"' for column in columns)
        found = self.database.execute_sql(
            f'SELECT {names} FROM "now_{model.kind}" WHERE id = ?', (record,)
        ).fetchone()
        if found is None:
            return None
        return {
            column.name: column.python_value(value)
            for column, value in zip(columns, found, strict=True)
        }

    def version(self) -> tuple[int, int]:
        """A value that differs after any write, by this process or another."""
        return data_version(self.database), self._writes

    def history(self, record: str) -> list[HistoryLine]:
        """Every saved field of a record, oldest first."""
        return history.lines_of(self.database, log.of_record(self.database, record))

    def latest(self, records: Iterable[str], limit: int = 5) -> list[HistoryLine]:
        """The newest saved fields of some records, newest first."""
        return history.newest(self.database, set(records), limit)

    def undo(self, unit: str | None = None) -> Undone:
        """Takes back a unit of work of this device: the latest that stands, or the one named."""
        return undoing.undo(self, unit)

    def can_undo(self) -> bool:
        """Whether this device has a unit of work left to take back."""
        return undoing.can_undo(self)

    def redo(self) -> Undone:
        """Takes back the latest undo."""
        return undoing.redo(self)

    def units(self, limit: int = 50) -> list[UnitLine]:
        """This device's units of work, newest first."""
        return undoing.units(self, limit)

    def conflicts(self, record: str | None = None) -> list[Conflict]:
        """The open conflicts, of one record or of all."""
        return conflicts(self.database, record)

    def decide(self, record: str, field: str, value: str | None, reason: str) -> None:
        """Ends a conflict: `value` replaces every head. A protected field needs a reason."""
        model, protected = decision_for(self.database, record, field)
        if protected and not reason.strip():
            raise ReasonNeeded(say("journal.reason_needed", field=field), field=field)
        with self.unit_of_work(say("journal.decided", field=field), reason.strip() or None) as work:
            if field == "withdrawn" and value:
                work.settle_field(model, record, "withdrawn", None)
                work.withdraw(model, record, value)
            else:
                work.settle_field(model, record, field, value)

    def erase(self, record: str, fields: Sequence[str], why: str) -> None:
        """Erases by law every value these fields ever had; history keeps who and when."""
        erasing.erase(self, record, list(fields), why)

    def ranges(self) -> list[Range]:
        """What this store holds: unbroken ranges per device, and those of each copy of a forked
        one from where they differ, which share numbers."""
        return forks.held(self.database) + forks.branches(self.database)

    def changes(self, over: Range) -> Iterator[Change]:
        """The changes of a range, in their order; those that stand aside too."""
        return asides.over(self.database, over.device, over.first, over.last, over.head)

    def sendable(self, over: Range) -> Iterator[Sendable]:
        """As `changes`, ready to be written into a file."""
        where = (over.device, over.first, over.last)
        if self.database.execute_sql(
            "SELECT 1 FROM aside WHERE device = ? AND seq BETWEEN ? AND ? LIMIT 1", where
        ).fetchone():
            return iter(self.changes(over))
        return sending.logged(self.database, *where)

    def cut(self, whole: Range, first: int, last: int) -> Range:
        """The part of a range from `first` to `last`."""
        if (first, last) == (whole.first, whole.last):
            return whole
        ends = {first - 1: whole.prev} if first == whole.first else {}
        wanted = {first - 1, last} - ends.keys()
        ends |= {c.seq: c.hash for c in self.changes(whole) if c.seq in wanted}
        return Range(whole.device, first, last, ends[first - 1], ends[last])

    def asides(self, device: str | None = None) -> list[Aside]:
        """The changes that stand aside, of one device or of all, with the reason in words."""
        return asides.asides(self.database, device)

    def forked(self) -> dict[str, int]:
        """The devices of which two copies write, and the number from which on they differ."""
        return asides.forked(self.database)

    def judge(self, devices: Iterable[str]) -> Judged:
        """Judges every change of these devices anew, by the law that stands now."""
        judged = judging.judge(self, devices)
        self._writes += 1
        return judged

    def heed_fork(self, device: str, seq: int) -> Judged:
        """Puts aside every change of another device from `seq` on, because another store says that
        copies of it differ from there."""
        judged = judging.heed_fork(self, device, seq)
        self._writes += 1
        return judged

    def own_range_after(self, seq: int) -> Range | None:
        """This device's own changes after `seq`, as a range; None when there is none."""
        device = self.author.device
        whole = next(
            (r for r in forks.held(self.database, device) if r.first <= seq + 1 <= r.last), None
        )
        if whole is None:
            return None
        prev = whole.prev
        if seq + 1 > whole.first:
            prev = self.database.execute_sql(
                "SELECT hash FROM change WHERE device = ? AND seq = ?", (device, seq)
            ).fetchone()[0]
        return Range(device, seq + 1, whole.last, prev, whole.head)

    def reissue(self, device: str, first: int | None = None) -> Reissued:
        """Goes on under the id `device`; from `first` on, where another store writes other changes
        under the id before, this store's own are issued again. Joins a transaction."""
        own = self.database.execute_sql(
            "SELECT coalesce(max(seq), 0) FROM change WHERE device = ?", (self.author.device,)
        ).fetchone()
        author = self.author
        try:
            with self.database.atomic():
                begin = int(own[0]) + 1 if first is None else first
                done = reissuing.reissue(self, device, begin, forked=first is not None)
                if done.changes:
                    self._make_anew()
        except BaseException:
            self.author = author
            raise
        self._writes += 1
        return done

    def receive(self, changes: Sequence[Change], ranges: Sequence[Range]) -> Received:
        """Takes in verified changes of other devices; refuses a broken chain or a fork whole."""
        received = arriving.receive(self, changes, ranges)
        self._writes += 1
        return received

    def sent(self) -> int:
        """The number of this device's last change that was exported; 0 before the first export."""
        return int(self.database.execute_sql("SELECT last FROM sent").fetchone()[0])

    def mark_sent(self, last: int) -> None:
        """Writes down that this device's changes up to `last` were exported."""
        with self.database.atomic():
            self.database.execute_sql(
                "UPDATE sent SET last = max(last, ?), at = ?", (last, self.now().isoformat())
            )
        self._writes += 1

    def unsent(self) -> int:
        """How many changes of this device no export has held yet."""
        row = self.database.execute_sql(
            "SELECT max(seq) FROM change WHERE device = ?", (self.author.device,)
        ).fetchone()
        return max(0, (row[0] or 0) - self.sent())

    def verify(self) -> int:
        """Checks commitments and chain of every change; returns how many. Raises ChainBroken."""
        count = 0
        for over in self.ranges():
            changes = list(self.changes(over))
            receiving.verify_chain(changes, over)
            count += len(changes)
        return count

    def rebuild(self) -> None:
        """Makes everything derived from the log anew, in one transaction."""
        with self.database.atomic():
            self._make_anew()
        self._writes += 1

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything derived from the log, table by table in a canonical order, for comparison."""
        tables = ["dead", "fork", "conflict", "forked", *(f"now_{kind}" for kind in kinds())]
        own = {
            table: sorted(
                self.database.execute_sql(f'SELECT * FROM "{table}"').fetchall(), key=repr
            )
            for table in tables
        }
        own["aside"] = self.database.execute_sql(
            "SELECT device, seq, hash, cause, why, line FROM aside ORDER BY device, seq, hash"
        ).fetchall()
        return own | {
            table.name: sorted(table.rows(self.database), key=repr) for table in derived.derived()
        }

    def close(self) -> None:
        """Closes the store's file."""
        if not self.database.is_closed():
            self.database.close()
