"""Commands that only read: list, export, show, history."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store.wording import plain, say
from tui.command_line.central import central_of, tell_elsewhere
from tui.command_line.central import declare as declare_central
from tui.command_line.central import rows as central_rows
from tui.command_line.declaring import Commands, given, typed_query
from tui.command_line.printing import print_json, print_record, print_rows
from tui.command_line.session import opened

if TYPE_CHECKING:
    from store.journal import HistoryLine

WORK = "work"


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("list", list_kind)
    made.add_argument("kind", metavar="KIND", help=say("command_line.help_kind"))
    made.add_argument("query", metavar="QUERY", nargs="*", help=say("command_line.help_query"))
    made.add_argument("--sort", metavar="FIELD", help=say("command_line.help_sort"))
    declare_central(made, "--from")
    made = commands.add("export", export)
    made.add_argument("kind", metavar="KIND", help=say("command_line.help_export_kind"))
    made.add_argument("query", metavar="QUERY", nargs="*", help=say("command_line.help_query"))
    made.add_argument("--sort", metavar="FIELD", help=say("command_line.help_sort"))
    made.add_argument(
        "--to", metavar="FILE", type=Path, required=True, help=say("command_line.help_export_to")
    )
    made = commands.add("show", show)
    made.add_argument("ref", metavar="REF", help=say("command_line.help_ref"))
    made = commands.add("history", history)
    made.add_argument("ref", metavar="REF", help=say("command_line.help_ref"))


def list_kind(args: argparse.Namespace) -> int:
    """The records of a kind that the query finds, a row each."""
    from store import listing
    from store.listing.row import in_order
    from store.snapshots import CENTRAL_LISTS

    query, sort = typed_query(args), given(args, "sort")
    needed = args.kind in CENTRAL_LISTS
    with opened(args) as journal, central_of(args, journal, needed=needed) as central:
        if central is None or central is journal:
            rows = listing.list_records(journal, args.kind, query, sort)
        else:
            rows = in_order(central_rows(journal, central, args.kind, query), sort)
    print_rows(rows, as_json=bool(given(args, "json")))
    return 0


def export(args: argparse.Namespace) -> int:
    """A file of all open work, or of the records of a kind, that the query finds."""
    from store import exporting, listing, open_work

    query, sort = typed_query(args), given(args, "sort")
    with opened(args) as journal:
        tell_elsewhere(journal)
        if args.kind == WORK:
            by, descending = open_work.sort_of(sort or "due")
            numbers = open_work.ids(journal, query, by, descending=descending).rest().numbers
            done = exporting.export(journal, args.to, numbers, query=query)
        else:
            rows = listing.list_records(journal, args.kind, query, sort)
            done = exporting.export_rows(journal, args.to, rows, query)
    if given(args, "json"):
        print_json({"file": str(done.path), "rows": done.rows})
    else:
        print(say("command_line.exported", path=plain(str(done.path)), count=done.rows))
    return 0


def show(args: argparse.Namespace) -> int:
    """One record with what lies below it."""
    from store import listing

    with opened(args) as journal:
        record = listing.show(journal, args.ref)
    print_record(record, as_json=bool(given(args, "json")))
    return 0


def history(args: argparse.Namespace) -> int:
    """Every saved field of a record, oldest first: who, when, what it was and became.

    A person reads words, a script the codes and days as they are kept.
    """
    from store import references, snapshots

    with opened(args) as journal:
        lines = journal.history(references.resolve(journal, args.ref).id)
        names = {each.card.id: each.card.name for each in snapshots.parties(journal)}
        names[journal.author.device] = journal.author.device_name
        today = journal.today()
    as_json = bool(given(args, "json"))
    rows = [
        {
            "at": line.at.isoformat(timespec="seconds"),
            "person": line.person,
            "role": line.role,
            "device": names.get(line.device, line.device[:8]),
            "field": line.field,
            "old": line.old,
            "new": line.new,
            "label": line.label,
            "reason": line.reason,
            "group": line.unit,
            "device_id": line.device,
            **({} if as_json else _in_words(line, today)),
        }
        for line in lines
    ]
    print_rows(rows, as_json=as_json)
    return 0


def _in_words(line: HistoryLine, today: date) -> dict[str, str | None]:
    """What a person reads of a line where a script reads codes."""
    from store.called import field_words
    from store.shown import role_words, told

    old, new = told(line, today)
    field = field_words(line.kind, line.field)
    return {"role": role_words(line.role), "field": field, "old": old, "new": new}
