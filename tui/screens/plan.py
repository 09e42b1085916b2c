"""Plan: from plans over areas and commitments down to actions and evidence, by keyboard."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from store import calendars, plans
from store.evidence import one_evidence
from store.plans import Action, Area, Commitment, Plan
from store.wording import say
from tui.actions import Action as Key
from tui.actions import offer
from tui.screens.plan_changes import PlanChanges
from tui.screens.plan_detail import area_head, record_items
from tui.screens.plan_rows import (
    AREA_COLUMNS,
    WORK_COLUMNS,
    action_number,
    area_rows,
    work_rows,
)
from tui.screens.reading import ReadingPage
from tui.widgets.columns import Heading
from tui.widgets.ledger import Gap, Ledger
from tui.widgets.lines import Line, spaced, wrapped
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "plan",
    "open",
    "add",
    "edit",
    "status",
    "owner",
    "due",
    "evidence",
    ("why", "screen_plan.key_read"),
    "conflicts",
    "history",
    "copy",
    ("withdraw", "screen_plan.key_withdraw"),
    Key("save_file", "here", ("F",), label="screen_plan.key_file"),
    Key("import_report", "here", ("i",), label="screen_plan.key_import"),
    "refresh_view",
)

LEAST_BELOW = 8
COUNTS_FIT = 78


class PlanScreen(PlanChanges):
    """Areas at the left; the open area's commitments, actions and evidence at the right."""

    place = "plan"
    mode = "plan"

    def __init__(self) -> None:
        super().__init__()
        self.plan_id: str | None = None
        self.area_id: str | None = None
        self.opened: set[str] = set()
        self._areas: dict[str, Area] = {}
        self._plans: dict[str, Plan] = {}
        self._commitments: dict[str, Commitment] = {}
        self._actions: dict[str, Action] = {}

    def body(self) -> ComposeResult:
        areas = RecordTable(AREA_COLUMNS, id="areas", indent=2)
        right = Vertical(
            Ledger(id="head"),
            RecordTable(WORK_COLUMNS, id="work", indent=2, header=self._work_title(0)),
            Ledger(id="below"),
            id="area",
        )
        yield Panes(areas, right, share=42, id="panes")

    def _work_title(self, count: int) -> Heading:
        return Heading(say("screen_plan.commitments"), count, labels=True)

    # What is shown -----------------------------------------------------------------------------

    @property
    def _left(self) -> RecordTable:
        return self.query_one("#areas", RecordTable)

    @property
    def _tree(self) -> RecordTable:
        return self.query_one("#work", RecordTable)

    @property
    def _panes(self) -> Panes:
        return self.query_one("#panes", Panes)

    @property
    def in_tree(self) -> bool:
        """Whether the cursor stands among the commitments and not among the areas."""
        if self._panes.side_by_side:
            return self._tree.has_focus
        return self._panes.narrow == "second"

    def refresh_records(self) -> None:
        self._plans = {plan.id: plan for plan in plans.plans(self.journal)}
        if self.plan_id not in self._plans:
            self.plan_id = next(iter(self._plans), None)
            self.area_id = None
        own = plans.areas(self.journal, self.plan_id) if self.plan_id else []
        self._areas = {area.id: area for area in own}
        if self.area_id not in self._areas:
            self.area_id = next(iter(self._areas), None)
        others = [plan for plan in self._plans.values() if plan.id != self.plan_id]
        if self.plan_id is None:
            self._left.empty = self._nothing()
            self._left.show_rows([])
        else:
            self._left.show_rows(area_rows(own, others))
        self.query_one("#area").visible = self.plan_id is not None
        self._show_area()

    def _nothing(self) -> list[Line]:
        words: list[Line] = [
            [],
            [(say("screen_plan.empty_title"), "bold")],
            [],
        ]
        width = min(70, self.app.size.width - 4)
        words += [[(line, "dim")] for line in wrapped(say("screen_plan.empty_text"), width)]
        words += [
            [],
            [("i", "bold accent"), (f"  {say('screen_plan.empty_key')}", "text")],
            [(f"   {say('screen_plan.empty_command')}", "dim")],
        ]
        return words

    def _show_area(self) -> None:
        """The open area at the right: head, tree, and what the cursor stands on."""
        area = self._areas.get(self.area_id or "")
        if area is None:
            self.query_one("#head", Ledger).show([])
            self.query_one("#head", Ledger).styles.height = 0
            self._tree.header_line = None
            self._tree.show_rows([])
            self.query_one("#below", Ledger).show([])
            return
        own = plans.commitments(self.journal, area.id)
        self._commitments = {commitment.id: commitment for commitment in own}
        below = {c.id: plans.actions(self.journal, commitment_id=c.id) for c in own}
        self._actions = {action.id: action for some in below.values() for action in some}
        self._tree.header_line = self._work_title(len(own))
        self._tree.empty = [[(say("screen_plan.empty_area"), "dim")]]
        self._tree.show_rows(work_rows(own, below, self.opened, self.journal.today()))
        self._fit(area, len(self._tree.ids))
        self._show_below()

    def _fit(self, area: Area, lines: int) -> None:
        """Give the tree the lines it needs, and always leave some for what is under the cursor."""
        calendar = calendars.working_days(self.journal)
        head = area_head(area, self.journal.today(), calendar, reason=self.tall)
        ledger = self.query_one("#head", Ledger)
        ledger.show(head)
        ledger.styles.height = len(head) + (1 if self.tall else 0)
        room = self.app.size.height - 3 - len(head) - (1 if self.tall else 0)
        wanted = lines + 1 + (1 if self.tall else 0)
        self._tree.styles.height = max(4, min(wanted, max(room - LEAST_BELOW, room // 2)))

    def record(self) -> Area | Commitment | Action | None:
        """The record under the cursor; on a line of another plan there is none."""
        if self.in_tree:
            key = self._tree.cursor_id or ""
            return self._commitments.get(key) or self._actions.get(key)
        return self._areas.get(self._left.cursor_id or "")

    def record_at_all(self) -> bool:
        return (self._tree if self.in_tree else self._left).cursor_id is not None

    def _show_below(self) -> None:
        area = self._areas.get(self.area_id or "")
        if area is None:
            return
        record = self.record() if self.in_tree else area
        calendar = calendars.working_days(self.journal)
        items = record_items(self.journal, area, record or area, calendar, brief=not self.tall)
        self.query_one("#below", Ledger).show(items)

    def arranged(self) -> None:
        self._show_area()

    # Moving ------------------------------------------------------------------------------------

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        # Where the cursor is now, not where it was when the message set out.
        here = event.table.cursor_id
        if event.table.id == "areas" and here in self._areas and here != self.area_id:
            self.area_id = here
            self._show_area()
        else:
            self._show_below()
        self.facts_changed()

    def on_descendant_focus(self, event: object) -> None:
        self.keys_changed()
        if self.is_mounted and self.query("#below"):
            self._show_below()
            self.facts_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        if event.table.id == "areas":
            self._enter_area(event.id)
        elif event.id in self._commitments and self._commitments[event.id].standing.actions:
            self.opened ^= {event.id}
            self._show_area()
            self.facts_changed()
        elif event.id in self._actions and self._actions[event.id].conflict:
            self.action_conflicts()
        else:
            self.action_why()

    def _enter_area(self, record: str) -> None:
        if record in self._plans:
            self.plan_id, self.area_id = record, None
            self.refresh_records()
            if self.area_id:
                self._left.move_to(self.area_id)
            self.facts_changed()
            return
        self.area_id = record
        self._panes.narrow = "second"
        self._show_area()
        self._tree.focus()

    def back(self) -> bool:
        if self.in_tree:
            self._panes.narrow = "first"
            self._left.focus()
            if self.area_id:
                self._left.move_to(self.area_id)
            return True
        newest = next(iter(self._plans), None)
        if self.plan_id is not None and self.plan_id != newest:
            was, self.plan_id = self.plan_id, newest
            self.refresh_records()
            self._left.move_to(was)
            self.facts_changed()
            return True
        return False

    def steps_back(self) -> bool:
        newest = next(iter(self._plans), None)
        return self.in_tree or self.plan_id != newest or super().steps_back()

    def show_record(self, kind: str, record_id: str) -> bool:
        place = _place_of(self, kind, record_id)
        if place is None:
            return False
        self.plan_id, self.area_id, row = place
        if row in self._all_actions():
            self.opened.add(self._all_actions()[row].commitment_id)
        self.refresh_records()
        if self.area_id is None:
            return True
        self._left.move_to(self.area_id)
        if row:
            self._enter_area(self.area_id)
            self._tree.move_to(row)
        else:
            self._left.focus()
        return True

    def _all_actions(self) -> dict[str, Action]:
        return {action.id: action for action in plans.actions(self.journal)}

    # Status line and keys ------------------------------------------------------------------------

    def facts(self) -> Line:
        plan = self._plans.get(self.plan_id or "")
        if plan is None:
            return [(say("screen_plan.facts_none"), "bold")]
        crumbs: list[Line | str] = [[(say("screen_plan.plan_name", year=plan.year), "bold")]]
        area = self._areas.get(self.area_id or "")
        record = self.record()
        if area is not None and (self.in_tree or record is area):
            crumbs.append(area.short_ref)
        if isinstance(record, Commitment):
            crumbs.append(say("screen_plan.crumb_commitment", number=record.position))
        if isinstance(record, Action):
            crumbs.append(say("screen_plan.crumb_action", number=self.label_of(record)))
        line = spaced(crumbs, " › ")
        standing = plan.standing
        counts = say(
            "screen_plan.counts_one" if standing.actions == 1 else "screen_plan.counts",
            areas=plan.areas,
            commitments=standing.commitments,
            actions=standing.actions,
        )
        room = self.wide or (not self.in_tree and self.app.size.width >= COUNTS_FIT)
        parts: list[Line | str] = [[(counts, "dim")]] if room else []
        if standing.overdue:
            parts.append([(say("screen_plan.overdue", count=standing.overdue), "red")])
        return [*line, ("  ", "text"), *spaced(parts)]

    def open_branch(self, commitment_id: str) -> None:
        self.opened.add(commitment_id)

    def label_of(self, record: Area | Commitment | Action) -> str:
        """The number a record is called by inside its plan or area."""
        if isinstance(record, Area):
            return record.short_ref
        if isinstance(record, Commitment):
            return str(record.position)
        commitment = self._commitments.get(record.commitment_id)
        return action_number(commitment, record) if commitment else record.ref

    def record_here(self) -> str | None:
        record = self.record()
        return record.id if record else None

    def reference_here(self) -> str | None:
        record = self.record()
        return record.ref if record else None

    def action_why(self) -> None:
        area, record = self._areas.get(self.area_id or ""), self.record()
        if area is None or record is None:
            return
        calendar = calendars.working_days(self.journal)
        today = self.journal.today()
        items = [
            *area_head(area, today, calendar, reason=True, whole=True),
            Gap(always=True),
            *record_items(self.journal, area, record, calendar),
        ]
        self.app.push_screen(ReadingPage("plan", items, record.ref))


def _place_of(screen: PlanScreen, kind: str, record_id: str) -> tuple[str, str | None, str] | None:
    """Plan, area and row of a record: where the screen has to stand to show it."""
    journal = screen.journal
    if kind == "evidence":
        proof = one_evidence(journal, record_id)
        kind, record_id = proof.about_kind, proof.about_id
    if kind == "plan":
        return record_id, None, ""
    row = "" if kind == "area" else record_id
    area_id = record_id
    if kind == "action":
        area_id = plans.action(journal, record_id).area_id
    elif kind == "commitment":
        area_id = plans.commitment(journal, record_id).area_id
    elif kind != "area":
        return None
    return plans.area(journal, area_id).plan_id, area_id, row
