"""The one registry of what keys do: bindings, footer, help, palette and the README read it.

A screen (or a pane with a `place`) offers actions by name; the vocabulary below is the key map
every screen shares, so one key means one thing everywhere. Nothing else defines a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from store.wording import say

EVERYWHERE = "everywhere"
GROUPS = ("move", "find", "mark", "change", "see", "here", "leave")

# Terminals and multiplexers take these for something else: Enter, Tab, Backspace, their prefixes.
FORBIDDEN = frozenset({"ctrl+j", "ctrl+m", "ctrl+i", "ctrl+h", "ctrl+b", "ctrl+a", "ctrl+l"})

Applies = Callable[[Any], str | None]


@dataclass(frozen=True)
class Action:
    """One thing a person can do: its keys, its words, where it is offered and when it applies.

    `label` names a sentence of the catalogue; empty means `key_labels.<name>`. A key may be a
    chord (`g g`). `applies` is asked with the screen or pane and gives the reason when it does
    not; without it the place's own `why_not(name)` is asked. `footer` is False for what the
    footer never shows, `in_fields` True for what works while a text field has focus.
    """

    name: str
    group: str
    keys: tuple[str, ...]
    label: str = ""
    where: tuple[str, ...] = (EVERYWHERE,)
    applies: Applies | None = None
    footer: bool = True
    in_fields: bool = False

    def words(self) -> str:
        """What the footer and the help say this does."""
        return say(self.label or f"key_labels.{self.name}")

    def reason(self, place: Any) -> str | None:
        """Why the action does not apply there now; None when it does."""
        if self.applies is not None:
            return self.applies(place)
        why_not = getattr(place, "why_not", None)
        found = why_not(self.name) if callable(why_not) else None
        return None if found is None else str(found)


def _vocabulary() -> dict[str, Action]:
    rows: list[tuple[str, str, tuple[str, ...]]] = [
        ("open", "move", ("enter",)),
        ("query", "find", ("/",)),
        ("next_match", "find", ("n",)),
        ("previous_match", "find", ("N",)),
        ("views", "find", ("f",)),
        ("mark", "mark", ("space",)),
        ("mark_all", "mark", ("*",)),
        ("mark_invert", "mark", ("V",)),
        ("mark_like", "mark", (",",)),
        ("add", "change", ("a",)),
        ("edit", "change", ("e",)),
        ("status", "change", ("s",)),
        ("owner", "change", ("o",)),
        ("due", "change", ("d",)),
        ("evidence", "change", ("v",)),
        ("comment", "change", ("c",)),
        ("bulk", "change", ("b",)),
        ("why", "see", ("w",)),
        ("history", "see", ("h",)),
        ("month", "see", ("m",)),
        ("sort", "see", ("S",)),
        ("columns", "see", ("C",)),
        ("refresh_view", "see", ("r",)),
        ("copy", "see", ("y",)),
        ("export", "see", ("x",)),
        ("log_review", "here", ("l",)),
        ("read_folder", "here", ("i",)),
        ("write_snapshot", "here", ("E",)),
        ("conflicts", "here", ("D",)),
        ("revoke", "here", ("R",)),
        ("withdraw", "change", ("delete",)),
        ("save", "change", ("ctrl+s", "f2")),
    ]
    return {
        name: Action(name, group, keys, in_fields=name in ("save",)) for name, group, keys in rows
    }


VOCABULARY: Mapping[str, Action] = _vocabulary()


class KeyTaken(ValueError):
    """Two actions of one place ask for the same key, or a key no terminal can be trusted with."""


class Registry:
    """All actions by place, in the order they were offered."""

    def __init__(self) -> None:
        self._by_place: dict[str, dict[str, Action]] = {}
        self._remapped: dict[str, tuple[str, ...]] = {}

    def add(self, action: Action) -> None:
        """Offer an action in its places; again with the same name replaces it."""
        for key in action.keys:
            if key in FORBIDDEN or key.startswith("alt+"):
                raise KeyTaken(f"{action.name}: {key} cannot be bound")
        for place in action.where:
            known = self._by_place.setdefault(place, {})
            for other in known.values():
                if other.name == action.name:
                    continue
                shared = set(other.keys) & set(action.keys)
                if shared:
                    taken = ", ".join(sorted(shared))
                    raise KeyTaken(f"{place}: {taken} is both {other.name} and {action.name}")
            known[action.name] = action

    def remap(self, keys: Mapping[str, Iterable[str]]) -> None:
        """Give actions other keys, as the config file says; refused ones raise KeyTaken."""
        for name, wanted in keys.items():
            self._remapped[name] = tuple(wanted)
        for place in list(self._by_place):
            for action in list(self._by_place[place].values()):
                if action.name in keys:
                    self.add(replace(action, keys=tuple(keys[action.name]), where=(place,)))

    def at(self, place: str) -> tuple[Action, ...]:
        """The actions offered at one place."""
        return tuple(
            replace(action, keys=self._remapped.get(action.name, action.keys))
            for action in self._by_place.get(place, {}).values()
        )

    def find(self, place: str, name: str) -> Action | None:
        """One action of a place."""
        return self._by_place.get(place, {}).get(name)

    def places(self) -> tuple[str, ...]:
        """Every place that offers something."""
        return tuple(self._by_place)

    def __iter__(self) -> Iterator[Action]:
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for place in self._by_place:
            for action in self.at(place):
                if (action.name, action.keys) not in seen:
                    seen.add((action.name, action.keys))
                    yield action


REGISTRY = Registry()


def offer(place: str, *wanted: str | tuple[str, str] | Action) -> None:
    """Offer actions at a place, in footer order.

    Each is a name of the vocabulary, such a name with its label's key, or a whole Action.
    """
    for item in wanted:
        if isinstance(item, Action):
            REGISTRY.add(replace(item, where=(place,)))
        elif isinstance(item, str):
            REGISTRY.add(replace(VOCABULARY[item], where=(place,)))
        else:
            name, label = item
            REGISTRY.add(replace(VOCABULARY[name], where=(place,), label=label))


offer(
    EVERYWHERE,
    Action("undo", "change", ("u",)),
    Action("redo", "change", ("U", "ctrl+r"), footer=False),
    Action("palette", "find", ("ctrl+p",), footer=False, in_fields=True),
    Action("modes", "move", ("1", "2", "3", "4", "5", "6"), footer=False),
    Action("back", "move", ("escape",), footer=False, in_fields=True),
    Action("next_pane", "move", ("tab",), footer=False, in_fields=True),
    Action("previous_pane", "move", ("shift+tab",), footer=False, in_fields=True),
    Action("help", "leave", ("?", "f1"), footer=False, in_fields=True),
    Action("quit", "leave", ("q",), footer=False),
)

offer(
    "list",
    Action("down", "move", ("j", "down"), footer=False),
    Action("up", "move", ("k", "up"), footer=False),
    Action("first", "move", ("g g", "home"), footer=False),
    Action("last", "move", ("G", "end"), footer=False),
    Action("half_down", "move", ("ctrl+d",), footer=False),
    Action("half_up", "move", ("ctrl+u",), footer=False),
    Action("page_down", "move", ("pagedown",), footer=False),
    Action("page_up", "move", ("pageup",), footer=False),
    Action("take", "move", ("enter",), footer=False, label="key_labels.open"),
)

_KEY_NAMES = {
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "f1": "F1",
    "f2": "F2",
    "delete": "del",
}


def key_name(key: str) -> str:
    """A key as people write it: `esc`, `PgDn`, `gg`, `ctrl+p`."""
    if " " in key:
        return "".join(key.split())
    return _KEY_NAMES.get(key, key)


def key_names(action: Action) -> str:
    """All keys of an action; a run of digits as `1–6`."""
    if len(action.keys) > 2 and all(key.isdigit() for key in action.keys):
        return f"{action.keys[0]}–{action.keys[-1]}"
    return " ".join(key_name(key) for key in action.keys)


def key_table_markdown() -> str:
    """The key table of the README, one row per action, in the order of the groups."""
    lines = [
        f"| {say('key_labels.column_do')} | {say('key_labels.column_keys')} |",
        "|---|---|",
    ]
    for group in GROUPS:
        seen: dict[tuple[str, str], None] = {}
        for action in REGISTRY:
            if action.group == group:
                seen.setdefault((action.words(), key_names(action)))
        for words, keys in seen:
            shown = " ".join(f"`{key}`" for key in keys.replace("|", "\\|").split())
            lines.append(f"| {words} | {shown} |")
    return "\n".join(lines)
