"""What stands beside or under the Triage list: facts, both values, why this colour, what mends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store import calendars, notes
from store.called import field_words
from store.clock import show_date
from store.journal import Conflict, Journal
from store.open_work import Finding, findings
from store.open_work import Row as OpenRow
from store.wording import say
from tui.actions import key_name
from tui.glyphs import brag_pieces, glyph
from tui.screens.triage_rows import clock_of, delivery_piece, due_words, kind_of, short_ref
from tui.widgets.ledger import Entry, Fact, Gap, Ledger, Pair, Title, Words
from tui.widgets.lines import Line, Piece, spaced

_LATEST = 3


def detail(journal: Journal, row: OpenRow) -> list[Entry]:
    """Everything about the row under the cursor, for the pane beside the list."""
    today = journal.today()
    entries: list[Entry] = [
        Title(f"{short_ref(row)}  {kind_of(row)}", _colour(row)),
        Words(row.what, most=4),
        Gap(),
        *_facts(journal, row, today),
    ]
    for conflict in _conflicts(journal, row):
        entries += [Gap(), *_both_values(conflict)]
    entries += [Gap(), *_why(row, today)]
    return [*entries, *_noted(journal, row, today), *_latest(journal, row, today)]


def _noted(journal: Journal, row: OpenRow, today: date) -> list[Entry]:
    """The last notes on its record."""
    found = notes.notes(journal, row.id)[:_LATEST]
    entries: list[Entry] = []
    for note in found:
        day = show_date(note.on, today=today, weekday=False) if note.on else ""
        entries.append(Words(f"{day}  {note.by or ''}", "dim"))
        entries.append(Words(note.text, most=3))
    return [Gap(), Title(say("screen_triage.notes")), *entries] if entries else []


def _latest(journal: Journal, row: OpenRow, today: date) -> list[Entry]:
    """The last saves of its record, newest first, one for each step."""
    entries: list[Entry] = []
    seen: set[str] = set()
    for line in journal.latest([row.id], _LATEST * 4):
        if line.unit in seen or len(seen) == _LATEST:
            continue
        seen.add(line.unit)
        day = show_date(line.at.astimezone().date(), today=today, weekday=False)
        entries.append(Words(f"{day}  {line.person}", "dim"))
        entries.append(Words(line.label, most=2))
        if line.reason:
            entries.append(Words(say("screen_triage.in_words", words=line.reason), "dim", most=2))
    return [Gap(), Title(say("screen_triage.latest")), *entries] if entries else []


def detail_in_four(journal: Journal, row: OpenRow, width: int) -> list[Entry]:
    """The same in four lines, for under the list: what decides stands first."""
    today = journal.today()
    entries: list[Entry] = [Title(f"{short_ref(row)}  {row.what}", _colour(row))]
    place = row.area_ref or row.child or ""
    facts: list[Line | str] = [
        kind_of(row),
        "" if place == short_ref(row) else place,
        row.status_words,
        _was(row, today),
        say("screen_triage.pieces_of_evidence", count=row.evidence) if row.evidence else "",
        say(f"screen_triage.delivery_{row.delivery}"),
    ]
    entries.append(Fact([(text, "dim") for text, _ in spaced(facts)]))
    for conflict in _conflicts(journal, row)[:1]:
        values: list[Line | str] = [
            _value(head.shown, head.device, head.person) for head in conflict.heads
        ]
        name = field_words(conflict.kind, conflict.field)
        said: list[Piece] = [
            (f"{glyph('conflict')} ", "amber"),
            (say("screen_triage.differs_short", field=name), "amber"),
            (" ", "text"),
            *spaced(values),
        ]
        entries.append(Fact([*said, (" · ", "dim"), *_key("D", "decides")]))
    for finding in findings(row, today)[: 4 - len(entries)]:
        entries.append(Fact(_finding(finding)))
    return entries


def _value(shown: str | None, device: str, person: str) -> str:
    return say(
        "screen_triage.value_from", value=shown or glyph("empty"), person=person, device=device
    )


def _colour(row: OpenRow) -> Line:
    return brag_pieces(row.brag) if row.brag else []


def _was(row: OpenRow, today: date) -> str:
    if row.original_due is None or row.original_due == row.due:
        return ""
    return say("screen_triage.was", day=show_date(row.original_due, today=today))


def _facts(journal: Journal, row: OpenRow, today: date) -> list[Entry]:
    calendar = calendars.working_days(journal)
    owner: Line | str = row.owner or ([(say("screen_triage.no_owner"), "amber")])
    clock = clock_of(row, today, calendar)
    due: Line = [(due_words(row.due, today), "amber")]
    if row.due is not None:
        # A day of another year goes without its weekday: date and clock stand on one line.
        day = show_date(row.due, today=today, weekday=row.due.year == today.year)
        due = [(day, clock[1]), (" · ", "dim"), clock]
    entries: list[Entry] = []
    if row.owner or "no owner" in row.flags:
        entries.append(Fact([(say("screen_triage.column_owner"), "dim")], owner))
    entries.append(Fact([(say("screen_triage.column_due"), "dim")], due))
    if row.original_due is not None and row.original_due != row.due:
        first = show_date(row.original_due, today=today)
        entries.append(Fact([(say("screen_triage.first_due"), "dim")], first))
    facts = {
        "ref": row.ref if row.ref != short_ref(row) else None,
        "status": row.status_words,
        "area": row.area_ref if row.area_ref != row.ref else None,
        "child": row.child,
        "standard": row.standard,
        "team": row.team,
        "changed": show_date(row.changed, today=today, weekday=False) if row.changed else None,
        "evidence": str(row.evidence) if row.evidence else None,
    }
    for name, value in facts.items():
        if value:
            entries.append(Fact([(say(f"screen_triage.column_{name}"), "dim")], value))
    sent = [delivery_piece(row), (f" {say(f'screen_triage.delivery_{row.delivery}')}", "text")]
    entries.append(Fact([(say("screen_triage.column_delivery"), "dim")], sent))
    if not row.open:
        entries.append(Words(say("screen_triage.closed_since"), "amber"))
    return entries


def _conflicts(journal: Journal, row: OpenRow) -> Sequence[Conflict]:
    return journal.conflicts(row.id) if row.conflict else ()


def _both_values(conflict: Conflict) -> list[Entry]:
    name = field_words(conflict.kind, conflict.field)
    entries: list[Entry] = [
        Pair(
            [
                (f"{glyph('conflict')} ", "amber"),
                (say("screen_triage.differs", field=name), "bold amber"),
            ],
            _key("D", "decides"),
        )
    ]
    for head in conflict.heads:
        who = say("screen_triage.who_where", person=head.person, device=head.device)
        entries.append(Fact(who, head.shown or glyph("empty")))
    return entries


def _why(row: OpenRow, today: date) -> list[Entry]:
    found = findings(row, today)
    if row.brag is None and not found:
        return []
    word = row.brag.wording if row.brag else ""
    title = say("screen_triage.why_colour", colour=word) if word else say("screen_triage.to_mend")
    entries: list[Entry] = [Title(title)]
    if not found:
        entries.append(Words(say("screen_triage.nothing_wrong"), "dim"))
    for finding in found:
        entries.append(Words(finding.sentence))
        if finding.mend:
            entries.append(Fact(_mend(finding)))
    return entries


def _finding(finding: Finding) -> Line:
    line: list[Piece] = [(finding.sentence, "text")]
    return [*line, (" · ", "dim"), *_mend(finding)] if finding.mend else line


def _mend(finding: Finding) -> list[Piece]:
    label = finding.mend_label or ""
    return [(key_name(finding.mend or ""), "bold accent"), (f" {label}", "dim")]


def _key(key: str, name: str) -> list[Piece]:
    return [(key, "bold accent"), (f" {say(f'screen_triage.{name}')}", "dim")]


def show_detail(journal: Journal, ledger: Ledger, row: OpenRow | None, beside: bool) -> None:
    """Fill the pane for a row; empty for none."""
    if row is None:
        ledger.show([])
    elif beside:
        ledger.show(detail(journal, row))
    else:
        ledger.show(detail_in_four(journal, row, ledger.size.width))
