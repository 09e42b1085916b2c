"""What the keys of the child page change: a saved review's parts, decisions, the child itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from textual.widgets import TextArea

from store import adding, people, reviews
from store.clock import show_date
from store.codes import CarriedOut, Code, LateReason, Participation
from store.errors import Refused
from store.reviews import Decision, OwnReason, Review, WhyLate
from store.sections import Entry
from store.wording import say
from tui.dialogs.ask import AskDate, AskLines, AskReason, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.screens.answering import ANSWERS, answer
from tui.screens.child_rows import DRAFT, ChildPage, row_items
from tui.screens.child_sections import addable, find_entry
from tui.screens.open_duty import open_duty
from tui.screens.record_form import RecordForm
from tui.screens.record_paper import KEYS
from tui.widgets.frame import Frame

_PERIOD = "period"
# In a list `j` and `k` move.
_MENU_KEYS = [key for key in KEYS if key not in "jk"]
_PROSE = ("views", "what_changed", "findings")
_CODES: dict[str, type[Code]] = {
    "participation": Participation,
    "late_reason": LateReason,
    "carried_out": CarriedOut,
}
_REVIEW_PARTS = (
    ("p", "participation"),
    ("v", "views"),
    ("w", "what_changed"),
    ("f", "findings"),
    ("l", "late_reason"),
    ("h", "held"),
    ("n", "next_due"),
    ("s", "decisions_sent"),
    ("r", "decisions_received"),
    ("c", "care_plan_updated"),
    ("t", "record_written"),
    ("d", "record_distributed"),
)
_DECISION_PARTS = (
    *(("t", "text"), ("o", "owner"), ("d", "due"), ("c", "carried_out")),
    *(("a", "agreed"), ("n", "contested")),
)
_ON_DECISIONS = ("owner", "due", "status")


class AskWords(AskLines):
    """Somebody's words: every line as it was written, the empty ones too."""

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        self.dismiss(self.query_one(TextArea).text.split("\n"))


class ChildChanges(Frame):
    """The changing half of the child page."""

    child_id: str
    page: ChildPage | None = None

    def row_here(self) -> str | None:
        """The id of the row under the cursor."""
        raise NotImplementedError

    def why_not(self, action: str) -> str | None:
        here = self.row_here()
        if action in _ON_DECISIONS and (self.page is None or self.page.decision(here) is None):
            what = say(f"key_labels.{action}").capitalize()
            return say("screen_child.pick_decision", what=what)
        if action == "withdraw" and self._to_withdraw() is None:
            return say("screen_child.pick_record")
        if action == "open" and here is None:
            return say("screen_child.no_row")
        if action == "conflicts" and not (self.page is not None and self.page.conflicts):
            return say("screen_child.no_conflict")
        if action == "history" and here == DRAFT:
            return say("screen_child.no_history")
        page = self.page
        if action == "why" and page is not None and page.child.next is None:
            said = bool(row_items(page, here))
            return None if said else say("screen_reviews.no_clock", ref=page.child.ref)
        return None

    def action_conflicts(self) -> None:
        """Show the conflict of the row under the cursor, or the first one of the child."""
        if self.page is None:
            return
        disputed = [one.record for one in self.page.conflicts]
        here = self.row_here()
        self.planreview.open_record("conflict", here if here in disputed else disputed[0])

    # The child ---------------------------------------------------------------------------------

    def edit_child(self, *, new_period: bool = False) -> None:
        """Open the child's form; `new_period` begins on an empty period."""
        from tui.screens.child_form import ChildForm

        form = ChildForm(self.child_id, new_period=new_period)
        self.app.push_screen(form, lambda _: self.read_again())

    async def action_add(self) -> None:
        """Add a record of any kind to this child, or another period of being looked after."""
        if self.page is None:
            return
        kinds = [_PERIOD, *addable(self.page.sections)]
        choices = [
            Choice(key, adding.form_to_add(kind).word.capitalize(), kind)
            for key, kind in zip(_MENU_KEYS, kinds, strict=False)
        ]
        title = say("screen_child.add_what", ref=self.page.child.ref)
        kind = await self.ask(ChooseOne(title, choices)) if len(choices) > 1 else _PERIOD
        if kind == _PERIOD:
            self.edit_child(new_period=True)
        elif kind is not None:
            self._open_form(RecordForm(kind, about=self.child_id))

    def open_entry(self, entry: Entry) -> None:
        """Open the form of a record of the page."""
        if not adding.can_change(entry.kind):
            raise Refused(say("screen_child.cannot_change"))
        self._open_form(RecordForm(entry.kind, record=entry.id))

    def _open_form(self, form: RecordForm) -> None:
        self.app.push_screen(form, lambda _: self.read_again())

    def _to_withdraw(self) -> tuple[str, str, str] | None:
        """Kind, id and words of the record under the cursor, where it can be withdrawn."""
        page, here = self.page, self.row_here()
        if page is None or here is None:
            return None
        entry = find_entry(page.sections, here)
        if entry is not None and adding.can_withdraw(entry.kind):
            return entry.kind, entry.id, entry.what
        found = (
            ("review", page.review(here)),
            ("decision", page.decision(here)),
            (_PERIOD, page.period(here)),
        )
        for kind, record in found:
            if record is not None:
                return kind, record.id, say(f"adding.kind_{kind}").capitalize()
        return None

    async def action_withdraw(self) -> None:
        """Take the record under the cursor, entered by mistake, out of every list for a reason."""
        chosen = self._to_withdraw()
        if chosen is None:
            return
        kind, record, words = chosen
        title = say("screen_child.ask_withdraw", what=words)
        reason = await self.ask(AskReason(title, said=say("screen_child.withdrawal_kept")))
        if reason:
            adding.withdraw(self.journal, kind, record, reason)
            self.changed(say("screen_child.withdrawn", what=words))

    # Reviews and decisions -----------------------------------------------------------------------

    async def action_edit(self) -> None:
        """Change the review or decision under the cursor, or the child."""
        if self.page is None:
            return
        here = self.row_here()
        review, decision = self.page.review(here), self.page.decision(here)
        if review is not None:
            await self._edit_review(review)
        elif decision is not None:
            await self._edit_decision(decision)
        elif (entry := find_entry(self.page.sections, here)) is not None:
            self.open_entry(entry)
        elif (duty := self.page.duty(here)) is not None:
            open_duty(self, duty)
        elif here == DRAFT:
            from tui.screens.caseload import open_form

            open_form(self, self.child_id)
        else:
            self.edit_child()

    async def _edit_review(self, review: Review) -> None:
        day = show_date(review.on, today=self.journal.today()) if review.on else review.ref
        title = say("screen_child.edit_review", day=day)
        part = await self.ask(ChooseOne(title, self._choices(_REVIEW_PARTS, review)))
        if part is not None:
            await self._change(review, part)

    async def _edit_decision(self, decision: Decision) -> None:
        choices = self._choices(_DECISION_PARTS, decision)
        part = await self.ask(ChooseOne(say("screen_child.edit_decision"), choices))
        if part in ANSWERS:
            await answer(self, decision, part)
        elif part is not None:
            await self._change(decision, part)

    def _choices(self, parts: Sequence[tuple[str, str]], record: Review | Decision) -> list[Choice]:
        return [
            Choice(key, say(f"screen_child.part_{part}"), part, self._note(getattr(record, part)))
            for key, part in parts
        ]

    def _note(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return show_date(value, today=self.journal.today())
        words = value.wording if isinstance(value, Code | OwnReason) else str(value)
        return " ".join(words.split())[:36]

    async def action_owner(self) -> None:
        """Say who carries the decision under the cursor out."""
        await self._change_decision("owner")

    async def action_due(self) -> None:
        """Say by when the decision under the cursor is to be done."""
        await self._change_decision("due")

    async def action_status(self) -> None:
        """Say whether the decision under the cursor was carried out."""
        await self._change_decision("carried_out")

    async def _change_decision(self, part: str) -> None:
        decision = self.page.decision(self.row_here()) if self.page else None
        if decision is not None:
            await self._change(decision, part)

    async def _change(self, record: Review | Decision, part: str) -> None:
        """Ask for the new value of a part and save it, with a reason where the store needs one."""
        label, now = say(f"screen_child.part_{part}"), getattr(record, part)
        answered, value = await self._asked(label, part, now)
        if not answered:
            return
        if value == now or (not value and not now):
            self.tell(say("screen_child.same", part=label))
            return
        fields: dict[str, Any] = {part: value}
        if part == "carried_out" and value in (CarriedOut.PARTLY, CarriedOut.NO):
            reason = await self.ask(AskText(say("screen_child.outcome_reason")))
            if reason is None:
                return
            fields["carried_out_reason"] = reason or None
        change = reviews.change_review if isinstance(record, Review) else reviews.change_decision
        written = await self.with_reason(
            say("screen_child.why_changed", part=label),
            lambda reason: change(self.journal, record.id, reason, **fields),
        )
        if written:
            self.changed(say("screen_child.changed", part=label, ref=record.ref))

    async def _asked(self, label: str, part: str, now: Any) -> tuple[bool, Any]:
        """(answered, value) of the question that fits the part."""
        if part in _CODES:
            codes = reviews.late_reasons(self.journal) if part == "late_reason" else _CODES[part]
            choices = [Choice(key, code.wording, code, code.value) for key, code in _keyed(codes)]
            code = await self.ask(ChooseOne(label, choices, value=now))
            return code is not None, code
        if part in _PROSE:
            hint = say("screen_child.lines_hint")
            lines = await self.ask(AskWords(label, now, hint=hint))
            return lines is not None, "\n".join(lines or ()).strip()
        if part == "owner":
            names = [person.name for person in people.people(self.journal)]
            name = await self.ask(
                AskText(
                    label,
                    now or "",
                    suggest=lambda text: [
                        n for n in names if n.casefold().startswith(text.casefold())
                    ],
                )
            )
            return name is not None, name or None
        if part == "text":
            text = await self.ask(AskText(label, now))
            return text is not None, text
        dated = await self.ask(AskDate(label, now))
        return dated is not None, dated.on if dated else None


def _keyed(codes: Iterable[Code | WhyLate]) -> list[tuple[str, Code | WhyLate]]:
    found: list[tuple[str, Code | WhyLate]] = []
    for key, code in zip(KEYS, codes, strict=False):
        own = getattr(code, "digit", None) or getattr(code, "letter", None)
        found.append((str(own or key), code))
    return found
