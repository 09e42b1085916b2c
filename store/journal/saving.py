"""The one door: a unit of work writes each save as a change and brings its row up to date."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.errors import NotFound, ReasonNeeded, Refused
from store.journal import hybrid_clock, log
from store.journal.change import CHAIN_START, Change
from store.journal.change import Head as HeadName
from store.journal.derived import Touch
from store.journal.fields import JournalField, Record, checked_text, fields_of
from store.journal.heads import Seen, heads_to_save, live_heads
from store.journal.opened import Opened
from store.journal.settling import settle
from store.wording import say

_NEW = Seen({}, False)


@dataclass(frozen=True)
class _Writing:
    """One save about to be written: the record, its texts, what was seen, whether it forks.

    `saw` is what a withdrawal knew of, where that is not all that was `seen`.
    """

    record: str
    texts: dict[str, str | None]
    seen: Seen
    forks: bool = False
    saw: tuple[HeadName, ...] | None = None

    @property
    def plain(self) -> bool:
        """One upsert of the saved columns is enough.

        What touches heads of several devices or a withdrawal goes the way every merge goes.
        """
        return (
            self.texts.get("withdrawn") is None
            and not self.forks
            and "withdrawn" not in self.seen.heads
            and all(len(found) == 1 for found in self.seen.heads.values())
        )


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
        self._at = self._now.isoformat(timespec="milliseconds")
        self.saved = 0
        self.touched: dict[tuple[str, str], Touch] = {}
        self._latest = True

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
        self._write(model, made, texts, _NEW)
        return made

    def save(self, model: type[Record], record: str, **values: Any) -> bool:
        """Saves the fields that differ from what is shown now; False when none does.

        Raises ReasonNeeded when a protected value would change and the unit has no reason.
        A field in conflict keeps both heads unless it gets a value other than the one shown.
        """
        return bool(self.save_many(model, {record: values}))

    def save_many(self, model: type[Record], values: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Saves many records of a kind at once, as `save` does each; returns those that differed.

        Raises ReasonNeeded as `save` does, and Refused where a value is withheld from this store;
        then none of them is saved.
        """
        names = {name for own in values.values() for name in own}
        seen = heads_to_save(self.journal, list(values), model.kind, names)
        fields = fields_of(model)
        writing: list[_Writing] = []
        for record, own in values.items():
            heads = seen[record].heads
            changed = {
                name: text
                for name, text in self._texts(model, own, keep_empty=True).items()
                if (heads[name][0].value if name in heads else None) != text
            }
            if not changed:
                continue
            for name in changed:
                # Written over here, the value could not be brought back here.
                if name in heads and heads[name][0].state == "withheld":
                    raise Refused(say("journal.withheld_here", field=name), field=name)
            if self.reason is None:
                for name in changed:
                    held = name in heads and heads[name][0].value is not None
                    if held and fields[name].protected:
                        raise ReasonNeeded(say("journal.reason_needed", field=name), field=name)
            writing.append(_Writing(record, changed, seen[record]))
        self._write_all(model, writing)
        return [one.record for one in writing]

    def create_many(self, model: type[Record], rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Saves many new records, each under a random id, and returns the ids in order."""
        made: list[_Writing] = []
        for values in rows:
            texts = self._texts(model, values, keep_empty=False)
            if not texts:
                raise ValueError(f"a new {model.kind} needs at least one value")
            own = uuid.UUID(bytes=self.journal.entropy(16), version=4).hex
            made.append(_Writing(own, texts, _NEW))
        self._write_all(model, made)
        return [one.record for one in made]

    def withdraw(self, model: type[Record], record: str, reason: str) -> bool:
        """Takes a record out of every list, for a reason; nothing is deleted. False when it was."""
        if not reason.strip():
            raise ReasonNeeded(say("journal.withdrawal_reason"), field="reason")
        heads = live_heads(self.journal, record, model.kind)
        if not heads:
            raise NotFound(say("journal.no_such_record", kind=model.kind, record=record[:8]))
        if "withdrawn" in heads and heads["withdrawn"][0].value is not None:
            return False
        self._write(model, record, {"withdrawn": checked_text("reason", reason)}, Seen(heads, True))
        return True

    def settle_field(self, model: type[Record], record: str, name: str, value: str | None) -> None:
        """Writes a decision: `value` replaces every head of the field, even an equal one."""
        heads = live_heads(self.journal, record, model.kind)
        self._write(model, record, {name: value}, Seen(heads, True))

    def restore_many(
        self,
        model: type[Record],
        wanted: Mapping[str, Mapping[str, list[str | None]]],
        seen: Mapping[str, Seen],
        saw: Mapping[str, tuple[HeadName, ...]],
    ) -> None:
        """Writes earlier texts of many records back over what was `seen`; no reason is asked.

        An earlier withdrawal comes back knowing what it knew then (`saw`), so that what others
        wrote into the record without knowing of it stands against it again.

        A field that had several differing heads gets them all back, the one shown last in its
        list, so that undoing a decision opens its conflict again.
        """
        writing: list[_Writing] = []
        for record, values in wanted.items():
            for place in range(max(len(texts) for texts in values.values())):
                texts = {name: own[place] for name, own in values.items() if place < len(own)}
                writing.append(_Writing(record, texts, seen[record], place > 0, saw.get(record)))
        self._write_all(model, writing)

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
        self, model: type[Record], record: str, texts: dict[str, str | None], seen: Seen
    ) -> None:
        self._write_all(model, [_Writing(record, texts, seen)])

    def _write_all(self, model: type[Record], writing: Sequence[_Writing]) -> None:
        changes: list[Change] = []
        plainly: dict[tuple[str, ...], list[_Writing]] = {}
        # A record written twice here is settled: an upsert would not know of the first.
        others = {one.record for one in writing if not one.plain}
        for one in writing:
            replaces: list[HeadName] = []
            saw: list[HeadName] = []
            withdraws = one.texts.get("withdrawn") is not None
            for name, found in one.seen.heads.items():
                names = [(name, head.device, head.seq) for head in found]
                if name in one.texts:
                    replaces += names
                elif withdraws and one.saw is None:
                    saw += names
            saw += one.saw or () if withdraws else ()
            changes.append(self._stamped(model.kind, one.record, one.texts, replaces, saw))
            if one.record not in others:
                plainly.setdefault(tuple(one.texts), []).append(one)
        database = self.journal.database
        log.write(database, changes, self._at)
        self.saved += len(changes)
        for one, change in zip(writing, changes, strict=True):
            self._touch(one, change)
        for fields, alike in plainly.items():
            self._upsert(model, fields, alike)
        if others:
            settle(database, others)

    def _touch(self, one: _Writing, change: Change) -> None:
        fields = frozenset(one.texts) if one.seen.there else None
        last = (change.at, change.device, change.seq) if self._latest else None
        touch, name = Touch(fields, last), (change.kind, change.record)
        known = self.touched.get(name)
        self.touched[name] = touch if known is None else known.then(touch)

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
            at=self._at,
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
        self._hash = change.take_place(self._hash)
        return change

    def _last(self) -> tuple[int, str, int]:
        hlc = self.journal.database.execute_sql("SELECT hlc FROM stamp").fetchone()[0]
        # A clock far ahead is not followed: what it wrote stays later than what is written here.
        self._latest = not self.journal.database.execute_sql("SELECT 1 FROM ahead").fetchone()
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

    def _upsert(
        self, model: type[Record], fields: tuple[str, ...], alike: Sequence[_Writing]
    ) -> None:
        names = ["id", *fields]
        columns = ", ".join(f'"{name}"' for name in names)
        places = ", ".join("?" for _ in names)
        updates = ", ".join(f'"{name}" = excluded."{name}"' for name in fields)
        self.journal.database.connection().executemany(
            f'INSERT INTO "now_{model.kind}" ({columns}) VALUES ({places}) '
            f"ON CONFLICT (id) DO {f'UPDATE SET {updates}' if updates else 'NOTHING'}",
            [(one.record, *one.texts.values()) for one in alike],
        )
