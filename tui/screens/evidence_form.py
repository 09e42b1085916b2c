"""The evidence form: what shows that an area, a commitment or an action is met, with its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from store import calendars, evidence, people, plans
from store.codes import EvidenceKind
from store.errors import Refused
from store.plans import Action, Area, Commitment
from store.wording import say
from tui.actions import Action as Key
from tui.actions import offer
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.plan_detail import record_items
from tui.screens.plan_rows import action_number
from tui.typed_path import typed_path
from tui.widgets.choice import Choice
from tui.widgets.choice_field import ChoiceField
from tui.widgets.date_field import DateField
from tui.widgets.fields import Field, TextField
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Ledger, Pair, Title, Words
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes
from tui.widgets.prose_field import ProseField

offer(
    "evidence_form",
    Key("save", "change", ("ctrl+s", "f2"), in_fields=True),
)

PARTS = ("kind", "on", "held_at", "checked_by", "shows", "file")


def record_about(frame: Frame, about_id: str) -> Area | Commitment | Action:
    """The record evidence goes on: an area, a commitment or an action."""
    for every in (
        plans.actions(frame.journal),
        plans.commitments(frame.journal),
        plans.areas(frame.journal),
    ):
        for record in every:
            if record.id == about_id:
                return record
    raise Refused(say("screen_plan.evidence_place"))


def kind_keys(kinds: Iterable[EvidenceKind]) -> list[str]:
    """One key for each kind: the first letter of its wording that no kind before it took."""
    keys: list[str] = []
    for kind in kinds:
        letters = [letter for letter in kind.wording.lower() if letter.isalpha()]
        keys.append(next(letter for letter in letters if letter not in keys))
    return keys


def called(frame: Frame, record: Area | Commitment | Action) -> str:
    """What a person calls the record: SW 5, SW 5 · 2, SW 5 · 2.1."""
    if isinstance(record, Area):
        return record.short_ref
    area = plans.area(frame.journal, record.area_id)
    if isinstance(record, Commitment):
        return f"{area.short_ref} · {record.position}"
    commitment = plans.commitment(frame.journal, record.commitment_id)
    return f"{area.short_ref} · {action_number(commitment, record)}"


class EvidenceForm(Frame):
    """Kind, date, where held, who checked, what it shows, and a file to seal."""

    place = "evidence_form"
    mode = "plan"
    digits = False

    def __init__(self, about_id: str) -> None:
        super().__init__()
        self.about_id = about_id
        self.fields: dict[str, Field] = {}
        self.keeper = DraftKeeper(self, "evidence", about_id, self._content, called=self._called)
        self._filling = True

    def body(self) -> ComposeResult:
        today, calendar = self.journal.today(), calendars.working_days(self.journal)
        kinds = [
            Choice(key, kind.wording, kind)
            for key, kind in zip(kind_keys(EvidenceKind), EvidenceKind, strict=True)
        ]
        fields: list[Field] = [
            ChoiceField("kind", say("evidence_form.kind"), kinds, width=20),
            DateField(
                "on",
                say("evidence_form.on"),
                today,
                today=today,
                calendar=calendar,
                prefer="past",
                verdict_for=self._day_words,
            ),
            TextField(
                "held_at",
                say("evidence_form.held_at"),
                width=None,
                hint=say("evidence_form.hint_held"),
            ),
            TextField("checked_by", say("evidence_form.checked_by"), width=22),
            ProseField("shows", say("evidence_form.shows"), hint=say("evidence_form.hint_shows")),
            TextField(
                "file", say("evidence_form.file"), width=None, hint=say("evidence_form.hint_file")
            ),
        ]
        self.fields = {field.name or "": field for field in fields}
        form = VerticalScroll(Ledger(id="title"), *fields, id="form", can_focus=False)
        yield Panes(form, Ledger(id="about"), share=60, narrow="below", below_rows=9)

    def _day_words(self, day: date | None) -> Line:
        if day is None:
            return []
        today = self.journal.today()
        if day > today:
            return [(say("evidence_form.in_future"), "red")]
        days = (today - day).days
        if days == 0:
            return [(say("evidence_form.today"), "dim")]
        return [(say("evidence_form.days_ago", count=days), "dim")]

    def on_mount(self) -> None:
        draft = self.keeper.begin()
        if draft:
            self._fill(draft)
        self.call_after_refresh(self._started)

    def _started(self) -> None:
        self._filling = False
        self.fields["kind"].focus()
        self._help()

    def _fill(self, draft: Mapping[str, Any]) -> None:
        for name in PARTS:
            kept = draft.get(name)
            field: Any = self.fields[name]
            if name == "kind":
                field.value = EvidenceKind(kept) if kept else None
            elif name == "on":
                field.value = date.fromisoformat(kept) if kept else None
            else:
                field.value = kept or ""
            field.taker().disabled = self.keeper.read_only

    def _called(self) -> str:
        return called(self, record_about(self, self.about_id))

    def _content(self) -> Mapping[str, Any] | None:
        found: dict[str, Any] = {}
        for name in PARTS:
            value = self.fields[name].value
            if isinstance(value, EvidenceKind):
                value = value.value
            elif isinstance(value, date):
                value = value.isoformat()
            found[name] = value
        begun = {**found, "on": None if found["on"] == self.journal.today().isoformat() else "on"}
        return found if any(begun.values()) else None

    def refresh_records(self) -> None:
        record = record_about(self, self.about_id)
        title = self.query_one("#title", Ledger)
        title.styles.height = 2 if self.tall else 1
        title.show(
            [Title(say("evidence_form.title", what=called(self, record)), style="bold accent")]
        )
        self._help()

    # Typing ------------------------------------------------------------------------------------

    def on_field_changed(self, event: Field.Changed) -> None:
        if self._filling:
            return
        event.field.problem = event.field.problem if event.field.name == "on" else None
        self.keeper.typed()
        self._help()
        self.facts_changed()

    def on_field_done(self, event: Field.Done) -> None:
        if self._filling:
            return
        field: Any = event.field
        if field.name == "checked_by" and len(field.text) >= 2:
            found = people.matching(self.journal, field.text)
            if found:
                field.value = found[0].name
        if field.name == "file":
            field.problem = self._file_problem(field.text)
        self.facts_changed()

    def on_descendant_focus(self, event: object) -> None:
        self.keys_changed()
        if not self._filling:
            self._help()

    def _file(self, text: str) -> Path | None:
        return typed_path(text) if text.strip().strip("'\"") else None

    def _file_problem(self, text: str) -> str | None:
        try:
            path = self._file(text)
            if path is None:
                return None
            if path.is_dir():
                return say("evidence_form.is_a_folder", path=path)
            there = path.is_file()
        except Refused as refused:
            return refused.sentence
        except OSError:  # a folder on the way may not be looked into
            there = False
        return None if there else say("evidence_form.no_such_file", path=path)

    def _focused_field(self) -> Field | None:
        node: Any = self.focused
        while node is not None and not isinstance(node, Field):
            node = node.parent
        return node

    def _help(self) -> None:
        """Help for the focused field, then the record the evidence goes on."""
        field = self._focused_field()
        items: list[Entry] = []
        if isinstance(field, ChoiceField):
            items += [
                Pair([(f" {choice.key}  ", "bold accent"), (choice.label, "text")])
                for choice in field.choices
            ]
            items.append(Gap(always=True))
        elif field is not None and field.name == "checked_by" and field.text:
            found = people.matching(self.journal, field.text)[:5]
            items += [Pair([(f" {person.name}", "text")]) for person in found]
            items.append(Gap(always=True))
        record = record_about(self, self.about_id)
        area_id = record.id if isinstance(record, Area) else record.area_id
        area = plans.area(self.journal, area_id)
        calendar = calendars.working_days(self.journal)
        items.append(Words(say("evidence_form.why"), "dim"))
        items.append(Gap())
        items += record_items(self.journal, area, record, calendar, brief=True)
        self.query_one("#about", Ledger).show(items)

    # Saving and leaving --------------------------------------------------------------------------

    def action_save(self) -> None:
        if self.keeper.read_only:
            raise Refused(say("form_draft.read_only"))
        kind = self.fields["kind"].value
        if kind is None:
            self.fields["kind"].problem = say("evidence_form.kind_needed")
            self.fields["kind"].focus()
            return
        day = self.fields["on"]
        file = self.fields["file"]
        file.problem = self._file_problem(file.text)
        wrong = next((field for field in self.fields.values() if field.problem), None)
        if wrong is not None:
            wrong.focus()
            return
        try:
            evidence.add_evidence(
                self.journal,
                self.about_id,
                kind,
                on=day.value,
                held_at=self.fields["held_at"].value,
                checked_by=self.fields["checked_by"].value,
                shows=self.fields["shows"].value,
                file=self._file(file.text),
            )
        except Refused as error:
            if error.field in PARTS:
                self.fields[error.field].problem = error.sentence
                self.fields[error.field].focus()
                return
            raise
        self.keeper.saved()
        record = record_about(self, self.about_id)
        self.planreview.last_told = [(say("evidence_form.saved", what=called(self, record)), "dim")]
        self.close_frame()

    def back(self) -> bool:
        if not self.keeper.leave():
            self.facts_changed()
            return True
        if self.keeper.draft is not None:
            self.toast(say("evidence_form.draft_left", what=self._called()))
        return False

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def on_unmount(self) -> None:
        self.keeper.close()

    def facts(self) -> Line:
        wrong = sum(1 for field in self.fields.values() if field.problem)
        mend = ""
        if wrong:
            mend = (
                say("evidence_form.field_wrong")
                if wrong == 1
                else say("evidence_form.fields_wrong", count=wrong)
            )
        return spaced([self.keeper.state(), [(mend, "red")] if mend else ""])
