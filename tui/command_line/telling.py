"""Commands that tell: the reports the service owes."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import Refused, WrongUse
from store.wording import plain, say
from tui.command_line.central import tell_elsewhere
from tui.command_line.declaring import Commands, given, typed_query
from tui.command_line.printing import print_json, print_rows
from tui.command_line.session import opened

if TYPE_CHECKING:
    from store.journal import Journal
    from store.measures import Span


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("report", report)
    made.add_argument("name", metavar="NAME", nargs="?", help=say("command_line.help_report_name"))
    made.add_argument(
        "query", metavar="QUERY", nargs="*", help=say("command_line.help_report_query")
    )
    made.add_argument(
        "--from", dest="begin", metavar="DAY", help=say("command_line.help_report_from")
    )
    made.add_argument(
        "--to",
        dest="to",
        metavar="DAY|FILE",
        action="append",
        help=say("command_line.help_report_to"),
    )
    made.add_argument(
        "--for",
        dest="audience",
        choices=("inside", "outside"),
        help=say("command_line.help_report_for"),
    )


def report(args: argparse.Namespace) -> int:
    """Make a report and write it to a file, or print it; without a name, list those there are."""
    from store import reports

    name = given(args, "name")
    with opened(args) as journal:
        if name is None:
            print_rows(_listed(journal), as_json=bool(given(args, "json")))
            return 0
        reports.kind_of(name)
        tell_elsewhere(journal)
        last, file = _day_and_file(given(args, "to", []))
        span = _span(journal, name, given(args, "begin"), last)
        audience = reports.Audience(given(args, "audience", reports.Audience.OUTSIDE.value))
        made = reports.report(journal, name, span, audience, typed_query(args))
        if file is not None:
            reports.written(made, file)
    if given(args, "json"):
        content = reports.as_rows(made)
        print_json(content if file is None else {"file": str(file), **_about(content)})
    elif file is None:
        print(reports.markdown(made), end="")
    else:
        words = "command_line.reported"
        print(say(words, path=plain(str(file)), span=made.span.words, audience=audience.words))
        if made.narrowing is not None:
            print(made.narrowing.words)
    return 0


def _about(content: dict[str, object]) -> dict[str, object]:
    told = (
        *("name", "from", "to", "as_at", "for"),
        *("query", "children", "of_children", "reviews_held"),
    )
    return {name: content[name] for name in told if name in content}


def _listed(journal: Journal) -> list[dict[str, object]]:
    from store import reports

    usual = {kind.name: kind.usual(journal.today()) for kind in reports.REPORTS.values()}
    return [
        {
            "name": kind.name,
            "title": kind.title,
            "from": usual[kind.name].begin.isoformat(),
            "to": usual[kind.name].end.isoformat(),
            "about": kind.about,
        }
        for kind in reports.REPORTS.values()
    ]


def _day_and_file(given_to: list[str]) -> tuple[str | None, Path | None]:
    """What `--to` was given: the last day, the file, or both; a file has an ending."""
    days = [text for text in given_to if not _is_file(text)]
    files = [text for text in given_to if _is_file(text)]
    if len(days) > 1 or len(files) > 1:
        raise WrongUse(say("command_line.report_to_twice"))
    return (days[0] if days else None), (Path(files[0]).expanduser() if files else None)


def _is_file(text: str) -> bool:
    suffix = Path(text).suffix
    return len(suffix) > 1 and not suffix[1:].isdigit()


def _span(journal: Journal, name: str, begin: str | None, last: str | None) -> Span | None:
    """The days named; only the first or the last named means its own quarter or week."""
    from store import reports
    from store.measures import Span

    days = [_day(journal, text) for text in (begin, last) if text is not None]
    if not days:
        return None
    return Span(*days) if len(days) == 2 else reports.kind_of(name).around(days[0])


def _day(journal: Journal, text: str) -> date:
    from store.calendars import working_days
    from store.clock import parse_date

    try:
        return parse_date(text, today=journal.today(), calendar=working_days(journal))
    except Refused as error:
        raise WrongUse(error.sentence) from error
