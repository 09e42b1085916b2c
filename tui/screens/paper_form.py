"""A form on one sheet of paper: its keys, its draft, and what happens when it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from store.errors import ReasonNeeded, Refused
from store.wording import say
from tui.actions import Action
from tui.dialogs.ask import AskReason
from tui.paper.paper import Paper
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, spaced

FORM_KEYS: Final = (
    Action("save", "change", ("ctrl+s", "f2"), in_fields=True),
    Action("keep_draft", "leave", ("escape",), label="review_form.key_keep", in_fields=True),
)
"""What every such form offers; in fields too."""


class PaperForm(Frame):
    """A draft until it is saved. `body` puts a `paper` on the sheet `#sheet` and begins its
    `keeper`; `why` is the key of the question for a reason."""

    mode = "reviews"
    digits = False
    why = "record_form.why"
    paper: Paper
    keeper: DraftKeeper

    def called(self) -> str:
        """What people call the record that is written."""
        raise NotImplementedError

    def save(self, reason: str | None) -> tuple[str, str]:
        """Write what stands on the sheet; the record's id and what to say of it."""
        raise NotImplementedError

    def said(self) -> Iterable[Line | str | None]:
        """What the status line says beside the draft and what is to be mended."""
        return ()

    def look_over(self) -> None:
        """Say at the fields what is wrong with them only now that it is to be saved."""

    def point_at(self, error: Refused) -> None:
        """Put what the store refused at its field, or at the first where it named none."""
        cells = self.paper.cells()
        next((one for one in cells if one.name == error.field), cells[0]).refused = error.sentence

    def redraw(self) -> None:
        """Draw what stands on the sheet."""
        self.query_one("#sheet", Sheet).redraw()

    # While it is written ------------------------------------------------------------------------

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#sheet", Sheet).focus()

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        if event.changed and not self.paper.read_only:
            self.keeper.typed()
        self.facts_changed()
        self.typed()

    def typed(self) -> None:
        """Show what follows from what was just typed, where a form shows more than its paper."""

    def facts(self) -> Line:
        keeper = self.keeper
        if keeper.read_only or keeper.failed_since is not None:
            return [*keeper.state()]
        wrong = len(self.paper.wrong())
        words = "review_form.to_mend_one" if wrong == 1 else "review_form.to_mend"
        mend: Line = [(say(words, count=wrong), "red")] if wrong else []
        return spaced([keeper.state(), mend, *self.said()])

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    # Leaving and saving -------------------------------------------------------------------------

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
            self.toast(say("form_draft.left", what=self.called()))
        self.dismiss(None)

    async def action_save(self) -> None:
        """Save what is written, or go to the first field to mend."""
        self.paper.here.leave()
        self.paper.looked(self.paper.here)
        self.keeper.typed()
        self.keeper.keep()
        self.look_over()
        if self._first_wrong():
            return
        reason: str | None = None
        for _ in range(2):
            try:
                record, done = self.save(reason)
            except ReasonNeeded as needed:
                reason = await self.ask(AskReason(say(self.why), said=needed.sentence))
                if not reason:
                    return
            except Refused as error:
                self.point_at(error)
                self._first_wrong()
                return
            else:
                # The words are in the store: only now may the draft go.
                self.keeper.saved()
                self.planreview.last_told = [(done, "dim")]
                self.dismiss(record)
                return

    def _first_wrong(self) -> bool:
        """Go to the first field that cannot be taken; False when there is none."""
        wrong = self.paper.wrong()
        if not wrong:
            return False
        cell = wrong[0]
        problem, refused = cell.problem, cell.refused
        self.paper.go(cell.name)
        cell.problem, cell.refused = problem, refused
        self.redraw()
        self.refuse(say("review_form.mend", sentence=cell.sentence or ""))
        return True
