"""`planreview` and `python -m tui`: the command line; it loads the screens only to show them."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's); the exit code of the contract."""
    from tui.command_line.running import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
