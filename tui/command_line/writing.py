"""Commands that change records: add, set, attach, decide, undo."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import Refused, WrongUse
from store.wording import plain, say
from tui.command_line import deciding
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json, tell
from tui.command_line.session import NoFile, opened, read_words

if TYPE_CHECKING:
    from store.adding import Done
    from store.recounting import Moved


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("add", add)
    made.add_argument("kind", metavar="KIND", help=say("command_line.help_add_kind"))
    made.add_argument("fields", metavar="field=value", nargs="*")
    made.add_argument("--from", dest="source", metavar="FILE.json|-", type=Path)
    made = commands.add("set", set_fields)
    made.add_argument("ref", metavar="REF", help=say("command_line.help_ref"))
    made.add_argument("fields", metavar="field=value", nargs="+")
    made.add_argument("--reason", metavar="TEXT", help=say("command_line.help_reason"))
    made = commands.add("attach", attach)
    made.add_argument("ref", metavar="REF", help=say("command_line.help_ref"))
    made.add_argument("file", metavar="FILE", type=Path)
    made.add_argument("--reason", metavar="TEXT", help=say("command_line.help_reason"))
    deciding.declare(commands)
    made = commands.add("undo", undo)
    made.add_argument("--group", metavar="ID", help=say("command_line.help_group"))


def fields_in(words: Sequence[str]) -> dict[str, str]:
    """`field=value` words as a mapping; WrongUse for anything else and for a field named twice."""
    fields: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not name:
            raise WrongUse(say("command_line.not_a_field", word=plain(word)))
        if name in fields:
            raise WrongUse(say("command_line.field_twice", field=plain(name)))
        fields[name] = value
    return fields


def _told(args: argparse.Namespace, done: Done) -> int:
    if given(args, "json"):
        row = {"kind": done.kind, "ref": done.ref, "id": done.id, "changed": done.changed}
        if done.moved is not None:
            row["moved"] = [_moved_row(one) for one in done.moved]
        print_json(row)
        return 0
    if done.changed:
        print(plain(done.ref))
    else:
        tell(say("command_line.nothing_changed", ref=plain(done.ref)))
    if done.moved is not None:
        _tell_moved(done.moved)
    return 0


def _moved_row(one: Moved) -> dict[str, str]:
    old, new = one.old.isoformat(), one.new.isoformat()
    return {"child": one.child, "what": one.what, "old": old, "new": new}


def _tell_moved(moved: Sequence[Moved]) -> None:
    """How many due dates moved, and each from which day to which."""
    from store.clock import show_date
    from store.recounting import how_many_moved

    print(how_many_moved(moved))
    for one in moved:
        old, new = show_date(one.old), show_date(one.new)
        line = say("command_line.moved", child=one.child, what=one.what, old=old, new=new)
        print(plain(line))


def add(args: argparse.Namespace) -> int:
    """Add a record; prints its reference."""
    from store import adding

    fields = fields_in(given(args, "fields", []))
    source = given(args, "source")
    if source is None:
        with opened(args) as journal:
            return _told(args, adding.add(journal, args.kind, fields))
    if args.kind != "review" or fields:
        raise WrongUse(say("command_line.from_is_for_reviews"))
    return _add_review(args, read_words(source), plain(str(source)))


def _add_review(args: argparse.Namespace, text: str, source: str) -> int:
    from store.written_reviews import log_written

    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused(say("command_line.not_json", source=source, line=line)) from error
    if not isinstance(content, dict):
        raise Refused(say("command_line.not_json", source=source, line=1))
    with opened(args) as journal:
        done = log_written(journal, content)
    if given(args, "json"):
        print_json(
            {
                "kind": "review",
                "ref": done.ref,
                "id": done.id,
                "decisions": list(done.decisions),
                "gaps": list(done.gaps),
            }
        )
    else:
        print(plain(done.ref))
        for gap in done.gaps:
            tell(gap)
    return 1 if done.gaps else 0


def set_fields(args: argparse.Namespace) -> int:
    """Change fields of a record; an empty value empties the field."""
    from store import adding

    fields = fields_in(args.fields)
    with opened(args) as journal:
        return _told(args, adding.set_fields(journal, args.ref, fields, given(args, "reason")))


def attach(args: argparse.Namespace) -> int:
    """Seal a file into the store, on evidence or as new evidence."""
    from store import adding

    if not args.file.exists():
        raise NoFile(say("command_line.no_file", path=plain(str(args.file))))
    with opened(args) as journal:
        return _told(args, adding.attach(journal, args.ref, args.file, given(args, "reason")))


def undo(args: argparse.Namespace) -> int:
    """Take back this device's latest work, or a group of it; 1 when some of it was left."""
    with opened(args) as journal:
        done = journal.undo(given(args, "group"))
    if given(args, "json"):
        print_json(
            {
                "group": done.unit,
                "label": done.label,
                "restored": done.restored,
                "left": [
                    {"kind": left.kind, "record": left.record, "field": left.field, "by": left.by}
                    for left in done.left
                ],
            }
        )
    else:
        print(say("command_line.undone", label=plain(done.label), count=done.restored))
        for left in done.left:
            tell(say("command_line.left_alone", field=left.field, by=plain(left.by)))
    return 1 if done.left else 0
