"""The command that ends conflicts and possible duplicates, or says something about them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from store.errors import Refused, WrongUse
from store.wording import plain, say
from tui.command_line.central import central_of
from tui.command_line.central import declare as declare_central
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json
from tui.command_line.session import opened

if TYPE_CHECKING:
    from store.conflicts import Desk, Item
    from store.journal import Journal

_RULES = ("newest", "oldest", "here", "centre")


def declare(commands: Commands) -> None:
    """Add the command."""
    made = commands.add("decide", decide)
    made.add_argument("conflict", metavar="CONFLICT", help=say("command_line.help_conflict"))
    made.add_argument("value", metavar="VALUE", nargs="?", help=say("command_line.help_value"))
    made.add_argument("--reason", metavar="TEXT", help=say("command_line.help_reason"))
    made.add_argument("--other", action="store_true", help=say("command_line.help_other"))
    made.add_argument("--keep-both", action="store_true", help=say("command_line.help_both"))
    made.add_argument("--not-same", action="store_true", help=say("command_line.help_not_same"))
    made.add_argument("--defer", metavar="DATE", help=say("command_line.help_defer"))
    made.add_argument("--note", metavar="TEXT", help=say("command_line.help_note"))
    made.add_argument("--for-all", choices=_RULES, help=say("command_line.help_for_all"))
    made.add_argument("--dry-run", action="store_true", help=say("command_line.help_rule_dry"))
    declare_central(made, "--from")


def decide(args: argparse.Namespace) -> int:
    """End a conflict, keep one of possible duplicates, put it off, or write to the authors."""
    asked = [name for name in ("keep_both", "not_same", "defer", "note") if given(args, name)]
    if given(args, "for_all"):
        asked.append("for_all")
    if given(args, "value") is not None:
        asked.append("value")
    if len(asked) != 1:
        raise WrongUse(say("command_line.decide_one_act"))
    with opened(args) as journal, central_of(args, journal) as central:
        from store import conflicts, snapshots

        if central is not None:
            snapshots.fetch_desk(journal, central)
        desk = conflicts.desk(journal)
        item = _item(journal, desk, args.conflict)
        said = _ACTS[asked[0]](journal, desk, item, args)
        if central is not None:
            snapshots.bring_along(journal, central)
    if given(args, "json"):
        print_json({"ref": item.id, "act": asked[0], "said": said})
    else:
        print(plain(said))
    return 0


def _item(journal: Journal, desk: Desk, text: str) -> Item:
    """The item of that reference: a conflict's or a duplicate's own, or the record's."""
    from store import conflicts, references

    found = desk.find(text.strip().casefold())
    if found is not None:
        return found
    return conflicts.item_called(journal, references.resolve_conflict(journal, text).id)


def _take(journal: Journal, desk: Desk, item: Item, args: argparse.Namespace) -> str:
    from store import adding, conflicts

    reason = given(args, "reason") or ""
    if given(args, "other"):
        value = args.value
        if item.field is not None:
            try:
                value = adding.read_value(journal, item.kind, item.field, args.value)
            except KeyError:
                value = args.value
        conflicts.write(journal, item, value, reason)
        return say("command_line.decided", field=item.words, value=args.value)
    number = _number(journal, item, args.value)
    taken = conflicts.take(journal, item, number, reason)
    if item.duplicate is not None:
        return say("command_line.kept", ref=item.called.ref, number=number)
    return say("command_line.decided", field=item.words, value=taken.shown)


def _number(journal: Journal, item: Item, text: str) -> int:
    """Which value is meant: as it is kept, as it is shown, a record's id, or its number."""
    wanted = text.strip().casefold()
    for value in item.values:
        named = {(value.value or "").casefold(), value.shown.casefold(), value.words.casefold()}
        if wanted and wanted in named - {""} and item.duplicate is None:
            return value.number
        if value.record is not None and len(wanted) > 5 and value.record.startswith(wanted):
            return value.number
    if wanted.isdecimal() and 1 <= int(wanted) <= len(item.values):
        return int(wanted)
    values = " | ".join(f"{value.number} {plain(value.shown)}" for value in item.values)
    raise Refused(say("command_line.not_its_value", values=values), field="value")


def _both(journal: Journal, desk: Desk, item: Item, args: argparse.Namespace) -> str:
    from store import conflicts

    return conflicts.keep_both(journal, item, given(args, "reason") or "")


def _different(journal: Journal, desk: Desk, item: Item, args: argparse.Namespace) -> str:
    from store import conflicts

    conflicts.different(journal, item, given(args, "reason") or "")
    return say("command_line.not_same", ref=item.called.ref)


def _defer(journal: Journal, desk: Desk, item: Item, args: argparse.Namespace) -> str:
    from store import calendars, conflicts
    from store.clock import parse_date, show_date

    calendar = calendars.working_days(journal)
    until = parse_date(args.defer, today=journal.today(), calendar=calendar)
    conflicts.defer(journal, item, until)
    return say("command_line.deferred", field=item.words, day=show_date(until))


def _note(journal: Journal, desk: Desk, item: Item, args: argparse.Namespace) -> str:
    from store import conflicts

    names = ", ".join(value.person for value in conflicts.addressees(journal, item))
    conflicts.write_to_authors(journal, item, args.note)
    return say("command_line.note_written", names=names)


def _for_all(journal: Journal, desk: Desk, item: Item, args: argparse.Namespace) -> str:
    """Decide every conflict of the field by one rule; a dry run only says what it would take."""
    from store import conflicts

    found = conflicts.rules(journal)
    at = _RULES.index(args.for_all)
    if at >= len(found):
        raise Refused(say("command_line.no_centre_rule"))
    ruled = conflicts.preview(conflicts.alike(desk, item), found[at])
    takes = sum(1 for one in ruled if one.takes is not None)
    words = {"field": item.words, "takes": takes, "count": len(ruled)}
    if given(args, "dry_run"):
        return say("command_line.rule_would", **words)
    conflicts.apply(journal, ruled, given(args, "reason") or "")
    return say("command_line.rule_did", **words)


_ACTS = {
    "value": _take,
    "keep_both": _both,
    "not_same": _different,
    "defer": _defer,
    "note": _note,
    "for_all": _for_all,
}
