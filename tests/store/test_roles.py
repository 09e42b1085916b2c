"""Every kind of record and every role: who may save what, walked from the models themselves."""

from __future__ import annotations

import pytest

from store import opening, roles
from store.codes import Role
from store.journal import fields_of, kinds, model_of

STORE_KINDS = sorted(
    kind for kind, model in kinds().items() if model.__module__.startswith("store.")
)
assert opening.SUBJECTS


def test_the_table_speaks_of_every_kind_and_of_no_other() -> None:
    assert sorted(roles.known_kinds()) == STORE_KINDS


def test_the_table_speaks_of_every_role_and_of_no_other() -> None:
    assert set(roles.table()) == {role.value for role in Role}


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("kind", STORE_KINDS)
def test_every_role_may_save_a_kind_whole_or_some_fields_or_not_at_all(
    role: str, kind: str
) -> None:
    model = model_of(kind)
    assert model is not None
    fields = list(fields_of(model))
    permits = roles.table()[role]
    if kind in permits.kinds:
        assert roles.may_save(role, kind, fields) is None
        return
    some = permits.fields.get(kind, frozenset())
    assert some <= set(fields), "the table names a field that is none"
    for field in fields:
        refused = roles.may_save(role, kind, [field])
        assert (refused is None) == (field in some)
    assert roles.may_save(role, kind, fields) is not None


def test_the_centre_may_save_everything_and_an_auditor_nothing() -> None:
    for kind in STORE_KINDS:
        assert roles.may_save("collator", kind, ["withdrawn"]) is None
        assert roles.may_save("auditor", kind, ["withdrawn"]) == "kind auditor"
    assert roles.may_save("auditor", "of_a_newer_version", ["x"]) == "kind auditor"
    assert roles.may_save("iro", "of_a_newer_version", ["x"]) is None


def test_a_role_nobody_knows_may_save_nothing() -> None:
    assert roles.may_save("", "child", ["team"]) is not None
    assert roles.may_save("king", "child", ["team"]) == "kind king"


@pytest.mark.parametrize(
    ("role", "kind", "field", "may"),
    [
        ("iro", "review", "held", True),
        ("iro", "action", "status", True),
        ("iro", "action", "title", True),
        ("iro", "rule", "amount", False),
        ("iro", "post", "fte", False),
        ("iro", "erasure", "of", False),
        ("manager", "action", "title", True),
        ("manager", "decision", "contested", True),
        ("manager", "rule", "amount", True),
        ("manager", "erasure", "of", True),
        ("social_worker", "action", "status", True),
        ("social_worker", "action", "title", False),
        ("social_worker", "decision", "contested", True),
        ("social_worker", "decision", "text", False),
        ("social_worker", "review", "held", False),
    ],
)
def test_the_law_in_examples(role: str, kind: str, field: str, may: bool) -> None:
    assert (roles.may_save(role, kind, [field]) is None) == may
