"""What a policy lets leave, in words, shown to both sides; and who said yes to it, once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from store.database import get_setting, set_setting
from store.journal import Detail, Journal, fields_of, kinds
from store.snapshots.credentials import credential_of
from store.snapshots.enrolment import centre, own_card
from store.snapshots.policy import OWN_SERVICE, POLICIES, Policy
from store.snapshots.renewing import own_credential
from store.wording import field_words, say

# The order in which people ask.
_CLASSES = (
    Detail.NAME,
    Detail.IDENTIFIER,
    Detail.DATE_OF_BIRTH,
    Detail.NARRATIVE,
    Detail.SERVICE_FACT,
    Detail.SECRET,
)
_NAMED_ONE_BY_ONE = frozenset({Detail.IDENTIFIER, Detail.DATE_OF_BIRTH, Detail.NARRATIVE})
_FILES, _AUTHORS, _IDS = "files", "authors", "ids"


class Fate(StrEnum):
    """What becomes of a class of values under a policy."""

    LEAVES = "leaves"
    COARSER = "coarser"
    STAYS = "stays"

    @property
    def wording(self) -> str:
        """The word for it."""
        return say(f"policy.{self.value}")


@dataclass(frozen=True)
class Telling:
    """One class of values: what becomes of it, what it is, how it goes, which fields are of it."""

    fate: Fate
    what: str
    how: str
    fields: tuple[str, ...] = ()


def in_words(policy: Policy) -> tuple[Telling, ...]:
    """What leaves under a policy, what leaves in a coarser form and what stays, in this order."""
    found = [_of_class(policy, detail) for detail in _CLASSES]
    files = Fate.LEAVES if policy.files else Fate.STAYS
    found += [_of(files, _FILES), _of(Fate.LEAVES, _AUTHORS)]
    if Detail.IDENTIFIER not in policy.leaves:
        found.append(_of(Fate.LEAVES, _IDS))
    order = list(Fate)
    return tuple(sorted(found, key=lambda one: order.index(one.fate)))


def _of_class(policy: Policy, detail: Detail) -> Telling:
    if detail in policy.leaves:
        fate = Fate.LEAVES
    elif detail in policy.coarsens:
        fate = Fate.COARSER
    else:
        fate = Fate.STAYS
    names = _fields(detail) if detail in _NAMED_ONE_BY_ONE else ()
    return _of(fate, detail.value.replace(" ", "_"), names)


def _of(fate: Fate, what: str, names: tuple[str, ...] = ()) -> Telling:
    return Telling(fate, say(f"policy.{what}"), say(f"policy.{what}_{fate.value}"), names)


def _fields(detail: Detail) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                field_words(kind, name)
                for kind, model in kinds().items()
                if model.__module__.startswith("store.")
                for name, field in fields_of(model).items()
                if field.detail is detail and name != "withdrawn"
            }
        )
    )


def as_text(policy: Policy) -> str:
    """The same as lines for a terminal or a letter."""
    lines = [say("policy.title", policy=policy.wording)]
    fate: Fate | None = None
    for one in in_words(policy):
        if one.fate is not fate:
            fate = one.fate
            lines += ["", fate.wording]
        lines.append(f"  {one.what}: {one.how}")
        if one.fields:
            lines.append("    " + ", ".join(one.fields))
    return "\n".join(lines)


def _known_as(journal: Journal) -> str | None:
    to = centre(journal)
    return None if to is None else f"snapshots.confirmed.{to.card.id}"


def _said(policy: Policy) -> str:
    """Which policy it is and what it does today: a field with a new class is asked about anew."""
    words = [(one.fate.value, one.what, one.how, *one.fields) for one in in_words(policy)]
    digest = hashlib.sha256(json.dumps(words).encode()).hexdigest()
    return f"{policy.name} {digest}"


def confirmed(journal: Journal, policy: Policy) -> bool:
    """Whether somebody here has said yes to this policy for the centre snapshots go to."""
    key = _known_as(journal)
    return key is not None and get_setting(journal.database, key) == _said(policy)


def confirm(journal: Journal, policy: Policy) -> None:
    """Remember that somebody said yes; another policy, or another centre, asks again."""
    key = _known_as(journal)
    if key is not None:
        set_setting(journal.database, key, _said(policy))


def last_confirmed(journal: Journal) -> Policy | None:
    """The policy somebody last said yes to for the centre snapshots go to."""
    key = _known_as(journal)
    kept = get_setting(journal.database, key) if key else None
    return POLICIES.get(kept.partition(" ")[0]) if kept else None


def usual_policy(journal: Journal) -> Policy:
    """The policy snapshots go under unless another is named.

    It is the one the centre asks for, in this device's credential or on its card; where it asks
    for none, the one somebody here said yes to, else that of one's own service.
    """
    own, to = own_credential(journal), centre(journal)
    asked = (own and own.policy) or (to and to.card.policy)
    return POLICIES.get(asked or "") or last_confirmed(journal) or OWN_SERVICE


def policy_asked_of(journal: Journal, device: str) -> Policy:
    """At a centre: the policy under which a device is asked to send."""
    given = credential_of(journal, device)
    asked = (given and given.policy) or own_card(journal).policy
    return POLICIES.get(asked or "") or OWN_SERVICE
