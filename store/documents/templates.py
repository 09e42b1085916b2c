"""The templates of letters and sheets: what ships with the product, and the service's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import ClassVar

from store.documents.language import Line, parse
from store.errors import NotFound, ReasonNeeded
from store.journal import Detail, Journal, Record, TextField, natural_id, register
from store.wording import plain, say

LETTER, DECISIONS = "letter", "decisions"
DOCUMENTS = (LETTER, DECISIONS)
"""The documents there are; each has a template of its own and one for each of its decisions."""

OF_REVIEW = (
    *("name", "child", "ordinal", "held", "due", "due_why", "cause", "ground", "late_reason"),
    *("participation", "came", "attended", "views", "what_changed", "findings", "next"),
    *("iro", "social_worker", "team", "sent_by", "sent", "received", "answer_by"),
    *("care_plan_by", "care_plan", "record_by", "record", "distributed_by", "distributed"),
    *("person", "today"),
)
"""The places of a document's template, beside {decisions}."""

OF_DECISION = ("text", "owner", "by", "state", "carried_out", "why", "ref")
"""The places of the template of one decision."""

BLOCKS = ("decisions",)
_EACH = "_decision"


@register
class TemplateRecord(Record):
    """A template the service wrote over the one that ships with the product."""

    kind: ClassVar[str] = "template"
    titled_by: ClassVar[str] = "name"

    name = TextField(detail=Detail.SERVICE_FACT)
    text = TextField(detail=Detail.SERVICE_FACT, protected=True)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it is used; `own` when the service wrote it."""

    id: str
    name: str
    text: str
    own: bool

    @property
    def title(self) -> str:
        """What it is called."""
        return say(f"documents.template_{self.name}")

    @property
    def places(self) -> tuple[str, ...]:
        """The names its braces may hold."""
        return OF_DECISION if self.name.endswith(_EACH) else (*OF_REVIEW, *BLOCKS)


class NoSuchTemplate(NotFound):
    """A name that no template has."""


@cache
def _shipped() -> Mapping[str, str]:
    file = resources.files(__package__).joinpath("templates.toml")
    return {
        name: str(entry["text"]).strip("\n")
        for name, entry in tomllib.loads(file.read_text("utf-8")).items()
    }


def template_id(name: str) -> str:
    """A service has one template of a name."""
    return natural_id("template", name)


def templates(journal: Journal) -> list[Template]:
    """Every template, the service's own text where it wrote one."""
    rows = journal.rows(TemplateRecord.select().where(TemplateRecord.withdrawn.is_null()))
    own = {row["id"]: row["text"] for row in rows if row["text"]}
    return [
        Template(
            template_id(name), name, own.get(template_id(name), text), template_id(name) in own
        )
        for name, text in _shipped().items()
    ]


def template(journal: Journal, name: str) -> Template:
    """The template of a name; NoSuchTemplate lists those there are."""
    found = {one.name: one for one in templates(journal)}
    if name not in found:
        raise NoSuchTemplate(
            say("documents.no_such_template", name=plain(name), known=", ".join(found))
        )
    return found[name]


def checked(name: str, text: str) -> tuple[Line, ...]:
    """The lines of a template's text; BadTemplate names the line and the place that is wrong."""
    if name.endswith(_EACH):
        return parse(text, OF_DECISION)
    return parse(text, OF_REVIEW, BLOCKS)


def set_template(journal: Journal, name: str, text: str, reason: str | None = None) -> bool:
    """Writes the service's own text of a template, for a reason; False when it is so already.

    Raises BadTemplate for a text that could not be filled in.
    """
    known = template(journal, name)
    wanted = text.replace("\r\n", "\n").strip("\n")
    checked(name, wanted)
    if wanted == known.text:
        return False
    if not (reason or "").strip():
        raise ReasonNeeded(say("documents.reason_needed"), field="text")
    with journal.unit_of_work(say("documents.unit_template"), reason) as unit:
        return unit.save(TemplateRecord, known.id, name=name, text=wanted, withdrawn=None)


def restore_template(journal: Journal, name: str, reason: str) -> bool:
    """Goes back to the text that ships with the product, for a reason; False where it stands."""
    known = template(journal, name)
    if not known.own:
        return False
    with journal.unit_of_work(say("documents.unit_restored"), reason) as unit:
        unit.withdraw(TemplateRecord, known.id, reason)
    return True
