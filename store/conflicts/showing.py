"""What devices are called where their values stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

from store.journal import Journal
from store.wording import plain, say

Names = Callable[[Journal], Mapping[str, str]]

_names: list[Names] = []
_kept: WeakKeyDictionary[Journal, tuple[object, dict[str, str]]] = WeakKeyDictionary()


def provide_devices(names: Names) -> None:
    """Takes the names of other devices, by id, from a room above this one."""
    _names[:] = [names]


def device_name(journal: Journal, device: str) -> str:
    """What a device is called; by the first letters of its id where nobody here knows its name."""
    version = journal.version()
    known = _kept.get(journal)
    if known is None or known[0] != version:
        found = {own: name for names in _names for own, name in names(journal).items()}
        found[journal.author.device] = journal.author.device_name
        known = _kept[journal] = (version, found)
    return plain(known[1].get(device) or say("conflicts.unknown_device", id=device[:6]))
