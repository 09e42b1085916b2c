"""The closed lists: every code has its words, and what follows from a code."""

from __future__ import annotations

from datetime import date

import pytest

from store import codes
from store.codes import (
    ActionStatus,
    Attendee,
    Brag,
    CarriedOut,
    Code,
    LateReason,
    LegalStatus,
    Participation,
    Role,
    UnknownCode,
    participation_fits,
)

_LISTS = [
    thing
    for thing in vars(codes).values()
    if isinstance(thing, type) and issubclass(thing, Code) and thing is not Code
]


@pytest.mark.parametrize("codes_of", _LISTS, ids=lambda codes_of: codes_of.__name__)
def test_every_code_has_words_of_its_own(codes_of: type[Code]) -> None:
    wordings = [code.wording for code in codes_of]
    assert all(wordings)
    assert len(set(wordings)) == len(wordings)
    for code in codes_of:
        assert codes_of.read(code.value) is code
        assert codes_of.read(f" {code.wording.upper()} ") is code


def test_a_text_that_is_no_code_is_refused_with_the_list() -> None:
    with pytest.raises(UnknownCode, match="PN0, PN1") as refusal:
        Participation.read("PN9", field="participation")
    assert refusal.value.field == "participation"


def test_attended_and_took_part_are_two_things() -> None:
    assert [p.digit for p in Participation if p.attended] == ["1", "2", "3", "4"]
    assert [p.digit for p in Participation if p.took_part] == ["1", "2", "3", "5", "6"]
    assert Participation.PN1.short == "attended, spoke"


def test_one_letter_ticks_each_box() -> None:
    assert "".join(who.letter for who in Attendee) == "cmfawhs"
    assert all(who.letter in who.wording for who in Attendee)
    assert [found.letter for found in CarriedOut] == ["y", "p", "n"]
    assert [why.digit for why in LateReason] == list("12345678")


def test_worst_first() -> None:
    assert sorted(Brag, key=lambda brag: brag.rank) == [
        Brag.RED, Brag.AMBER, Brag.GREY, Brag.GREEN, Brag.BLUE
    ]  # fmt: skip
    assert Brag.worst([Brag.GREEN, Brag.AMBER, Brag.BLUE]) is Brag.AMBER
    assert Brag.worst([]) is Brag.GREY
    assert Brag.RED.worse_than(Brag.AMBER)
    assert not Brag.BLUE.worse_than(Brag.BLUE)
    assert "".join(brag.letter for brag in Brag) == "BGARN"


def test_done_open_and_withdrawn() -> None:
    assert sum(status.is_done for status in ActionStatus) == 3
    assert sum(status.is_open for status in ActionStatus) == 3
    assert not ActionStatus.WITHDRAWN.is_open


def test_short_breaks_are_v3_and_v4() -> None:
    assert [status.value for status in LegalStatus if status.short_breaks] == ["V3", "V4"]


def test_a_role_is_its_text() -> None:
    assert str(Role.IRO) == "iro"


@pytest.mark.parametrize(
    ("code", "on", "sentence"),
    [
        ("PN0", date(2024, 9, 12), None),
        ("PN0", date(2024, 9, 13), None),
        ("PN1", date(2024, 9, 13), None),
        ("PN7", date(2024, 9, 14), None),
        ("PN0", date(2024, 9, 14), "PN0 is for under-fours. This child was 4 on 14 Sep 2024."),
        (
            "PN6",
            date(2024, 9, 12),
            "PN6 is for children of four and older. This child was 3 on 12 Sep 2024: PN0.",
        ),
        (
            "PN0",
            date(2020, 9, 12),
            "12 Sep 2020 is before the child's birth on 13 Sep 2020. "
            "Mend the date or the date of birth.",
        ),
    ],
)
def test_the_code_fits_the_age(code: str, on: date, sentence: str | None) -> None:
    assert participation_fits(Participation(code), date(2020, 9, 13), on) == sentence


def test_without_a_date_of_birth_nothing_is_said() -> None:
    assert participation_fits(Participation.PN0, None, date(2024, 9, 13)) is None
    assert participation_fits(Participation.PN0, date(2024, 9, 13), None) is None
