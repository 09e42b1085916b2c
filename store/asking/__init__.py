"""The query line: one small language for lists, search, exports, reports and saved views."""

from __future__ import annotations

from store.asking.compiling import (
    NOTHING,
    Sql,
    Terms,
    brag_sql,
    condition,
    match_of,
    names_closed,
    owners_called,
    words_by_text,
    words_sifted,
)
from store.asking.completing import Completion, applied, complete
from store.asking.delivered import Delivered
from store.asking.expression import And, Compared, Everything, Expression, Not, Or, Words, printed
from store.asking.fields import FIELDS, KINDS, Field, Kind, area_key, standard_key, text_key
from store.asking.matching import fields_of_rows, filtered, found_in, matches
from store.asking.parsing import Query, QueryError, parse
from store.asking.words import searched, searched_all

__all__ = [
    "FIELDS",
    "KINDS",
    "NOTHING",
    "And",
    "Compared",
    "Completion",
    "Delivered",
    "Everything",
    "Expression",
    "Field",
    "Kind",
    "Not",
    "Or",
    "Query",
    "QueryError",
    "Sql",
    "Terms",
    "Words",
    "applied",
    "area_key",
    "brag_sql",
    "complete",
    "condition",
    "fields_of_rows",
    "filtered",
    "found_in",
    "match_of",
    "matches",
    "names_closed",
    "owners_called",
    "parse",
    "printed",
    "searched",
    "searched_all",
    "standard_key",
    "text_key",
    "words_by_text",
    "words_sifted",
]
