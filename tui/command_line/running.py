"""Running one command: its exit code, and one sentence on stderr for whatever went wrong."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from store.errors import PlanReviewError
from store.wording import plain, say
from tui.command_line.printing import tell

DONE, FINDINGS, WRONG_USE, NOTHING_TAKEN, LOCKED = range(5)
STOPPED = 130  # the shell's own number for a command ended with Ctrl-C


def run(argv: Sequence[str]) -> int:
    """Run the command `argv`; never a traceback."""
    from tui.command_line import parser

    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        args = parser.build().parse_args(parser.with_queries(argv))
        code = _version() if args.version else int(args.run(args))
        sys.stdout.flush()
        return code
    except PlanReviewError as error:
        tell(error.sentence)
        for line in getattr(error, "pointed", ()):  # a query, and where in it
            print(f"  {line}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        tell(say("command_line.stopped"))
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`); let Python's own flush find no pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as ended:  # argparse after --help
        return ended.code if isinstance(ended.code, int) else DONE
    except Exception as error:
        return _incident(error)


def _incident(error: Exception) -> int:
    try:
        from tui.crash import crash_sentences

        sentences = crash_sentences(_incidents(), error, None)
    except ImportError:  # what broke may be the installation itself
        sentences = [say("command_line.broken", what=type(error).__name__)]
    for sentence in sentences:
        tell(sentence)
    return NOTHING_TAKEN


def _incidents() -> Path | None:
    try:
        import platformdirs

        return platformdirs.user_data_path("planreview", appauthor=False)
    except Exception:  # an incident is no place for another
        return None


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("planreview")
    except PackageNotFoundError:
        number = "0"
    print(f"planreview {plain(number)}")
    return DONE
