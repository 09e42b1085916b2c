"""What can be done to a duty right on Today: owner, date, status, sent, written, carried out."""

from __future__ import annotations

from store import bulk, plans, reviews
from store.clock import show_date
from store.codes import CarriedOut
from store.today import TodayLine
from store.wording import say
from tui.screens.record_changes import ask_due, ask_owner, ask_status
from tui.widgets.frame import Frame

#: Which day of a review each kind of line asks for.
PAPERS = {
    "decisions": "decisions_sent",
    "record": "record_written",
    "distribution": "record_distributed",
}


class TodayChanges(Frame):
    """The changing half of Today."""

    def line_here(self) -> TodayLine | None:
        """The duty under the cursor."""
        raise NotImplementedError

    def change_not(self, action: str, line: TodayLine) -> str | None:
        """Why `s`, `o` or `d` does nothing on this line."""
        if action == "status" and line.kind not in ("action", "decision", *PAPERS):
            return say("screen_today.no_status")
        if action in ("owner", "due") and line.kind not in ("action", "decision"):
            return say("screen_today.no_owner_here")
        return None

    async def action_owner(self) -> None:
        line = self.line_here()
        if line is None:
            return
        record = line.record_id
        if line.kind == "action":
            action = plans.action(self.journal, record)
            await ask_owner(
                self,
                line.ref,
                action.owner,
                lambda owner, reason: plans.change_action(
                    self.journal, record, reason=reason, owner=owner
                ),
            )
        else:
            decision = reviews.decision(self.journal, record)
            await ask_owner(
                self,
                line.ref,
                decision.owner if decision else None,
                lambda owner, reason: reviews.change_decision(
                    self.journal, record, reason, owner=owner
                ),
            )

    async def action_due(self) -> None:
        line = self.line_here()
        if line is None:
            return
        record = line.record_id
        if line.kind == "action":
            await ask_due(
                self,
                line.ref,
                line.due,
                lambda due, reason, approver: plans.change_action(
                    self.journal, record, reason=bulk.approved(reason, approver), due=due
                ),
            )
        else:
            await ask_due(
                self,
                line.ref,
                line.due,
                lambda due, reason, approver: reviews.change_decision(
                    self.journal, record, bulk.approved(reason, approver), due=due
                ),
            )

    async def action_status(self) -> None:
        line = self.line_here()
        if line is None:
            return
        if line.kind == "action":
            action = plans.action(self.journal, line.record_id)
            await ask_status(
                self,
                line.ref,
                action.status,
                lambda status, reason: plans.change_action(
                    self.journal, action.id, reason=reason, status=status
                ),
            )
        elif line.kind == "decision":
            await self._carried_out(line)
        else:
            await self._paper(line)

    async def _carried_out(self, line: TodayLine) -> None:
        from tui.dialogs.ask import AskReason
        from tui.dialogs.choose import Choice, ChooseOne

        choices = [Choice(found.letter, found.wording, found) for found in CarriedOut]
        asked = say("screen_today.ask_carried_out", ref=line.ref)
        found = await self.ask(ChooseOne(asked, choices))
        if found is None:
            return
        why: str | None = None
        if found is not CarriedOut.YES:
            why = await self.ask(AskReason(say("screen_today.ask_carried_out_why")))
            if not why:
                return
        await self.with_reason(
            asked,
            lambda reason: reviews.change_decision(
                self.journal, line.record_id, reason, carried_out=found, carried_out_reason=why
            ),
        )
        self.changed(say("screen_today.done_carried_out", ref=line.ref, what=found.wording))

    async def _paper(self, line: TodayLine) -> None:
        from tui.dialogs.ask import AskDate

        name = PAPERS[line.kind]
        today = self.journal.today()
        asked = say(f"screen_today.ask_{name}", ref=line.ref)
        answer = await self.ask(AskDate(asked, today, empty=False, prefer="past"))
        if answer is None or answer.on is None:
            return
        reviews.change_review(self.journal, line.record_id, None, **{name: answer.on})
        day = show_date(answer.on, today=today)
        self.changed(say(f"screen_today.done_{name}", ref=line.ref, day=day))
