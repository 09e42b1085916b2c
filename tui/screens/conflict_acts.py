"""What the keys of the conflict desk do: each act is one undo."""

from __future__ import annotations

from typing import Any

from store import adding, conflicts
from store.clock import show_date
from store.codes import Code
from store.conflicts import AuthorNote, Decided, Desk, Item, Sort, Value
from store.errors import PlanReviewError, Refused
from store.journal import NothingToUndo
from store.wording import plain, say
from tui.dialogs.ask import AskDate, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.places import speak
from tui.screens.reading import ReadingPage
from tui.widgets.frame import Frame
from tui.widgets.ledger import Gap, Title, Words


class ConflictActs(Frame):
    """The acts of the desk, over what its cursor stands on."""

    desk: Desk
    chosen: Value | None

    def here(self) -> Item | None:
        """The conflict under the cursor."""
        raise NotImplementedError

    def decided_here(self) -> Decided | None:
        """The decision of today under the cursor."""
        raise NotImplementedError

    def note_here(self) -> AuthorNote | None:
        """The note under the cursor."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Forget the value that was put forward."""
        raise NotImplementedError

    def why_not(self, action: str) -> str | None:
        if action in ("undo", "why", "next_item", "previous_item"):
            return None
        if action == "read":
            return None if self.note_here() else say("screen_conflicts.only_for_notes")
        if action == "next_match" and self.note_here() is not None:
            return None
        item = self.here()
        if action in ("history", "copy", "open_record"):
            known = item or self.decided_here() or self.note_here()
            return None if known else say("screen_conflicts.nothing_here")
        if item is None:
            key = "decided_already" if self.decided_here() else "nothing_here"
            return say(f"screen_conflicts.{key}")
        if action == "due":
            return None
        if action == "next_match":
            asked = conflicts.addressees(self.journal, item)
            return None if asked else say("screen_conflicts.nobody_to_ask")
        elsewhere = conflicts.not_here(item)
        if elsewhere is not None:
            return elsewhere
        if action == "different" and item.sort is not Sort.DOUBLE:
            return say("screen_conflicts.not_the_same_only")
        if action == "edit" and item.sort is not Sort.VALUES:
            withdrawn = item.sort is Sort.WITHDRAWN
            return say(f"screen_conflicts.{'one_of_both' if withdrawn else 'only_for_values'}")
        if action == "both":
            return conflicts.not_both(item)
        if action == "rule":
            return self._no_rule(item)
        return None

    def _no_rule(self, item: Item) -> str | None:
        if item.sort is not Sort.VALUES:
            return say("screen_conflicts.rule_not_here")
        if len(conflicts.alike(self.desk, item)) < 2:
            return say("screen_conflicts.one_only")
        return None

    # Deciding ----------------------------------------------------------------------------------

    def take(self, item: Item, value: Value, reason: str) -> None:
        """Decide for a value and go on to the next conflict."""
        conflicts.take(self.journal, item, value.number, reason)
        self.chosen = None
        if item.sort is Sort.DOUBLE:
            self._done(item, say("screen_conflicts.kept", ref=item.called.ref))
            return
        shown = plain(value.shown).partition("\n")[0][:24]
        words = say("screen_conflicts.taken", ref=item.called.ref, field=item.words, value=shown)
        self._done(item, words)

    def take_safely(self, item: Item, value: Value, reason: str) -> None:
        """Decide from the reason's own line; a refusal becomes its sentence."""
        try:
            self.take(item, value, reason)
        except PlanReviewError as error:
            speak(self.app, error.sentence)
            return
        self.let_go()

    def _done(self, item: Item, words: str) -> None:
        self._leave(item)
        self.changed(words)

    def _leave(self, item: Item) -> None:
        """Put the cursor on the conflict after this one, before it leaves the queue."""
        ids = [one.id for one in self.desk.queue]
        if item.id not in ids or len(ids) < 2:
            return
        at = ids.index(item.id)
        self.show_record("conflict", ids[at + 1] if at + 1 < len(ids) else ids[at - 1])

    def action_different(self) -> Any:
        """Say that possible doubles are not the same."""
        return self._different()

    async def _different(self) -> None:
        item = self.here()
        if item is None:
            return
        title, hint = say("screen_conflicts.why_not_same"), say("screen_conflicts.not_same_hint")
        reason = await self.ask(AskText(title, hint=hint))
        if reason is None:
            return
        conflicts.different(self.journal, item, reason)
        self._done(item, say("screen_conflicts.different", ref=item.called.ref))

    async def action_edit(self) -> None:
        """Write another value than those in conflict."""
        item = self.here()
        if item is None or item.field is None:
            return
        given = await self._another(item)
        if given is None:
            return
        value = given[0]

        def write(reason: str | None) -> None:
            conflicts.write(self.journal, item, value, reason or "")

        if await self.with_reason(say("screen_conflicts.why_holds"), write):
            shown = value.wording if isinstance(value, Code) else str(value)
            words = say(
                "screen_conflicts.taken", ref=item.called.ref, field=item.words, value=shown[:24]
            )
            self._done(item, words)

    async def _another(self, item: Item) -> tuple[Any] | None:
        """Another value as the field takes it, in a tuple; None when the question was left."""
        name = item.field or ""
        title = say("screen_conflicts.which_value", field=item.words)
        ask = conflicts.how_to_ask(item)
        if ask.codes:
            choices = [
                Choice(str(at) if at < 10 else chr(87 + at), code.wording, code)
                for at, code in enumerate(ask.codes, 1)
            ]
            chosen = await self.ask(ChooseOne(title, choices))
            return None if chosen is None else (chosen,)
        if ask.day:
            dated = await self.ask(AskDate(title, prefer=ask.prefer))
            return None if dated is None else (dated.on,)

        def problem(text: str) -> str | None:
            try:
                adding.read_value(self.journal, item.kind, name, text)
            except Refused as wrong:
                return wrong.sentence
            except KeyError:
                pass
            return None

        first = item.values[-1].value if ask.words else ""
        text = await self.ask(AskText(title, first or "", check=problem))
        if text is None:
            return None
        try:
            return (adding.read_value(self.journal, item.kind, name, text),)
        except KeyError:
            return (text,)

    async def action_both(self) -> None:
        """Keep every text, each with who wrote it and when."""
        item = self.here()
        if item is None:
            return

        def write(reason: str | None) -> None:
            conflicts.keep_both(self.journal, item, reason or "")

        if await self.with_reason(say("screen_conflicts.why_holds"), write):
            words = say("screen_conflicts.both_kept", ref=item.called.ref, field=item.words)
            self._done(item, words)

    async def action_due(self) -> None:
        """Put the decision off to a day."""
        item = self.here()
        if item is None:
            return
        dated = await self.ask(AskDate(say("screen_conflicts.until_when"), empty=False))
        if dated is None or dated.on is None:
            return
        conflicts.defer(self.journal, item, dated.on)
        day = show_date(dated.on, today=self.journal.today())
        words = say("screen_conflicts.deferred", ref=item.called.ref, field=item.words, day=day)
        self._done(item, words)

    async def action_rule(self) -> None:
        """Decide every conflict of this field by one rule, seen before it is applied."""
        item = self.here()
        if item is None:
            return
        from tui.screens.conflict_rule import ConflictRule

        items = conflicts.alike(self.desk, item)
        done = await self.app.push_screen_wait(ConflictRule(items))
        if done:
            self.changed(say("screen_conflicts.rule_done", count=done))

    # Notes -------------------------------------------------------------------------------------

    async def action_next_match(self) -> None:
        """Write to the authors of the values, or answer the note under the cursor."""
        note, item = self.note_here(), self.here()
        if note is not None:
            await self._answer(note)
        elif item is not None:
            names = ", ".join(v.person for v in conflicts.addressees(self.journal, item))
            title, hint = (
                say("screen_conflicts.what_to_ask", names=names),
                say("screen_conflicts.note_hint"),
            )
            text = await self.ask(AskText(title, hint=hint, check=_some_words))
            if text:
                conflicts.write_to_authors(self.journal, item, text)
                self.changed(say("screen_conflicts.note_sent", names=names))

    async def _answer(self, note: AuthorNote) -> None:
        if not note.for_me:
            self.action_read()
            return
        title = say("screen_conflicts.what_to_answer", name=note.by)
        text = await self.ask(AskText(title, hint=note.text[:70], check=_some_words))
        if text:
            conflicts.answer(self.journal, note.id, text)
            self.changed(say("screen_conflicts.answered", name=note.by))

    def action_read(self) -> None:
        """Mark a note, or the answer to the own one, as read."""
        note = self.note_here()
        if note is not None:
            conflicts.mark_read(self.journal, note.id)
            self.changed(say("screen_conflicts.note_read"))

    def action_why(self) -> None:
        """Say by which rule the queue is ordered."""
        title = Title(say("screen_conflicts.queue_order"))
        self.app.push_screen(ReadingPage("share", [title, Gap(), Words(say("conflicts.order"))]))

    # Taking back, and leaving for the record -----------------------------------------------------

    def action_undo(self) -> None:
        """Take back the decision under the cursor, or else this device's latest work."""
        one = self.decided_here()
        if one is None:
            self.app.action_undo()  # type: ignore[attr-defined]
            return
        try:
            self.journal.undo(one.unit)
        except NothingToUndo as nothing:
            self.refuse(nothing.sentence)
            return
        self.changed(say("screen_conflicts.undone", what=f"{one.called.ref} {one.words}"))
        self.show_record("conflict", one.record)

    def action_open_record(self) -> None:
        """Go to the screen that shows the record."""
        item, one, note = self.here(), self.decided_here(), self.note_here()
        if item is not None:
            self.planreview.open_record(item.kind, item.record)
        elif one is not None:
            self.planreview.open_record(one.kind, one.record)
        elif note is not None:
            self.planreview.open_record(note.about_kind, note.about_id)


def _some_words(text: str) -> str | None:
    return None if text.strip() else say("conflicts.note_needs_text")
