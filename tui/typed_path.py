"""A path as somebody typed or pasted it, refused in words where it can be none."""

from __future__ import annotations

import os
from pathlib import Path

from store.errors import Refused
from store.wording import say

# Longer ones no common system takes; asking it would fail with a number instead of a sentence.
LONGEST_PATH, LONGEST_NAME = 4000, 255


def typed_path(text: str) -> Path:
    """The path in the text, without quotes around it, `~` being the home folder; Refused if none.

    A whole page pasted into the field for a file is no path.
    """
    bare = text.strip().strip("'\"")
    longest = max((len(os.fsencode(name)) for name in _safe(bare).split("/")), default=0)
    if len(bare) > LONGEST_PATH or longest > LONGEST_NAME or "\0" in bare:
        raise Refused(say("dialogs.no_path"), field="file")
    try:
        return Path(bare).expanduser()
    except RuntimeError:
        raise Refused(say("dialogs.no_such_home", text=bare), field="file") from None


def _safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
