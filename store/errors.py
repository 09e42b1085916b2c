"""Failures a person can act on: each carries the sentence they read and its exit code."""

from __future__ import annotations

from typing import ClassVar


class PlanReviewError(Exception):
    """A failure with a sentence for the person in front of it: what, where, what to do.

    `exit_code` follows the command line's contract: 1 done with findings, 2 wrong use,
    3 nothing taken, 4 locked or no access.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(PlanReviewError):
    """Input that cannot be taken; nothing of it was. `field` names the part to mend, if one can."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class ReasonNeeded(Refused):
    """A protected field of a saved record is changed and no reason was given."""


class NotFound(Refused):
    """A reference that names no record here, or more than one."""


class WrongUse(PlanReviewError):
    """A command or key used in a way it does not have."""

    exit_code: ClassVar[int] = 2


class Locked(PlanReviewError):
    """The store, a file or a folder may not be opened: passphrase, permission, another process."""

    exit_code: ClassVar[int] = 4
