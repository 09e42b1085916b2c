"""Values as JSON, in the one form that the log, the lines of snapshots and the hashes rest on."""

from __future__ import annotations

import json
import json.encoder
from collections.abc import Callable
from typing import Any


def _encoder() -> Callable[[Any], str]:
    plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    # `plain.encode` makes this anew at every call, which takes longer than a change to write: it
    # is asked for three times for every change. Where it does not exist, the slow way is as right.
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    parts = make(
        None, plain.default, json.encoder.encode_basestring, None, ":", ",", False, False, True
    )
    return lambda value: "".join(parts(value, 0))


written = _encoder()
"""The JSON of texts, numbers, None, and lists and dicts of these: no spaces, keys as they come."""
