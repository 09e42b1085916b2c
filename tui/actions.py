"""The one registry of what keys do: bindings, footer, help, palette and the README read it.

A screen (or a pane with a `place`) offers actions by name; the vocabulary below is the key map
every screen shares, so one key means one thing everywhere. Nothing else defines a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
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
    footer never shows, `in_fields` True for what works while a text field has focus. Actions with
    the same `row` (a sentence's key) share one line of the help and of the README.
    """

    name: str
    group: str
    keys: tuple[str, ...]
    label: str = ""
    where: tuple[str, ...] = (EVERYWHERE,)
    applies: Applies | None = None
    footer: bool = True
    in_fields: bool = False
    row: str = ""

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
        self._refuse_forbidden(action.name, action.keys)
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
        """Give actions other keys, as the config file says; KeyTaken for keys nothing can hold."""
        for name, wanted in keys.items():
            chosen = tuple(wanted)
            self._refuse_forbidden(name, chosen)
            self._remapped[name] = chosen

    @staticmethod
    def _refuse_forbidden(name: str, keys: Iterable[str]) -> None:
        for key in keys:
            if key in FORBIDDEN or key.startswith("alt+"):
                raise KeyTaken(f"{name}: {key} cannot be bound")

    def at(self, place: str) -> tuple[Action, ...]:
        """The actions offered at one place, with the keys they have now.

        A key given to an action by the config file is taken from any other action there.
        """
        actions = self._by_place.get(place, {}).values()
        if not self._remapped:
            return tuple(actions)
        given = {key for action in actions for key in self._remapped.get(action.name, ())}
        return tuple(
            replace(action, keys=self._remapped[action.name])
            if action.name in self._remapped
            else replace(action, keys=tuple(key for key in action.keys if key not in given))
            for action in actions
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
    Action("undo", "change", ("u",), row="key_labels.row_undo"),
    Action("redo", "change", ("U", "ctrl+r"), footer=False, row="key_labels.row_undo"),
    # The footer names it at its right edge, where there is a pane to shut.
    Action("pane", "see", ("z",), footer=False),
    Action("palette", "find", ("ctrl+p",), footer=False, in_fields=True),
    Action("modes", "move", ("1", "2", "3", "4", "5", "6"), footer=False),
    Action("back", "move", ("escape",), footer=False, in_fields=True),
    Action("next_pane", "move", ("tab",), footer=False, in_fields=True, row="key_labels.row_pane"),
    Action(
        "previous_pane",
        "move",
        ("shift+tab",),
        footer=False,
        in_fields=True,
        row="key_labels.row_pane",
    ),
    Action("help", "leave", ("?", "f1"), footer=False, in_fields=True),
    Action("lock", "leave", ("L",), footer=False),
    Action("quit", "leave", ("q",), footer=False),
)

offer(
    "list",
    Action("down", "move", ("j", "down"), footer=False, row="key_labels.row_step"),
    Action("up", "move", ("k", "up"), footer=False, row="key_labels.row_step"),
    Action("first", "move", ("g g", "home"), footer=False, row="key_labels.row_ends"),
    Action("last", "move", ("G", "end"), footer=False, row="key_labels.row_ends"),
    Action("half_down", "move", ("ctrl+d",), footer=False, row="key_labels.row_half"),
    Action("half_up", "move", ("ctrl+u",), footer=False, row="key_labels.row_half"),
    Action("page_down", "move", ("pagedown",), footer=False, row="key_labels.row_page"),
    Action("page_up", "move", ("pageup",), footer=False, row="key_labels.row_page"),
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
    "f3": "F3",
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


def joined_rows(actions: Iterable[Action]) -> list[tuple[str, str, tuple[Action, ...]]]:
    """Actions as lines of help: keys, words and the actions; pairs such as up and down together."""
    rows: dict[str, list[Action]] = {}
    for action in actions:
        mates = rows.setdefault(action.row or f"{action.name} {action.label}", [])
        if all(mate.name != action.name for mate in mates):
            mates.append(action)
    lines = []
    for mates in rows.values():
        shared = mates[0].row if len(mates) > 1 else ""
        columns = zip_longest(*(action.keys for action in mates), fillvalue="")
        keys = tuple(key for column in columns for key in column if key)
        first = mates[0] if len(mates) == 1 else replace(mates[0], keys=keys)
        lines.append((key_names(first), say(shared) if shared else first.words(), tuple(mates)))
    return lines


def key_table_markdown() -> str:
    """The key table of the README, one row per action, in the order of the groups."""
    lines = [
        f"| {say('key_labels.column_do')} | {say('key_labels.column_keys')} |",
        "|---|---|",
    ]
    # A place may word an action its own way; the table says what it is everywhere.
    everything = [
        replace(one, label=VOCABULARY[one.name].label) if one.name in VOCABULARY else one
        for one in REGISTRY
    ]
    for group in GROUPS:
        here = joined_rows(action for action in everything if action.group == group)
        seen: dict[tuple[str, str], None] = {(words, keys): None for keys, words, _ in here}
        for words, keys in seen:
            shown = " ".join(f"`{key}`" for key in keys.replace("|", "\\|").split())
            lines.append(f"| {words} | {shown} |")
    return "\n".join(lines)
