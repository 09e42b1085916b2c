"""The decisions of reviews, until a review has said whether they were carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

from store import calendars, children, reviews
from store.asking import text_key
from store.codes import CarriedOut, DecisionState
from store.open_work.gathering import Gathering
from store.open_work.saved import Saved
from store.open_work.subject import Subject
from store.open_work.table import CLOSED, OPEN, Work

_CARRIED = frozenset(one.value for one in CarriedOut)
_STATES = frozenset(one.value for one in DecisionState)
_OF = "SELECT id FROM now_decision WHERE 1"
_RECOMMENDED = (
    "SELECT d.id FROM now_review r JOIN now_decision d ON d.review = r.id "
    "WHERE r.decisions_received IS NOT NULL AND d.carried_out IS NULL "
    f"AND d.state IS NOT '{DecisionState.DECIDED.value}'"
)


def _reach(gathering: Gathering, saved: Saved) -> set[str]:
    found = (
        saved.of("decision")
        | gathering.ids(_OF, "review", saved.changing("review", "decisions_received"))
        | gathering.ids(_OF, "child", saved.changing("child", "local_id", "team"))
        | gathering.misnamed(["decision"], "record", saved.of("person"))
    )
    if calendars.MOVES_DATES & saved.keys():
        # The day on which silence turns a recommendation is counted in working days.
        found |= {own for (own,) in gathering.sql(_RECOMMENDED)}
    return found


def _decisions(gathering: Gathering, only: Collection[str]) -> Iterator[Work]:
    changed = gathering.changed("decision", only)
    calendar = calendars.working_days(gathering.journal)

    @cache
    def silence(received: str) -> str:
        return reviews.answer_by(date.fromisoformat(received), calendar).isoformat()

    for own, text, owner, due, state, carried, child, local, team, received in gathering.of(
        "SELECT d.id, d.text, d.owner, d.due, d.state, d.carried_out, d.child, c.local_id, "
        "c.team, r.decisions_received FROM now_decision d "
        "LEFT JOIN now_child c ON c.id = d.child LEFT JOIN now_review r ON r.id = d.review "
        "WHERE d.withdrawn IS NULL",
        "d.id",
        only,
    ):
        row = Work("decision", own, ref=reviews.decision_ref(own), what=text or "", due=due)
        known = carried if carried in _CARRIED else None
        row.live = OPEN if known is None else CLOSED
        row.status = known or (state if state in _STATES else DecisionState.RECOMMENDED.value)
        if known is None and row.status == DecisionState.RECOMMENDED and received:
            row.turns = silence(received)
        if child:
            ref = children.shown_reference(local, child)
            row.child_id, row.child, row.child_key = child, ref, text_key(ref)
        if team:
            row.team, row.team_key = team, text_key(team)
        yield gathering.finished(row, owner, changed)


def _amend(gathering: Gathering, rows: dict[str, Work]) -> None:
    changed = gathering.changed("decision", rows)
    for own, owner, due in gathering.of(
        "SELECT id, owner, due FROM now_decision WHERE 1", "id", rows
    ):
        row = rows[own]
        row.due = due
        gathering.owned(row, owner, changed)


DECISIONS = Subject(
    ("decision",),
    "SELECT id FROM now_decision ORDER BY due",
    _reach,
    _decisions,
    light=frozenset({"owner", "due"}),
    amend=_amend,
)
