"""The command that takes files in: import."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import Refused
from store.wording import plain, say
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json, tell
from tui.command_line.session import NoFile, opened

if TYPE_CHECKING:
    from store.imports import ImportResult, Proposal
    from store.journal import Journal


def declare(commands: Commands) -> None:
    """Add the family's commands."""
    made = commands.add("import", import_files)
    made.add_argument("files", metavar="FILE", type=Path, nargs="+")
    made.add_argument("--dry-run", action="store_true", help=say("command_line.help_dry_run"))
    made.add_argument("--as", dest="as_kind", metavar="KIND", help=say("command_line.help_as"))
    made.add_argument("--inspected", metavar="FROM..TO", help=say("command_line.help_inspected"))
    made.add_argument("--service", metavar="NAME", help=say("command_line.help_service"))


def prints_json(args: argparse.Namespace) -> bool:
    """Import, collate and receive print one object: for scripts always, for a person when asked."""
    return bool(given(args, "json")) or not sys.stdout.isatty()


class _OnlyLooking(Exception):
    """Ends a dry run, taking back what it did."""


def import_files(args: argparse.Namespace) -> int:
    """Take files in; a file that is refused is refused whole and does not stop the others."""
    done: list[dict[str, object]] = []
    refused = 0
    with opened(args) as journal:
        for path in args.files:
            try:
                proposal, result = _take(journal, args, path)
            except Refused as error:
                if len(args.files) == 1:
                    raise
                refused += 1
                tell(error.sentence)
                done.append(_refused_file(path, error))
                continue
            looking = given(args, "dry_run", False)
            done.append(result.as_json() | (_would_take(proposal) if looking else {}))
            if not prints_json(args):
                for line in _told(proposal, result, looking):
                    print(line)
    if prints_json(args):
        print_json(done[0] if len(done) == 1 else _together(args.files, done))
    if refused == len(args.files):
        return 3
    return 1 if refused or any(each["refused"] or each["findings"] for each in done) else 0


def _refused_file(path: Path, error: Refused) -> dict[str, object]:
    return {
        "kind": None,
        "taken": 0,
        "unchanged": 0,
        "refused": [{"line": 0, "reason": error.sentence}],
        "findings": [],
    }


def _take(journal: Journal, args: argparse.Namespace, path: Path) -> tuple[Proposal, ImportResult]:
    from store import imports

    if not path.exists():
        raise NoFile(say("command_line.no_file", path=plain(str(path))))
    proposal = imports.propose(
        journal,
        path,
        given(args, "as_kind"),
        inspected=given(args, "inspected"),
        service=given(args, "service"),
    )
    if not given(args, "dry_run", False):
        return proposal, imports.take(journal, proposal)
    try:
        with journal.unit_of_work(say("command_line.dry_run")):
            result = imports.take(journal, proposal)
            raise _OnlyLooking
    except _OnlyLooking:
        return proposal, result


def _would_take(proposal: Proposal) -> dict[str, object]:
    return {} if proposal.plan is None else {"plan": asdict(proposal.plan)}


def _told(proposal: Proposal, result: ImportResult, looking: bool) -> Iterator[str]:
    if proposal.plan is not None:
        yield plain(proposal.plan.title)
        for area in proposal.plan.areas:
            yield "  " + say(
                "command_line.area",
                service=plain(area.service),
                number=area.number,
                deadline=plain(area.deadline or "–"),
                due=area.due.isoformat() if area.due else "–",
                commitments=len(area.commitments),
            )
    for finding in result.findings:
        yield say("command_line.finding", line=finding.line, reason=plain(finding.reason))
    for line in result.refused:
        yield say("command_line.refused_line", line=line.line, reason=plain(line.reason))
    key = "command_line.would_take" if looking else "command_line.taken"
    yield say(key, taken=result.taken, unchanged=result.unchanged)


def _together(files: list[Path], done: list[dict[str, object]]) -> dict[str, object]:
    kinds = {str(each["kind"]) for each in done if each["kind"]}
    named = [{"file": str(path), **each} for path, each in zip(files, done, strict=True)]

    def lines(name: str) -> list[object]:
        return [
            {"file": each["file"], **line}
            for each in named
            for line in each[name]  # type: ignore[attr-defined]
        ]

    return {
        "kind": kinds.pop() if len(kinds) == 1 else "several",
        "taken": sum(int(str(each["taken"])) for each in done),
        "unchanged": sum(int(str(each["unchanged"])) for each in done),
        "refused": lines("refused"),
        "findings": lines("findings"),
        "files": named,
    }
