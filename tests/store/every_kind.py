"""One record of every kind of the IRO's desk, as it is typed; and a change of each."""

from __future__ import annotations

from store import adding
from store.journal import Journal

CARED, HOME, GONE = "C-0001", "H-0003", "L-0009"

CHILDREN = (
    {"local_id": CARED, "dob": "2/5/2008", "iro": "Alder", "started": "15/4/2024"},
    {"local_id": HOME, "social_worker": "Hazel"},
    {"local_id": GONE, "dob": "2/5/2006"},
)
BEFORE = (
    ("period", {"child": GONE, "started": "15/4/2020", "ended": "2/9/2024"}),
    ("review", {"child": CARED, "held": "10/5/2024", "participation": "1"}),
)
_ABOUT = {"child": CARED}
GIVEN: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "placement": ({**_ABOUT, "started": "1/7/2024", "type": "kinship"}, {"where": "an aunt"}),
    "legal_status": ({**_ABOUT, "started": "1/7/2024", "status": "C2"}, {"status": "C1"}),
    "point": ({**_ABOUT, "topic": "health", "answer": "met"}, {"answer": "partly"}),
    "cancellation": ({**_ABOUT, "reason": "Snow"}, {"state_reason": "Ice"}),
    "consultation": ({**_ABOUT, "who": "parent", "sent": "2/9"}, {"received": "5/9"}),
    "preparation": ({**_ABOUT, "advocacy": "yes"}, {"complaint": "yes"}),
    "information": ({**_ABOUT, "pack": "child", "given": "2/9"}, {"by": "Hazel"}),
    "visit": ({**_ABOUT, "on": "10/9", "alone": "y"}, {"alone": "n"}),
    "midway": ({**_ABOUT, "on": "5/8", "findings": "On course."}, {"on": "6/8"}),
    "notification": ({**_ABOUT, "of": "missing", "happened": "9/9"}, {"told": "11/9"}),
    "note": ({"about": CARED, "text": "Rang."}, {"text": "Wrote."}),
    "health": ({**_ABOUT, "type": "iha", "held": "17/5"}, {"received": "3/6"}),
    "education_plan": ({**_ABOUT, "held": "22/4"}, {"school": "The school"}),
    "pathway_plan": ({**_ABOUT, "held": "1/7"}, {"by": "Rowan"}),
    "term": (
        {"season": "autumn", "started": "3/9/2024", "ended": "18/12/2024"},
        {"ended": "19/12/2024"},
    ),
    "missing": (
        {"child": HOME, "started": "12/9 22:00", "ended": "13/9 7:30"},
        {"offered": "13/9"},
    ),
    "incident": ({"child": HOME, "on": "13/9", "what": "A fall."}, {"risks": "The wall."}),
    "pre_proceedings": ({"child": HOME, "started": "1/8", "letter": "5/8"}, {"lead": "Rowan"}),
    "planning_meeting": ({"child": HOME, "on": "9/9", "plan": "Home."}, {"next": "20/9/2024"}),
    "family": ({**_ABOUT, "other": HOME}, {"iro_reason": "Two islands."}),
    "extra_day": ({"day": "9/10/2024", "name": "Fair"}, {"name": "Show"}),
    "rule": ({"key": "iha", "amount": "18"}, {"amount": "17"}),
    "dispute": ({**_ABOUT, "theme": "practice", "opened": "9/9"}, {"stage": "team_manager"}),
    "post": ({"person": "Alder", "fte": "60%"}, {"fte": "0.8"}),
    "leaver": ({"child": GONE, "worker": "Hazel"}, {"suitable": "yes"}),
    "feedback": ({**_ABOUT, "said": "Too long."}, {"changed": "Shorter."}),
    "audit": ({"theme": "Voice", "on": "9/9", "cases": "5"}, {"grade": "good"}),
}
"""Kind → what it is added with, what is changed."""

NAMELESS = {
    "occurrence": {**_ABOUT, "planned": "20/9/2024"},
    "late_reason": {"words": "Ferry"},
    "topic": {"topic": "health", "standard": "3"},
    "dispute_rung": {"stage": "informal", "name": "A talk"},
}
"""Kinds whose records have no reference of their own."""


def every_kind(journal: Journal) -> list[adding.Done]:
    """Adds the children, then one record of every kind, and changes those that have a name."""
    for fields in CHILDREN:
        adding.add(journal, "child", fields)
    done = [adding.add(journal, kind, fields) for kind, fields in BEFORE]
    done += [adding.add(journal, kind, fields) for kind, fields in NAMELESS.items()]
    for kind, (fields, change) in GIVEN.items():
        added = adding.add(journal, kind, fields)
        adding.set_fields(journal, added.ref, change, "misread")
        done.append(added)
    return done
