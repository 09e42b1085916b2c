"""The child page as rows: reviews, decisions and periods at the same right edges, and its pane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from store.called import Called, field_words
from store.children import Child, Period
from store.clock import (
    WorkingDays,
    clock_chain,
    distance,
    ordinal_word,
    show_date,
)
from store.codes import CarriedOut, ReviewState
from store.drafts import Draft
from store.duty import Duty
from store.journal import Conflict
from store.reviews import Decision, Review
from store.sections import Section
from store.snapshots.delivery import Delivery
from store.wording import say
from tui.glyphs import glyph
from tui.screens.caseload_rows import decision_clock, draft_parts
from tui.screens.child_sections import (
    day_cell,
    duty_id,
    duty_items,
    duty_rows,
    entry_items,
    entry_rows,
    find_entry,
    finding_items,
)
from tui.widgets.columns import Column, Heading, Row
from tui.widgets.ledger import Entry, Fact, Gap, Title, Words
from tui.widgets.lines import Line, Piece

DRAFT = "draft"
LEAST_WORDS = 32

COLUMNS = (
    Column("what", strong=True),
    Column("who", width=11, drop=2),
    Column("first", width=10, short=6, align="right", style="dim"),
    Column("second", width=10, short=6, align="right", style="dim"),
    Column("state", width=12, align="right"),
)


@dataclass(frozen=True)
class ChildPage:
    """One child with everything its page shows, read once."""

    today: date
    calendar: WorkingDays
    child: Child
    reviews: Sequence[Review]
    decisions: Sequence[Decision]
    draft: Draft | None
    conflicts: Sequence[Conflict] = ()
    called: Mapping[str, Called] = field(default_factory=dict)
    duties: Sequence[Duty] = ()
    sections: Sequence[Section] = ()
    now: Sequence[str] = ()
    delivery: Mapping[Delivery, int] = field(default_factory=dict)

    def duty(self, row: str | None) -> Duty | None:
        """The duty of that row."""
        return next((duty for duty in self.duties if duty_id(duty) == row), None)

    def review(self, record: str | None) -> Review | None:
        """The review of that id."""
        return next((review for review in self.reviews if review.id == record), None)

    def decision(self, record: str | None) -> Decision | None:
        """The decision of that id."""
        return next((decision for decision in self.decisions if decision.id == record), None)

    def period(self, record: str | None) -> Period | None:
        """The period of that id."""
        return next((period for period in self.child.periods if period.id == record), None)


def who_line(page: ChildPage, wide: bool) -> tuple[Line, Line]:
    """One line who: reference, age, since when, status, placement; at the right who works."""
    child = page.child
    facts = []
    if child.age is not None:
        years = "screen_child.years" if wide else "screen_child.y"
        facts.append(say(years, age=child.age_shown))
    period = child.period
    if period is None:
        facts.append(say("screen_child.no_period"))
    elif child.looked_after:
        day = show_date(period.started, weekday=wide)
        facts.append(say("screen_child.since", day=day))
    elif period.ended is not None:
        facts.append(say("screen_child.left", day=show_date(period.ended, weekday=wide)))
    if wide and period is not None:
        facts += page.now
    people = [name for name in (child.social_worker, child.team) if name]
    right = ", ".join(people) if people else say("screen_child.nobody")
    left: list[Piece] = [(child.ref, "bold"), ("  ", "text"), (" · ".join(facts), "dim")]
    return left, [(right, "dim" if people else "amber")]


def page_rows(page: ChildPage) -> list[Row | Heading]:
    """Every row of the page under its heading."""
    rows: list[Row | Heading] = []
    count = len(page.reviews)
    rows.append(_heading("reviews", count, "due", "held", "clock"))
    if page.draft is not None:
        rows.append(_draft_row(page, page.draft))
    rows += [_review_row(page, review) for review in page.reviews]
    if page.decisions:
        rows.append(_heading("decisions", len(page.decisions), "", "by", "state", who=True))
        rows += [_decision_row(page, decision) for decision in page.decisions]
    periods = page.child.periods
    rows.append(_heading("periods", len(periods), "started", "ended", ""))
    rows += [_period_row(page, period) for period in reversed(periods)]
    if page.duties:
        rows.append(_heading("due_next", len(page.duties), "", "by", "clock", who=True))
        rows += duty_rows(page.duties, page.today, page.calendar)
    for section in page.sections:
        if section.entries or section.findings:
            rows.append(_section_heading(section))
            rows += entry_rows(section, page.today)
    return rows


def _section_heading(section: Section) -> Heading:
    labels = {
        "first": section.first and say(f"sections.{section.first}"),
        "second": section.second and say(f"sections.{section.second}"),
        "who": say("screen_child.who") if section.who else "",
    }
    return Heading(section.title, len(section.entries), labels=labels)


def _heading(
    name: str, count: int, first: str, second: str, state: str, *, who: bool = False
) -> Heading:
    """A heading whose labels stand over the columns, which differ from section to section."""
    named = {"first": first, "second": second, "state": state, "who": "who" if who else ""}
    labels = {column: say(f"screen_child.{key}") for column, key in named.items() if key}
    return Heading(say(f"screen_child.{name}"), count, labels=labels)


def _draft_row(page: ChildPage, draft: Draft) -> Row:
    held = str(draft.content.get("held") or "")
    code = str(draft.content.get("participation") or "")
    number = page.child.next.ordinal if page.child.next else len(page.child.held) + 1
    words = f"{ordinal_word(number)}  {code + '  ' if code else ''}{draft_parts(draft)}"
    due = page.child.next.due if page.child.next else None
    return Row(
        DRAFT,
        {
            "what": words,
            "first": day_cell(due, page.today),
            "second": day_cell(_iso(held), page.today),
            "state": (f"{glyph('draft')} {say('screen_child.draft')}", "accent"),
        },
    )


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _review_row(page: ChildPage, review: Review) -> Row:
    code, off = review.participation, review.state is ReviewState.CANCELLED
    what: Line = [
        (f"{review.ordinal_word:<8}", "text"),
        (f"{code.value if code else glyph('empty'):<5}", "dim"),
        (review.state_reason if off else code.short if code else "", "dim"),
    ]
    return Row(
        review.id,
        {
            "what": what,
            "first": day_cell(review.due, page.today),
            "second": day_cell(None if off else review.on, page.today),
            "state": review_state(review, page),
        },
    )


def review_state(review: Review, page: ChildPage) -> Piece:
    """In time, how late, or what became of it; a conflict goes before all."""
    if review.conflict:
        return (f"{glyph('conflict')}  {say('screen_child.conflict')}", "amber")
    if review.state is not ReviewState.HELD:
        return (review.state.wording, "dim")
    if review.on_time is None or review.due is None or review.held is None:
        return (glyph("empty"), "dim")
    if review.on_time:
        return (f"{glyph('right')} {say('screen_child.in_time')}", "dim")
    over = distance(review.due, review.held, page.calendar)
    return (f"{glyph('late')} {over}", "red")


def _decision_row(page: ChildPage, decision: Decision) -> Row:
    owner: Piece = (
        (decision.owner, "dim") if decision.owner else (say("screen_child.no_owner"), "amber")
    )
    return Row(
        decision.id,
        {
            "what": decision.text,
            "who": owner,
            "second": day_cell(decision.due, page.today),
            "state": decision_state(decision, page),
        },
        dim=not decision.is_open,
    )


def decision_state(decision: Decision, page: ChildPage) -> Piece:
    """What the next review found, or how it stands to its date."""
    if decision.conflict:
        return (f"{glyph('conflict')}  {say('screen_child.conflict')}", "amber")
    if decision.carried_out is CarriedOut.YES:
        return (f"{glyph('right')} {say('screen_child.done')}", "dim")
    if decision.carried_out is CarriedOut.PARTLY:
        return (f"{glyph('soon')} {CarriedOut.PARTLY.wording}", "amber")
    if decision.carried_out is CarriedOut.NO:
        return (f"{glyph('late')} {CarriedOut.NO.wording}", "red")
    return decision_clock(decision, page.today, page.calendar)


def _period_row(page: ChildPage, period: Period) -> Row:
    words = [period.legal_status.wording] if period.legal_status else []
    words += [period.placement] if period.placement else []
    return Row(
        period.id,
        {
            "what": " · ".join(words) or say("screen_child.no_status"),
            "first": day_cell(period.started, page.today),
            "second": day_cell(period.ended, page.today),
            "state": ("" if period.ended else say("screen_child.now"), "dim"),
        },
        dim=period.ended is not None,
    )


def page_items(page: ChildPage, here: str | None) -> list[Entry]:
    """The right pane: conflict, the clock as a chain of dates, the child's words, the draft."""
    items: list[Entry] = [*conflict_items(page), *row_items(page, here), *chain_items(page)]
    items += words_items(page, page.review(here))
    return [*items, *_this_record(page)]


def _this_record(page: ChildPage) -> list[Entry]:
    """The draft, and how many records of the child written here got how far."""
    items: list[Entry] = []
    if page.draft is not None:
        kept = page.draft.kept.astimezone().strftime("%H:%M:%S")
        words = f"{glyph('draft')} {say('screen_child.draft_title')}"
        items.append(
            Fact([(words, "accent")], [(say("screen_child.kept", at=kept), "dim")]),
        )
    for state, count in delivered(page):
        words = f"{glyph(state.value)} {state.wording[:1].upper()}{state.wording[1:]}"
        items.append(Fact([(words, "dim")], [(str(count), "text")]))
    if items:
        items = [Gap(always=True), Title(say("screen_child.this_record")), *items]
    return items


def delivered(page: ChildPage) -> list[tuple[Delivery, int]]:
    """How many records got how far; the draft has a line of its own."""
    return [(state, n) for state, n in page.delivery.items() if state is not Delivery.DRAFT]


def delivery_line(page: ChildPage) -> Line:
    """The same for the status line, where there is no pane beside the page."""
    words = [f"{glyph(state.value)} {count} {state.wording}" for state, count in delivered(page)]
    return [(f" {glyph('between')} ".join(words), "dim")] if words else []


def row_items(page: ChildPage, here: str | None) -> list[Entry]:
    """What there is to say of a duty, a record or a finding; nothing of any other row."""
    duty, entry = page.duty(here), find_entry(page.sections, here)
    if duty is not None:
        return duty_items(duty, page.today)
    if entry is not None:
        return entry_items(entry)
    return finding_items(page.sections, here)


def conflict_items(page: ChildPage) -> list[Entry]:
    """Every value of each conflict on the page, never only one."""
    items: list[Entry] = []
    for conflict in page.conflicts:
        values = " · ".join(
            say("screen_child.one_value", value=head.shown or glyph("empty"), person=head.person)
            for head in conflict.heads
        )
        name = field_words(conflict.kind, conflict.field)
        about = page.called.get(conflict.record)
        if about is not None and about.what:
            name = say("screen_child.field_of", field=name, what=about.what)
        sentence = say("screen_child.differs", field=name, values=values)
        items += [Words(f"{glyph('conflict')}  {sentence}", "amber"), Gap(always=True)]
    return items


def chain_items(page: ChildPage) -> list[Entry]:
    """The clock of the period that counts, each limit with the day the review was held."""
    period = page.child.period
    if period is None:
        return [
            Title(say("screen_child.clock")),
            Words(say("screen_reviews.clock_no_period"), "dim"),
        ]
    source = page.calendar.book.rule_set(period.rule_set).label(period.started)
    items: list[Entry] = [Title(say("screen_child.clock"), right=[(source, "dim")])]
    held = page.child.held
    kept = {one.held: one.due for one in page.reviews if one.held and one.due}
    chain = clock_chain(period.started, held, page.calendar, period.rule_set, last=3, kept=kept)
    for step in chain:
        words = f"  {step.label}" if step.key == "held" else step.label
        day = show_date(step.on, today=page.today) if step.on else ""
        items.append(Fact([(words, "dim")], [(day, "text")]))
    if page.child.next is None:
        items.pop()
        items.append(Words(say("screen_reviews.clock_left"), "dim"))
    return items


def words_items(page: ChildPage, review: Review | None) -> list[Entry]:
    """The child's own words at the review under the cursor, else at the latest that has some."""
    if review is None or review.state is ReviewState.CANCELLED:
        review = next((one for one in page.reviews if one.views), None)
    if review is None or review.on is None:
        return []
    day = show_date(review.on, today=page.today, weekday=False)
    items: list[Entry] = [
        Gap(always=True),
        Title(say("screen_child.words"), right=[(day, "dim")]),
    ]
    if review.views:
        items.append(Words(say("screen_child.quoted", words=review.views), "text", most=8))
    else:
        items.append(Words(say("screen_child.no_words"), "amber"))
    items.append(Words(say("screen_child.what_changed"), "dim"))
    if review.what_changed:
        items.append(Words(review.what_changed, "text", most=4))
    else:
        items.append(Words(say("screen_child.nothing_changed"), "dim"))
    return items
