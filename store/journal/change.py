"""One change: a save of one record, its commitments, its place in the chain, its line in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from store.errors import Refused
from store.journal.committing import commitment, commitments, keyed_hash
from store.journal.fields import LONGEST_VALUE, checked_text
from store.journal.written import written
from store.wording import say

CHAIN_START = "0" * 64
REASON = "@reason"
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_HEX = re.compile(r"[0-9a-f]+\Z")

Head = tuple[str, str, int]
Withhold = Callable[[str, str], bool]
StandIn = Callable[[str, str, str], str | None]


def nothing_instead(kind: str, name: str, value: str) -> str | None:
    """Lets nothing stand in for a withheld value."""
    return None


class UnreadableChange(Refused):
    """A line that is not a change as this format has it."""


# Not frozen, which would make one take four times as long to be made: a store is read and
# written by the hundred thousand of them.
@dataclass(slots=True)
class Change:
    """One save of one record; nothing in it changes once it has its hash.

    `values` maps a field to its text or None. `replaces` names, per field, the heads its author
    saw; `saw` the same for every other field, when the save withdraws the record. `salt` is the
    row's, None once a value is withheld or erased: then `salts` holds the derived salt of each
    value still present, `commitments` that of each value gone and `states` why it is gone.
    `stand_ins` holds the coarser text shown for a withheld value; it is not part of what is
    committed to, so a fuller copy replaces it and the chain still verifies.
    """

    device: str
    seq: int
    hlc: int
    at: str
    person: str
    role: str
    kind: str
    record: str
    values: dict[str, str | None]
    replaces: tuple[Head, ...]
    unit: str
    label: str
    reason: str | None = None
    undoes: str | None = None
    saw: tuple[Head, ...] = ()
    salt: str | None = None
    salts: dict[str, str] = field(default_factory=dict)
    commitments: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    hash: str = ""
    stand_ins: dict[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Callable[..., Change], tuple[Any, ...]]:
        """How it is handed to another process: by its fields in order, half the work of by name."""
        return Change, _fields_of(self)

    def counted(self) -> list[Head]:
        """What it does replace: of what it writes itself, what was there before it.

        Whatever else it names stays as it is; so does every head of another record.
        """
        return [
            (name, device, seq)
            for name, device, seq in self.replaces
            if name in self.values and (device != self.device or seq < self.seq)
        ]

    def committed(self) -> dict[str, str]:
        """The commitment of every value and of the reason, still here or not."""
        if self.salt is not None and not self.commitments:
            said = [*self.values.items(), (REASON, self.reason)]
            return commitments(bytes.fromhex(self.salt), said)
        found = dict(self.commitments)
        for name, value in (*self.values.items(), (REASON, self.reason)):
            if name not in found:
                found[name] = commitment(self._salt_of(name), value)
        return found

    def _salt_of(self, name: str) -> bytes:
        if self.salt is not None:
            return _field_salt(bytes.fromhex(self.salt), name)
        try:
            return bytes.fromhex(self.salts[name])
        except KeyError:
            raise UnreadableChange(say("journal.salt_missing", field=name)) from None

    def chained(self, previous: str) -> str:
        """The hash of this change after `previous`: it covers commitments, never values."""
        facts = [
            previous, self.device, self.seq, self.hlc, self.at, self.person, self.role, self.kind,
            self.record, self.unit, self.label, self.undoes, sorted(self.replaces),
            sorted(self.saw), sorted(self.committed().items()),
        ]  # fmt: skip
        return sha256(written(facts).encode()).hexdigest()

    def take_place(self, previous: str) -> str:
        """Gives a change just made its hash after `previous`, and returns it."""
        self.hash = self.chained(previous)
        return self.hash

    def without(self, gone: Callable[[str], bool], state: str) -> Change:
        """This change with the values of some fields (and the reason as `@reason`) left out."""
        names = [*self.values, REASON]
        leaving = {
            name for name in names if gone(name) and self.states.get(name) not in (state, "erased")
        }
        if not leaving:
            return self
        committed = self.committed()
        states = self.states | dict.fromkeys(leaving, state)
        return replace(
            self,
            values={n: None if n in states else v for n, v in self.values.items()},
            reason=None if REASON in states else self.reason,
            salts={n: self._salt_of(n).hex() for n in names if n not in states},
            salt=None,
            commitments={n: committed[n] for n in states},
            states=states,
            stand_ins={n: text for n, text in self.stand_ins.items() if states[n] == "withheld"},
        )

    def withheld(self, withhold: Withhold, stand_in: StandIn = nothing_instead) -> Change:
        """This change without the values `withhold(kind, field)` names.

        `stand_in(kind, field, value)` gives the coarser text that stands in for one of them, None
        for nothing. A value this copy never had keeps the stand-in it came with, if it may go.
        """
        gone = self.without(lambda name: withhold(self.kind, name), "withheld")
        shown: dict[str, str] = {}
        for name, text in self.stand_ins.items():
            if not withhold(self.kind, name) or stand_in(self.kind, name, text) is not None:
                shown[name] = text
        for name, value in self.values.items():
            if value is not None and gone.states.get(name) == "withheld":
                coarser = stand_in(self.kind, name, value)
                if coarser is not None:
                    shown[name] = coarser
        return gone if shown == gone.stand_ins else replace(gone, stand_ins=shown)

    def filled_from(self, other: Change) -> Change:
        """This change with what another copy of it holds; what is erased in either stays so.

        Of two stand-ins for a value neither holds, the lesser text is kept: any order, one state.
        """
        states = dict(self.states)
        for name in {*self.states, *other.states}:
            here, there = self.states.get(name), other.states.get(name)
            if "erased" in (here, there):
                states[name] = "erased"
            elif here is None or there is None:
                states.pop(name, None)
        shown = {
            name: min(c.stand_ins[name] for c in (self, other) if name in c.stand_ins)
            for name in {*self.stand_ins, *other.stand_ins}
            if states.get(name) == "withheld"
        }
        for whole in (self, other):
            if states == whole.states:
                return whole if shown == whole.stand_ins else replace(whole, stand_ins=shown)
        committed = self.committed()
        names = [*self.values, REASON]
        source = {n: self if n not in self.states else other for n in names}
        return replace(
            self,
            values={n: None if n in states else source[n].values[n] for n in self.values},
            reason=None if REASON in states else source[REASON].reason,
            salts={n: source[n]._salt_of(n).hex() for n in names if n not in states},
            salt=None,
            commitments={n: committed[n] for n in states},
            states=states,
            stand_ins=shown,
        )

    def to_line(self, withhold: Withhold | None = None, stand_in: StandIn = nothing_instead) -> str:
        """This change as one line of JSON, `withheld` as asked for."""
        if withhold is not None:
            return self.withheld(withhold, stand_in).to_line()
        facts: dict[str, Any] = {
            "device": self.device, "seq": self.seq, "hlc": self.hlc, "at": self.at,
            "person": self.person, "role": self.role, "kind": self.kind, "record": self.record,
            "values": self.values, "replaces": self.replaces, "unit": self.unit,
            "label": self.label, "hash": self.hash,
        }  # fmt: skip
        for name in (
            "reason", "undoes", "saw", "salt", "salts", "commitments", "states", "stand_ins",
        ):  # fmt: skip
            value = getattr(self, name)
            if value:
                # Two copies that hold the same are the same line, whatever went from each first.
                facts[name] = dict(sorted(value.items())) if isinstance(value, dict) else value
        return written(facts)

    @classmethod
    def from_line(cls, line: str) -> Change:
        """The change of one line; UnreadableChange says which part is not as it must be."""
        try:
            facts = _decoded(line)
        except UnreadableChange:
            raise
        except (ValueError, RecursionError) as broken:
            raise UnreadableChange(say("journal.not_json")) from broken
        if not isinstance(facts, dict):
            raise UnreadableChange(say("journal.not_json"))
        text = _sound_text if (sound := _sound(line)) else _text
        change = cls(
            device=_hex(facts, "device"),
            seq=_number(facts, "seq"),
            hlc=_number(facts, "hlc"),
            at=text(facts, "at"),
            person=text(facts, "person"),
            role=text(facts, "role"),
            kind=_word(text(facts, "kind")),
            record=_hex(facts, "record"),
            values=_values(facts, sound),
            replaces=_heads(facts, "replaces"),
            unit=_hex(facts, "unit"),
            label=text(facts, "label"),
            reason=text(facts, "reason") if "reason" in facts else None,
            undoes=_hex(facts, "undoes") if "undoes" in facts else None,
            saw=_heads(facts, "saw"),
            salt=_hex(facts, "salt") if "salt" in facts else None,
            salts=_texts(facts, "salts"),
            commitments=_texts(facts, "commitments"),
            states=_texts(facts, "states"),
            hash=_hex(facts, "hash"),
            stand_ins=_stand_ins(facts),
        )
        _check_states(change)
        return change


_fields_of: Callable[[Change], tuple[Any, ...]] = attrgetter(
    *(each.name for each in fields(Change))
)


def _field_salt(salt: bytes, name: str) -> bytes:
    return keyed_hash(salt, name.encode())


@lru_cache(4096)
def _is_name(name: str) -> bool:
    return _NAME.match(name) is not None


def _sound(line: str) -> bool:
    """Whether no text of a line can hold a NUL, half of a character, or more than it may."""
    if "\\u" in line or len(line) > LONGEST_VALUE:
        return False
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableChange(say("journal.twice_in_line"))
    return found


# Made once: json.loads makes one for every call that is not plain.
_decoded = json.JSONDecoder(object_pairs_hook=_no_duplicates).decode


def _wrong(name: str) -> UnreadableChange:
    return UnreadableChange(say("journal.wrong_part", part=name))


def _text(facts: dict[str, Any], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str):
        raise _wrong(name)
    return checked_text(name, value)


def _sound_text(facts: dict[str, Any], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str):
        raise _wrong(name)
    return value


def _hex(facts: dict[str, Any], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str) or len(value) % 2 or not _HEX.match(value):
        raise _wrong(name)
    return value


def _number(facts: dict[str, Any], name: str) -> int:
    value = facts.get(name)
    if type(value) is not int or not 0 <= value < 2**63:
        raise _wrong(name)
    return value


def _word(value: str) -> str:
    if not _NAME.match(value):
        raise _wrong("kind")
    return value


def _values(facts: dict[str, Any], sound: bool) -> dict[str, str | None]:
    values = facts.get("values")
    if not isinstance(values, dict):
        raise _wrong("values")
    for name, value in values.items():
        if not _is_name(name) or not (value is None or isinstance(value, str)):
            raise _wrong("values")
        if value is not None and not sound:
            checked_text(name, value)
    return values


def _texts(facts: dict[str, Any], name: str) -> dict[str, str]:
    if name not in facts:
        return {}
    texts = facts[name]
    if not isinstance(texts, dict) or not all(isinstance(v, str) for v in texts.values()):
        raise _wrong(name)
    if name != "states" and not all(_HEX.match(v) and len(v) == 64 for v in texts.values()):
        raise _wrong(name)
    return texts


def _stand_ins(facts: dict[str, Any]) -> dict[str, str]:
    if "stand_ins" not in facts:
        return {}
    texts = facts["stand_ins"]
    if not isinstance(texts, dict) or not all(isinstance(v, str) for v in texts.values()):
        raise _wrong("stand_ins")
    return {name: checked_text(name, text) for name, text in texts.items()}


def _heads(facts: dict[str, Any], name: str) -> tuple[Head, ...]:
    if name not in facts:
        return ()
    heads = facts[name]
    if not isinstance(heads, list):
        raise _wrong(name)
    found = []
    for head in heads:
        if not (
            isinstance(head, list)
            and len(head) == 3
            and isinstance(head[0], str)
            and _is_name(head[0])
            and isinstance(head[1], str)
            and _HEX.match(head[1])
            and type(head[2]) is int
            and 0 < head[2] < 2**63
        ):
            raise _wrong(name)
        found.append((head[0], head[1], head[2]))
    return tuple(found)


def _check_states(change: Change) -> None:
    if change.salt and not (
        change.states or change.commitments or change.salts or change.stand_ins
    ):
        return
    names = {*change.values, REASON}
    if not set(change.states) <= names or set(change.commitments) != set(change.states):
        raise _wrong("states")
    if not set(change.states.values()) <= {"withheld", "erased"}:
        raise _wrong("states")
    if any(change.values.get(name) is not None for name in change.states):
        raise _wrong("states")
    if REASON in change.states and change.reason is not None:
        raise _wrong("states")
    if any(n not in change.values or change.states.get(n) != "withheld" for n in change.stand_ins):
        raise _wrong("stand_ins")
    if change.salt is not None and change.states:
        raise _wrong("salt")
    if change.salt is None and set(change.salts) != names - set(change.states):
        raise _wrong("salts")
