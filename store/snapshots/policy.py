"""What may leave: each field has a class (`Detail`), a policy names the classes a centre may see.

What a policy holds back is marked withheld in the snapshot, never left empty: its commitment
travels, so the chain still verifies and a fuller file fills it in later. Beside it may travel a
coarser value that stands in for it: a pseudonym, a month, or the mark that a text is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.errors import WrongUse
from store.journal import DateField, Detail, TextField, field_of
from store.journal.change import REASON
from store.wording import plain, say

WITHHELD = "(withheld)"
"""What stands in the place of words that were not sent: that there are some is known."""

Pseudonym = Callable[[str, str, str], str]
"""Gives the pseudonym of the value of a field of a kind."""


@dataclass(frozen=True)
class Policy:
    """A name for `--policy`, and the classes of fields whose values leave under it.

    Values of the classes in `coarsens` leave in a coarser form, those of the fields in `also`
    (kind and field) although their class stays; `files` says whether evidence files go along.
    """

    name: str
    leaves: frozenset[Detail]
    coarsens: frozenset[Detail] = frozenset()
    files: bool = True
    also: frozenset[tuple[str, str]] = frozenset()

    @property
    def wording(self) -> str:
        """What the policy is called on the screen."""
        return say(f"snapshots.policy_{self.name}")

    def withholds(self, kind: str, field: str) -> bool:
        """Whether the value of `field` of a record of `kind` stays here.

        A field this version does not know has no class, and what has no class does not leave.
        """
        if field == REASON:
            return Detail.NARRATIVE not in self.leaves
        known = field_of(kind, field)
        if known is None:
            return True
        return known.detail not in self.leaves and (kind, field) not in self.also

    def stand_in(self, kind: str, field: str, value: str, pseudonym: Pseudonym) -> str | None:
        """The coarser text that leaves for a withheld value; None when nothing does."""
        known = field_of(kind, field)
        if known is None:
            return None
        if known.detail in self.coarsens:
            if known.detail is Detail.IDENTIFIER:
                return pseudonym(kind, field, value)
            return f"{value[:7]}-01" if isinstance(known, DateField) else None
        if known.detail in (Detail.NARRATIVE, Detail.NAME) and isinstance(known, TextField):
            return WITHHELD
        return None


# SECRET leaves: the key of an evidence file is a value of the journal, and the centre of one's
# own service reads the evidence. Names never do; children go by their local reference.
OWN_SERVICE = Policy("own_service", frozenset(Detail) - {Detail.NAME})
REGION = Policy(
    "region",
    frozenset({Detail.SERVICE_FACT}),
    coarsens=frozenset({Detail.IDENTIFIER, Detail.DATE_OF_BIRTH}),
    files=False,
)
POLICIES = {policy.name: policy for policy in (OWN_SERVICE, REGION)}


def policy_called(name: str) -> Policy:
    """The policy of that name; WrongUse with the names there are."""
    try:
        return POLICIES[name.replace("-", "_")]
    except KeyError:
        names = ", ".join(POLICIES)
        raise WrongUse(say("snapshots.no_policy", name=plain(name), names=names)) from None
