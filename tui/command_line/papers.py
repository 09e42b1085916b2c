"""Commands that make papers: letters and decision sheets, their templates, the calendar."""

from __future__ import annotations

import argparse
from pathlib import Path

from store.wording import plain, say
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json, print_rows
from tui.command_line.session import opened, read_words


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("letter", letter)
    made.add_argument("review", metavar="REVIEW", help=say("command_line.help_letter_review"))
    made.add_argument(
        "--as", dest="document", metavar="NAME", help=say("command_line.help_letter_as")
    )
    made.add_argument("--name", metavar="NAME", help=say("command_line.help_letter_name"))
    made.add_argument("--to", metavar="FILE", type=Path, help=say("command_line.help_letter_to"))
    made = commands.add("template", template)
    made.add_argument(
        "name", metavar="NAME", nargs="?", help=say("command_line.help_template_name")
    )
    made.add_argument(
        "--from", dest="source", metavar="FILE|-", type=Path,
        help=say("command_line.help_template_from"),
    )  # fmt: skip
    made.add_argument(
        "--restore", action="store_true", help=say("command_line.help_template_restore")
    )
    made.add_argument("--reason", metavar="TEXT", help=say("command_line.help_reason"))
    made = commands.add("calendar", calendar)
    made.add_argument("month", metavar="DAY", nargs="?", help=say("command_line.help_calendar_day"))
    made.add_argument(
        "--fortnight", action="store_true", help=say("command_line.help_calendar_fortnight")
    )
    whose = made.add_mutually_exclusive_group()
    whose.add_argument("--iro", metavar="NAME", help=say("command_line.help_calendar_iro"))
    whose.add_argument("--team", metavar="NAME", help=say("command_line.help_calendar_team"))
    made.add_argument("--to", metavar="FILE", type=Path, help=say("command_line.help_calendar_to"))


def letter(args: argparse.Namespace) -> int:
    """Write a letter or a decision sheet of a review; without a file, print it."""
    from store import documents, pages, references
    from store.errors import WrongUse

    name = given(args, "document", documents.LETTER)
    with opened(args) as journal:
        found = references.resolve(journal, args.review)
        if found.kind != "review":
            raise WrongUse(say("command_line.not_a_review", ref=plain(args.review)))
        page = documents.compose(journal, name, found.id, given(args, "name"))
        to = given(args, "to")
        if to is not None:
            pages.write(page, to)
    if to is None:
        print(pages.as_text(page), end="")
    elif given(args, "json"):
        print_json({"file": str(to), "document": name})
    else:
        print(say("command_line.written", path=plain(str(to))))
    return 0


def template(args: argparse.Namespace) -> int:
    """List the templates, print one, write the service's own, or go back to the shipped one."""
    from store import documents

    name, source = given(args, "name"), given(args, "source")
    reason = given(args, "reason")
    with opened(args) as journal:
        if name is None:
            rows = [
                {"name": one.name, "title": one.title, "own": one.own}
                for one in documents.templates(journal)
            ]
            print_rows(rows, as_json=bool(given(args, "json")))
            return 0
        if source is not None:
            changed = documents.set_template(journal, name, read_words(source), reason)
            key = "command_line.template_set" if changed else "command_line.template_same"
            print(say(key, name=plain(name)))
        elif given(args, "restore"):
            changed = documents.restore_template(journal, name, reason or "")
            key = "command_line.template_restored" if changed else "command_line.template_same"
            print(say(key, name=plain(name)))
        else:
            print(plain(documents.template(journal, name).text))
    return 0


def calendar(args: argparse.Namespace) -> int:
    """Reviews and duties day by day, of a month or a fortnight; without a file, print them."""
    from store import diary, pages
    from store.clock import parse_date

    with opened(args) as journal:
        typed = given(args, "month")
        day = parse_date(typed, today=journal.today()) if typed else journal.today()
        span = diary.fortnight_of(day) if given(args, "fortnight") else diary.month_of(day)
        whose = diary.Whose(given(args, "iro"), given(args, "team"))
        found = diary.diary(journal, *span, whose)
        to = given(args, "to")
        if to is not None:
            diary.write(journal, found, to)
        page = diary.page_of(journal, found)
    if to is not None:
        print(say("command_line.written", path=plain(str(to))))
    elif given(args, "json"):
        print_json(
            [
                {
                    "on": event.on.isoformat(),
                    "kind": event.kind,
                    "child": event.ref,
                    "what": event.what,
                    "owner": event.owner,
                    "done": event.done,
                }
                for event in found.events
            ]
        )
    else:
        print(pages.as_text(page), end="")
    return 0
