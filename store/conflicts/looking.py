"""One conflict looked at closely: what stood before, what hangs on it, what was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.called import field_words
from store.conflicts.author_notes import AuthorNote, author_notes
from store.conflicts.items import Item, Sort
from store.conflicts.weighing import Weighed, weigh
from store.duplicates import Moved, hanging, what_would_move
from store.journal import Head, Journal, JournalField, RecordField, fields_of, model_of
from store.journal.conflicts import change_heads, first_written
from store.journal.history import shown_value
from store.shown import shown_text
from store.wording import plain, say


@dataclass(frozen=True)
class Before:
    """The value that those in conflict replaced, and who wrote it when; `made` when none did.

    Without a value before, person and moment are those of the record's first change.
    """

    shown: str
    person: str
    at: datetime | None
    made: bool = False


@dataclass(frozen=True)
class Look:
    """What a person should see before deciding.

    `weighed` are facts that differ with the value, one text for each; `hangs` counts by kind what
    hangs on the record (of possible duplicates on each of them), `notes` what was said to authors.
    """

    before: Before | None
    weighed: tuple[Weighed, ...]
    hangs: tuple[tuple[str, int], ...]
    notes: tuple[AuthorNote, ...]


def look_at(journal: Journal, item: Item) -> Look:
    """Everything that helps to decide one item."""
    every = item.duplicate.records if item.duplicate is not None else (item.record,)
    notes = [note for record in every for note in author_notes(journal, record)]
    own = tuple(note for note in notes if note.field == item.field)
    if item.sort is Sort.DOUBLE:
        return Look(None, _side_by_side(journal, item), (), own)
    counts: dict[str, int] = {}
    for one in hanging(journal, item.kind, [item.record]):
        counts[one.kind] = counts.get(one.kind, 0) + 1
    hangs = tuple((kind_words(kind), count) for kind, count in counts.items())
    return Look(_before(journal, item), weigh(journal, item), hangs, own)


def kind_words(kind: str) -> str:
    """What a record of a kind is called in a count."""
    try:
        return say(f"adding.kind_{kind}")
    except KeyError:
        return plain(kind.replace("_", " "))


def would_move(journal: Journal, item: Item, number: int) -> list[Moved]:
    """What becomes of all that hangs on the doubles, if that record is kept."""
    kept = next((one.record for one in item.values if one.number == number), None)
    if item.duplicate is None or kept is None:
        return []
    return what_would_move(journal, item.duplicate, kept)


def moved_words(moves: list[Moved]) -> str:
    """What moves to the kept record and what goes with the double, in one sentence."""
    counted: dict[tuple[bool, str], int] = {}
    for one in moves:
        key = (one.goes, one.kind)
        counted[key] = counted.get(key, 0) + 1
    parts = []
    for goes in (False, True):
        said = [
            say("conflicts.so_many", count=count, kind=kind_words(kind))
            for (fate, kind), count in counted.items()
            if fate is goes
        ]
        if said:
            words = "conflicts.goes_too" if goes else "conflicts.moves"
            parts.append(say(words, what=", ".join(said)))
    return " ".join(parts) or say("conflicts.nothing_moves")


def _of_any_kind(field: JournalField) -> bool:
    """Whether a field names a record of several kinds: its id would tell a person nothing."""
    return isinstance(field, RecordField) and field.refers_to is None


def _before(journal: Journal, item: Item) -> Before | None:
    conflict = next((c for c in journal.conflicts(item.record) if c.field == item.field), None)
    if conflict is None or item.sort is not Sort.VALUES:
        return None
    written = (
        first_written(journal.database, item.record, item.kind, conflict.field, head)
        for head in conflict.heads
    )
    replaced = [set(head.replaces) for head in written]
    # What both replaced; after a gap in what has arrived, what any of them did.
    shared = set.intersection(*replaced) or set.union(*replaced)
    found = change_heads(journal.database, item.record, item.kind, conflict.field, shared)
    if found:
        newest = max(found, key=lambda head: head.at)
        return Before(_shown(journal, item, newest), plain(newest.person), newest.at)
    row = journal.database.execute_sql(
        "SELECT person, at FROM change WHERE record = ? ORDER BY hlc, device, seq LIMIT 1",
        (item.record,),
    ).fetchone()
    if row is None:
        return None
    at = datetime.fromisoformat(row[1])
    return Before(say("shown.no_value"), plain(row[0]), at, made=True)


def _shown(journal: Journal, item: Item, head: Head) -> str:
    if head.state is not None:
        return say(f"conflicts.{head.state}")
    shown, _ = shown_text(item.kind, item.field or "", head.value, head.shown, journal.today())
    return shown


def _side_by_side(journal: Journal, item: Item) -> tuple[Weighed, ...]:
    """Every field of the records in which any of them says something, the differing ones first."""
    model = model_of(item.kind)
    assert model is not None
    rows: dict[str, Mapping[str, object]] = {}
    for value in item.values:
        rows[value.record or ""] = journal.get(model, value.record or "") or {}
    today = journal.today()
    alike: list[Weighed] = []
    differ: list[Weighed] = []
    for name, field in fields_of(model).items():
        if name in ("withdrawn", "child", "about_kind") or _of_any_kind(field):
            continue
        texts = [field.to_text(row.get(name)) for row in rows.values()]
        if not any(texts):
            continue
        shown = []
        for text in texts:
            other = shown_value(journal.database, item.kind, name, text)
            shown.append(shown_text(item.kind, name, text, other, today)[0] if text else "")
        line = Weighed(field_words(item.kind, name), tuple(shown))
        (alike if len(set(texts)) == 1 else differ).append(line)
    counted = hanging(journal, item.kind, rows)
    for kind in dict.fromkeys(one.kind for one in counted):
        per = [sum(1 for one in counted if one.kind == kind and one.on == own) for own in rows]
        differ.append(Weighed(kind_words(kind).capitalize(), tuple(str(count) for count in per)))
    return (*differ, *alike)
