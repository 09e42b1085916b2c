"""A lost laptop: what the device held, what never came, how it was protected, what to do now.

It is read from what this centre knows, with or without revoking the device, so that it can be
rehearsed on any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from store import children
from store.calendars import working_days
from store.clock import show_date
from store.journal import Journal
from store.plans.models import EvidenceRecord
from store.snapshots.central import settle_place
from store.snapshots.coverage import DeviceLine, devices, spans_text
from store.snapshots.enrolment import find_party
from store.snapshots.sealing import Cancelled
from store.snapshots.whose import about
from store.wording import plain, say


@dataclass(frozen=True)
class Holding:
    """Records a device held: how many changes of them, how many records by kind, which children.

    `kinds` are the words for the kinds with their counts, most first; `children` references.
    """

    changes: int
    kinds: tuple[tuple[str, int], ...]
    children: tuple[str, ...]

    @property
    def records(self) -> int:
        """How many records it is together."""
        return sum(count for _, count in self.kinds)


@dataclass(frozen=True)
class Section:
    """A part of the account under its title, in sentences."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """The account of one device: what it wrote, what was sent to it, and all of it in words."""

    line: DeviceLine
    own: Holding
    sent: Holding
    files: int
    sections: tuple[Section, ...]

    def as_text(self) -> str:
        """The account as lines, to print or to keep."""
        title = say("lost.title", name=plain(self.line.name), person=_person(self.line))
        lines = [title]
        for section in self.sections:
            lines += ["", section.title, *(f"  {line}" for line in section.lines)]
        return "\n".join(lines) + "\n"


def lost(
    journal: Journal,
    device: str,
    cancelled: Callable[[], bool] = lambda: False,
    log: Journal | None = None,
) -> Lost:
    """The account of an enrolled device (its name, id, or the start of its id); NotFound.

    Of an id under which the device writes no more, because it goes on under another, it says what
    that id held and that it can be revoked. Raises Cancelled once `cancelled` says so. What came
    is read in the `log`, where that lies in a database elsewhere; LogElsewhere without it.
    """
    settle_place(journal, log)
    log = log or journal

    def go_on() -> None:
        if cancelled():
            raise Cancelled(say("snapshots.cancelled"))

    party = find_party(journal, device)
    line = next(each for each in devices(journal, log) if each.id == party.card.id)
    go_on()
    own = _written(log, line)
    go_on()
    sent = _sent(journal, log, line, go_on)
    go_on()
    files = _files(log, line.id)
    sections = [
        Section(say("lost.held"), tuple(_held(own, sent, files))),
        Section(say("lost.never_came"), tuple(_never_came(journal, line))),
    ]
    if line.goes_on_as is None:
        sections.append(Section(say("lost.protected"), tuple(_protected(line))))
    sections.append(Section(say("lost.to_do"), tuple(_to_do(line))))
    return Lost(line, own, sent, files, tuple(sections))


def _written(journal: Journal, line: DeviceLine) -> Holding:
    rows = journal.database.execute_sql(
        "SELECT kind, record, count(*) FROM change WHERE device = ? GROUP BY kind, record"
        " UNION ALL SELECT kind, record, count(*) FROM aside WHERE device = ?"
        " GROUP BY kind, record",
        (line.id, line.id),
    ).fetchall()
    return _holding(journal, rows)


def _sent(journal: Journal, log: Journal, line: DeviceLine, go_on: Callable[[], None]) -> Holding:
    """What receipts and snapshots of this store brought to the device."""
    rows: list[tuple[str, str, int]] = []
    spans = journal.database.execute_sql(
        "SELECT device, first, last FROM snapshot_span WHERE centre = ?", (line.id,)
    ).fetchall()
    for device, first, last in spans:
        go_on()
        rows += log.database.execute_sql(
            "SELECT kind, record, count(*) FROM change WHERE device = ? AND seq BETWEEN ? AND ?"
            " GROUP BY kind, record",
            (device, first, last),
        ).fetchall()
    return _holding(log, rows)


def _holding(journal: Journal, rows: Iterable[tuple[str, str, int]]) -> Holding:
    kind_of: dict[str, str] = {}
    changes = 0
    for kind, record, count in rows:
        kind_of[record] = kind
        changes += count
    if not kind_of:
        return Holding(0, (), ())
    names = children.references(journal)
    whose = about(journal, set(kind_of)).by_child
    counted = Counter(_kind_words(kind) for kind in kind_of.values())
    return Holding(
        changes,
        tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))),
        tuple(sorted(plain(names.get(child, child[:8])) for child in whose)),
    )


def _kind_words(kind: str) -> str:
    try:
        return say(f"adding.kind_{kind}")
    except KeyError:  # a kind of the program's own, or of a newer version
        return plain(kind.replace("_", " "))


def _files(journal: Journal, device: str) -> int:
    """How many evidence files the device attached."""
    rows = journal.database.execute_sql(
        "SELECT vals FROM change WHERE device = ? AND kind = ?", (device, EvidenceRecord.kind)
    )
    return sum('"sealed_name":"' in vals for (vals,) in rows)


def _person(line: DeviceLine) -> str:
    return plain(line.party.card.person or say("lost.nobody"))


def _held(own: Holding, sent: Holding, files: int) -> Iterable[str]:
    for key, holding in (("own", own), ("sent", sent)):
        if not holding.records:
            yield say(f"lost.{key}_nothing")
            continue
        yield say(f"lost.{key}", changes=holding.changes, records=holding.records)
        yield "  " + ", ".join(f"{words} {count}" for words, count in holding.kinds)
        if holding.children:
            refs = ", ".join(holding.children)
            yield "  " + say("lost.of_children", count=len(holding.children), refs=refs)
    yield say("lost.files", count=files) if files else say("lost.no_files")
    yield say("lost.at_least")


def _never_came(journal: Journal, line: DeviceLine) -> Iterable[str]:
    if line.missing:
        count = sum(last - first + 1 for first, last in line.missing)
        yield say("lost.missing", spans=spans_text(line.missing), count=count)
    elif line.held:
        yield say("lost.no_gap", last=line.held_to)
    if line.last_heard is None:
        yield say("lost.never_heard")
        return
    if line.waited is not None:
        yield say("lost.waited", count=line.waited)
    heard = line.last_heard.astimezone().date()
    day = show_date(heard, today=journal.today())
    yield say("lost.silent", day=day, silent=line.silent or 0)
    begun = line.party.enrolled.astimezone().date()
    worked = working_days(journal).between(begun, heard) if begun < heard else 0
    if line.silent and worked:
        guess = round(line.received / worked * line.silent)
        yield say("lost.at_its_pace", count=guess)


def _protected(line: DeviceLine) -> Iterable[str]:
    yield say("lost.encrypted")
    yield say("lost.not_known", person=_person(line))
    yield say("lost.files_sealed")


def _to_do(line: DeviceLine) -> Iterable[str]:
    if line.goes_on_as is not None:
        keys = ["gone_on", *(["other_copy"] if line.forked else [])]
        keys += ["revoked"] if line.party.revoked else ["old_files", "revoke_old"]
    else:
        # Read first: of a revoked device no file is taken any more.
        keys = ["revoked"] if line.party.revoked else ["old_files", "revoke"]
        keys += ["ask", "report", "new_device", "found"]
    for number, key in enumerate(keys, start=1):
        words = say(f"lost.do_{key}", name=plain(line.name), person=_person(line))
        yield f"{number}  {words}"
