"""Words as they are searched: one form for each word, by the full-text index's own rules.

FTS5's `porter unicode61 remove_diacritics 2` takes each word apart once; what it makes of it is
kept. Both the index and the plain scan then compare the same forms, so they always agree.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import sqlcipher3

TOKENIZER = "porter unicode61 remove_diacritics 2"
# Parts of one record's text: a phrase does not run from its title into its owner. It is no
# letter of any word, and to the index it is a word like any other.
PART = "\u241e"
# References are met once each, so what is kept would grow with the store.
_MOST_KEPT = 40_000

_lock = threading.Lock()
_forms: dict[str, str] = {}
_stemmer: sqlcipher3.Connection | None = None


def searched(*parts: str | None) -> str:
    """The words of a record as the index holds them, each with a space before and after."""
    return _joined([forms_of(part) for part in parts if part])


def searched_all(records: Sequence[Sequence[str | None]]) -> list[str]:
    """The words of many records, whose new words are asked for all at once."""
    texts = {part for parts in records for part in parts if part}
    learn(piece for text in texts for piece in _pieces(text))
    # Many records say the same of their child, their area, what is due.
    known = {text: forms_of(text) for text in texts}
    return [_joined([known[part] for part in parts if part]) for parts in records]


def _joined(forms: Iterable[str]) -> str:
    said = [form for form in forms if form]
    return f" {f' {PART} '.join(said)} " if said else ""


def forms_of(text: str) -> str:
    """The forms of the words of a text, with single spaces between them."""
    pieces = _pieces(text)
    try:
        return " ".join(filter(None, [_forms[piece] for piece in pieces]))
    except KeyError:
        learn(pieces)
        return " ".join(filter(None, [_forms[piece] for piece in pieces]))


def _pieces(text: str) -> list[str]:
    return text.casefold().split()


def learn(pieces: Iterable[str]) -> None:
    """Asks the index's tokenizer for the forms of the pieces not met before."""
    with _lock:
        if len(_forms) > _MOST_KEPT:
            _forms.clear()
        wanted = [piece for piece in dict.fromkeys(pieces) if piece not in _forms]
        # Marks and bare punctuation are no words; the tokenizer says which.
        rows = list(enumerate(wanted, 1))
        connection = _opened()
        connection.execute("INSERT INTO piece (piece) VALUES ('delete-all')")
        # One transaction: each insert alone would be an index of its own, merged with the others.
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO piece (rowid, text) VALUES (?, ?)", rows)
        connection.execute("COMMIT")
        found: dict[int, list[str]] = {}
        for row, form in connection.execute("SELECT doc, term FROM form ORDER BY doc, offset"):
            found.setdefault(row, []).append(form)
        for row, piece in rows:
            _forms[piece] = " ".join(found.get(row, ()))


def _opened() -> sqlcipher3.Connection:
    global _stemmer
    if _stemmer is None:
        # In memory, and only ever asked while the lock is held.
        _stemmer = sqlcipher3.connect(":memory:", isolation_level=None, check_same_thread=False)
        _stemmer.execute(
            f"CREATE VIRTUAL TABLE piece USING fts5(text, content='', tokenize='{TOKENIZER}')"
        )
        _stemmer.execute("CREATE VIRTUAL TABLE form USING fts5vocab('piece', 'instance')")
    return _stemmer
