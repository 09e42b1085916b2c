"""A saved review to read: everything its form held, in the form's order, and its papers' days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.clock import after_review, show_date
from store.codes import ReviewCause
from store.reviews import Review
from store.wording import say
from tui.actions import Action, offer
from tui.screens.child_rows import ChildPage, decision_state, review_state
from tui.screens.reading import ReadingPage
from tui.widgets.ledger import Entry, Fact, Gap, Title, Words
from tui.widgets.lines import Line

PAPERS = {
    "decisions_sent": "decisions_sent",
    "care_plan_updated": "care_plan_updated",
    "record_written": "record_written",
    "record_distributed": "record_distributed",
}

offer(
    "review_page",
    Action("papers", "here", ("p",), label="screen_document.key_papers"),
    "copy",
    Action("down", "move", ("j",), footer=False),
    Action("up", "move", ("k",), footer=False),
)


class ReviewPage(ReadingPage):
    """A saved review on a page of its own; from it go the letter and the decision sheet."""

    place = "review_page"

    def __init__(
        self,
        page: ChildPage,
        review: Review,
        stands: Mapping[str, str],
        found: Sequence[Entry] = (),
        amended: Sequence[Entry] = (),
    ) -> None:
        """`found` stands below the findings, `amended` at the end."""
        entries = [*review_entries(page, review, stands, found), *amended]
        super().__init__("reviews", entries, review.ref)
        self.review = review

    def why_not(self, action: str) -> str | None:
        if action == "papers" and self.review.held is None:
            return say("screen_document.no_papers")
        return None

    def action_papers(self) -> None:
        """Read the letter to the child before it goes out."""
        from tui.screens.document_page import DocumentPage

        self.app.push_screen(DocumentPage(self.review.id, self.review.ref))


def review_entries(
    page: ChildPage, review: Review, stands: Mapping[str, str], found: Sequence[Entry] = ()
) -> list[Entry]:
    """The review as a page of lines; `stands` are words on how its open decisions stand, by id."""
    today = page.today

    def day(on: date | None) -> Line:
        return (
            [(show_date(on, today=today), "text")] if on else [(say("review_form.no_date"), "dim")]
        )

    title = say("review_form.title", ordinal=review.ordinal_word)
    items: list[Entry] = [
        Title(f"{review.child_ref}  {title}", right=[review_state(review, page)]),
        Words(review.due_why, "dim"),
        Gap(always=True),
        Fact(say("review_form.held"), day(review.held)),
        Fact(say("screen_child.due").capitalize(), day(review.due)),
    ]
    if len(review.meetings) > 1:
        sat = ", ".join(show_date(m.on, today=today, weekday=False) for m in review.meetings)
        items.append(Fact(say("screen_child.meetings"), [(sat, "text")]))
    if review.cause is ReviewCause.BROUGHT_FORWARD:
        ground = review.ground.wording if review.ground else ""
        items.append(Fact(review.cause.wording, [(ground, "text")]))
    if review.late_reason is not None:
        items.append(Fact(say("screen_child.late"), [(review.late_reason.wording, "amber")]))
    code = review.participation
    took = f"{code.value}  {code.wording}" if code else say("screen_child.no_words")
    items.append(Fact(say("review_form.participation"), [(took, "text" if code else "amber")]))
    there = ", ".join(who.wording for who in review.attended)
    items.append(Fact(say("screen_child.attended"), [(there, "text")]))
    for name in ("views", "what_changed", "findings"):
        items += [Gap(always=True), Title(say(f"screen_child.part_{name}"))]
        words = getattr(review, name)
        items.append(Words(words or say("screen_child.no_words"), "text" if words else "amber"))
    items += found
    made = [one for one in page.decisions if one.review_id == review.id]
    if made:
        items += [Gap(always=True), Title(say("screen_child.decisions"), count=len(made))]
    for decision in made:
        owner = decision.owner or say("screen_child.no_owner")
        by = show_date(decision.due, today=today) if decision.due else say("review_form.no_date")
        items.append(Words(decision.text, "text"))
        items.append(Fact([(f"  {owner} · {by}", "dim")], [decision_state(decision, page)]))
        if decision.id in stands:
            items.append(Words(stands[decision.id], "dim", indent=2))
        if decision.carried_out_reason:
            items.append(Words(decision.carried_out_reason, "dim", indent=2))
    items += [Gap(always=True), *_papers(page, review)]
    return items


def _papers(page: ChildPage, review: Review) -> list[Entry]:
    """Every step after the review with its limit, its day, and whether that was in time."""
    if review.held is None:
        return []
    items: list[Entry] = [Title(say("screen_child.papers"))]
    for step in after_review(review.held, page.calendar):
        if step.key == "contest":
            items += _answer(page, review)
        elif step.key in PAPERS and step.on is not None:
            done: date | None = getattr(review, PAPERS[step.key])
            items.append(_paper(page, step.label, done, step.on))
    items.append(Fact([(say("review_form.next"), "dim")], [_next(page, review)]))
    return items


def _paper(page: ChildPage, label: str, done: date | None, last: date) -> Entry:
    limit = show_date(last, today=page.today, weekday=False)
    late = (done or page.today) > last
    if done is None:
        value = (say("screen_child.paper_due", limit=limit), "amber" if late else "dim")
    else:
        day = show_date(done, today=page.today, weekday=False)
        words = "screen_child.paper_late" if late else "screen_child.paper_done"
        value = (say(words, day=day, limit=limit), "amber" if late else "text")
    return Fact([(label, "dim")], [value])


def _answer(page: ChildPage, review: Review) -> list[Entry]:
    """When the manager received the decisions, and until when they can be contested."""
    made = [one for one in page.decisions if one.review_id == review.id]
    if not made or review.decisions_sent is None:
        return []
    received, last = review.decisions_received, made[0].answer_by
    if received is None or last is None:
        unknown = (say("screen_child.not_received"), "amber")
        return [Fact([(say("screen_child.part_decisions_received"), "dim")], [unknown])]
    day = show_date(received, today=page.today, weekday=False)
    limit = show_date(last, today=page.today, weekday=False)
    words = say("screen_child.received", day=day, limit=limit)
    return [Fact([(say("screen_child.part_decisions_received"), "dim")], [(words, "text")])]


def _next(page: ChildPage, review: Review) -> tuple[str, str]:
    if review.next_due is None:
        return (say("review_form.no_date"), "dim")
    return (show_date(review.next_due, today=page.today), "text")
