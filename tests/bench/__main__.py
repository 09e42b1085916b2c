"""`python -m tests.bench triage [--json] [--sizes 1000,10000] [--part store|screen]`."""

from __future__ import annotations

import argparse

from tests.bench import triage
from tests.bench.measuring import Figure, printed


def main() -> None:
    """Measures and prints; the exit code does not judge."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench")
    reader.add_argument("what", choices=("triage",))
    reader.add_argument("--json", action="store_true")
    reader.add_argument("--part", choices=("store", "screen"), help="measure only that")
    reader.add_argument(
        "--sizes", type=lambda text: [int(part) for part in text.split(",")], default=triage.SIZES
    )
    given = reader.parse_args()
    found: list[Figure] = []
    if given.part != "store":
        from tests.bench import triage_screen

        found += triage_screen.run(given.sizes)
    if given.part != "screen":
        found += triage.run(given.sizes)
    print(printed(found, as_json=given.json))


if __name__ == "__main__":
    main()
