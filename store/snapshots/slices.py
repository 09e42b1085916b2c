"""A device's slice: which records of the centre's log go back to it, and which of their changes.

Everything shared (the plan, people, calendars, rules, views, wordings) goes to every device; what
is about a child goes to the devices of that child's team or holder; and what a device has itself
written on comes back to it with all that others wrote there, or it could not see a conflict.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.children import ChildRecord
from store.codes import Role
from store.journal import Change, Detail, Journal, Range, RecordField, fields_of, kinds, log
from store.journal.asides import Cause
from store.people import people, person_id
from store.service import posts
from store.snapshots.enrolment import Party
from store.snapshots.policy import OWN_SERVICE, Policy

# What is about no child and belongs to everyone. An erasure too: it must reach every copy.
SHARED_KINDS = frozenset(
    {
        *("plan", "area", "commitment", "action", "lineage", "view", "person", "post", "region"),
        *("extra_day", "rule", "term", "template", "topic", "late_reason", "dispute_rung"),
        *("erasure", "pseudonym_key"),
    }
)
# About several records, which stand as a list in one field.
LISTED_KINDS = {"distinct": "records"}
# About no child and not for everyone: an audit is of somebody's practice.
KEPT_KINDS = frozenset({"audit"})
# The keys of evidence files stay at the centre: their files do not travel this way. The key of the
# service's pseudonyms goes out, or devices would make others.
SLICE_POLICY = Policy(
    "slice",
    OWN_SERVICE.leaves - {Detail.SECRET},
    files=False,
    also=frozenset({("pseudonym_key", "key")}),
)

_AT_ONCE = 20_000
_CHANGES_AT_ONCE = 2_000
Name = tuple[str, int]


@dataclass(frozen=True)
class Slice:
    """What one device is sent beside the records it wrote on itself."""

    everything: bool = False
    shared: bool = True
    children: frozenset[str] = frozenset()

    def to_text(self) -> str:
        """The slice as it is remembered."""
        return json.dumps([self.everything, self.shared, sorted(self.children)])

    @staticmethod
    def from_text(text: str) -> Slice:
        """The slice that was remembered."""
        everything, shared, children = json.loads(text)
        return Slice(everything, shared, frozenset(children))

    def within(self, other: Slice) -> bool:
        """Whether `other` holds all of this one."""
        if other.everything:
            return True
        return (
            not self.everything and self.shared <= other.shared and self.children <= other.children
        )


class Caseloads:
    """The children by the team they are in and by the person who holds them."""

    def __init__(self, journal: Journal) -> None:
        known = people(journal)
        self._team_of = {each.id: each.team for each in known}
        today = journal.today()
        for post in posts(journal):
            if post.team and post.holds_on(today):
                self._team_of[post.person_id] = post.team
        self._by_team: dict[str, set[str]] = defaultdict(set)
        self._by_person: dict[str, set[str]] = defaultdict(set)
        for row in journal.rows(ChildRecord.select()):
            teams = {row["team"]}
            for holder in filter(None, (row["iro"], row["social_worker"])):
                self._by_person[holder].add(row["id"])
                teams.add(self._team_of.get(holder))
            for team in filter(None, teams):
                self._by_team[_plain(team)].add(row["id"])

    def of_teams(self, teams: Iterable[str]) -> frozenset[str]:
        """The children in these teams, or held by somebody in them."""
        return frozenset(child for team in teams for child in self._by_team.get(_plain(team), ()))

    def of_person(self, name: str | None, role: str | None) -> frozenset[str]:
        """The children a person holds; a manager's are those of the team as well."""
        if not name:
            return frozenset()
        own = person_id(name)
        found = self._by_person.get(own, set())
        team = self._team_of.get(own)
        if role == Role.MANAGER.value and team:
            found = found | self._by_team.get(_plain(team), set())
        return frozenset(found)


def _plain(team: str) -> str:
    return " ".join(team.split()).casefold()


def slice_of(journal: Journal, party: Party, caseloads: Caseloads) -> Slice:
    """The slice of an enrolled device: its credential's, or the caseload of who holds it."""
    return Slice(children=caseloads.of_person(party.card.person, party.card.role))


@dataclass(frozen=True)
class About:
    """Records by what they are about; those of no child that are not shared are in neither."""

    shared: frozenset[str]
    by_child: Mapping[str, frozenset[str]]
    others: frozenset[str]

    def of(self, wanted: Slice) -> set[str]:
        """The records that are in a slice."""
        found = set(self.shared) if wanted.shared or wanted.everything else set()
        of_whom = self.by_child if wanted.everything else wanted.children
        for child in of_whom:
            found |= self.by_child.get(child, frozenset())
        return found | self.others if wanted.everything else found


def about(journal: Journal, records: Collection[str] | None = None, depth: int = 3) -> About:
    """What some records (all, without any) are about, by the kind and by what they point at."""
    shared: set[str] = set()
    others: set[str] = set()
    by_child: dict[str, set[str]] = defaultdict(set)
    pending: dict[str, list[str]] = {}
    aiming: dict[str, set[str]] = {}
    for record, kind in _kinds(journal, records):
        if kind in SHARED_KINDS:
            shared.add(record)
        elif kind == ChildRecord.kind:
            by_child[record].add(record)
        else:
            pending.setdefault(kind, []).append(record)
    for kind, of in pending.items():
        pointed = {
            record: (children, aims) for record, children, aims in _points(journal, kind, of)
        }
        for record in of:
            named, aims = pointed.get(record, ((), ()))
            for child in named:
                by_child[child].add(record)
            if not named and aims:
                aiming[record] = set(aims)
            elif not named:
                others.add(record)
    if aiming and depth:
        whom = about(journal, {aim for aims in aiming.values() for aim in aims}, depth - 1)
        children_of = {record: child for child, found in whom.by_child.items() for record in found}
        for record, aimed in aiming.items():
            children = {children_of[aim] for aim in aimed if aim in children_of}
            for child in children:
                by_child[child].add(record)
            if not children:
                (shared if aimed & whom.shared else others).add(record)
    return About(
        frozenset(shared),
        {child: frozenset(found) for child, found in by_child.items()},
        frozenset(others),
    )


def _kinds(journal: Journal, records: Collection[str] | None) -> Iterator[tuple[str, ...]]:
    query = "SELECT DISTINCT record, kind FROM change"
    if records is None:
        yield from journal.database.execute_sql(query)
        return
    yield from _among(journal, f"{query} WHERE record IN", records)


def _points(
    journal: Journal, kind: str, records: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Per record the children it names, and the records of no certain kind that it is about."""
    model = kinds().get(kind)
    if model is None:  # a newer version's kind: this one cannot say whose it is
        return
    named = [
        (name, field.refers_to)
        for name, field in fields_of(model).items()
        if isinstance(field, RecordField) and field.refers_to in (None, ChildRecord.kind)
    ]
    if kind in LISTED_KINDS:
        named.append((LISTED_KINDS[kind], None))
    if not named:
        return
    columns = ", ".join(f'"{name}"' for name, _ in named)
    rows = _among(journal, f'SELECT id, {columns} FROM "now_{kind}" WHERE id IN', records)
    for record, *values in rows:
        found = list(zip(values, named, strict=True))
        aims = [value for value, (_, to) in found if value and to is None]
        if kind in LISTED_KINDS:
            aims = [one for value in aims for one in json.loads(value)]
        yield record, tuple(v for v, (_, to) in found if v and to is not None), tuple(aims)


def _among(journal: Journal, query: str, values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a query that ends in `IN`, a portion of the values at a time."""
    every = sorted(values)
    for at in range(0, len(every), _AT_ONCE):
        yield from journal.database.execute_sql(
            f"{query} (SELECT value FROM json_each(?))", (json.dumps(every[at : at + _AT_ONCE]),)
        )


def records_since(journal: Journal, seen: Mapping[str, list[tuple[int, int]]]) -> set[str]:
    """The records of the changes that are held here and were not yet `seen` (spans by device)."""
    found: set[str] = set()
    for over in journal.ranges():
        for first, last in outside(over.first, over.last, seen.get(over.device, ())):
            found.update(
                record
                for (record,) in journal.database.execute_sql(
                    "SELECT DISTINCT record FROM change WHERE device = ? AND seq BETWEEN ? AND ?",
                    (over.device, first, last),
                )
            )
    return found | pointing_at(journal, found)


def pointing_at(journal: Journal, records: Collection[str]) -> set[str]:
    """The records of any kind that are about some records."""
    found: set[str] = set()
    for kind, model in kinds().items():
        for name, field in fields_of(model).items():
            if isinstance(field, RecordField) and field.refers_to is None:
                query = f'SELECT id FROM "now_{kind}" WHERE "{name}" IN'
                found.update(record for (record,) in _among(journal, query, records))
    return found


def outside(first: int, last: int, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of `first` to `last` none of the spans covers."""
    at = first
    for begin, end in sorted(spans):
        if begin > last:
            break
        if at < begin:
            yield at, begin - 1
        at = max(at, end + 1)
    if at <= last:
        yield at, last


def written_on(journal: Journal, device: str) -> set[str]:
    """The records that a device has written on."""
    rows = journal.database.execute_sql(
        "SELECT DISTINCT record FROM change WHERE device = ?", (device,)
    )
    return {record for (record,) in rows}


def writers(journal: Journal, records: Collection[str]) -> dict[str, set[str]]:
    """Which of these records each device has written on."""
    found: dict[str, set[str]] = defaultdict(set)
    query = "SELECT DISTINCT device, record FROM change WHERE record IN"
    for device, record in _among(journal, query, records):
        found[device].add(record)
    return found


def writers_about(journal: Journal, records: Collection[str]) -> dict[str, set[str]]:
    """Which of these records each device has written on, or are about what it has written on."""
    aims: dict[str, set[str]] = defaultdict(set)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for record, kind in _kinds(journal, records):
        by_kind[kind].append(record)
    for kind, of in by_kind.items():
        if kind not in SHARED_KINDS:
            for record, _, targets in _points(journal, kind, of):
                for target in targets:
                    aims[target].add(record)
    found = writers(journal, {*records, *aims})
    return {
        device: {*(own & set(records)), *(one for target in own for one in aims.get(target, ()))}
        for device, own in found.items()
    }


def names_of(journal: Journal, records: Iterable[str]) -> dict[str, list[Name]]:
    """The changes of some records, as device and number."""
    found: dict[str, list[Name]] = defaultdict(list)
    query = "SELECT record, device, seq FROM change WHERE record IN"
    for record, device, seq in _among(journal, query, records):
        found[record].append((device, int(seq)))
    return found


def changes_named(journal: Journal, names: Sequence[Name]) -> Iterator[Change]:
    """These changes of the log, in their order."""
    for at in range(0, len(names), _CHANGES_AT_ONCE):
        part = names[at : at + _CHANGES_AT_ONCE]
        found = {
            (change.device, change.seq): change
            for change in log.read(
                journal.database,
                "WHERE (device, seq) IN (SELECT value->>0, value->>1 FROM json_each(?))",
                (json.dumps(part),),
            )
        }
        yield from (found[name] for name in part)


def as_ranges(journal: Journal, names: Iterable[Name]) -> list[Range]:
    """Ranges that cover exactly these changes, each with the hash before it and at its end."""
    spans: list[tuple[str, int, int]] = []
    for device, seq in sorted(set(names)):
        if spans and spans[-1][0] == device and spans[-1][2] == seq - 1:
            spans[-1] = (device, spans[-1][1], seq)
        else:
            spans.append((device, seq, seq))
    wanted = {(device, last) for device, _, last in spans}
    hashes = _hashes(journal, wanted | {(device, first - 1) for device, first, _ in spans})
    return [
        Range(device, first, last, hashes[device, first - 1], hashes[device, last])
        for device, first, last in spans
    ]


def _hashes(journal: Journal, names: set[Name]) -> dict[Name, str]:
    """The hash of each change, whether it is in the log, stands aside, or only its next is here."""
    found: dict[Name, str] = {}
    every = sorted(names)
    for at in range(0, len(every), _AT_ONCE):
        rows = journal.database.execute_sql(
            "SELECT c.device, c.seq, c.hash FROM json_each(?) w CROSS JOIN change c "
            "ON c.device = w.value->>0 AND c.seq = w.value->>1",
            (json.dumps(every[at : at + _AT_ONCE]),),
        )
        found |= {(device, seq): own for device, seq, own in rows}
    if names - found.keys():
        # What stands aside by the law still has its place in the chain.
        for device, seq, own in journal.database.execute_sql(
            "SELECT device, seq, hash FROM aside WHERE cause = ?", (Cause.LAW.value,)
        ):
            found.setdefault((device, seq), own)
        for over in journal.ranges():
            found.setdefault((over.device, over.first - 1), over.prev)
    return found


class Sent:
    """What a store has been sent already, by device."""

    def __init__(self, journal: Journal, to: str) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        rows = journal.database.execute_sql(
            "SELECT device, first, last FROM snapshot_span WHERE centre = ? ORDER BY device, first",
            (to,),
        )
        for device, first, last in rows:
            spans = self._spans[device]
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))

    def holds(self, name: Name) -> bool:
        """Whether a change was among it."""
        spans = self._spans.get(name[0])
        if not spans:
            return False
        at = bisect_right(spans, (name[1], 2**63))
        return at > 0 and spans[at - 1][1] >= name[1]
