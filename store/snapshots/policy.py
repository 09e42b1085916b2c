"""What may leave: each field has a class (`Detail`), a policy names the classes a centre may see.

What a policy holds back is marked withheld in the snapshot, never left empty: its commitment
travels, so the chain still verifies and a fuller file fills it in later.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.errors import WrongUse
from store.journal import Detail, field_of
from store.journal.change import REASON
from store.wording import plain, say


@dataclass(frozen=True)
class Policy:
    """A name for `--policy`, and the classes of fields whose values leave under it."""

    name: str
    leaves: frozenset[Detail]

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
        return known is None or known.detail not in self.leaves


# SECRET leaves: the key of an evidence file is a value of the journal, and the centre of one's
# own service reads the evidence. Names never do; children go by their local reference.
OWN_SERVICE = Policy("own_service", frozenset(Detail) - {Detail.NAME})
POLICIES = {policy.name: policy for policy in (OWN_SERVICE,)}


def policy_called(name: str) -> Policy:
    """The policy of that name; WrongUse with the names there are."""
    try:
        return POLICIES[name.replace("-", "_")]
    except KeyError:
        names = ", ".join(POLICIES)
        raise WrongUse(say("snapshots.no_policy", name=plain(name), names=names)) from None
