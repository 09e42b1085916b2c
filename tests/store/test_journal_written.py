"""What the log and the hashes rest on is the JSON that Python itself writes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from store.journal.written import written

_TEXTS = st.text() | st.none() | st.integers()
_VALUES = st.recursive(
    _TEXTS, lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner)
)


@given(_VALUES)
def test_written_as_python_writes_it(value: object) -> None:
    assert written(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
