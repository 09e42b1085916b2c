"""What the keys of the Plan screen change: actions, owners, dates, status, evidence, imports."""

from __future__ import annotations

from store import bulk, evidence, plans
from store.codes import Brag
from store.errors import Refused
from store.plans import Action, Area, Commitment
from store.wording import plain, say
from tui.screens.evidence_changes import change_evidence
from tui.screens.record_changes import ask_due, ask_owner, ask_status
from tui.typed_path import typed_path
from tui.widgets.frame import Frame

_ON_ACTIONS = ("status", "owner", "due", "withdraw")


class PlanChanges(Frame):
    """The changing half of the Plan screen; `record` and `label_of` are the showing half's."""

    def record(self) -> Area | Commitment | Action | None:
        """The record under the cursor."""
        raise NotImplementedError

    def record_at_all(self) -> bool:
        """Whether the cursor stands on any line, another plan's included."""
        return self.record() is not None

    def label_of(self, record: Area | Commitment | Action) -> str:
        """The number a record is called by."""
        raise NotImplementedError

    def why_not(self, action: str) -> str | None:
        record = self.record()
        if action in ("import_report", "refresh_view"):
            return None
        if action == "open":
            return None if self.record_at_all() else say("screen_plan.no_record")
        if action in _ON_ACTIONS and not isinstance(record, Action):
            what = say(f"key_labels.{action}").capitalize()
            return say("screen_plan.pick_action", what=what)
        if action == "add" and not isinstance(record, Commitment | Action):
            return say("screen_plan.pick_commitment")
        if action == "edit" and isinstance(record, Commitment) and not self._held(record):
            return say("screen_plan.words_of_report")
        if action == "evidence" and record is None:
            return say("screen_plan.evidence_place")
        if record is None:
            return say("screen_plan.no_record")
        if action == "conflicts" and not record.conflict:
            return say("screen_plan.no_conflict")
        if action == "save_file" and not self._files(record):
            return say("screen_plan.no_file")
        return None

    def action_conflicts(self) -> None:
        """Show the conflict of the record under the cursor on the conflict desk."""
        record = self.record()
        if record is not None:
            self.planreview.open_record("conflict", record.id)

    def _action(self) -> Action:
        record = self.record()
        if not isinstance(record, Action):
            raise RuntimeError("asked for an action where there is none")
        return record

    def _files(self, record: Area | Commitment | Action) -> list[evidence.Evidence]:
        return [one for one in evidence.evidence(self.journal, record.id) if one.file_name]

    def _held(self, record: Area | Commitment | Action) -> bool:
        return bool(evidence.evidence(self.journal, record.id))

    def _named(self, action: Action) -> str:
        area = plans.area(self.journal, action.area_id)
        return f"{area.short_ref} · {self.label_of(action)}"

    def action_add(self) -> None:
        from tui.screens.split_form import SplitForm

        record = self.record()
        if isinstance(record, Action):
            record = plans.commitment(self.journal, record.commitment_id)
        if isinstance(record, Commitment):
            self.open_branch(record.id)
            self.app.push_screen(SplitForm(record.id))

    def open_branch(self, commitment_id: str) -> None:
        """Let the actions of a commitment be seen."""

    def action_evidence(self) -> None:
        from tui.screens.evidence_form import EvidenceForm

        record = self.record()
        if record is not None:
            self.app.push_screen(EvidenceForm(record.id))

    async def action_edit(self) -> None:
        from tui.dialogs.choose import Choice, ChooseOne

        record = self.record()
        if record is None:
            return
        if not isinstance(record, Action):
            await self._edit_words_or_evidence(record)
            return
        action = record
        parts = [
            Choice("t", say("screen_plan.edit_title"), "title", action.title[:40]),
            Choice(
                "j",
                say("screen_plan.edit_judged"),
                "judged",
                action.judged.wording if action.judged else say("screen_plan.judged_none"),
            ),
        ]
        if self._held(action):
            parts.append(Choice("v", say("screen_plan.edit_evidence"), "evidence"))
        asked = say("screen_plan.ask_edit", ref=self._named(action))
        part = await self.ask(ChooseOne(asked, parts))
        if part == "title":
            await self._name_action(action)
        elif part == "judged":
            await self._judge(action)
        elif part == "evidence":
            await change_evidence(self, action.id)

    async def _edit_words_or_evidence(self, record: Area | Commitment) -> None:
        """An area has a title of its own; a commitment's words are the report's."""
        from tui.dialogs.choose import Choice, ChooseOne

        part = "title" if isinstance(record, Area) else "evidence"
        if isinstance(record, Area) and self._held(record):
            parts = [
                Choice("t", say("screen_plan.edit_title"), "title", record.title[:40]),
                Choice("v", say("screen_plan.edit_evidence"), "evidence"),
            ]
            asked = say("screen_plan.ask_edit", ref=record.short_ref)
            part = await self.ask(ChooseOne(asked, parts)) or ""
        if part == "evidence":
            await change_evidence(self, record.id)
        elif part == "title" and isinstance(record, Area):
            await self._name_area(record)

    async def _name_area(self, area: Area) -> None:
        from tui.dialogs.ask import AskText

        title = await self.ask(
            AskText(
                say("screen_plan.ask_area_title", ref=area.short_ref),
                area.title,
                hint=say("screen_plan.ask_area_title_hint"),
            )
        )
        if title is None or title == area.title:
            return
        written = await self.with_reason(
            say("screen_plan.ask_area_title", ref=area.short_ref),
            lambda reason: plans.change_area(
                self.journal, area.id, reason=reason, title=title or None
            ),
        )
        if written:
            self.changed(say("screen_plan.done_title", ref=area.short_ref))

    async def _name_action(self, action: Action) -> None:
        from tui.dialogs.ask import AskText

        name = self._named(action)
        title = await self.ask(
            AskText(
                say("screen_plan.ask_title", ref=name),
                action.title,
                check=lambda text: None if text.strip() else say("screen_plan.title_needed"),
            )
        )
        if title is None:
            return
        if title == action.title:
            self.tell(say("screen_plan.same", ref=name))
            return
        plans.change_action(self.journal, action.id, title=title)
        self.changed(say("screen_plan.done_title", ref=name))

    async def _judge(self, action: Action) -> None:
        """The board's own colour, or none: then the rule's colour stands."""
        from tui.dialogs.choose import Choice, ChooseOne

        name = self._named(action)
        none = Choice("-", say("screen_plan.judged_none"), "none")
        colours = [Choice(b.letter.lower(), b.wording, b, b.meaning) for b in Brag]
        found = await self.ask(ChooseOne(say("screen_plan.ask_judged", ref=name), [*colours, none]))
        if found is None:
            return
        brag = None if found == "none" else found
        if brag is action.judged:
            self.tell(say("screen_plan.same", ref=name))
            return
        shown = brag.wording if brag else say("screen_plan.judged_none")
        written = await self.with_reason(
            say("screen_plan.ask_judged_reason", ref=name, state=shown),
            lambda reason: plans.change_action(self.journal, action.id, reason=reason, brag=brag),
        )
        if written:
            self.changed(say("screen_plan.done_judged", ref=name, state=shown))

    async def action_owner(self) -> None:
        action = self._action()
        await ask_owner(
            self,
            self._named(action),
            action.owner,
            lambda owner, reason: plans.change_action(
                self.journal, action.id, reason=reason, owner=owner
            ),
        )

    async def action_due(self) -> None:
        action = self._action()
        await ask_due(
            self,
            self._named(action),
            action.due,
            lambda due, reason, approver: plans.change_action(
                self.journal, action.id, reason=bulk.approved(reason, approver), due=due
            ),
        )

    async def action_status(self) -> None:
        action = self._action()
        await ask_status(
            self,
            self._named(action),
            action.status,
            lambda status, reason: plans.change_action(
                self.journal, action.id, reason=reason, status=status
            ),
        )

    async def action_withdraw(self) -> None:
        from tui.dialogs.ask import AskReason

        action = self._action()
        name = self._named(action)
        reason = await self.ask(AskReason(say("screen_plan.ask_withdraw", ref=name)))
        if reason:
            plans.withdraw_action(self.journal, action.id, reason)
            self.changed(say("screen_plan.done_withdrawn", ref=name))

    async def action_save_file(self) -> None:
        """Write an attached file out, to a path the person names."""
        from tui.dialogs.ask import AskText
        from tui.dialogs.choose import Choice, ChooseOne

        record = self.record()
        held = self._files(record) if record is not None else []
        if not held:
            raise Refused(say("screen_plan.no_file"))
        chosen: evidence.Evidence | None = held[0]
        if len(held) > 1:
            choices = [Choice("", one.file_name or "", one, one.shows or "") for one in held]
            chosen = await self.ask(ChooseOne(say("screen_plan.ask_which_file"), choices))
        if chosen is None:
            return
        asked = say("screen_plan.ask_file_to", file=plain(chosen.file_name or ""))
        to = await self.ask(AskText(asked, "~"))
        if to:
            self._write_out(chosen.id, to)

    def _write_out(self, evidence_id: str, to: str) -> None:
        written = evidence.save_file(self.journal, evidence_id, typed_path(to))
        self.tell(say("screen_plan.done_file", path=plain(str(written))))

    def action_import_report(self) -> None:
        from tui.screens.import_page import ImportPage

        self.app.push_screen(ImportPage())
