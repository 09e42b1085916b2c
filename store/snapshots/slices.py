"""A device's slice: which records of the centre's log go back to it, and which of their changes.

Everything shared (the plan, people, calendars, rules, views, wordings) goes to every device; what
is about a child goes to the devices of that child's team or holder; and what a device has itself
written on comes back to it with all that others wrote there, or it could not see a conflict.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from store.children import ChildRecord
from store.codes import Role
from store.journal import Detail, Journal
from store.people import people, person_id
from store.service import posts
from store.snapshots.credentials import ALL, CASELOAD, NONE, credential_of
from store.snapshots.enrolment import Party
from store.snapshots.policy import OWN_SERVICE, Policy
from store.snapshots.whose import About

# The keys of evidence files stay at the centre: their files do not travel this way. The key of the
# service's pseudonyms goes out, or devices would make others.
SLICE_POLICY = Policy(
    "slice",
    OWN_SERVICE.leaves - {Detail.SECRET},
    files=False,
    also=frozenset({("pseudonym_key", "key")}),
)


@dataclass(frozen=True)
class Slice:
    """What one device is sent beside the records it wrote on itself."""

    everything: bool = False
    shared: bool = True
    children: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def to_text(self) -> str:
        """The slice as it is remembered."""
        return json.dumps(
            [self.everything, self.shared, sorted(self.children), sorted(self.people)]
        )

    @staticmethod
    def from_text(text: str) -> Slice:
        """The slice that was remembered."""
        everything, shared, children, known = json.loads(text)
        return Slice(everything, shared, frozenset(children), frozenset(known))

    def within(self, other: Slice) -> bool:
        """Whether `other` holds all of this one."""
        if other.everything:
            return True
        return (
            not self.everything
            and self.shared <= other.shared
            and self.children <= other.children
            and self.people <= other.people
        )

    def of(self, every: About) -> set[str]:
        """The records that are in it."""
        if self.everything:
            return set().union(every.shared, every.people, every.others, *every.by_child.values())
        found = {*(every.shared if self.shared else ()), *(every.people & self.people)}
        return found.union(*(every.by_child.get(child, ()) for child in self.children))


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

    def of_teams(self, teams: Iterable[str]) -> Slice:
        """The children in these teams or held by somebody in them, and who is in them."""
        wanted = {_plain(team) for team in teams}
        return Slice(
            children=frozenset(c for team in wanted for c in self._by_team.get(team, ())),
            people=frozenset(
                person for person, team in self._team_of.items() if team and _plain(team) in wanted
            ),
        )

    def of_person(self, name: str | None, role: str | None) -> Slice:
        """The children a person holds; for a manager those of the manager's team as well."""
        if not name:
            return Slice()
        own = person_id(name)
        held = Slice(children=frozenset(self._by_person.get(own, ())), people=frozenset({own}))
        team = self._team_of.get(own)
        if role != Role.MANAGER.value or not team:
            return held
        whole = self.of_teams([team])
        return Slice(children=held.children | whole.children, people=held.people | whole.people)


def _plain(team: str) -> str:
    return " ".join(team.split()).casefold()


def slice_of(journal: Journal, party: Party, caseloads: Caseloads) -> Slice:
    """The slice of an enrolled device: its credential's, or the caseload of who holds it."""
    given = credential_of(journal, party.card.id)
    if given is None:
        return caseloads.of_person(party.card.person, party.card.role)
    if ALL in given.slice:
        return Slice(everything=True)
    if NONE in given.slice:
        return Slice(shared=False)
    teams = [team for team in given.slice if team != CASELOAD]
    found = caseloads.of_teams(teams)
    if CASELOAD in given.slice:
        own = caseloads.of_person(given.person, given.role)
        found = Slice(children=found.children | own.children, people=found.people | own.people)
    return found
