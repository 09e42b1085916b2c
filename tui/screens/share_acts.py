"""What is done on Share: cards, folders read and written, receipts, the policy, a lost laptop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from store import snapshots
from store.snapshots import CENTRE, POLICIES, DeviceLine, Party, Policy, leaving
from store.wording import plain, say
from tui.dialogs.ask import AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.screens import share_rows
from tui.screens.reading import ReadingPage
from tui.screens.share_card import TakeCard
from tui.screens.share_lost import LostPage, revoke_question
from tui.screens.share_policy import AgreePage, told_entries
from tui.screens.with_log import with_log
from tui.typed_path import typed_path
from tui.widgets.frame import Frame

Result = TypeVar("Result")


class ShareActs(Frame):
    """The actions of Share; what the screen shows is the matter of the class that derives."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, DeviceLine] = {}
        self.parties: dict[str, Party] = {}
        self.centre: Party | None = None
        self._working = False
        self._stop = False

    @property
    def collates(self) -> bool:
        """Whether this store is a centre."""
        return snapshots.own_kind(self.journal) == CENTRE

    def here(self) -> str | None:
        """The id of the line under the cursor."""
        return None

    def back(self) -> bool:
        if self._working:
            self._stop = True
            return True
        return False

    def steps_back(self) -> bool:
        return self._working or super().steps_back()

    def why_not(self, action: str) -> str | None:
        works = action in ("write_snapshot", "read_folder", "receipts")
        if works and self._working:
            return say("screen_share.working")
        if action == "write_snapshot" and self.centre is None:
            own = "no_other_centre" if self.collates else "no_centre_key"
            return say(f"screen_share.{own}")
        if action == "policy" and self.centre is None and not self.collates:
            return say("screen_share.no_centre_key")
        if action == "read_folder" and not self.collates and self.centre is None:
            return say("screen_share.no_centre_key")
        if action == "receipts" and not self.collates:
            return say("screen_share.only_a_centre")
        if action == "receipts" and not self.lines:
            return say("screen_share.no_devices_yet")
        if action == "revoke" and self.parties.get(self.here() or "") is None:
            return say("screen_share.no_device_here")
        return None

    # Cards -------------------------------------------------------------------------------------

    async def action_add(self) -> None:
        def problem(text: str) -> str | None:
            return None if text else say("screen_share.which_card")

        title, hint = say("screen_share.card_path"), say("screen_share.card_hint")
        text = await self.ask(AskText(title, hint=hint, check=problem))
        if text is None:
            return
        card = snapshots.card_at(typed_path(text))
        if card.kind == CENTRE:
            policy = POLICIES.get(card.policy or "", snapshots.OWN_SERVICE)
        else:
            policy = leaving.policy_asked_of(self.journal, card.id)
        if not await self.ask(TakeCard(card, snapshots.own_card(self.journal), policy)):
            return
        done = snapshots.enrol(self.journal, card)
        words = "taken_centre" if done.sends_here and not self.collates else "taken"
        self.changed(say(f"screen_share.{words}", name=plain(card.name)))
        self.show_record("device", card.id)
        self._offer_to_revoke_former(card.id)

    def _offer_to_revoke_former(self, device: str) -> None:
        """Show what the id held under which the device of a new card wrote before: R revokes it."""
        for line in self.lines.values():
            if line.goes_on_as == device and line.party.revoked is None:
                self.app.push_screen(LostPage(line.id))
                return

    async def action_give_card(self) -> None:
        own = snapshots.own_card(self.journal)
        name = "".join(letter if letter.isalnum() else "-" for letter in own.name)
        at = str(Path.home() / f"{name}.card")
        text = await self.ask(
            AskText(say("screen_share.write_card"), at, hint=say("screen_share.write_card_hint"))
        )
        if text:
            card = snapshots.write_card(self.journal, typed_path(text))
            self.changed(say("screen_share.card_written", fingerprint=card.fingerprint))

    async def action_revoke(self) -> None:
        """At a centre what the device held and what never came: revoking is a key of that page."""
        party = self.parties[self.here() or ""]
        if self.collates:
            self.app.push_screen(LostPage(party.card.id))
        elif await self.ask(revoke_question(party.card.name)):
            snapshots.revoke(self.journal, party.card.id)
            self.changed(say("screen_share.revoked", name=party.card.name))

    # What leaves -------------------------------------------------------------------------------

    async def action_policy(self) -> None:
        usual = leaving.usual_policy(self.journal)
        if self.centre is None:  # a centre of its own: what its devices are asked for
            own = leaving.policy_asked_of(self.journal, self.here() or "")
            self.app.push_screen(ReadingPage("share", told_entries(own)))
            return
        choices = [
            Choice(str(number), each.wording, each)
            for number, each in enumerate(snapshots.POLICIES.values(), start=1)
        ]
        title = say("screen_share.which_policy", policy=usual.wording)
        chosen = await self.ask(ChooseOne(title, choices))
        if isinstance(chosen, Policy) and await self._agreed(chosen, again=True):
            self.changed(say("screen_share.policy_agreed", policy=chosen.wording))

    async def _agreed(self, policy: Policy, *, again: bool = False) -> bool:
        """Whether somebody said yes to what leaves, now or, unless `again`, before."""
        if not again and leaving.confirmed(self.journal, policy):
            return True
        if self.centre is None:
            return False
        page = AgreePage(policy, plain(self.centre.card.name))
        if not await self.app.push_screen_wait(page):
            return False
        leaving.confirm(self.journal, policy)
        return True

    # Files -------------------------------------------------------------------------------------

    async def action_write_snapshot(self) -> None:
        if self.centre is None:
            return
        policy = leaving.usual_policy(self.journal)
        if not await self._agreed(policy):
            return
        at = snapshots.last_folder(self.journal, snapshots.WRITTEN)
        hint = say("screen_share.write_hint", centre=self.centre.card.name, policy=policy.wording)
        text = await self.ask(AskText(say("screen_share.write_where"), at, hint=hint))
        if not text:
            return
        folder = typed_path(text)
        progress = self._counting("writing")
        try:
            written = await self._apart(
                lambda: snapshots.write_snapshot(
                    self.journal, folder, policy=policy, progress=progress, cancelled=self._stopped
                )
            )
        except snapshots.NothingNew:
            self.tell(say("screen_share.nothing_new"))
            return
        except snapshots.Cancelled as stopped:
            self.tell(stopped.sentence)
            return
        snapshots.keep_folder(self.journal, snapshots.WRITTEN, folder)
        self.changed(share_rows.written_words(written))

    async def action_read_folder(self) -> None:
        at = snapshots.last_folder(self.journal, snapshots.READ)
        hint = say("screen_share.read_hint" if self.collates else "screen_share.receive_hint")
        text = await self.ask(AskText(say("screen_share.read_where"), at, hint=hint))
        if not text:
            return
        folder = typed_path(text)
        await (self._collate(folder) if self.collates else self._receive(folder))
        snapshots.keep_folder(self.journal, snapshots.READ, folder)

    async def _collate(self, folder: Path) -> None:
        progress = self._counting("reading")
        found, answered = await self._apart(
            with_log(
                self,
                lambda log: snapshots.collate_and_answer(
                    self.journal, [folder], progress, cancelled=self._stopped, central=log
                ),
            )
        )
        done = found.taken + found.already + found.refused
        if found.stopped:
            self.changed(say("screen_share.stopped", count=done))
            return
        words = say(
            "screen_share.read" if found.files else "screen_share.read_none",
            files=found.files,
            taken=found.taken,
            changes=found.changes,
            receipts=len(answered.written),
        )
        self.changed(words)
        for trouble in answered.troubles:
            self.toast(trouble)

    async def _receive(self, folder: Path) -> None:
        progress = self._counting("reading")
        had = await self._apart(
            lambda: snapshots.receive(self.journal, [folder], progress, cancelled=self._stopped)
        )
        if had.stopped:
            done = had.taken + had.already + had.others + had.refused
            self.changed(say("screen_share.stopped", count=done))
            return
        words = "received" if had.files else "received_none"
        sentence = say(f"screen_share.{words}", taken=had.taken, changes=had.changes)
        self.changed(had.renewed.sentence if had.renewed else sentence)

    async def action_receipts(self) -> None:
        at = snapshots.last_folder(self.journal, snapshots.READ)
        hint = say("screen_share.receipts_hint")
        text = await self.ask(AskText(say("screen_share.receipts_where"), at, hint=hint))
        if not text:
            return
        folder = typed_path(text)
        count = self._counting("answering")
        done = await self._apart(
            with_log(
                self,
                lambda log: snapshots.answer(
                    self.journal,
                    folder,
                    lambda at, total: count(at, total),
                    cancelled=self._stopped,
                    central=log,
                ),
            )
        )
        words = "receipts_written" if done.written else "no_news"
        self.changed(say(f"screen_share.{words}", count=len(done.written), changes=done.changes))
        for trouble in done.troubles:
            self.toast(trouble)

    def _stopped(self) -> bool:
        return self._stop

    def _counting(self, words: str) -> Callable[..., None]:
        """Shows files or changes done, and how many files were refused, while work goes on."""

        def count(done: int, total: int, refused: int = 0) -> None:
            note = say("screen_share.so_many_refused", count=refused) if refused else ""
            title = say(f"screen_share.{words}")
            self.app.call_from_thread(self.busy, title, done, total, note)

        return count

    async def _apart(self, work: Callable[[], Result]) -> Result:
        """Run long work beside the screen, on its own connection to the store."""
        self._working, self._stop = True, False
        try:
            return await asyncio.to_thread(snapshots.on_own_connection, self.journal, work)
        finally:
            self._working = False
            self.busy(None)
