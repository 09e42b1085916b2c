"""What may leave is a decision for every field, not an accident."""

from __future__ import annotations

import pytest

import store.opening  # noqa: F401  # registers every kind there is
from store.errors import WrongUse
from store.journal import Detail, NumberField, TextField, fields_of, kinds
from store.journal.change import REASON
from store.snapshots import OWN_SERVICE, POLICIES, Policy, policy_called

# Free words can hold anything, so a text that counts as a plain fact of the service is named
# here on purpose, with what it holds.
FACTS_IN_WORDS = {
    ("person", "team"): "the name of a team",
    ("child", "team"): "the name of a team",
    ("post", "team"): "the name of a team",
    ("child", "authority"): "the name of an authority",
    ("period", "rule_set"): "the name of a set of rules",
    ("review", "due_why"): "the rule and the days it counted",
    ("extra_day", "region"): "a code of a region",
    ("extra_day", "name"): "the name of a public holiday",
    ("region", "authority"): "the name of an authority",
    ("region", "region"): "a code of a region",
    ("rule", "key"): "the key of a limit",
    ("rule", "unit"): "a unit of time",
    ("rule", "label"): "where a limit comes from",
    ("rule", "source"): "where a limit comes from, in full",
    ("review", "late_reason"): "a code, or a reason from the service's own list",
    ("late_reason", "words"): "a reason from the service's own list",
    ("topic", "standard"): "the name of a Standard",
    ("dispute", "referred_to"): "the name of a body outside",
    ("dispute_stage", "name"): "what the service calls a stage",
    ("dispute_rung", "name"): "what the service calls a stage",
    ("template", "name"): "the name of a template",
    ("template", "text"): "a template of the service, with places and without what fills them",
    ("note", "about_kind"): "the kind of a record",
    ("evidence", "about_kind"): "the kind of a record",
    ("deferral", "about_kind"): "the kind of a record",
    ("deferral", "field"): "the name of a field",
    ("author_note", "about_kind"): "the kind of a record",
    ("author_note", "field"): "the name of a field",
    ("author_note", "device"): "the id of a device",
    ("distinct", "of"): "the kind of a record",
    ("evidence", "sealed_name"): "a keyed hash",
    ("view", "sort"): "the name of a column",
    ("view", "grouping"): "the name of a grouping",
    ("erasure", "why"): "the law under which values were erased; it must hold everywhere",
    **{
        (kind, name): "the words of a published report"
        for kind, names in {
            "plan": ("title", "regulator"),
            "area": ("service", "title", "text", "standard", "deadline", "due_rule"),
            "commitment": ("text",),
        }.items()
        for name in names
    },
}


def every_field() -> list[tuple[str, str]]:
    """Each field of each kind the program knows; kinds of other tests are left out."""
    return [
        (kind, name)
        for kind, model in kinds().items()
        if model.__module__.startswith("store.")
        for name in fields_of(model)
    ]


def test_every_field_has_a_class() -> None:
    fields = every_field()
    assert fields
    for kind, name in fields:
        assert isinstance(fields_of(kinds()[kind])[name].detail, Detail), (kind, name)


def test_free_words_are_facts_only_where_someone_said_so() -> None:
    careless = [
        (kind, name)
        for kind, name in every_field()
        if type(field := fields_of(kinds()[kind])[name]) is TextField
        and field.detail is Detail.SERVICE_FACT
        and (kind, name) not in FACTS_IN_WORDS
    ]
    assert not careless, f"give these a class, or say here what they hold: {careless}"


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_no_policy_lets_names_leave(policy: Policy) -> None:
    assert Detail.NAME not in policy.leaves


def test_own_service_holds_back_names_and_nothing_else() -> None:
    for kind, name in every_field():
        detail = fields_of(kinds()[kind])[name].detail
        assert OWN_SERVICE.withholds(kind, name) == (detail is Detail.NAME), (kind, name)


def test_what_has_no_class_does_not_leave() -> None:
    assert OWN_SERVICE.withholds("kind_of_a_newer_version", "field")
    assert OWN_SERVICE.withholds("person", "field_of_a_newer_version")
    assert not OWN_SERVICE.withholds("person", "name")


def test_reasons_are_narrative() -> None:
    assert not OWN_SERVICE.withholds("person", REASON)
    assert type(OWN_SERVICE)("none", frozenset()).withholds("person", REASON)


def test_policies_are_called_by_name() -> None:
    assert policy_called("own-service") is OWN_SERVICE
    assert OWN_SERVICE.wording == "own service: all but names"
    with pytest.raises(WrongUse, match="own_service"):
        policy_called("everything")


def test_numbers_and_days_are_never_narrative() -> None:
    odd = [
        (kind, name)
        for kind, name in every_field()
        if isinstance(field := fields_of(kinds()[kind])[name], NumberField)
        and field.detail is Detail.NARRATIVE
    ]
    assert not odd
