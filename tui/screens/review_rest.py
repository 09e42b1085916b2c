"""What a saved review's page says beside its form's first page: preparation, checklist, changes."""

from __future__ import annotations

from datetime import date

from store import preparing, reviews
from store.called import field_words
from store.clock import show_date
from store.journal import HistoryLine, Journal
from store.reviews import Met, Point, Review
from store.wording import plain, say
from tui.glyphs import glyph
from tui.widgets.ledger import Entry, Fact, Gap, Title, Words

_MARKS: dict[Met, tuple[str, str]] = {
    Met.YES: ("right", "text"),
    Met.PARTLY: ("soon", "amber"),
    Met.NO: ("late", "red"),
    Met.NOT_NEEDED: ("dot", "dim"),
}


def preparation_entries(journal: Journal, review: Review, today: date) -> list[Entry]:
    """Who was asked before the review, the report, and the talk with the child."""
    asked = [
        one
        for one in preparing.consultations(journal, review.child_id)
        if review.occurrence is not None and one.occurrence == review.occurrence
    ]
    done = [
        one
        for one in preparing.preparations(journal, review.child_id)
        if one.occurrence == review.occurrence
    ]
    items: list[Entry] = []
    for one in reversed(asked):
        who = one.who.wording if one.who else ""
        named = plain(one.named)
        day = one.received or one.sent
        words = show_date(day, today=today, weekday=False) if day else ""
        if one.received is None:
            words = say("screen_child.no_answer")
        items.append(Fact(f"{who}, {named}" if named else who, [(words, "dim")]))
        if one.said:
            items.append(Words(plain(one.said), "text", indent=2))
    for own in done:
        for name in ("report_received", "spoke"):
            on: date | None = getattr(own, name)
            if on is not None:
                words = show_date(on, today=today, weekday=False)
                items.append(Fact(field_words("preparation", name), [(words, "dim")]))
        if own.not_spoken:
            items.append(Fact(field_words("preparation", "not_spoken"), [("", "dim")]))
            items.append(Words(plain(own.not_spoken), "text", indent=2))
    return [Gap(always=True), Title(say("screen_child.before")), *items] if items else []


def checklist_entries(journal: Journal, review: Review, today: date) -> list[Entry]:
    """What the review found of each topic, against the Standard it belongs to."""
    found = reviews.points(journal, review_id=review.id)
    if not found:
        return []
    items: list[Entry] = [
        Gap(always=True),
        Title(say("review_form.checklist"), count=len(found)),
    ]
    for point in found:
        items.append(_point(point, today))
        if point.note:
            items.append(Words(plain(point.note), "dim", indent=2))
    return items


def _point(point: Point, today: date) -> Entry:
    label = point.topic.wording.capitalize()
    if point.standard:
        label = say("sections.point", topic=label, standard=plain(point.standard))
    if point.answer is None:
        words, role = "", "dim"
    else:
        mark, role = _MARKS[point.answer]
        words = f"{glyph(mark)} {point.answer.wording}"
    if point.agreed is not None:
        day = show_date(point.agreed, today=today, weekday=False)
        words = f"{words}, {say('review_form.agreed_on', day=day)}".lstrip(", ")
    return Fact(label, [(words, role)])


def amendment_entries(journal: Journal, review: Review, today: date) -> list[Entry]:
    """What was changed once the record had gone out, by whom and why."""
    lines = reviews.amendments(journal, review.id)
    if not lines:
        return []
    items: list[Entry] = [Gap(always=True), Title(say("screen_child.amended"))]
    said: set[str] = set()
    for line in lines:
        words = _amended(line, today)
        if words not in said:
            said.add(words)
            items.append(Words(words, "text"))
            if line.reason:
                items.append(Words(plain(line.reason), "dim", indent=2))
    return items


def _amended(line: HistoryLine, today: date) -> str:
    day = show_date(line.at.astimezone().date(), today=today, weekday=False)
    part = field_words(line.kind, line.field)
    return say("screen_child.amended_line", day=day, part=part, person=plain(line.person))
