"""The one door: a unit of work writes each save as a change and brings its row up to date."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from store.errors import NotFound, ReasonNeeded, Refused
from store.journal import hybrid_clock, log
from store.journal.change import CHAIN_START, Change
from store.journal.change import Head as HeadName
from store.journal.fields import JournalField, Record, checked_text, fields_of
from store.journal.opened import Opened
from store.journal.settling import settle
from store.wording import say


@dataclass(frozen=True)
class LiveHead:
    """One head of a field: the value, the change that wrote it, and whether the value is here."""

    value: str | None
    device: str
    seq: int
    hlc: int
    state: str | None

    @property
    def rank(self) -> tuple[int, str, int]:
        """The order of heads: the highest is the one shown until a person decides."""
        return (self.hlc, self.device, self.seq)


def live_heads(journal: Opened, record: str, kind: str) -> dict[str, list[LiveHead]]:
    """The heads of every field of a record, the shown one first."""
    rows = journal.database.execute_sql(
        """SELECT j.key, j.value, c.device, c.seq, c.hlc, c.states
        FROM change c, json_each(c.vals) j
        WHERE c.record = ? AND c.kind = ? AND NOT EXISTS (SELECT 1 FROM dead d
            WHERE d.device = c.device AND d.seq = c.seq AND d.field = j.key)""",
        (record, kind),
    )
    found: dict[str, list[LiveHead]] = {}
    for name, value, device, seq, hlc, states in rows:
        state = json.loads(states).get(name) if states else None
        found.setdefault(name, []).append(LiveHead(value, device, seq, hlc, state))
    for heads in found.values():
        heads.sort(key=lambda head: head.rank, reverse=True)
    return found


class UnitOfWork:
    """Saves that belong together: one transaction, one line of history, one undo."""

    def __init__(
        self, journal: Opened, label: str, reason: str | None, undoes: str | None = None
    ) -> None:
        self.journal = journal
        self.id = journal.entropy(16).hex()
        self.label = checked_text("label", label)
        self.reason = checked_text("reason", reason) if reason else None
        self._undoes = undoes
        self._seq: int | None = None
        self._hash = CHAIN_START
        self._hlc = 0
        self._now = journal.now()
        self.saved = 0

    def create(self, model: type[Record], record: str | None = None, **values: Any) -> str:
        """Saves a new record and returns its id: a random one unless `record` gives a natural one.

        A natural id that exists already gets only the values that differ.
        """
        if record is not None:
            self.save(model, record, **values)
            return record
        texts = self._texts(model, values, keep_empty=False)
        if not texts:
            raise ValueError(f"a new {model.kind} needs at least one value")
        made = uuid.UUID(bytes=self.journal.entropy(16), version=4).hex
        self._write(model, made, texts, {})
        return made

    def save(self, model: type[Record], record: str, **values: Any) -> bool:
        """Saves the fields that differ from what is shown now; False when none does.

        Raises ReasonNeeded when a protected value would change and the unit has no reason.
        A field in conflict keeps both heads unless it gets a value other than the one shown.
        """
        texts = self._texts(model, values, keep_empty=True)
        heads = live_heads(self.journal, record, model.kind)
        changed = {
            name: text
            for name, text in texts.items()
            if (heads[name][0].value if name in heads else None) != text
        }
        if not changed:
            return False
        if self.reason is None:
            fields = fields_of(model)
            for name in changed:
                if fields[name].protected and name in heads and heads[name][0].value is not None:
                    raise ReasonNeeded(say("journal.reason_needed", field=name), field=name)
        self._write(model, record, changed, heads)
        return True

    def withdraw(self, model: type[Record], record: str, reason: str) -> bool:
        """Takes a record out of every list, for a reason; nothing is deleted. False when it was."""
        if not reason.strip():
            raise ReasonNeeded(say("journal.withdrawal_reason"), field="reason")
        heads = live_heads(self.journal, record, model.kind)
        if not heads:
            raise NotFound(say("journal.no_such_record", kind=model.kind, record=record[:8]))
        if "withdrawn" in heads and heads["withdrawn"][0].value is not None:
            return False
        self._write(model, record, {"withdrawn": checked_text("reason", reason)}, heads)
        return True

    def settle_field(self, model: type[Record], record: str, name: str, value: str | None) -> None:
        """Writes a decision: `value` replaces every head of the field, even an equal one."""
        heads = live_heads(self.journal, record, model.kind)
        self._write(model, record, {name: value}, heads)

    def restore(
        self, model: type[Record], record: str, values: Mapping[str, list[str | None]]
    ) -> None:
        """Writes earlier texts back, as undo does; no reason is asked.

        A field that had several differing heads gets them all back, the one shown last in its
        list, so that undoing a decision opens its conflict again.
        """
        heads = live_heads(self.journal, record, model.kind)
        for place in range(max(len(texts) for texts in values.values())):
            writing = {name: texts[place] for name, texts in values.items() if place < len(texts)}
            self._write(model, record, writing, heads, forks=place > 0)

    def _texts(
        self, model: type[Record], values: Mapping[str, Any], *, keep_empty: bool
    ) -> dict[str, str | None]:
        fields: dict[str, JournalField] = fields_of(model)
        texts: dict[str, str | None] = {}
        for name, value in values.items():
            try:
                text = fields[name].to_text(value)
            except KeyError:
                raise KeyError(f"{model.kind} has no field {name!r}") from None
            except ValueError as unfit:
                raise Refused(
                    say("journal.unfit_value", field=name, value=str(value)), field=name
                ) from unfit
            if keep_empty or text is not None:
                texts[name] = text
        return texts

    def _write(
        self,
        model: type[Record],
        record: str,
        texts: dict[str, str | None],
        heads: dict[str, list[LiveHead]],
        *,
        forks: bool = False,
    ) -> None:
        replaces: list[HeadName] = []
        saw: list[HeadName] = []
        withdraws = texts.get("withdrawn") is not None
        for name, found in heads.items():
            names = [(name, head.device, head.seq) for head in found]
            if name in texts:
                replaces += names
            elif withdraws:
                saw += names
        change = self._stamped(model.kind, record, texts, replaces, saw)
        log.write(self.journal.database, [change], self._now.isoformat(timespec="milliseconds"))
        self.saved += 1
        # The plain case, one upsert of the saved columns; what touches heads of several
        # devices or a withdrawal goes the way every merge goes.
        plain_case = (
            not withdraws
            and not forks
            and "withdrawn" not in heads
            and all(len(found) == 1 for found in heads.values())
        )
        if plain_case:
            self._upsert(model, record, texts)
        else:
            settle(self.journal.database, [record])

    def _stamped(
        self,
        kind: str,
        record: str,
        texts: dict[str, str | None],
        replaces: list[HeadName],
        saw: list[HeadName],
    ) -> Change:
        if self._seq is None:
            self._seq, self._hash, self._hlc = self._last()
        self._seq += 1
        self._hlc = hybrid_clock.following(self._hlc, self._now)
        author = self.journal.author
        change = Change(
            device=author.device,
            seq=self._seq,
            hlc=self._hlc,
            at=self._now.isoformat(timespec="milliseconds"),
            person=author.person,
            role=author.role,
            kind=kind,
            record=record,
            values=texts,
            replaces=tuple(replaces),
            saw=tuple(saw),
            unit=self.id,
            label=self.label,
            reason=self.reason,
            undoes=self._undoes,
            salt=self.journal.entropy(16).hex(),
        )
        self._hash = change.chained(self._hash)
        return replace(change, hash=self._hash)

    def _last(self) -> tuple[int, str, int]:
        hlc = self.journal.database.execute_sql("SELECT hlc FROM stamp").fetchone()[0]
        row = self.journal.database.execute_sql(
            "SELECT seq, hash FROM change WHERE device = ? ORDER BY seq DESC LIMIT 1",
            (self.journal.author.device,),
        ).fetchone()
        return (row[0], row[1], hlc) if row else (0, CHAIN_START, hlc)

    def finish(self) -> None:
        """Writes down how far the chain and the clock have come, before the transaction ends."""
        if self._seq is None:
            return
        database = self.journal.database
        device = self.journal.author.device
        database.execute_sql("UPDATE stamp SET hlc = max(hlc, ?)", (self._hlc,))
        known = database.execute_sql(
            "UPDATE held SET last = ?, head = ? WHERE device = ? AND first = 1",
            (self._seq, self._hash, device),
        ).rowcount
        if not known:
            database.execute_sql(
                "INSERT INTO held (device, first, last, prev, head) VALUES (?, 1, ?, ?, ?)",
                (device, self._seq, CHAIN_START, self._hash),
            )

    def _upsert(self, model: type[Record], record: str, texts: dict[str, str | None]) -> None:
        names = ["id", *texts]
        columns = ", ".join(f'"{name}"' for name in names)
        places = ", ".join("?" for _ in names)
        updates = ", ".join(f'"{name}" = excluded."{name}"' for name in texts)
        self.journal.database.execute_sql(
            f'INSERT INTO "now_{model.kind}" ({columns}) VALUES ({places}) '
            f"ON CONFLICT (id) DO {f'UPDATE SET {updates}' if updates else 'NOTHING'}",
            (record, *texts.values()),
        )
