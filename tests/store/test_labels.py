"""A group's label is part of the chain and leaves under every policy: it quotes nobody's words."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from string import Formatter

import store.wording

STORE = Path(store.wording.__file__).resolve().parents[1]
WORDINGS = Path(store.wording.__file__).parent / store.wording.LANGUAGE

# What a label may say beside its own words, and what that is.
MAY_BE_NAMED = {
    "count": "how many",
    "n": "how many",
    "field": "what people call a field",
    "limit": "what a statutory limit is called",
    "region": "a code of a region",
    "ordinal": "which review of a child it is",
    "day": "the day of a review",
    "label": "another label, of what is undone",
    "title": "the title of a published report",
}


def test_labels_name_nothing_that_is_personal() -> None:
    for file in WORDINGS.glob("*.toml"):
        for key, words in tomllib.loads(file.read_text("utf-8")).items():
            if key == "unit" or key.startswith("unit_"):
                named = {name for _, name, _, _ in Formatter().parse(words) if name}
                assert named <= MAY_BE_NAMED.keys(), (file.stem, key)
                if "title" in named:
                    assert (file.stem, key) == ("plans", "unit_plan")


def test_every_label_is_a_sentence_of_the_catalogue() -> None:
    """A unit of work is begun with words from the catalogue, or a variable that holds some."""
    for file in STORE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "unit_of_work"
            ):
                label = node.args[0]
                assert isinstance(label, (ast.Call, ast.Name)), (file.name, label.lineno)
                if isinstance(label, ast.Call):
                    assert isinstance(label.func, ast.Name), (file.name, label.lineno)
                    assert label.func.id == "say", (file.name, label.lineno)
                    key = label.args[0]
                    if isinstance(key, ast.Constant):
                        assert ".unit" in str(key.value) or key.value in {
                            "demo_many.unit", "journal.decided", "journal.erased_unit"
                        }, (file.name, key.value)  # fmt: skip
