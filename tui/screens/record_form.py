"""The form of any record that belongs to a child: added or changed, a draft until it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult

from store import adding, calendars, people
from store.called import called
from store.wording import say
from tui.actions import offer
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.paper_form import FORM_KEYS, PaperForm
from tui.screens.record_paper import Begun, RecordPaper
from tui.widgets.lines import Line

offer("record_form", *FORM_KEYS)


class RecordForm(PaperForm):
    """A record of `kind`: a new one about `about` (a child, as a rule), or the known `record`.

    `given` are texts of fields that a new one begins with.
    """

    place = "record_form"
    paper: RecordPaper

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
        self.paper = RecordPaper(form, begun, self.called())
        doing, what = ("change", self.record) if self.record else ("add", self.about)
        about = f"{doing}:{self.kind}:{what or ''}"
        self.keeper = DraftKeeper(self, "record", about, self.paper.keep, called=self.called)
        kept = self.keeper.begin()
        if kept is not None:
            self.paper.restore(kept)
        self.paper.read_only = self.keeper.read_only
        yield Sheet(self.paper, id="sheet")

    def called(self) -> str:
        if self.record is not None:
            return called(self.journal, [(self.kind, self.record)])[self.record].whole
        if self.about is not None:
            return called(self.journal, [("child", self.about)])[self.about].whole
        return say("record_form.new")

    def on_mount(self) -> None:
        super().on_mount()
        # Only when it is drawn is it known how much of the form stands below.
        self.call_after_refresh(self.facts_changed)

    def said(self) -> Iterable[Line]:
        below = self.query_one("#sheet", Sheet).hidden_below()
        if below:
            yield [(say("record_form.below", count=below), "dim")]
        yield [(say("record_form.status"), "dim")]

    def look_over(self) -> None:
        if self.record is None:
            self.paper.missing()

    def save(self, reason: str | None) -> tuple[str, str]:
        record = self._save(reason)
        words = "record_form.changed" if self.record else "record_form.added"
        return record, say(words, kind=self.paper.form.word.capitalize(), what=self.called())

    def _save(self, reason: str | None) -> str:
        if self.record is not None:
            values = self.paper.values(changed_only=True)
            adding.change_values(self.journal, self.kind, self.record, values, reason)
            return self.record
        values = self.paper.values(changed_only=False)
        if self.paper.form.about is not None:
            values[self.paper.form.about] = self.about
        return adding.add_values(self.journal, self.kind, values)
