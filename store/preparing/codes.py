"""The closed lists of what comes before a review."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _PreparingCode(Code):
    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"preparing.{self.key}")


class Consulted(_PreparingCode):
    """Who is asked for their view before a review."""

    CHILD = "child"
    PARENT = "parent"
    CARER = "carer"
    PROFESSIONAL = "professional"


class Way(_PreparingCode):
    """How somebody gave their view."""

    FORM = "form"
    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    VIDEO = "video"
    WRITTEN = "written"
    ADVOCATE = "advocate"


class Pack(_PreparingCode):
    """For whom an information pack about the review and the IRO is written."""

    CHILD = "child"
    YOUNG_PERSON = "young_person"
    PARTNERS = "partners"
    COLLEAGUES = "colleagues"
    FOSTER_CARERS = "foster_carers"

    @property
    def for_the_child(self) -> bool:
        """Whether it is one of the two that the child itself gets."""
        return self in (Pack.CHILD, Pack.YOUNG_PERSON)


class Part(_PreparingCode):
    """One line of the checklist before a review, in its order."""

    CHILD = "child"
    PARENT = "parent"
    CARER = "carer"
    PROFESSIONAL = "professional"
    REPORT = "report"
    SHARED = "shared"
    PRIVATE = "private"
    ADVOCACY = "advocacy"
    COMPLAINT = "complaint"
    LEGAL = "legal"
    INFORMATION = "information"
