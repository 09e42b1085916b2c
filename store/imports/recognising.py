"""Which format a file is in, told from its content and never from its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.errors import Refused, WrongUse
from store.imports import inspection_report
from store.imports.files import TextFile, read_text
from store.wording import plain, say

KINDS: tuple[str, ...] = (inspection_report.KIND,)
"""The formats that `--as` may name."""


class NotRecognised(Refused):
    """A text in no format that can be read."""


@dataclass(frozen=True)
class Recognised:
    """A file together with the format its content is in."""

    kind: str
    file: TextFile


def recognise(path: Path, as_kind: str | None = None) -> Recognised:
    """The format of `path`; `as_kind` states it where the content does not."""
    if as_kind is not None and as_kind not in KINDS:
        raise WrongUse(say("imports.no_such_kind", kind=plain(as_kind), kinds=", ".join(KINDS)))
    file = read_text(path)
    if as_kind is not None:
        return Recognised(as_kind, file)
    if inspection_report.recognises(file.text):
        return Recognised(inspection_report.KIND, file)
    raise NotRecognised(
        say("imports.not_recognised", file=plain(str(path)), kinds=", ".join(KINDS))
    )
