"""The form of any record that belongs to a child: added or changed, a draft until it is saved."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult

from store import adding, calendars, people
from store.called import called
from store.errors import ReasonNeeded, Refused
from store.wording import say
from tui.actions import Action, offer
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.record_paper import Begun, RecordPaper
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, Piece, spaced

offer(
    "record_form",
    Action("save", "change", ("ctrl+s", "f2"), in_fields=True),
    Action("keep_draft", "leave", ("escape",), label="review_form.key_keep", in_fields=True),
)


class RecordForm(Frame):
    """A record of `kind`: a new one about `about` (a child, as a rule), or the known `record`.

    `given` are texts of fields that a new one begins with.
    """

    place = "record_form"
    mode = "reviews"
    digits = False

    def __init__(
        self,
        kind: str,
        *,
        about: str | None = None,
        record: str | None = None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.kind, self.about, self.record = kind, about, record
        self._given = dict(given or {})

    def body(self) -> ComposeResult:
        journal = self.journal
        if self.record is None:
            form = adding.form_to_add(self.kind)
            values = {
                name: adding.read_value(journal, self.kind, name, text)
                for name, text in self._given.items()
            }
        else:
            form = adding.form_to_change(self.kind)
            values = adding.values_of(journal, self.kind, self.record)
        begun = Begun(
            today=journal.today(),
            calendar=calendars.working_days(journal),
            names=tuple(person.name for person in people.people(journal)),
            values=values,
            reads=lambda name, text: adding.read_value(journal, self.kind, name, text),
        )
        self.paper = RecordPaper(form, begun, self._called())
        doing, what = ("change", self.record) if self.record else ("add", self.about)
        about = f"{doing}:{self.kind}:{what or ''}"
        self.keeper = DraftKeeper(self, "record", about, self.paper.keep, called=self._called)
        kept = self.keeper.begin()
        if kept is not None:
            self.paper.restore(kept)
        self.paper.read_only = self.keeper.read_only
        yield Sheet(self.paper, id="sheet")

    def _called(self) -> str:
        if self.record is not None:
            return called(self.journal, [(self.kind, self.record)])[self.record].whole
        if self.about is not None:
            return called(self.journal, [("child", self.about)])[self.about].whole
        return say("record_form.new")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#sheet", Sheet).focus()
        # Only when it is drawn is it known how much of the form stands below.
        self.call_after_refresh(self.facts_changed)

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        if event.changed and not self.paper.read_only:
            self.keeper.typed()
        self.facts_changed()

    def facts(self) -> Line:
        keeper = self.keeper
        if keeper.read_only or keeper.failed_since is not None:
            return [*keeper.state()]
        wrong = len(self.paper.wrong())
        mend: Piece = ("", "text")
        if wrong == 1:
            mend = (say("review_form.to_mend_one"), "red")
        elif wrong:
            mend = (say("review_form.to_mend", count=wrong), "red")
        below = self.query_one("#sheet", Sheet).hidden_below()
        more: Line = [(say("record_form.below", count=below), "dim")] if below else []
        return spaced([keeper.state(), [mend], more, [(say("record_form.status"), "dim")]])

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def on_unmount(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.close()

    def why_not(self, action: str) -> str | None:
        if action == "save" and self.keeper.read_only:
            return say("form_draft.read_only")
        return None

    def action_keep_draft(self) -> None:
        """Leave; what is typed stays as a draft."""
        if not self.keeper.leave():
            self.facts_changed()
            return
        if self.keeper.draft is not None:
            self.toast(say("form_draft.left", what=self._called()))
        self.dismiss(None)

    async def action_save(self) -> None:
        """Save the record, or go to the first field to mend."""
        self.paper.here.leave()
        self.keeper.typed()
        self.keeper.keep()
        if self.record is None:
            self.paper.missing()
        if self._first_wrong():
            return
        reason: str | None = None
        for _ in range(2):
            try:
                record = self._save(reason)
            except ReasonNeeded as needed:
                from tui.dialogs.ask import AskReason

                reason = await self.ask(AskReason(say("record_form.why"), said=needed.sentence))
                if not reason:
                    return
            except Refused as error:
                self.paper.refused(error.field, error.sentence)
                self._first_wrong()
                return
            else:
                # The words are in the store: only now may the draft go.
                self.keeper.saved()
                words = "record_form.changed" if self.record else "record_form.added"
                done = say(words, kind=self.paper.form.word.capitalize(), what=self._called())
                self.planreview.last_told = [(done, "dim")]
                self.dismiss(record)
                return

    def _save(self, reason: str | None) -> str:
        if self.record is not None:
            values = self.paper.values(changed_only=True)
            adding.change_values(self.journal, self.kind, self.record, values, reason)
            return self.record
        values = self.paper.values(changed_only=False)
        if self.paper.form.about is not None:
            values[self.paper.form.about] = self.about
        return adding.add_values(self.journal, self.kind, values)

    def _first_wrong(self) -> bool:
        wrong = self.paper.wrong()
        if not wrong:
            return False
        cell = wrong[0]
        problem, refused = cell.problem, cell.refused
        self.paper.go(cell.name)
        cell.problem, cell.refused = problem, refused
        self.query_one("#sheet", Sheet).redraw()
        self.refuse(say("review_form.mend", sentence=cell.sentence or ""))
        return True
