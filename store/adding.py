"""Adding and changing by name and text, `field=value`: the same for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store import calendars, children, evidence, people, plans, references
from store.clock import parse_date
from store.codes import (
    ActionStatus,
    Brag,
    Code,
    EvidenceKind,
    LegalStatus,
    Role,
)
from store.errors import Refused, WrongUse
from store.journal import Journal
from store.wording import plain, say

Fields = Mapping[str, str]
Read = Callable[[Journal, str, str], Any]


@dataclass(frozen=True)
class Done:
    """What was added or changed; `changed` is False when all was so already."""

    kind: str
    id: str
    ref: str
    changed: bool = True


class NoSuchField(WrongUse):
    """A field that this kind of record does not have."""


class FieldMissing(Refused):
    """A field without which a record of this kind cannot be."""


# How a text becomes a value -----------------------------------------------------------------


def _words(journal: Journal, field: str, text: str) -> str:
    return text.strip()


def _day(journal: Journal, field: str, text: str) -> Any:
    try:
        return parse_date(text, today=journal.today(), calendar=calendars.working_days(journal))
    except Refused as unreadable:
        raise Refused(
            say("adding.bad_value", field=field, reason=unreadable.sentence), field=field
        ) from unreadable


def _number(journal: Journal, field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        reason = say("adding.not_a_number", text=plain(text))
        raise Refused(say("adding.bad_value", field=field, reason=reason), field=field) from None


def _code(codes: type[Code]) -> Read:
    def read(journal: Journal, field: str, text: str) -> Code:
        try:
            return codes.read(text, field=field)
        except Refused as unknown:
            raise Refused(
                say("adding.bad_value", field=field, reason=unknown.sentence), field=field
            ) from unknown

    return read


def _record(*kinds: str) -> Read:
    def read(journal: Journal, field: str, text: str) -> str:
        found = references.resolve(journal, text)
        if found.kind not in kinds:
            raise Refused(
                say(
                    "adding.other_kind",
                    field=field,
                    text=plain(text),
                    found=say(f"adding.kind_{found.kind}"),
                    wanted=say("adding.or").join(say(f"adding.kind_{kind}") for kind in kinds),
                ),
                field=field,
            )
        return found.id

    return read


def _file(journal: Journal, field: str, text: str) -> Path:
    return Path(text).expanduser()


def _points(journal: Journal, field: str, text: str) -> list[str]:
    return [point.strip() for point in text.split(";") if point.strip()]


# The kinds ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Kind:
    """How a kind is added: its fields, those it cannot be without, and the verb."""

    fields: Mapping[str, Read]
    needs: tuple[str, ...]
    add: Callable[..., str]


def _add_plan(journal: Journal, **values: Any) -> str:
    first = values["inspected_from"]
    proposed = plans.ProposedPlan(
        title=values["title"],
        regulator=values["regulator"],
        inspected_from=first,
        inspected_to=values.get("inspected_to") or first,
    )
    return plans.add_plan(journal, proposed).plan_id


def _add_evidence(journal: Journal, **values: Any) -> str:
    return evidence.add_evidence(journal, values.pop("about"), **values)


def _add_period(journal: Journal, **values: Any) -> str:
    return children.add_period(journal, values.pop("child"), **values)


def _add_action(journal: Journal, **values: Any) -> str:
    return plans.add_action(journal, values.pop("commitment"), **values)


def _add_area(journal: Journal, **values: Any) -> str:
    return plans.add_area(journal, values.pop("plan"), **values)


def _add_commitment(journal: Journal, **values: Any) -> str:
    return plans.add_commitment(journal, values.pop("area"), **values)


def _link(journal: Journal, **values: Any) -> str:
    return plans.link_earlier(journal, values["area"], values["earlier"])


_AREA: Mapping[str, Read] = {
    "title": _words,
    "text": _words,
    "standard": _words,
    "deadline": _words,
    "due": _day,
}
_EVIDENCE: Mapping[str, Read] = {
    "kind": _code(EvidenceKind),
    "on": _day,
    "held_at": _words,
    "checked_by": _words,
    "shows": _words,
}
_PERIOD: Mapping[str, Read] = {
    "started": _day,
    "ended": _day,
    "legal_status": _code(LegalStatus),
    "placement": _words,
    "rule_set": _words,
}
_CHILD: Mapping[str, Read] = {
    "dob": _day,
    "iro": _words,
    "social_worker": _words,
    "team": _words,
}

_ADDS: Mapping[str, _Kind] = {
    "plan": _Kind(
        {"title": _words, "regulator": _words, "inspected_from": _day, "inspected_to": _day},
        ("title", "regulator", "inspected_from"),
        _add_plan,
    ),
    "area": _Kind(
        {"plan": _record("plan"), "service": _words, "number": _number, **_AREA},
        ("plan", "service", "number", "text"),
        _add_area,
    ),
    "commitment": _Kind(
        {"area": _record("area"), "text": _words, "items": _points},
        ("area", "text"),
        _add_commitment,
    ),
    "action": _Kind(
        {"commitment": _record("commitment"), "title": _words, "owner": _words, "due": _day},
        ("commitment", "title"),
        _add_action,
    ),
    "evidence": _Kind(
        {"about": _record("area", "commitment", "action"), **_EVIDENCE, "file": _file},
        ("about", "kind"),
        _add_evidence,
    ),
    "lineage": _Kind(
        {"area": _record("area"), "earlier": _record("area")}, ("area", "earlier"), _link
    ),
    "person": _Kind(
        {"name": _words, "role": _code(Role), "team": _words}, ("name",), people.add_person
    ),
    "child": _Kind(
        {
            "local_id": _words,
            "authority": _words,
            **_CHILD,
            "started": _day,
            "legal_status": _code(LegalStatus),
            "placement": _words,
        },
        ("local_id",),
        children.add_child,
    ),
    "period": _Kind({"child": _record("child"), **_PERIOD}, ("child", "started"), _add_period),
}


def _set_person(journal: Journal, record: str, reason: str | None = None, **values: Any) -> bool:
    return people.change_person(journal, record, reason, **values)


_SETS: Mapping[str, tuple[Mapping[str, Read], Callable[..., bool]]] = {
    "area": (_AREA, plans.change_area),
    "action": (
        {
            "title": _words,
            "owner": _words,
            "due": _day,
            "status": _code(ActionStatus),
            "brag": _code(Brag),
        },
        plans.change_action,
    ),
    "evidence": (_EVIDENCE, evidence.change_evidence),
    "person": ({"role": _code(Role), "team": _words}, _set_person),
    "child": (_CHILD, children.change_child),
    "period": (_PERIOD, children.change_period),
}


def kinds_to_add() -> tuple[str, ...]:
    """The kinds that `add` takes."""
    return tuple(_ADDS)


def fields_of_kind(kind: str) -> tuple[str, ...]:
    """The fields that `add` takes for a kind; WrongUse for a kind it does not know."""
    return tuple(_known_kind(kind).fields)


def add(journal: Journal, kind: str, fields: Fields) -> Done:
    """Adds a record of `kind` from texts: days as typed, codes by wording or code, people by name.

    Refuses an unknown or missing field by name, with the fields there are.
    """
    known = _known_kind(kind)
    values = _read(journal, kind, known.fields, fields)
    for name in known.needs:
        if values.get(name) is None:
            raise FieldMissing(
                say(
                    "adding.field_missing",
                    kind=_called(kind),
                    field=name,
                    fields=_said(known.fields),
                ),
                field=name,
            )
    record = known.add(journal, **{name: v for name, v in values.items() if v is not None})
    return Done(kind, record, references.ref_of(journal, kind, record))


def set_fields(journal: Journal, ref: str, fields: Fields, reason: str | None = None) -> Done:
    """Changes fields of the record `ref` from texts; an empty text empties the field."""
    found = references.resolve(journal, ref)
    if found.kind not in _SETS:
        raise WrongUse(
            say(
                "adding.cannot_set",
                kind=_called(found.kind),
                kinds=", ".join(_called(kind) for kind in _SETS),
            )
        )
    known, verb = _SETS[found.kind]
    if not fields:
        raise WrongUse(say("adding.nothing_to_set", kind=_called(found.kind), fields=_said(known)))
    values = _read(journal, found.kind, known, fields)
    changed = verb(journal, found.id, (reason or "").strip() or None, **values)
    return Done(
        found.kind, found.id, references.ref_of(journal, found.kind, found.id), bool(changed)
    )


def attach(journal: Journal, ref: str, file: Path, reason: str | None = None) -> Done:
    """Seals `file` as the file of the evidence `ref`.

    On an area, a commitment or an action it becomes new evidence of kind document, of today.
    """
    found = references.resolve(journal, ref)
    if found.kind == "evidence":
        evidence.attach(journal, found.id, file, (reason or "").strip() or None)
        return Done("evidence", found.id, references.ref_of(journal, "evidence", found.id))
    record = evidence.add_evidence(
        journal, found.id, EvidenceKind.DOCUMENT, on=journal.today(), file=file
    )
    return Done("evidence", record, references.ref_of(journal, "evidence", record))


def _known_kind(kind: str) -> _Kind:
    if kind not in _ADDS:
        raise WrongUse(say("adding.no_such_kind", kind=plain(kind), kinds=", ".join(_ADDS)))
    return _ADDS[kind]


def _read(journal: Journal, kind: str, known: Mapping[str, Read], fields: Fields) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in known:
            raise NoSuchField(
                say(
                    "adding.no_such_field",
                    kind=_called(kind),
                    field=plain(name),
                    fields=_said(known),
                )
            )
        values[name] = known[name](journal, name, text) if text.strip() else None
    return values


def _called(kind: str) -> str:
    return say(f"adding.kind_{kind}")


def _said(fields: Mapping[str, Read]) -> str:
    return ", ".join(fields)
