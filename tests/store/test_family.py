"""Brothers and sisters keep one IRO or have a reason; a parent and their child have two."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import children, family
from store.errors import Refused
from store.family import Relation
from store.journal import Journal
from tests.store.devices import new_device, pass_on
from tests.store.rooms import new_store


def child_of(journal: Journal, ref: str, iro: str | None, born: date | None = None) -> str:
    """A child looked after, with an IRO."""
    return children.add_child(journal, ref, dob=born, iro=iro, started=date(2024, 4, 15))


def test_brothers_and_sisters_with_two_iros_are_a_warning_until_a_reason_is_given(
    tmp_path: Path,
) -> None:
    journal = new_store(tmp_path)
    one, two = child_of(journal, "C-1", "Alder"), child_of(journal, "C-2", "Birch")
    link = family.add_family(journal, two, one)
    (found,) = family.findings(journal)
    assert set(found.children) == {one, two}
    assert not found.serious
    said = "C-1 and C-2, brothers or sisters, have different IROs: Alder and Birch"
    assert found.sentence == said
    assert family.findings(journal, two) == [found]
    family.change_family(journal, link, iro_reason="They live on two islands.")
    assert family.findings(journal) == []
    family.change_family(journal, link, iro_reason=None)
    children.change_child(journal, two, iro="Alder")
    assert family.findings(journal) == []


def test_a_parent_and_their_child_with_one_iro_are_a_finding(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    parent = child_of(journal, "C-1", "Alder", date(2007, 3, 1))
    baby = child_of(journal, "C-2", "Alder", date(2024, 1, 1))
    family.add_family(journal, parent, baby, Relation.PARENT_OF, iro_reason="No other IRO.")
    (found,) = family.findings(journal)
    assert found.serious
    assert found.sentence == "C-1 is the parent of C-2, and both have the IRO Alder"
    (link,) = family.links(journal, baby)
    assert (link.seen_from(baby), link.seen_from(parent)) == ("parent", "child")
    assert link.to(baby) == (parent, "C-1")
    children.change_child(journal, baby, iro="Birch")
    assert family.findings(journal) == []


def test_nothing_is_found_unless_both_are_looked_after_and_have_an_iro(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    one, two = child_of(journal, "C-1", "Alder"), child_of(journal, "C-2", None)
    home = children.add_child(journal, "H-3", iro="Birch")
    family.add_family(journal, one, two)
    family.add_family(journal, one, home)
    assert family.findings(journal) == []
    children.change_child(journal, two, iro="Birch")
    assert len(family.findings(journal)) == 1
    period = children.periods_of(journal, two)[two][0]
    children.end_period(journal, period.id, date(2024, 9, 16))
    assert family.findings(journal) == []


def test_two_devices_that_link_two_children_make_one_link(tmp_path: Path) -> None:
    first, second = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    ids = set()
    for journal, turned in ((first, False), (second, True)):
        one, two = child_of(journal, "C-1", "Alder"), child_of(journal, "C-2", "Birch")
        ids.add(family.add_family(journal, *((two, one) if turned else (one, two))))
    assert len(ids) == 1
    pass_on(first, second)
    pass_on(second, first)
    for journal in (first, second):
        assert len(family.links(journal)) == 1
        assert journal.conflicts(next(iter(ids))) == []
    assert first.state()["now_family"] == second.state()["now_family"]


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    parent = child_of(journal, "C-1", "Alder", date(2007, 3, 1))
    baby = child_of(journal, "C-2", "Birch", date(2024, 1, 1))
    with pytest.raises(Refused, match="not related to itself"):
        family.add_family(journal, parent, parent)
    with pytest.raises(Refused, match="C-1 is older than C-2"):
        family.add_family(journal, baby, parent, Relation.PARENT_OF)
    link = family.add_family(journal, parent, baby, Relation.PARENT_OF)
    with pytest.raises(Refused, match="here already as parent of"):
        family.add_family(journal, baby, parent)
    family.withdraw_family(journal, link, "They are cousins")
    assert family.links(journal) == []
    assert family.add_family(journal, parent, baby, Relation.PARENT_OF) == link
    assert len(family.links(journal)) == 1
