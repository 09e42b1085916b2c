"""What people call records and fields, wherever a value is told of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import children, evidence, opening, plans, references, reviews
from store.called import Called, called, field_words
from store.codes import EvidenceKind
from store.journal import Journal, fields_of, kinds
from store.plans.models import ActionRecord
from store.wording import say
from tests.tui.plan_stage import store_with_plan
from tests.tui.review_stage import fill


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store")
    fill(opened)
    yield opened
    opening.close_store(opened)


def one(journal: Journal, kind: str, record: str) -> str:
    """What one record is called, in one."""
    return called(journal, [(kind, record)])[record].whole


def test_every_field_of_every_subject_has_a_word() -> None:
    without = []
    for kind, model in kinds().items():
        if not model.__module__.startswith("store."):
            continue  # kinds that other tests bring
        for field in fields_of(model):
            for key in (f"fields.{kind}_{field}", f"fields.{field}"):
                try:
                    say(key)
                except KeyError:
                    continue
                break
            else:
                without.append(f"{kind}.{field}")
    assert not without


def test_a_field_of_a_newer_version_is_said_in_letters() -> None:
    assert field_words("review", "participation") == "Took part"
    assert field_words("evidence", "type") == "Kind"
    assert field_words("review", "brand_new") == "Brand new"


def test_records_of_a_child_go_by_its_reference(journal: Journal) -> None:
    (child,) = children.children(journal)
    (review,) = reviews.reviews(journal)
    decision = reviews.decisions(journal)[0]
    assert one(journal, "child", child.id) == "C-0147"
    assert one(journal, "review", review.id) == "C-0147, first review"
    name = f"C-0147, decision {decision.position} of the first review"
    assert one(journal, "decision", decision.id) == name
    period = child.periods[0].id
    assert one(journal, "period", period) == "C-0147, looked after from 28 May"


def test_records_of_the_plan_go_by_their_area(journal: Journal) -> None:
    area = next(one for one in plans.areas(journal) if one.service_short == "IRO")
    line = next(one for one in plans.commitments(journal) if one.area_id == area.id)
    action = plans.add_action(journal, line.id, "Ask")
    piece = evidence.add_evidence(journal, action, EvidenceKind.AUDIT, on=date(2024, 6, 20))
    assert one(journal, "area", area.id) == area.short_ref
    assert one(journal, "commitment", line.id) == f"{area.short_ref}, commitment {line.position}"
    number = plans.action(journal, action).number
    assert one(journal, "action", action) == f"{area.short_ref}, action {line.position}.{number}"
    assert one(journal, "evidence", piece) == f"{area.short_ref}, evidence of 20 Jun"


def test_what_has_no_name_keeps_its_reference(journal: Journal) -> None:
    found = called(journal, [("meeting", "f" * 32), ("review", "e" * 32)])
    assert found["f" * 32] == Called("meeting ffffff")
    assert found["e" * 32] == Called("review eeeeee")


def test_a_name_is_found_without_reading_every_plan_or_child(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = plans.commitments(journal)[0]
    first = plans.add_action(journal, line.id, "Ask")
    plans.withdraw_action(journal, first, "entered twice")
    action = plans.add_action(journal, line.id, "Ask again")
    number = plans.action(journal, action).number
    period = children.children(journal)[0].periods[0].id

    def read(*_: object) -> None:
        raise AssertionError("everything was read")

    for whole in ("store.plans.reading._read", "store.children.reading._read"):
        monkeypatch.setattr(whole, read)
    assert one(journal, "action", action).endswith(f", action {line.position}.{number}")
    assert one(journal, "period", period).startswith("C-0147, ")
    assert one(journal, "action", first) == f"action {first[:6]}"


def test_a_reference_is_as_long_as_its_neighbours_ask(journal: Journal) -> None:
    line = plans.commitments(journal)[0].id
    with journal.unit_of_work("made up") as unit:
        for own in ("3f9a2c0", "3f9a2c1", "3f9b"):
            unit.create(ActionRecord, own.ljust(32, "0"), commitment=line, title=own)
    refs = references.refs_of(journal, "action")
    assert refs["3f9a2c1".ljust(32, "0")] == "A-3f9a2c1"
    for record, ref in refs.items():
        assert references.ref_of(journal, "action", record) == ref
