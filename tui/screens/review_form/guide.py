"""The pane beside the form: what helps the focused field, and what saving starts."""

from __future__ import annotations

from datetime import datetime, timedelta

from store.clock import after_review, show_date
from store.codes import Attendee, Participation, participation_fits
from store.drafts import Draft
from store.reviews import Met
from store.wording import say
from tui.glyphs import glyph
from tui.paper.cells import ChoiceCell, DateCell, NameCell
from tui.screens.review_form.calendar_lines import month_lines
from tui.screens.review_form.checklist_part import PointCell
from tui.screens.review_form.outcome_paper import OutcomePaper
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Piece


def guide(paper: OutcomePaper, draft: Draft | None) -> list[Entry]:
    """Everything the pane says for the state of the form."""
    items = [*_field(paper), *([] if paper.alone else _saving(paper))]
    if draft is not None:
        items += [*_kept(paper, draft)]
    return items


def _field(paper: OutcomePaper) -> list[Entry]:
    cell = paper.here
    if isinstance(cell, DateCell):
        return _date(paper, cell)
    if cell is paper.participation:
        return [Title(say("review_form.guide_participation")), *_codes(paper), Gap(always=True)]
    if isinstance(cell, ChoiceCell) and cell is not paper.state:
        return [
            Title(
                say("review_form.late" if cell is paper.late_reason else "review_form.guide_cause")
            ),
            *(_key(choice.key, choice.short) for choice in cell.choices),
            Gap(always=True),
        ]
    if cell is paper.attended:
        return [
            Title(say("review_form.attended")),
            Words(say("review_form.guide_attended"), "dim"),
            *(_key(code.letter, code.wording) for code in Attendee),
            Gap(always=True),
        ]
    if isinstance(cell, NameCell):
        return [
            Title(say("review_form.guide_who")),
            Words(say("review_form.guide_who_words"), "dim"),
            Gap(always=True),
        ]
    return [*_words(paper), Gap(always=True)]


def _words(paper: OutcomePaper) -> list[Entry]:
    name = paper.here.name
    if isinstance(paper.here, PointCell):
        return _point(paper.here)
    if name.startswith("last_time."):
        return [
            Title(say("review_form.last_time")),
            _key("y", say("review_form.guide_yes")),
            _key("p", say("review_form.guide_partly")),
            _key("n", say("review_form.guide_not")),
        ]
    room = "decision" if name.startswith("decision.") else name
    title = {
        "views": "review_form.views",
        "findings": "review_form.findings",
        "what_changed": "review_form.what_changed",
        "decision": "review_form.decisions",
        "title": "review_form.guide_title",
        "meetings": "review_form.sittings",
        "state": "review_form.state",
    }[room]
    return [Title(say(title)), Words(say(f"review_form.guide_{room}_words"), "dim")]


def _point(cell: PointCell) -> list[Entry]:
    words = cell.topic.wording
    items: list[Entry] = [Title(words[0].upper() + words[1:])]
    if cell.standard:
        items.append(Words(cell.standard, "dim"))
    items += [_key(met.letter, met.wording) for met in Met]
    return [*items, Words(say("review_form.guide_point_words"), "dim")]


def _key(key: str, words: str) -> Entry:
    return Pair([(key, "bold accent"), (f"  {words}", "text")])


def _codes(paper: OutcomePaper) -> list[Entry]:
    found: list[Entry] = []
    for code in Participation:
        fits = participation_fits(code, paper.about.born, paper.held.value) is None
        words = "text" if fits else "dim"
        if code is paper.participation.value:
            words = "bold text"
        pieces: list[Piece] = [(code.digit, "bold accent" if fits else "dim")]
        pieces += [(f"  {code.value} ", words), (code.wording, words)]
        found.append(Pair(pieces))
    return found


def _date(paper: OutcomePaper, cell: DateCell) -> list[Entry]:
    about = paper.about
    day = cell.stepping or cell.value or about.today
    lines = month_lines(
        day, about.today, about.calendar, chosen=cell.stepping is not None or cell.value is not None
    )
    items: list[Entry] = [
        Pair(line[:-1], [line[-1]]) if len(line) > 15 else Pair(line) for line in lines
    ]
    holiday = about.calendar.holiday_name(day)
    if holiday:
        items.append(Words(f"{show_date(day, today=about.today)}: {holiday}", "amber"))
    items.append(
        Words(
            say("review_form.guide_stepping" if cell.stepping else "review_form.guide_step"), "dim"
        )
    )
    items += [Gap(always=True), Title(say("review_form.guide_date"))]
    past = cell in (paper.held, paper.checklist.agreed)
    examples = ["mon", "yesterday", "-3d"] if past else ["fri", "+10wd", "+3m"]
    soon = about.today + timedelta(days=-3 if past else 14)
    examples += [f"{soon.day}/{soon.month}", soon.isoformat()]
    for text in examples:
        try:
            read = show_date(cell.rules.read(text), today=about.today)
        except cell.rules.failed:
            continue
        items.append(Fact(text, [(read, "dim")]))
    unsaved = cell is paper.held
    empty = say("review_form.guide_empty_held" if unsaved else "review_form.guide_empty_date")
    items.append(Fact(say("review_form.guide_empty"), [(empty, "dim")]))
    return [*items, Gap(always=True)]


def _saving(paper: OutcomePaper) -> list[Entry]:
    held, today = paper.held.value, paper.about.today
    if held is None or paper.held.problem:
        return [
            Title(say("review_form.guide_saving")),
            Words(say("review_form.guide_saving_needs"), "dim"),
            Gap(always=True),
        ]
    right: list[Piece] = [
        (say("review_form.guide_from", day=show_date(held, today=today, weekday=False)), "dim")
    ]
    items: list[Entry] = [Title(say("review_form.guide_saving"), right=right)]
    for step in after_review(held, paper.about.calendar):
        if step.on is not None and step.key != "contest":
            late = step.on < today
            day: Piece = (show_date(step.on, today=today), "amber" if late else "text")
            items.append(Fact(step.label, [day]))
    return [*items, Gap(always=True)]


def _kept(paper: OutcomePaper, draft: Draft) -> list[Entry]:
    today = paper.about.today

    def moment(at: datetime, seconds: bool) -> str:
        here = at.astimezone()
        clock = here.strftime("%H:%M:%S" if seconds else "%H:%M")
        if here.date() == datetime.now().astimezone().date():
            return clock
        return f"{show_date(here.date(), today=today)} {clock}"

    return [
        Title(say("review_form.draft"), right=[(glyph("draft"), "accent")]),
        Fact(say("review_form.draft_begun"), [(moment(draft.begun, False), "dim")]),
        Fact(say("review_form.draft_last"), [(moment(draft.kept, True), "dim")]),
        Fact(say("review_form.draft_where"), [(say("review_form.draft_here"), "dim")]),
    ]
