"""School terms: the service's own dates for a year, and a labelled default where it has none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from store import child_file
from store.clock import show_date
from store.education.codes import Season
from store.education.models import TermRecord, term_id
from store.errors import Refused
from store.journal import Journal
from store.wording import say


@dataclass(frozen=True, slots=True)
class Term:
    """One term, its first and last day included; `id` is None for a default, `label` its source."""

    season: Season
    started: date
    ended: date
    label: str
    id: str | None = None

    @property
    def name(self) -> str:
        """ "autumn 2024"."""
        return say("education.term_name", season=self.season.wording, year=self.started.year)


class Terms:
    """The terms of every year: a service's own in place of the default of that year and season."""

    def __init__(self, own: Iterable[Term] = ()) -> None:
        self._own = {(term.started.year, term.season): term for term in own}

    def of_year(self, year: int) -> list[Term]:
        """The terms that begin in a calendar year, in their order."""
        found = [self._own.get((year, own.season), own) for own in _defaults(year)]
        return sorted(found, key=lambda term: term.started)

    def after(self, day: date) -> Term:
        """The first term that begins after `day`."""
        later = (term for year in (day.year, day.year + 1) for term in self.of_year(year))
        return next(term for term in later if term.started > day)


@cache
def _pattern() -> Mapping[str, Any]:
    return tomllib.loads(
        resources.files(__package__).joinpath("terms.toml").read_text("utf-8"),
    )


def _defaults(year: int) -> Iterator[Term]:
    pattern = _pattern()
    for term in pattern["term"]:
        yield Term(
            Season(term["season"]),
            date(year, *term["from"]),
            date(year, *term["to"]),
            pattern["label"],
        )


def add_term(journal: Journal, season: Season, started: date, ended: date) -> str:
    """Sets the dates of a term; the same season of the same year takes the new dates."""
    _check(started, ended)
    record = term_id(started.year, season)
    values = {"year": started.year, "season": season, "started": started, "ended": ended}
    return child_file.save_new(journal, TermRecord, say("education.unit_term"), values, record)


def change_term(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes started or ended of a term within its year. False when nothing differs."""
    child_file.only_fields(TermRecord, fields, fixed=("year", "season"))
    row = child_file.known(journal, TermRecord, record) | fields
    _check(row["started"], row["ended"])
    if row["started"].year != row["year"]:
        raise Refused(say("education.term_of_other_year", year=row["year"]), field="started")
    label = say("education.unit_term_changed")
    return child_file.save_change(journal, TermRecord, label, record, fields, reason)


def withdraw_term(journal: Journal, record: str, reason: str) -> None:
    """Takes a term's own dates out; the default counts again."""
    label = say("education.unit_term_withdrawn")
    child_file.withdraw(journal, TermRecord, label, record, reason)


def terms(journal: Journal) -> Terms:
    """The terms that this service counts by."""
    rows = journal.rows(TermRecord.select().where(TermRecord.withdrawn.is_null()))
    label = say("education.own_terms")
    return Terms(
        Term(row["season"], row["started"], row["ended"], label, row["id"])
        for row in rows
        if row["season"] and row["started"] and row["ended"]
    )


def own_terms(journal: Journal) -> dict[str, str]:
    """The reference of every term with dates of this service, by id: "autumn-2024"."""
    rows = journal.rows(TermRecord.select().where(TermRecord.withdrawn.is_null()))
    return {row["id"]: f"{row['season']}-{row['year']}" for row in rows if row["season"]}


def _check(started: date | None, ended: date | None) -> None:
    if started is None or ended is None:
        raise Refused(say("education.term_needs_days"), field="ended" if started else "started")
    if ended <= started:
        said = {"started": show_date(started), "ended": show_date(ended)}
        raise Refused(say("education.term_ends_first", **said), field="ended")
