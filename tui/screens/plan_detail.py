"""What the Plan screen says about the record under the cursor, as items of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store import evidence, plans
from store.called import field_words
from store.clock import WorkingDays, distance, show_date, urgency
from store.evidence import Evidence
from store.journal import HistoryLine, Journal
from store.plans import Action, Area, Commitment
from store.wording import plain, say
from tui.glyphs import brag_pieces, clock_piece, glyph
from tui.screens.plan_rows import action_number
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Line, Piece, spaced

# How many acts of the last ones are listed; one act saves several fields.
LATEST = 5


def area_head(
    area: Area, today: date, calendar: WorkingDays, reason: bool, whole: bool = False
) -> list[Entry]:
    """Title with state, standard and literal deadline, the resolved day with rule and distance.

    `reason` adds why it stands so; `whole` wraps what would be cut at the edge of a pane.
    """
    words = (
        say("screen_plan.standard", standard=area.standard)
        if area.standard
        else say("screen_plan.no_standard")
    )
    literal = (
        say("screen_plan.literal", deadline=plain(area.deadline))
        if area.deadline
        else say("screen_plan.no_deadline")
    )
    items: list[Entry] = [
        Title(f"{area.short_ref}  {area.title}", right=brag_pieces(area.standing.brag)),
        Pair([(f"{words} · {literal}", "dim")]),
    ]
    if area.due is None:
        items.append(Pair([(say("screen_plan.unresolved"), "dim")]))
    else:
        day = show_date(area.due, today=today, year=True)
        said = (
            say("screen_plan.resolved", day=day, rule=area.due_rule)
            if area.due_rule
            else say("screen_plan.resolved_bare", day=day)
        )
        far = distance(area.due, today, calendar)
        hurry = urgency(area.due, today, calendar)
        late = str(hurry) == "late"
        items.append(Pair([(said, "dim")], [clock_piece(far, hurry) if late else (far, "text")]))
        if whole:
            items[-1] = Words(f"{said} · {far}", "dim")
    if reason:
        why = area.standing.why
        items.append(Words(why, "dim") if whole else Pair([(why, "dim")]))
    return items


def area_words(area: Area) -> list[Entry]:
    """The report's own words of an area."""
    return [
        Title(say("screen_plan.whole_text")),
        Words(area.text, indent=1),
        Gap(),
    ]


def commitment_words(commitment: Commitment) -> list[Entry]:
    """The whole paragraph with the list that belongs to it, and why it stands as it does."""
    items: list[Entry] = [
        Title(
            say("screen_plan.commitment_title", number=commitment.position),
            right=brag_pieces(commitment.standing.brag),
        ),
        Words(commitment.text, indent=1),
    ]
    items += [
        Words(f"{number} {text}", indent=3) for number, text in enumerate(commitment.items, 1)
    ]
    items += [Words(commitment.standing.why, "dim", indent=1), Gap()]
    return items


def action_words(
    action: Action, number: str, today: date, calendar: WorkingDays, brief: bool = False
) -> list[Entry]:
    """Everything known of one action: owner, dates, status, why the state, flags.

    `brief` sets owner, date and status on one line, where lines are dear.
    """
    items: list[Entry] = [
        Title(f"{number}  {action.title}", right=brag_pieces(action.brag)),
    ]
    if len(action.title) > 40:
        items.append(Words(action.title, indent=1))
    owner: Line = (
        [(action.owner, "text")] if action.owner else [(say("screen_plan.no_owner"), "amber")]
    )
    if action.due is None:
        due: Line = [(say("screen_plan.no_date"), "amber")]
    else:
        far = clock_piece(
            distance(action.due, today, calendar), urgency(action.due, today, calendar)
        )
        due = [(f"{show_date(action.due, today=today)}  ", "text"), far]
    status = action.status.wording
    if brief:
        items.append(Pair([(" ", "text"), *spaced([owner, status])], due))
    else:
        items.append(Fact([(say("screen_plan.fact_owner"), "dim")], owner))
        items.append(Fact([(say("screen_plan.fact_due"), "dim")], due))
    if action.original_due and action.original_due != action.due:
        items.append(
            Fact(
                [(say("screen_plan.fact_first_due"), "dim")],
                show_date(action.original_due, today=today),
            )
        )
    if not brief:
        items.append(Fact([(say("screen_plan.fact_status"), "dim")], status))
    items.append(Words(action.why_brag, "dim", indent=1))
    flags = [flag for flag in action.flags if flag not in ("overdue", "no owner", "no date")]
    if flags:
        items.append(Words(" · ".join(flags), "amber", indent=1))
    items.append(Gap())
    return items


def evidence_items(
    title: str, held: Sequence[Evidence], today: date, brief: bool = False
) -> list[Entry]:
    """Evidence of one record: kind, day, what it shows, who checked, where it is held."""
    items: list[Entry] = [Title(title, count=len(held))]
    if not held:
        items.append(Words(say("screen_plan.no_evidence"), "dim", indent=1))
    for proof in held:
        day = show_date(proof.on, today=today, weekday=False) if proof.on else ""
        first: list[Piece] = [
            (f" {proof.kind.wording.capitalize() if proof.kind else glyph('empty')}", "text"),
            (f"  {day}" if day else "", "dim"),
        ]
        checked = (
            [(say("screen_plan.checked", person=proof.checked_by), "dim")]
            if proof.checked_by
            else []
        )
        items.append(Pair(first, checked))
        if proof.shows:
            items.append(Words(proof.shows, indent=3, most=2 if brief else None))
        where = []
        if proof.held_at:
            where.append(say("screen_plan.held_at", place=proof.held_at))
        if proof.file_name:
            where.append(say("screen_plan.file_attached", name=proof.file_name))
        if where and not brief:
            items.append(Words(" · ".join(where), "dim", indent=3))
        if proof.age_note:
            items.append(Words(f"{glyph('amber')} {proof.age_note}", "amber", indent=3))
    items.append(Gap())
    return items


def promised_items(area: Area, journal: Journal) -> list[Entry]:
    """Whether the same was promised before, plan by plan."""
    promises = plans.promised_before(journal, area.id)
    if not promises:
        return []
    items: list[Entry] = [Title(say("screen_plan.promised"), count=len(promises))]
    for promise in promises:
        items.append(
            Pair(
                [(f" {promise.year}  {promise.ref}  ", "dim"), (promise.title, "text")],
                [(f"{promise.said}  ", "dim"), *brag_pieces(promise.brag)],
            )
        )
    items.append(Gap())
    return items


def latest_items(lines: Sequence[HistoryLine], today: date) -> list[Entry]:
    """The last things that happened, newest first."""
    if not lines:
        return []
    items: list[Entry] = [Title(say("screen_plan.latest"))]
    seen: set[str] = set()
    for line in lines:
        if line.unit in seen:
            continue
        seen.add(line.unit)
        if len(seen) > LATEST:
            break
        day = show_date(line.at.astimezone().date(), today=today)
        items.append(Pair([(f" {day}  {line.person}  ", "dim"), (line.label, "text")]))
    return items


def conflict_items(journal: Journal, record_id: str) -> list[Entry]:
    """Every value of a field that two people changed apart; never only one of them."""
    items: list[Entry] = []
    for conflict in journal.conflicts(record_id):
        values = " · ".join(
            say(
                "screen_plan.differs_value",
                value=head.shown or glyph("empty"),
                person=head.person,
            )
            for head in conflict.heads
        )
        field = field_words(conflict.kind, conflict.field)
        said = say("screen_plan.differs", field=field, values=plain(values))
        items.append(Words(f"{glyph('conflict')} {said}", "amber", indent=1))
    return items


def record_items(
    journal: Journal,
    area: Area,
    record: Area | Commitment | Action,
    calendar: WorkingDays,
    brief: bool = False,
) -> list[Entry]:
    """The pane under the tree: the record's words, its evidence, promised before, latest."""
    today = journal.today()
    held = evidence.evidence(journal, record.id)
    if isinstance(record, Area):
        items = area_words(record)
        title = say("screen_plan.evidence_for_area", area=record.short_ref)
    elif isinstance(record, Commitment):
        items = commitment_words(record)
        title = say("screen_plan.evidence_for", number=record.position)
    else:
        number = action_number(plans.commitment(journal, record.commitment_id), record)
        items = action_words(record, number, today, calendar, brief)
        title = say("screen_plan.evidence_for", number=number)
    items += conflict_items(journal, record.id)
    items += evidence_items(title, held, today, brief)
    items += promised_items(area, journal)
    items += latest_items(plans.latest(journal, area.id, limit=LATEST * 8), today)
    return items
