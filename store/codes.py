"""The closed lists of the field, each code with its wording and what follows from it.

A code's value is what the store and the files keep; people read its `wording`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Self

from store.clock import age_on, birthday, show_date
from store.errors import Refused
from store.wording import say


class UnknownCode(Refused):
    """A text that is none of the codes of its list."""


class Code(StrEnum):
    """One of a closed list of codes."""

    @property
    def key(self) -> str:
        """Its key in a file of the catalogue, "late_reason_family"; a room words its own codes."""
        return f"{_room(type(self))}_{self.name.lower()}"

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"codes.{self.key}")

    @classmethod
    def read(cls, text: str, *, field: str | None = None) -> Self:
        """The code typed as its value or its wording; UnknownCode lists what may be typed."""
        wanted = " ".join(text.replace("_", " ").split()).casefold()
        for code in cls:
            if wanted in (code.value.replace("_", " ").casefold(), code.wording.casefold()):
                return code
        raise UnknownCode(
            say("codes.unknown", text=text, known=", ".join(code.value for code in cls)),
            field=field,
        )


@cache
def _room(codes: type[Code]) -> str:
    name = codes.__name__
    return "".join(f"_{c.lower()}" if c.isupper() and n else c.lower() for n, c in enumerate(name))


class Participation(Code):
    """How the child took part in a review (PN0 to PN7, as in the SSDA903 collection)."""

    PN0 = "PN0"
    PN1 = "PN1"
    PN2 = "PN2"
    PN3 = "PN3"
    PN4 = "PN4"
    PN5 = "PN5"
    PN6 = "PN6"
    PN7 = "PN7"

    @property
    def digit(self) -> str:
        """The one key that takes it."""
        return self.value[-1]

    @property
    def attended(self) -> bool:
        """Whether the child was there: PN1 to PN4."""
        return self.digit in "1234"

    @property
    def took_part(self) -> bool:
        """Whether the child's views reached the review: PN1, 2, 3, 5, 6."""
        return self.digit in "12356"

    @property
    def short(self) -> str:
        """The wording for a narrow column: "attended, spoke"."""
        return say(f"codes.participation_short_{self.name.lower()}")


class LegalStatus(Code):
    """The legal status of a period of being looked after (codes of the SSDA903 collection)."""

    C1 = "C1"
    C2 = "C2"
    D1 = "D1"
    E1 = "E1"
    V2 = "V2"
    V3 = "V3"
    V4 = "V4"
    J1 = "J1"
    J2 = "J2"
    J3 = "J3"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"

    @property
    def short_breaks(self) -> bool:
        """Whether the clock of short breaks runs: V3 and V4."""
        return self in (LegalStatus.V3, LegalStatus.V4)


class ReviewState(Code):
    """What became of a review."""

    PLANNED = "planned"
    HELD = "held"
    ADJOURNED = "adjourned"
    CANCELLED = "cancelled"


class ReviewCause(Code):
    """Why a review takes place when it does."""

    ROUTINE = "routine"
    BROUGHT_FORWARD = "brought_forward"


class BringForward(Code):
    """The ground on which a review is brought forward."""

    IRO_ASKS = "iro_asks"
    VISIT = "visit"
    POLICE_OR_REMAND = "police_or_remand"
    SECURE_OR_CUSTODY = "secure_or_custody"
    ACCOMMODATION_ENDS = "accommodation_ends"


class Attendee(Code):
    """Who was at a review."""

    CHILD = "child"
    MOTHER = "mother"
    FATHER = "father"
    CARER = "carer"
    WORKER = "worker"
    HEALTH = "health"
    SCHOOL = "school"

    @property
    def letter(self) -> str:
        """The letter of the wording that ticks the box."""
        return say(f"codes.attendee_letter_{self.name.lower()}")


class LateReason(Code):
    """Why a review was held after its last day; its place in the list is its digit."""

    CHILD = "child"
    FAMILY = "family"
    WORKER = "worker"
    IRO = "iro"
    PAPERS = "papers"
    PLACEMENT = "placement"
    NOTICE = "notice"
    OTHER = "other"

    @property
    def digit(self) -> str:
        """The one key that takes it: 1 for the first of the list."""
        return str(list(LateReason).index(self) + 1)


class DecisionState(Code):
    """How far a recommendation has come; silence for five working days is computed, not kept."""

    RECOMMENDED = "recommended"
    DECIDED = "decided"
    CONTESTED = "contested"
    DISPUTE = "dispute"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"

    @property
    def by_dispute(self) -> bool:
        """Whether a dispute says so, open or closed: nobody sets it by hand."""
        return self in _BY_DISPUTE


_BY_DISPUTE = frozenset(
    {
        DecisionState.DISPUTE,
        DecisionState.UPHELD,
        DecisionState.PARTLY_UPHELD,
        DecisionState.NOT_UPHELD,
    }
)


class CarriedOut(Code):
    """What the next review found of a decision."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def letter(self) -> str:
        """The one key that takes it."""
        return self.wording[0]


class ActionStatus(Code):
    """What happened to an action; how it stands is its BRAG."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE_AWAITING_SIGN_OFF = "done_awaiting_sign_off"
    DONE_IMPACT_NOT_EVIDENCED = "done_impact_not_evidenced"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"

    @property
    def is_done(self) -> bool:
        """Whether the work itself is done, whatever its impact."""
        return self in _DONE

    @property
    def is_open(self) -> bool:
        """Whether there is still work to do."""
        return not self.is_done and self is not ActionStatus.WITHDRAWN


_DONE = frozenset(
    {
        ActionStatus.DONE_AWAITING_SIGN_OFF,
        ActionStatus.DONE_IMPACT_NOT_EVIDENCED,
        ActionStatus.COMPLETE,
    }
)


class Brag(Code):
    """How a piece of work stands; worst first Red, Amber, Grey, Green, Blue."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"

    @property
    def rank(self) -> int:
        """Its place from the worst (0) to the best (4)."""
        return _WORST_FIRST.index(self)

    @property
    def letter(self) -> str:
        """B, G, A, R, and N for Grey (not started): G is taken."""
        return say(f"codes.brag_letter_{self.name.lower()}")

    @property
    def meaning(self) -> str:
        """What the colour says of the work."""
        return say(f"codes.brag_meaning_{self.name.lower()}")

    def worse_than(self, other: Brag) -> bool:
        """Whether this stands worse than `other`."""
        return self.rank < other.rank

    @staticmethod
    def worst(of: Iterable[Brag]) -> Brag:
        """The worst of several; Grey of none."""
        return min(of, key=lambda brag: brag.rank, default=Brag.GREY)


_WORST_FIRST = (Brag.RED, Brag.AMBER, Brag.GREY, Brag.GREEN, Brag.BLUE)


class EvidenceKind(Code):
    """What sort of evidence something is."""

    AUDIT = "audit"
    DATA = "data"
    FEEDBACK = "feedback"
    MINUTES = "minutes"
    POLICY = "policy"
    OBSERVATION = "observation"
    SUPERVISION = "supervision"
    TRAINING = "training"
    REPORT = "report"
    DOCUMENT = "document"
    OTHER = "other"


class Role(Code):
    """Whose work a person does here."""

    IRO = "iro"
    MANAGER = "manager"
    COLLATOR = "collator"
    AUDITOR = "auditor"
    SOCIAL_WORKER = "social_worker"


def participation_fits(code: Participation, born: date | None, on: date | None) -> str | None:
    """The sentence when a participation code does not fit the child's age on the day, else None.

    PN0 is for reviews on or before the fourth birthday, PN1 to PN7 for those on or after it; on
    the birthday itself every code fits. Without a date of birth or a day nothing can be said.
    """
    if born is None or on is None:
        return None
    day = show_date(on, weekday=False)
    if on < born:
        return say("codes.not_yet_born", day=day, born=show_date(born, weekday=False))
    fourth, age = birthday(born, 4), age_on(born, on)
    if code is Participation.PN0 and on > fourth:
        return say("codes.pn0_from_four", age=age, day=day)
    if code is not Participation.PN0 and on < fourth:
        return say("codes.pn_under_four", code=code.value, age=age, day=day)
    return None
