"""The commitments of a row are those of its values one by one."""

from __future__ import annotations

import hmac

from hypothesis import given
from hypothesis import strategies as st

from store.journal.committing import commitment, commitments, keyed_hash


@given(
    st.binary(max_size=100),
    st.dictionaries(st.text(max_size=8), st.none() | st.text(max_size=80), max_size=5),
)
def test_a_row_at_once_or_value_by_value(salt: bytes, values: dict[str, str | None]) -> None:
    found = commitments(salt, values.items())
    assert found == {
        name: commitment(keyed_hash(salt, name.encode()), value) for name, value in values.items()
    }
    for name, value in values.items():
        own = hmac.digest(salt, name.encode(), "sha256")
        said = b"\x00" if value is None else b"\x01" + value.encode()
        assert found[name] == hmac.digest(own, said, "sha256").hex()
