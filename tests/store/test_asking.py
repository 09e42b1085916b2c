"""The query line: any text gives a query or a message with its place, and reads back as itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.asking import And, Compared, Not, Or, QueryError, Words, parse

PARTS = st.sampled_from(
    [
        *("or", "and", "-", "(", ")", '"', '""', " ", ":", "<", ">=", "due", "due<7d", "due:none"),
        *("owner:none", 'owner:"Hazel Rowan"', "owner:ha", "brag:red", "status:blocked", "std:2"),
        *("area:iro/1", "kind:decision", "child:C-01", "conflict:yes", "has:evidence", "no:owner"),
        *("stauts:x", "care", "plan", "café", "-", "--", "14:30", "=", "evidence>1", "due<31/9"),
    ]
)
LINES = st.one_of(st.text(), st.lists(PARTS).map("".join), st.lists(PARTS).map(" ".join))


@given(LINES)
def test_any_text_gives_a_query_that_reads_back_or_a_message_with_its_place(text: str) -> None:
    wrong: QueryError | None = None
    try:
        query = parse(text)
    except QueryError as error:
        wrong = error
    if wrong is not None:
        assert wrong.sentence
        assert 0 <= wrong.position <= max(0, len(text) - 1)
        assert wrong.position + wrong.length <= len(text)
        return
    assert parse(query.text) == query
    assert parse(query.text).text == query.text


def test_or_binds_least_then_side_by_side_then_not() -> None:
    found = parse('care -plan or due<7d "next visit"').expression
    assert found == Or(
        (
            And((Words("care"), Not(Words("plan")))),
            And((Compared("due", "<", "7d"), Words("next visit", phrase=True))),
        )
    )


@pytest.mark.parametrize(
    ("text", "place", "nearest"),
    [
        ("care stauts:blocked", (5, 6), "status"),
        ("brag:rde", (5, 3), "red"),
        ("due<31/9", (4, 4), None),
        ("care (plan", (5, 1), None),
        ("care)", (4, 1), None),
        ("care or", (6, 1), None),
        ('care "plan', (5, 5), None),
        ("owner<3", (5, 1), None),
        ("due:", (0, 4), None),
    ],
)
def test_a_wrong_query_says_where_and_what_was_meant(
    text: str, place: tuple[int, int], nearest: str | None
) -> None:
    with pytest.raises(QueryError) as wrong:
        parse(text)
    assert (wrong.value.position, wrong.value.length) == place
    assert wrong.value.nearest == nearest


def test_the_sentence_names_the_nearest_field() -> None:
    with pytest.raises(QueryError, match=r"No field “stauts”. Did you mean status\?"):
        parse("stauts:blocked")
