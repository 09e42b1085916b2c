"""The query that finds the rows like one cell of a row."""

from __future__ import annotations

from store.asking import Compared, printed
from store.open_work.rows import Row


def like(row: Row, column: str) -> str:
    """The query for the rows that hold the same in this column; empty where none can ask it."""
    days = {"due": row.due, "clock": row.due, "changed": row.changed}
    if column in days:
        day = days[column]
        name = "changed" if column == "changed" else "due"
        return _asked(name, day.isoformat() if day else None, quoted=False)
    if column == "area":
        return _asked("area", row.area_ref.replace("-", "/").lower() if row.area_ref else None)
    texts = {"owner": row.owner, "child": row.child, "team": row.team, "standard": row.standard}
    if column in texts:
        return _asked("std" if column == "standard" else column, texts[column], quoted=True)
    plain = {"kind": row.kind, "status": row.status, "delivery": row.delivery}
    if column in plain:
        return _asked(column, plain[column])
    if column == "brag":
        return _asked("brag", row.brag.value if row.brag else None)
    return _asked("evidence", str(row.evidence)) if column == "evidence" else ""


def _asked(name: str, value: str | None, quoted: bool = False) -> str:
    if value is None or '"' in value:
        return f"{name}:none" if value is None else ""
    return printed(Compared(name, ":", value, quoted))
