"""What `e` does to evidence already recorded: each part of it, another file, or taking it back."""

from __future__ import annotations

from typing import Any

from store import evidence, people
from store.clock import show_date
from store.codes import EvidenceKind
from store.evidence import Evidence
from store.wording import plain, say
from tui.dialogs.ask import AskDate, AskLines, AskReason, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.glyphs import glyph
from tui.screens.record_changes import owner_problem
from tui.typed_path import typed_path
from tui.widgets.frame import Frame

_SHOWN = 40


def evidence_words(frame: Frame, one: Evidence) -> str:
    """One piece of evidence on one line: kind, day, and how its words begin."""
    day = show_date(one.on, today=frame.journal.today(), weekday=False) if one.on else ""
    kind = one.kind.wording.capitalize() if one.kind else glyph("empty")
    parts = [kind, day, plain(one.shows or one.file_name or "")[:_SHOWN]]
    return "  ".join(part for part in parts if part)


async def change_evidence(frame: Frame, about_id: str) -> None:
    """Ask which evidence on this record and which part of it, then change that."""
    held = evidence.evidence(frame.journal, about_id)
    chosen: Evidence | None = held[0] if held else None
    if len(held) > 1:
        choices = [Choice("", evidence_words(frame, one), one) for one in held]
        chosen = await frame.ask(ChooseOne(say("evidence_form.ask_which"), choices))
    if chosen is None:
        return
    name = evidence_words(frame, chosen)
    part = await frame.ask(
        ChooseOne(say("evidence_form.ask_part", what=name), _parts(frame, chosen))
    )
    if part == "withdraw":
        await _withdraw(frame, chosen, name)
    elif part == "file":
        await _attach(frame, chosen, name)
    elif part is not None:
        await _change(frame, chosen, part, name)


def _parts(frame: Frame, one: Evidence) -> list[Choice]:
    empty = glyph("empty")
    notes = {
        "kind": one.kind.wording if one.kind else empty,
        "on": show_date(one.on, today=frame.journal.today()) if one.on else empty,
        "held_at": one.held_at or empty,
        "checked_by": one.checked_by or empty,
        "shows": one.shows or empty,
        "file": one.file_name or empty,
    }
    parts = [
        Choice(str(number), say(f"evidence_form.{name}"), name, plain(note)[:_SHOWN])
        for number, (name, note) in enumerate(notes.items(), 1)
    ]
    return [*parts, Choice("w", say("evidence_form.withdraw"), "withdraw")]


async def _change(frame: Frame, one: Evidence, part: str, name: str) -> None:
    title = f"{say(f'evidence_form.{part}')} · {name}"
    value: Any
    if part == "kind":
        kinds = [Choice("", kind.wording, kind) for kind in EvidenceKind]
        value = await frame.ask(ChooseOne(title, kinds, value=one.kind))
    elif part == "on":
        dated = await frame.ask(AskDate(title, one.on, prefer="past"))
        value = None if dated is None else dated.on
        if dated is None:
            return
    elif part == "checked_by":
        value = await frame.ask(
            AskText(
                title,
                one.checked_by or "",
                check=lambda text: owner_problem(frame, text),
                suggest=lambda text: [p.name for p in people.matching(frame.journal, text)],
            )
        )
    elif part == "shows":
        lines = await frame.ask(AskLines(title, one.shows or ""))
        value = None if lines is None else "\n".join(lines)
    else:
        value = await frame.ask(AskText(title, one.held_at or ""))
    if value is None and part != "on":
        return
    value = value or None
    if value == getattr(one, part):
        return
    written = await frame.with_reason(
        title,
        lambda reason: evidence.change_evidence(
            frame.journal, one.id, reason=reason, **{part: value}
        ),
    )
    if written:
        frame.changed(say("evidence_form.changed", what=one.ref))


async def _attach(frame: Frame, one: Evidence, name: str) -> None:
    path = await frame.ask(
        AskText(f"{say('evidence_form.file')} · {name}", hint=say("evidence_form.hint_file"))
    )
    if not path:
        return
    file = typed_path(path)
    written = await frame.with_reason(
        say("evidence_form.file"),
        lambda reason: evidence.attach(frame.journal, one.id, file, reason),
    )
    if written:
        frame.changed(say("evidence_form.changed", what=one.ref))


async def _withdraw(frame: Frame, one: Evidence, name: str) -> None:
    reason = await frame.ask(AskReason(say("evidence_form.ask_withdraw", what=name)))
    if reason:
        evidence.withdraw_evidence(frame.journal, one.id, reason)
        frame.changed(say("evidence_form.withdrawn", what=one.ref))
