"""Import a report from inside the program: type a path, see what would be taken, take it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from store import imports
from store.clock import show_date
from store.errors import Refused
from store.imports import Proposal
from store.wording import plain, say
from tui.actions import Action, offer
from tui.typed_path import typed_path
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Fact, Gap, Ledger, Pair, Title, Words
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Line

offer(
    "import",
    Action("save", "change", ("ctrl+s", "f2"), label="screen_plan.import_key_take", in_fields=True),
)


class ImportPage(Frame):
    """A path, then what stands in that file; nothing is taken before `ctrl+s`."""

    place = "import"
    mode = "plan"
    digits = False

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._path = path
        self.proposal: Proposal | None = None

    def body(self) -> ComposeResult:
        yield Ledger(id="label")
        yield LineInput(self._path, id="path")
        yield Ledger(id="found")

    def refresh_records(self) -> None:
        label = self.query_one("#label", Ledger)
        label.show(
            [
                Title(say("screen_plan.import_title"), style="bold accent"),
                Words(say("screen_plan.import_path"), "dim"),
            ]
        )
        label.styles.height = 2
        self.query_one("#path", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if self.proposal is not None:
            self.proposal = None
            self.query_one("#found", Ledger).show([])
            self.facts_changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            self._read(event.value)
        except Refused as error:
            self.query_one("#found", Ledger).show([Words(f"⊘ {error.sentence}", "red")])
            self.refuse(error.sentence)

    def _read(self, typed: str) -> None:
        text = typed.strip().strip("'\"")
        if not text:
            raise Refused(say("screen_plan.import_needs_file"))
        self.proposal = imports.propose(self.journal, typed_path(text))
        self.query_one("#found", Ledger).show(self._items(self.proposal))
        self.facts_changed()

    def _items(self, proposal: Proposal) -> list[Entry]:
        today = self.journal.today()
        items: list[Entry] = [Gap(), Title(say("screen_plan.import_found"))]
        plan = proposal.plan
        if plan is not None:
            first, last = plan.inspected_from, plan.inspected_to
            days = f"{show_date(first, today=today)} – {show_date(last, today=today)}"
            items.append(Fact(plain(plan.title), ""))
            items.append(Fact([(f"{plan.regulator} · {days}", "dim")], ""))
            for area in plan.areas:
                due = show_date(area.due, today=today) if area.due else ""
                count = say("screen_plan.import_counts", commitments=len(area.commitments))
                standard = say("screen_plan.standard", standard=area.standard or "–")
                items.append(
                    Pair(
                        [(f" {area.service} {area.number}  ", "text"), (standard, "dim")],
                        [(f"{count}  {due}", "dim")],
                    )
                )
        findings = [*proposal.findings]
        if findings:
            items += [Gap(), Title(say("screen_plan.import_findings"), count=len(findings))]
            items += [
                Words(
                    say("screen_plan.import_line", line=one.line, text=one.reason),
                    "amber",
                    indent=1,
                )
                for one in findings
            ]
        items += [Gap(always=True), Words(say("screen_plan.import_take"), "text")]
        return items

    def action_save(self) -> None:
        if self.proposal is None:
            self._read(self.query_one("#path", Input).value)
            return
        result = imports.take(self.journal, self.proposal)
        done = (
            say("screen_plan.import_done", taken=result.taken, unchanged=result.unchanged)
            if result.taken
            else say("screen_plan.import_nothing")
        )
        self.planreview.last_told = [(done, "dim")]
        self.close_frame()

    def facts(self) -> Line:
        if self.proposal is None:
            return [(say("screen_plan.import_title"), "bold")]
        return [(plain(self.proposal.path.name), "bold")]
