"""Letters and decision sheets of a review: its template, filled with what is known of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import children, pages, reviews
from store.calendars import working_days
from store.children import Child
from store.clock import after_review, show_date
from store.codes import Participation, ReviewCause
from store.documents.language import fill
from store.documents.templates import BLOCKS, DOCUMENTS, checked, template
from store.errors import Refused, WrongUse
from store.journal import Journal
from store.pages import Page
from store.reviews import Decision, NoSuchReview, Review
from store.wording import plain, say


class NoSuchDocument(WrongUse):
    """A name that no document has."""


def compose(
    journal: Journal,
    name: str,
    review_id: str,
    to: str | None = None,
    text: str | None = None,
) -> Page:
    """A document about a review that was held, as a page; the same store gives the same page.

    `to` is the name in its greeting: it is written into the page and kept nowhere. `text` tries
    another template than the one in use.
    """
    if name not in DOCUMENTS:
        raise NoSuchDocument(
            say("documents.no_such_document", name=plain(name), known=", ".join(DOCUMENTS))
        )
    review = reviews.review(journal, review_id)
    if review is None:
        raise NoSuchReview(say("reviews.no_such_review"))
    if review.held is None:
        raise Refused(say("documents.not_held"), field="review")
    child = children.child(journal, review.child_id)
    lines = checked(name, template(journal, name).text if text is None else text)
    made = reviews.decisions(journal, review.child_id, review.id)
    each = checked(f"{name}_decision", template(journal, f"{name}_decision").text)
    points = []
    for one in made:
        values = _of_decision(one)
        written = [words for line in each if (words := line.filled(values)) is not None]
        points.append(tuple(line for line in written if line))
    values = _of_review(journal, review, child, made) | {
        "name": (to or "").strip() or say("documents.name_blank")
    }
    blocks = fill(lines, values, dict.fromkeys(BLOCKS, points))
    title = say(f"documents.title_{name}", child=review.child_ref, held=_day(review.held))
    return Page(title, blocks)


def write(journal: Journal, name: str, review_id: str, file: Path, to: str | None = None) -> Path:
    """Writes a document to a file; its ending says the format: .md, .html or .txt."""
    return pages.write(compose(journal, name, review_id, to), file)


def _day(day: date | None) -> str:
    return "" if day is None else show_date(day)


def _of_review(
    journal: Journal, review: Review, child: Child | None, made: list[Decision]
) -> dict[str, str]:
    held = review.held or journal.today()
    limits = {step.key: step.on for step in after_review(held, working_days(journal))}
    answer_by = next((one.answer_by for one in made if one.answer_by), limits["contest"])
    code = review.participation
    forward = review.cause is ReviewCause.BROUGHT_FORWARD
    return {
        "child": review.child_ref,
        "ordinal": review.ordinal_word.lower(),
        "held": _day(held),
        "due": _day(review.due),
        "due_why": review.due_why,
        "cause": review.cause.wording,
        "ground": review.ground.wording if forward and review.ground else "",
        "late_reason": review.late_reason.wording if review.late_reason else "",
        "participation": code.wording if code else "",
        "came": _came(code, held),
        "attended": ", ".join(who.wording for who in review.attended),
        "views": review.views,
        "what_changed": review.what_changed,
        "findings": review.findings,
        "next": _day(review.next_due),
        "iro": (child.iro if child else None) or "",
        "social_worker": (child.social_worker if child else None) or "",
        "team": (child.team if child else None) or "",
        "sent_by": _day(limits["decisions_sent"]),
        "sent": _day(review.decisions_sent),
        "received": _day(review.decisions_received),
        "answer_by": _day(answer_by) if made else "",
        "care_plan_by": _day(limits["care_plan_updated"]),
        "care_plan": _day(review.care_plan_updated),
        "record_by": _day(limits["record_written"]),
        "record": _day(review.record_written),
        "distributed_by": _day(limits["record_distributed"]),
        "distributed": _day(review.record_distributed),
        "person": journal.author.person,
        "today": _day(journal.today()),
    }


def _came(code: Participation | None, held: date) -> str:
    """How a letter thanks for taking part."""
    if code is None or code is Participation.PN0:
        return say("documents.came_unsaid", day=_day(held))
    if code.attended:
        return say("documents.came", day=_day(held))
    key = "documents.came_views" if code.took_part else "documents.came_missed"
    return say(key, day=_day(held))


def _of_decision(one: Decision) -> dict[str, str]:
    return {
        "text": " ".join(one.text.split()),
        "owner": one.owner or say("documents.no_owner"),
        "by": _day(one.due) or say("documents.no_date"),
        "state": one.state.wording,
        "carried_out": one.carried_out.wording if one.carried_out else "",
        "why": " ".join(one.carried_out_reason.split()),
        "ref": one.ref,
    }
