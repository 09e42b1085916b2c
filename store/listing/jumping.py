"""Records found as their names are typed: children, their files, evidence, references.

Each question is answered from an index, however many records there are: a child's reference as
it begins (its number alone is enough), a record's letter and first letters, the words of evidence,
and the kinds on the file of a child that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from store import children, evidence_words, references, reviews
from store.clock import show_date
from store.codes import ActionStatus, ReviewState
from store.journal import Journal, Record, fields_of, model_of
from store.plans.models import EvidenceRecord
from store.wording import plain, say

_LAST: Final = "\U0010ffff"
_NAMED: Final = 3  # so many children found are few enough to show what is on their files
_ZEROS: Final = 4  # 147 finds C-0147
_SORTS: Final = 40  # sorts of references (C-, JSY/) that are tried with a number alone
_RANDOM: Final = re.compile(r"([a-z]{1,2})-([0-9a-f]{1,32})")
_ON_FILE: Final = tuple(
    kind
    for kind in references.RANDOM_KINDS.values()
    if kind not in ("action", "evidence", "review", "decision", "period", "post", "audit")
)


@dataclass(frozen=True, slots=True)
class Known:
    """A record as it is offered: its reference, what it is, and how it ended, if it did."""

    kind: str
    id: str
    ref: str
    words: str
    ended: str = ""


def known(journal: Journal, text: str, most: int) -> list[Known]:
    """Children, records of their files and records by their reference, as typed so far.

    The words beside a child's reference narrow what is on its file: "0147 third review".
    """
    words = text.casefold().split()
    found: list[Known] = []
    for at, word in enumerate(words):
        if not any(sign.isdigit() for sign in word):
            continue
        own = _children(journal, word, most)
        rest = [*words[:at], *words[at + 1 :]]
        if not rest:
            found += [_child(journal, *one) for one in own]
        if len(own) <= _NAMED:
            for child, ref in own:
                found += _that_hold(rest, _file(journal, child, ref, wholly=bool(rest)))
    if len(words) == 1 and (random := _RANDOM.fullmatch(words[0])):
        found += _by_reference(journal, random[1].upper(), random[2], most)
    return list(dict.fromkeys(found))[:most]


def _that_hold(words: list[str], found: Iterable[Known]) -> list[Known]:
    return [
        one
        for one in found
        if all(word in f"{one.ref} {one.words} {one.ended}".casefold() for word in words)
    ]


def known_evidence(journal: Journal, words: Iterable[str], most: int) -> list[Known]:
    """Evidence by the words of what it shows, of its kind, its place and its file."""
    return [
        Known("evidence", row["id"], f"E-{row['id'][:6]}", _words(journal, EvidenceRecord, row))
        for row in evidence_words.called(journal, words, most)
    ]


# Children -------------------------------------------------------------------------------------


def _children(journal: Journal, word: str, most: int) -> list[tuple[str, str]]:
    """The children whose references begin so, by id."""
    begun = [word, word.upper(), word.capitalize()]
    if word.isdigit():
        sorts = _sorts(journal)
        begun += [f"{sort}{'0' * zeros}{word}" for sort in sorts for zeros in range(_ZEROS + 1)]
    found: dict[str, str] = {}
    for begins in dict.fromkeys(begun):
        rows = journal.database.execute_sql(
            "SELECT id, local_id FROM now_child WHERE withdrawn IS NULL "
            "AND local_id >= ? AND local_id < ? ORDER BY local_id LIMIT ?",
            (begins, begins + _LAST, most - len(found)),
        )
        found.update(rows.fetchall())
        if len(found) >= most:
            break
    return list(found.items())


def _sorts(journal: Journal) -> list[str]:
    """What stands before the numbers of references here, each found by one step in the index."""
    found: list[str] = []
    after = ""
    while len(found) < _SORTS:
        row = journal.database.execute_sql(
            "SELECT min(local_id) FROM now_child WHERE local_id > ?", (after,)
        ).fetchone()
        if row is None or row[0] is None:
            break
        sort = re.match(r"\D*", row[0])
        found.append(sort[0] if sort else "")
        # The next sign after the digits: the next reference that begins otherwise.
        after = max(f"{found[-1]}:", row[0])
    return list(dict.fromkeys(found))


def _child(journal: Journal, record: str, ref: str) -> Known:
    left = children.periods_of(journal, record).get(record, [])
    today = journal.today()
    ended = left and not any(one.ended is None or today < one.ended for one in left)
    return Known("child", record, plain(ref), "", say("listing.left_care") if ended else "")


# What is on a child's file --------------------------------------------------------------------


def _file(journal: Journal, child: str, ref: str, *, wholly: bool) -> Iterator[Known]:
    """The reviews of a child; `wholly` every other kind with a place on the child's page too."""
    for review in reviews.reviews(journal, child):
        words = say("called.review", ordinal=review.ordinal_word.lower())
        yield Known("review", review.id, plain(ref), words, _how_review_ended(journal, review))
    if not wholly:
        return
    for kind in _ON_FILE:
        model = model_of(kind)
        if model is None or "child" not in fields_of(model):
            continue
        query = model.select().where(model.child == child, model.withdrawn.is_null())  # type: ignore[attr-defined]
        for row in journal.rows(query):
            yield Known(kind, row["id"], plain(ref), _words(journal, model, row))


def _how_review_ended(journal: Journal, review: reviews.Review) -> str:
    if review.state is ReviewState.HELD and review.held is not None:
        return say("listing.held_on", day=_day(journal, review.held))
    return "" if review.state is ReviewState.PLANNED else review.state.wording


def _words(journal: Journal, model: type[Record], row: dict[str, Any]) -> str:
    """A record in words: its own title where it has one, else its kind and its day."""
    title = row.get(model.titled_by)
    if model.kind in _TITLED and isinstance(title, str):
        return plain(title)
    if model is EvidenceRecord and row["type"] is not None:
        return str(row["type"].wording)
    if model.kind in _TITLED:
        return say(f"listing.kind_{model.kind}")
    days = [title, *(row[name] for name in fields_of(model))]
    day = next((one for one in days if isinstance(one, date)), None)
    if model.kind == "dispute":
        return say("called.dispute", day=_day(journal, day)) if day else say("listing.kind_dispute")
    kind = say(f"called.{model.kind}")
    return kind if day is None else say("listing.kind_of_day", kind=kind, day=_day(journal, day))


# What these say themselves is more than their kind and a day.
_TITLED: Final = ("action", "decision", "evidence", "review", "audit")


def _day(journal: Journal, day: date) -> str:
    return show_date(day, today=journal.today(), weekday=False)


# References -----------------------------------------------------------------------------------


def _by_reference(journal: Journal, letter: str, begins: str, most: int) -> Iterator[Known]:
    """The records whose letter and first letters these are."""
    kind = references.RANDOM_KINDS.get(letter)
    model = model_of(kind) if kind else None
    if kind is None or model is None:
        return
    query = model.select().where(
        model.id >= begins, model.id < begins + "g", model.withdrawn.is_null()
    )
    for row in journal.rows(query.limit(most)):
        child = row.get("child")
        of = f"{_reference_of(journal, child)} " if child else ""
        said = f"{of}{_words(journal, model, row)}"
        yield Known(kind, row["id"], f"{letter}-{row['id'][:6]}", said, _how_ended(row))


def _reference_of(journal: Journal, child: str) -> str:
    row = journal.database.execute_sql(
        "SELECT local_id FROM now_child WHERE id = ?", (child,)
    ).fetchone()
    return plain(children.shown_reference(row[0] if row else None, child))


def _how_ended(row: dict[str, Any]) -> str:
    """What its own fields say of its end."""
    if row.get("carried_out") is not None or row.get("status") is ActionStatus.COMPLETE:
        return say("listing.ended")
    state = row.get("state")
    return (
        state.wording if isinstance(state, ReviewState) and state is not ReviewState.PLANNED else ""
    )
