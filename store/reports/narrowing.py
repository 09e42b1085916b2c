"""A report about some of the children: those a query finds, as they are known today.

The query is that of every other line. Its fields are a child's own, so that each record counted
belongs to a child that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store import asking, open_work
from store.asking import Completion, Field, Query
from store.asking.fields import ANY, DAY_WORDS, NONE, YES_NO, Kind
from store.children import Child
from store.codes import LegalStatus
from store.errors import WrongUse
from store.journal import Journal
from store.measures import Facts
from store.wording import say

ME = "me"


class NarrowedOutside(WrongUse):
    """A report about some of the children, asked for readers outside the service.

    Laid beside the whole report it would tell, by subtraction, the small numbers both hold back.
    """

    def __init__(self) -> None:
        super().__init__(say("reports.narrowed_outside"))


@dataclass(frozen=True)
class ChildField(Field):
    """A field of a child."""

    @property
    def hint(self) -> str:
        """What it is, in a few words."""
        return say(f"reports.field_{self.name}")


_NAME = (NONE, ANY, ME)
CHILD_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        ChildField("team", Kind.TEXT, (NONE, ANY)),
        ChildField("iro", Kind.TEXT, _NAME),
        ChildField("social_worker", Kind.TEXT, _NAME),
        ChildField("owner", Kind.TEXT, _NAME),
        ChildField("child", Kind.TEXT),
        ChildField("age", Kind.NUMBER),
        ChildField(
            "legal_status", Kind.CHOICE, (*(one.value.casefold() for one in LegalStatus), NONE)
        ),
        ChildField("placement", Kind.TEXT, (NONE, ANY)),
        ChildField("looked_after", Kind.CHOICE, YES_NO),
        ChildField("became_looked_after", Kind.DAY, DAY_WORDS),
        ChildField("next_review_due", Kind.DAY, DAY_WORDS),
        ChildField("authority", Kind.TEXT, (NONE, ANY)),
    )
}


@dataclass(frozen=True)
class Narrowing:
    """The query of a report, how many of the children known here it was counted over, and how
    many of their reviews were held in its days."""

    query: str
    children: int
    of: int
    held: int = 0

    @property
    def words(self) -> str:
        """ "team:north, 12 of 84 children known here, 9 reviews held in the period"."""
        key = "reports.narrowed_one" if self.held == 1 else "reports.narrowed"
        return say(key, query=self.query, children=self.children, of=self.of, held=self.held)


def read(text: str) -> Query:
    """The query of a line about children; QueryError says what is wrong with it and where."""
    return asking.parse(text, CHILD_FIELDS)


def complete(journal: Journal, text: str, cursor: int) -> list[Completion]:
    """What the word under the cursor may become."""
    return asking.complete(journal, text, cursor, CHILD_FIELDS)


def narrowed(journal: Journal, text: str) -> tuple[Facts, Narrowing | None]:
    """What measures and reports are counted from, and over how many children; all without a query.

    QueryError says what is wrong with the query.
    """
    whole = Facts(journal)
    query = read(text)
    if not query.text:
        return whole, None
    terms = open_work.terms(journal)
    every = whole.children
    found = {
        one.id for one in every if asking.matches(query.expression, _row(one, terms.me), terms)
    }
    return Facts(journal, found), Narrowing(query.text, len(found), len(every))


def _row(child: Child, me: str) -> dict[str, object]:
    period = child.period
    status = period.legal_status if period else None
    return {
        "child": child.ref,
        "team": child.team,
        "iro": child.iro,
        "social_worker": child.social_worker,
        "owner": [name for name in (child.iro, child.social_worker) if name],
        "age": child.age,
        "legal_status": status.value.casefold() if status else None,
        "placement": period.placement if period else None,
        "looked_after": child.looked_after,
        "became_looked_after": _day(child.became_looked_after),
        "next_review_due": _day(child.next.due if child.next else None),
        "authority": child.authority,
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
