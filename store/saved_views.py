"""Saved views: a query with its columns, order and grouping under a name; they travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from store.asking import parse
from store.errors import NotFound, Refused
from store.journal import (
    Detail,
    Journal,
    ListField,
    Record,
    TextField,
    YesNoField,
    natural_id,
    register,
)
from store.wording import plain, say

_FACT = Detail.SERVICE_FACT


@register
class ViewRecord(Record):
    """What the journal keeps of a saved view; one name is one view on every device."""

    kind: ClassVar[str] = "view"
    titled_by: ClassVar[str] = "name"

    name = TextField(detail=Detail.NARRATIVE)
    # A query may name a child or a member of staff.
    query = TextField(detail=Detail.NARRATIVE)
    columns = ListField(detail=_FACT)
    sort = TextField(detail=_FACT)
    descending = YesNoField(detail=_FACT)
    grouping = TextField(detail=_FACT)


@dataclass(frozen=True)
class View:
    """A view as it is chosen; no `columns` means the usual ones. `shipped` ones never change."""

    id: str
    name: str
    query: str
    columns: tuple[str, ...] = ()
    sort: str = "due"
    descending: bool = False
    group: str | None = None
    shipped: bool = False


_SHIPPED: tuple[tuple[str, str, str, str | None], ...] = (
    ("mine", "is:mine", "due", None),
    ("overdue", "is:overdue", "due", None),
    ("no_owner", "no:owner (kind:action or kind:decision)", "due", None),
    ("no_date", "no:date (kind:action or kind:decision)", "owner", None),
    ("stale", "kind:action -is:done changed<-30d", "changed", None),
    ("bare", "kind:action is:bare", "due", None),
    ("contested", "status:contested or status:dispute or conflict:yes", "due", None),
    # The rhythms of the published plans: weekly what is overdue, blocked or due this week;
    # monthly the actions by area.
    ("week", "kind:action (is:overdue or is:blocked or due:week)", "due", "owner"),
    ("board", "kind:action (is:overdue or is:blocked or due:month)", "due", "area"),
)


def shipped() -> tuple[View, ...]:
    """The views that come with the program."""
    return tuple(
        View(
            f"shipped-{key}", say(f"saved_views.{key}"), query, sort=sort, group=group, shipped=True
        )
        for key, query, sort, group in _SHIPPED
    )


def views(journal: Journal) -> list[View]:
    """The shipped views in their order, then the saved ones by name."""
    rows = journal.rows(ViewRecord.select().where(ViewRecord.withdrawn.is_null()))
    own = [
        View(
            id=row["id"],
            name=row["name"],
            query=row["query"] or "",
            columns=tuple(row["columns"] or ()),
            sort=row["sort"] or "due",
            descending=bool(row["descending"]),
            group=row["grouping"],
        )
        for row in rows
        if row["name"]
    ]
    return [*shipped(), *sorted(own, key=lambda view: (view.name.casefold(), view.id))]


def save_view(
    journal: Journal,
    name: str,
    query: str,
    columns: Sequence[str] = (),
    sort: str = "due",
    descending: bool = False,
    group: str | None = None,
) -> str:
    """Saves a view; the same name again changes it. Returns its id; QueryError for a query that
    cannot be read."""
    name = " ".join(name.split())
    if not name:
        raise Refused(say("saved_views.name_missing"), field="name")
    if name.casefold() in {view.name.casefold() for view in shipped()}:
        raise Refused(say("saved_views.name_taken", name=plain(name)), field="name")
    own = natural_id("view", name)
    known = journal.get(ViewRecord, own)
    values: dict[str, object] = {
        "name": name,
        "query": parse(query).text,
        "columns": list(columns),
        "sort": sort,
        "descending": descending or None,
        "grouping": group,
    }
    if known is not None and known["withdrawn"]:
        values["withdrawn"] = None
    with journal.unit_of_work(say("saved_views.unit_saved")) as unit:
        unit.save(ViewRecord, own, **values)
    return own


def withdraw_view(journal: Journal, view: str, reason: str) -> None:
    """Takes a saved view out of the list, for a reason."""
    known = journal.get(ViewRecord, view)
    if known is None or known["withdrawn"]:
        raise NotFound(say("saved_views.no_such_view"))
    with journal.unit_of_work(say("saved_views.unit_withdrawn"), reason) as unit:
        unit.withdraw(ViewRecord, view, reason)
