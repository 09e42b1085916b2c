"""Which reports there are, and one of them made over some days for some readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from store.clock import show_date
from store.errors import WrongUse
from store.journal import Journal
from store.measures import Facts, Span, quarter_of, week_of
from store.reports.narrowing import NarrowedOutside, Narrowing, narrowed
from store.reports.outside import for_outside, suppression_words
from store.reports.plan_tables import suppression_table
from store.reports.quarterly import iro_quarterly
from store.reports.report import Audience, Report, Table
from store.reports.weekly import iha_weekly
from store.wording import plain, say


class NoSuchReport(WrongUse):
    """A name that no report has."""


@dataclass(frozen=True)
class Kind:
    """A report that can be made: its tables, and the span of its kind around a day."""

    name: str
    tables: Callable[[Facts, Span], list[Table]]
    around: Callable[[date], Span]

    @property
    def title(self) -> str:
        """What it is called."""
        return say(f"reports.report_{self.name.replace('-', '_')}")

    @property
    def short(self) -> str:
        """The same in a few words, for a list."""
        return say(f"reports.short_{self.name.replace('-', '_')}")

    def usual(self, today: date) -> Span:
        """The last span that is over: what it is about unless other days are named."""
        return self.around(self.around(today).begin - timedelta(days=1))

    @property
    def about(self) -> str:
        """What it is for, in a sentence."""
        return say(f"reports.about_{self.name.replace('-', '_')}")


REPORTS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("iro-quarterly", iro_quarterly, quarter_of),
        Kind("iha-weekly", iha_weekly, week_of),
    )
}


def kind_of(name: str) -> Kind:
    """The report of a name; NoSuchReport lists those there are."""
    if name not in REPORTS:
        raise NoSuchReport(
            say("reports.no_such_report", name=plain(name), names=", ".join(REPORTS))
        )
    return REPORTS[name]


def report(
    journal: Journal,
    name: str,
    span: Span | None = None,
    audience: Audience = Audience.OUTSIDE,
    query: str = "",
) -> Report:
    """A report over `span` (its usual days before today), as known here now.

    For readers outside, unless said otherwise, small numbers are held back. A `query` narrows it
    to the children it finds, for readers inside: NarrowedOutside for others, QueryError where it
    cannot be read.
    """
    kind = kind_of(name)
    facts, narrowing = narrowed(journal, query)
    if narrowing is not None and audience is Audience.OUTSIDE:
        raise NarrowedOutside
    days = span or kind.usual(facts.today)
    made = Report(
        name=name,
        title=kind.title,
        span=days,
        as_at=facts.today,
        as_known=_as_known(facts),
        audience=Audience.INSIDE,
        tables=tuple(kind.tables(facts, days)),
        notes=tuple(_notes(facts, days, narrowing)),
        narrowing=narrowing and replace(narrowing, held=len(facts.held(days))),
    )
    if audience is Audience.OUTSIDE:
        made = for_outside(made)
    last = suppression_table(len(made.tables) + 1, suppression_words(audience))
    return replace(made, tables=(*made.tables, last))


def _as_known(facts: Facts) -> str:
    author = facts.journal.author
    return say(
        "reports.as_known",
        day=show_date(facts.today, weekday=False),
        device=plain(author.device_name),
        changes=facts.changes,
    )


def _notes(facts: Facts, span: Span, narrowing: Narrowing | None) -> list[str]:
    """What a reader has to know before the figures: whom they leave out, open days, conflicts,
    possible duplicates."""
    notes = [] if narrowing is None else [say("reports.narrowed_inside")]
    if span.end >= facts.today:
        notes.append(say("reports.not_over", day=show_date(span.end, weekday=False)))
    if facts.conflicts:
        key = "reports.conflict_one" if facts.conflicts == 1 else "reports.conflicts"
        notes.append(say(key, count=facts.conflicts))
    if facts.duplicates:
        key = "reports.duplicate_one" if facts.duplicates == 1 else "reports.duplicates"
        notes.append(say(key, count=facts.duplicates))
    return notes
