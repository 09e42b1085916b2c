"""A letter to the child and the decision sheet of a review, from templates a service can edit."""

from __future__ import annotations

from store.documents.filling import NoSuchDocument, compose, write
from store.documents.language import BadTemplate
from store.documents.templates import (
    DECISIONS,
    DOCUMENTS,
    LETTER,
    NoSuchTemplate,
    Template,
    checked,
    restore_template,
    set_template,
    template,
    templates,
)

__all__ = [
    "DECISIONS",
    "DOCUMENTS",
    "LETTER",
    "BadTemplate",
    "NoSuchDocument",
    "NoSuchTemplate",
    "Template",
    "checked",
    "compose",
    "restore_template",
    "set_template",
    "template",
    "templates",
    "write",
]
