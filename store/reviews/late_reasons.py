"""Why a review was late: the known reasons by code, and those a service adds in its own words."""

from __future__ import annotations

from store.codes import LateReason, UnknownCode
from store.errors import NotFound, Refused
from store.journal import Journal, natural_id
from store.reviews.models import LateReasonRecord
from store.wording import plain, say

LONGEST = 60


class OwnReason(str):
    """A reason in a service's own words; the words are what is kept of it."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """What the store and the files keep."""
        return str(self)

    @property
    def wording(self) -> str:
        """The reason in words."""
        return plain(str(self))


WhyLate = LateReason | OwnReason


class NoSuchReason(NotFound):
    """Words that are none of the reasons a service added."""


def why_late(text: str | None) -> WhyLate | None:
    """The reason kept as `text`: a known code, else the words of the service."""
    if not text:
        return None
    try:
        return LateReason(text)
    except ValueError:
        return OwnReason(text)


def late_reasons(journal: Journal) -> list[WhyLate]:
    """Every reason that is offered: the known ones in their order, then this service's own."""
    rows = journal.rows(LateReasonRecord.select().where(LateReasonRecord.withdrawn.is_null()))
    own = sorted((row["words"] for row in rows if row["words"]), key=str.casefold)
    return [*LateReason, *(OwnReason(words) for words in own)]


def read_late_reason(journal: Journal, text: str, *, field: str | None = None) -> WhyLate:
    """The reason typed as its code or its words; UnknownCode lists what may be typed."""
    wanted = " ".join(text.split()).casefold()
    offered = late_reasons(journal)
    for reason in offered:
        if wanted in (reason.value.casefold(), reason.wording.casefold()):
            return reason
    known = ", ".join(reason.value for reason in offered)
    raise UnknownCode(say("codes.unknown", text=plain(text), known=known), field=field)


def add_late_reason(journal: Journal, words: str) -> str:
    """Adds a reason to the list; the same words on two devices make one. Returns the id."""
    words = " ".join(words.split())
    if not words:
        raise Refused(say("reviews.reason_needs_words"), field="words")
    if len(words) > LONGEST:
        raise Refused(say("reviews.reason_too_long", longest=LONGEST), field="words")
    if any(words.casefold() in (one.value, one.wording.casefold()) for one in LateReason):
        raise Refused(say("reviews.reason_known", words=plain(words)), field="words")
    record = natural_id("late_reason", words)
    known = journal.get(LateReasonRecord, record)
    values: dict[str, str | None] = {"words": words}
    if known is not None and known["withdrawn"] is not None:
        values["withdrawn"] = None
    with journal.unit_of_work(say("reviews.unit_late_reason_added")) as unit:
        return unit.create(LateReasonRecord, record, **values)


def withdraw_late_reason(journal: Journal, words: str, reason: str) -> None:
    """Offers a reason of the service no longer; reviews that name it keep it."""
    record = natural_id("late_reason", " ".join(words.split()))
    known = journal.get(LateReasonRecord, record)
    if known is None or known["withdrawn"] is not None:
        raise NoSuchReason(say("reviews.no_such_reason", words=plain(words)), field="words")
    with journal.unit_of_work(say("reviews.unit_late_reason_withdrawn"), reason) as unit:
        unit.withdraw(LateReasonRecord, record, reason)
