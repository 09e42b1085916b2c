"""`python -m tests.bench triage|share [--json] [--sizes 1000,10000] [--part …] [--files N]`."""

from __future__ import annotations

import argparse
import os
import sys

from store.simulating.measuring import Figure, printed


def main() -> None:
    """Measures and prints; the exit code does not judge."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench")
    reader.add_argument("what", choices=("triage", "share"))
    reader.add_argument("--json", action="store_true")
    reader.add_argument(
        "--part",
        choices=("store", "screen", "file", "merge", "fleet", "postgres"),
        help="measure only that: store or screen of triage; file, merge, fleet, postgres of share",
    )
    reader.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")])
    reader.add_argument("--files", type=int, help="share: how many sealed files are collated")
    reader.add_argument("--quick", action="store_true", help="share: small sizes, to see it run")
    given = reader.parse_args()
    found = _share(given) if given.what == "share" else _triage(given)
    print(printed(found, as_json=given.json))


def _triage(given: argparse.Namespace) -> list[Figure]:
    from tests.bench import triage

    sizes = given.sizes or triage.SIZES
    if hasattr(os, "getloadavg"):
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"load before: {load} on {os.cpu_count()} processors", file=sys.stderr)
    found: list[Figure] = []
    if given.part != "store":
        from tests.bench import triage_screen

        found += triage_screen.run(sizes)
    if given.part != "screen":
        found += triage.run(sizes)
    return found


def _share(given: argparse.Namespace) -> list[Figure]:
    from tests.bench import share

    sizes = given.sizes or (share.QUICK if given.quick else share.SIZES)
    files = given.files or (share.QUICK_FILES if given.quick else share.FILES)
    return share.run(sizes, files, given.part)


if __name__ == "__main__":
    main()
