"""Closed work found by its words: what was done, withdrawn from the list, and may be asked for."""

from __future__ import annotations

from store.asking import Words, match_of
from store.journal import Journal
from store.open_work.table import CLOSED

# Rows looked through for closed ones, the latest first: with common words most rows are open.
_LOOKED_THROUGH = 2_000


def closed(journal: Journal, words: list[str], most: int) -> list[int]:
    """The numbers of closed rows whose words begin as these, the latest first.

    Of words that stand in very many rows the latest rows alone are looked through.
    """
    asked = [match for word in words if (match := match_of(Words(word))) is not None]
    if not asked:
        return []
    rows = journal.database.execute_sql(
        "SELECT o.n FROM (SELECT rowid AS n FROM open_words WHERE open_words MATCH ? "
        f"ORDER BY rowid DESC LIMIT {_LOOKED_THROUGH}) w CROSS JOIN open_work o ON o.n = w.n "
        f"WHERE o.live = {CLOSED} LIMIT ?",
        (" AND ".join(asked), most),
    )
    return [row[0] for row in rows.fetchall()]
