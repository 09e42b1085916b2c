"""How the benches measure: medians of several runs, a row for each figure, one table."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One row: ours against a baseline of the same run, and the goal; `met` None without one."""

    what: str
    unit: str
    ours: float
    baseline: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def milliseconds(act: Callable[[], object], times: int = 7) -> list[float]:
    """How long each of several runs took, sorted."""
    taken = []
    for _ in range(times):
        gc.collect()
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return sorted(taken)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return sorted(values)[len(values) // 2]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def against(what: str, ours: float, baseline: float, most: float) -> Figure:
    """A figure whose goal is a ratio."""
    ratio = ours / baseline if baseline else float("inf")
    return Figure(what, "ms", ours, baseline, ratio, f"≤ {most:g}×", ratio <= most)


def within(what: str, ours: float, most: float | None, unit: str = "ms") -> Figure:
    """A figure whose goal is a limit; None only reports it."""
    goal = "" if most is None else f"≤ {most:g} {unit}"
    return Figure(what, unit, ours, goal=goal, met=None if most is None else ours <= most)


def printed(figures: Sequence[Figure], *, as_json: bool) -> str:
    """The figures as JSON, or as a table for people."""
    if as_json:
        return json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1)
    head = ("what", "unit", "ours", "baseline", "ratio", "goal", "met")
    lines = [head]
    for one in figures:
        lines.append(
            (
                one.what,
                one.unit,
                f"{one.ours:.1f}",
                "" if one.baseline is None else f"{one.baseline:.1f}",
                "" if one.ratio is None else f"{one.ratio:.2f}",
                one.goal,
                "" if one.met is None else ("yes" if one.met else "NO"),
            )
        )
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if at == 0 else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
