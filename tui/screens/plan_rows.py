"""The rows of the Plan screen: areas with their counts, commitments as a tree of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from store.clock import show_date
from store.plans import Action, Area, Commitment, Plan
from store.wording import plain, say
from tui.glyphs import brag_pieces, glyph
from tui.widgets.columns import Cell, Column, Forms, Heading, Row

AREA_COLUMNS = (
    Column("ref", width=6, style="dim"),
    Column("title", strong=True, gap=1),
    Column("std", say("screen_plan.std"), width=3, align="right", style="dim", drop=2),
    Column("done", say("screen_plan.done"), width=5, align="right", style="dim"),
    Column("state", say("screen_plan.state"), width=3),
)

WORK_COLUMNS = (
    Column("what", strong=True),
    Column("owner", say("screen_plan.owner"), width=9, style="dim", drop=1),
    Column("due", say("screen_plan.due"), width=8, align="right", style="dim", short=7),
    Column("state", say("screen_plan.state_word"), width=8, short=3),
)


def action_number(commitment: Commitment, action: Action) -> str:
    """How an action is called inside its area: 2.1."""
    return f"{commitment.position}.{action.number}"


def _done(done: int, of: int) -> str:
    return f"{done}/{of}" if of else glyph("empty")


def area_rows(
    areas: Sequence[Area], others: Sequence[Plan], title: str | None = None
) -> list[Row | Heading]:
    """The areas of the plan that is open, then the other plans."""
    rows: list[Row | Heading] = [
        Heading(title or say("screen_plan.areas"), len(areas), labels=True)
    ]
    for area in areas:
        rows.append(
            Row(
                area.id,
                {
                    "ref": area.short_ref,
                    "title": area.title,
                    "std": area.standard or glyph("empty"),
                    "done": _done(area.standing.done, area.standing.actions),
                    "state": brag_pieces(area.standing.brag, "letter"),
                },
            )
        )
    if others:
        rows.append(Heading(say("screen_plan.earlier"), len(others)))
        for plan in others:
            rows.append(
                Row(
                    plan.id,
                    {
                        "ref": plan.year,
                        "title": plan.title,
                        "done": _done(plan.standing.done, plan.standing.actions),
                        "state": brag_pieces(plan.standing.brag, "letter"),
                    },
                )
            )
    return rows


def _due_cell(due: date | None, today: date, closed: bool) -> Cell:
    """The day, or the month where the year is another one: the pane below has it whole."""
    if due is None:
        return ("", "dim") if closed else (say("screen_plan.no_date"), "amber")
    day = show_date(due, today=today, weekday=False)
    return (day if due.year == today.year else day.split(maxsplit=1)[1], "dim")


def _owner_cell(owner: str | None) -> tuple[str, str]:
    return (owner, "dim") if owner else (say("screen_plan.no_owner"), "amber")


def common_owner(actions: Sequence[Action]) -> str | None:
    """Who owns all of these actions; the word for several when they are several people."""
    owners = {action.owner for action in actions}
    if len(owners) == 1:
        return owners.pop()
    return say("screen_plan.several") if all(owners) else None


def last_due(actions: Iterable[Action]) -> date | None:
    """The latest date among the actions."""
    return max((action.due for action in actions if action.due), default=None)


def work_rows(
    commitments: Sequence[Commitment],
    actions: Mapping[str, Sequence[Action]],
    opened: set[str],
    today: date,
) -> list[Row | Heading]:
    """Commitments, each with its actions below it when it is open."""
    rows: list[Row | Heading] = []
    for commitment in commitments:
        below = actions.get(commitment.id, ())
        is_open = commitment.id in opened
        owner: Cell
        due: Cell
        if below:
            owner = _owner_cell(common_owner(below))
            due = _due_cell(last_due(below), today, closed=False)
        else:
            owner, due = (say("screen_plan.no_action"), "amber"), ""
        rows.append(
            Row(
                commitment.id,
                {
                    # Without a branch the room of its sign stays: numbers stand in line.
                    "what": f"{'' if below else '  '}{commitment.position} "
                    f"{first_words(commitment.text)}",
                    "owner": owner,
                    "due": due,
                    "state": Forms(
                        brag_pieces(commitment.standing.brag),
                        brag_pieces(commitment.standing.brag, "letter"),
                    ),
                },
                branch=("open" if is_open else "closed") if below else None,
            )
        )
        if not is_open:
            continue
        for action in below:
            rows.append(_action_row(commitment, action, today))
    return rows


def _action_row(commitment: Commitment, action: Action, today: date) -> Row:
    mark = f"{glyph('conflict')} " if action.conflict else ""
    return Row(
        action.id,
        {
            "what": f"{action_number(commitment, action)} {mark}{first_words(action.title)}",
            "owner": _owner_cell(action.owner),
            "due": _due_cell(action.due, today, closed=False),
            "state": Forms(brag_pieces(action.brag), brag_pieces(action.brag, "letter")),
        },
        depth=1,
    )


def first_words(text: str) -> str:
    """A paragraph as one line; the list cuts it at its column."""
    return " ".join(plain(text[:400]).split())
