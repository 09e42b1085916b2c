"""The form as rows: where label, band, verdict and error of each part stand, at any width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.clock import Urgency, distance, ordinal_word, show_date, urgency
from store.codes import CarriedOut
from store.wording import say
from tui.glyphs import glyph
from tui.paper.cells import AnswerCell, Cell, ChoiceCell, DateCell, ProseCell
from tui.paper.paper import SheetRow, Span
from tui.paper.rows import Collected, Row
from tui.paper.writing import row_of, shown, with_cursor, wrapped_spans
from tui.screens.review_form.about import LastDecision
from tui.screens.review_form.calendar_lines import month_lines
from tui.screens.review_form.outcome_cells import DecisionRow
from tui.screens.review_form.outcome_paper import OutcomePaper
from tui.widgets.lines import Piece, cut_text, width_of

WIDEST = 108
LABEL, BAND = 2, 15
DATE_BAND = 20
DAY_BAND = 13
PROSE_LEAST, PROSE_MOST = 2, 12
TALL_FROM = 26


class OutcomeDrawing:
    """Draws one state of the paper."""

    def __init__(self, paper: OutcomePaper, width: int, height: int, wide: bool) -> None:
        self.paper = paper
        self.about = paper.about
        self.edge = min(width, WIDEST) - 1
        self.height = height
        self.wide = wide
        self.tall = height >= TALL_FROM
        self.out = Collected()
        self.focus = paper.here.name

    def rows(self) -> list[SheetRow]:
        """All rows, the prose as high as there is room for."""
        least = [PROSE_LEAST, PROSE_LEAST]
        self._draw(least)
        spare = self.height - len(self.out.rows)
        if spare > 0:
            cells = (self.paper.views, self.paper.findings)
            for index in sorted((0, 1), key=lambda n: cells[n].name != self.focus):
                most = min(PROSE_MOST, len(self._spans(cells[index])))
                more = min(spare, max(0, most - least[index]))
                least[index] += more
                spare -= more
            if least != [PROSE_LEAST, PROSE_LEAST]:
                self._draw(least)
        return self.out.rows

    def _begin(self) -> None:
        """Nothing drawn yet."""
        self.out = Collected()

    def _draw(self, prose: Sequence[int]) -> None:
        self._begin()
        self._title()
        self._gap()
        self._held()
        self._participation()
        self._attended()
        self._gap()
        self._prose(self.paper.views, say("review_form.views"), prose[0])
        self._gap()
        self._prose(self.paper.findings, say("review_form.findings"), prose[1])
        self._gap()
        self._last_time()
        self._decisions()
        self._gap()
        self._next()
        if self.tall:
            self._gap()
            hint = say("review_form.save_hint")
            self._add(Row().put(LABEL, ("ctrl+s", "bold accent"), (f" {hint}", "dim")))

    def _gap(self) -> None:
        if self.tall:
            self.out.gap()

    def _add(self, row: Row) -> None:
        self.out.add(row)

    def _here(self, cell: Cell) -> bool:
        return cell.name == self.focus

    def _whole(self, cell: Cell) -> Span:
        """The whole row leads to the cell."""
        return Span(0, self.edge, cell.name)

    def _labelled(self, cell: Cell, label: str) -> Row:
        return Row(self._here(cell)).put(LABEL, (label, "dim"))

    def _problem(self, cell: Cell, column: int = BAND) -> None:
        sentence = cell.sentence
        if sentence is None:
            return
        row = Row(helps=True).put(column, (f"{glyph('wrong')} ", "bold red"))
        typed = getattr(cell, "text", "") if isinstance(cell, DateCell) else ""
        if typed:
            row.put(0, (f"{cut_text(shown(typed), 20)} ", "bold red"))
        row.put(0, (cut_text(sentence, self.edge - row.at), "red"))
        self._add(row)

    # The parts --------------------------------------------------------------------------------

    def _title(self) -> None:
        about, paper = self.about, self.paper
        facts = []
        if about.age:
            facts.append(say("review_form.age", age=about.age))
        if paper.due is not None:
            day = show_date(paper.due.due, today=about.today)
            facts.append(say("review_form.due", day=day, why=paper.due.sentence))
        else:
            facts.append(say("review_form.no_clock"))
        if about.begun is not None and about.complete_by is not None:
            day = show_date(about.complete_by, today=about.today)
            facts.insert(0, say("review_form.adjourned", day=day))
        here = self._here(paper.title)
        name = say("review_form.title", ordinal=ordinal_word(paper.ordinal))
        row = Row(here).put(1, (about.ref, "bold"), ("  ", "text"), (name, "bold"), ("  ", "text"))
        row.put(0, (cut_text(" · ".join(facts), self.edge - row.at), "dim"))
        row.spans.append(Span(0, self.edge, paper.title.name))
        self._add(row)
        if here:
            self._add(
                Row().put(BAND, ("e", "bold accent"), (" " + say("review_form.title_hint"), "dim"))
            )
        if paper.kind_shown:
            row = self._labelled(paper.cause, say("review_form.cause"))
            row.band(BAND, self.edge - BAND, _WordsOf(paper.cause), self._here(paper.cause))
            self._add(row)
            self._choices(paper.cause)
            row = self._labelled(paper.state, say("review_form.state"))
            row.band(BAND, DATE_BAND, _WordsOf(paper.state), self._here(paper.state))
            row.put(BAND + DATE_BAND + 2, ("a", "bold accent"))
            row.put(0, (" " + say("review_form.state_hint"), "dim"))
            self._add(row)
            row = self._labelled(paper.sittings, say("review_form.sittings"))
            row.band(BAND, self.edge - BAND, paper.sittings, self._here(paper.sittings))
            self._add(row)
            self._problem(paper.sittings)

    def _held(self) -> None:
        paper = self.paper
        row = self._labelled(paper.held, say("review_form.held"))
        row.band(BAND, DATE_BAND, paper.held, self._here(paper.held))
        verdict = self._held_verdict()
        row.put(BAND + DATE_BAND + 2, *verdict)
        self._add(row)
        self._problem(paper.held)
        self._calendar(paper.held)
        if paper.is_late:
            cell = paper.late_reason
            row = self._labelled(cell, say("review_form.late"))
            row.band(BAND, self.edge - BAND, cell, self._here(cell))
            self._add(row)
            self._problem(cell)
            self._choices(cell)

    def _held_verdict(self) -> list[Piece]:
        held, due = self.paper.held.value, self.paper.due
        if held is None or self.paper.held.problem:
            return []
        parsed: list[Piece] = []
        if self._here(self.paper.held) and self.paper.held.text != show_date(held):
            parsed = [(show_date(held, today=self.about.today), "bold"), (" · ", "dim")]
        if due is None:
            return parsed[:1]
        days = self.about.calendar.between(held, due.due)
        if held > due.due:
            over = distance(due.due, held, self.about.calendar)
            return [
                *parsed,
                (f"{glyph('late')} ", "red"),
                (say("review_form.late_by", over=over), "red"),
            ]
        words = (
            say("review_form.in_time_last")
            if held == due.due
            else say("review_form.in_time", days=days)
            if days <= 20
            else say("review_form.in_time_early", day=show_date(due.due, today=self.about.today))
        )
        return [*parsed, (f"{glyph('right')} ", "green"), (words, "green")]

    def _participation(self) -> None:
        cell = self.paper.participation
        row = self._labelled(cell, say("review_form.participation"))
        row.band(BAND, 5, cell, self._here(cell))
        choice = cell.choice
        if choice is not None:
            row.put(BAND + 7, (choice.words, "text"))
            fits = cell.problem is None and self.paper.held.value and self.about.born
            if fits:
                words = f"{glyph('right')} {say('review_form.age_fits')}"
                row.right(self.edge, (words, "green"))
        elif self._here(cell):
            row.put(BAND + 7, (say("review_form.participation_keys"), "dim"))
        self._add(row)
        self._problem(cell)
        self._choices(cell)

    def _attended(self) -> None:
        cell = self.paper.attended
        here = self._here(cell)
        row = self._labelled(cell, say("review_form.attended")).put(BAND + 1)
        for box in cell.boxes:
            if row.at + 3 + len(box.word) > self.edge + 1:
                row.spans.append(Span(BAND, self.edge, cell.name))
                self._add(row)
                row = Row(helps=True).put(BAND + 1)
            on = box.value in cell.ticked
            role = "accent" if on else "dim"
            row.put(0, (glyph("on" if on else "off"), role), (" ", "text"))
            before, letter, after = box.word.partition(box.letter)
            words = "text" if on else "dim"
            row.put(
                0,
                (before, words),
                (letter, f"bold underline {words}"),
                (after, words),
                (" ", "text"),
            )
        row.spans.append(Span(BAND, self.edge, cell.name))
        self._add(row)
        questioned = self.paper.attendance_questioned
        if questioned and not here:
            self._add(Row().put(BAND + 1, (f"{glyph('soon')} {questioned}", "amber")))
        self._problem(cell)

    def _spans(self, cell: ProseCell) -> list[tuple[int, int]]:
        width = self.edge - BAND - 2
        cell.writing.width = width
        return wrapped_spans(cell.text, width)

    def _prose(self, cell: ProseCell, label: str, height: int) -> None:
        here, width = self._here(cell), self.edge - BAND - 2
        found = self._spans(cell)
        at = row_of(found, cell.writing.cursor)
        first = max(0, min(at - height + 1, len(found) - height)) if here else 0
        if here and at < first:
            first = at
        on = "on-sel" if here else "on-field"
        for line in range(height):
            row = Row(here and first + line == at)
            if line == 0:
                row.put(LABEL, (label, "dim"))
            elif line == 1 and len(found) > height:
                more = say("review_form.lines", count=len(found))
                row.put(LABEL, (cut_text(more, BAND - LABEL - 1), "dim"))
            inside: list[Piece] = []
            if first + line < len(found):
                start, end = found[first + line]
                text = cell.text[start:end]
                cursor = cell.writing.cursor - start if here and first + line == at else None
                inside = with_cursor(text, cursor, width + 1, "text")
            row.put(BAND, (" ", f"text {on}"))
            row.pieces.extend((text, f"{words} {on}") for text, words in inside)
            missing = self.edge - BAND - 1 - width_of(inside)
            row.pieces.append((" " * missing, f"text {on}"))
            row.spans.append(Span(BAND, self.edge, cell.name))
            self._add(row)
        self._problem(cell)

    def _heading(self, title: str, count: int, focused: bool, *labels: tuple[int, str]) -> None:
        row = Row().put(1, (title, "bold accent" if focused else "bold"), (f"  {count}", "dim"))
        for column, label in labels:
            row.put(column, (label, "dim"))
        self._add(row)

    def _last_time(self) -> None:
        paper = self.paper
        if not paper.last:
            return
        focused = any(self._here(cell) for cell in paper.last)
        by, state = say("review_form.by"), say("review_form.carried_out")
        self._heading(
            say("review_form.last_time"),
            len(paper.last),
            focused,
            (self.edge - 22 - len(by), by),
            (self.edge - len(state), state),
        )
        for number, (decision, cell) in enumerate(
            zip(self.about.last, paper.last, strict=True), start=1
        ):
            self._last_row(number, decision, cell)
            self._problem(cell, 4)
        self._gap()

    def _last_row(self, number: int, decision: LastDecision, cell: AnswerCell) -> None:
        here = self._here(cell)
        row = Row(here).put(1, (f"{number:>2} ", "bold" if here else "dim"))
        row.spans.append(Span(0, self.edge, cell.name))
        sign, role = _ANSWER[cell.answer]
        word = f"{glyph(sign)} {CarriedOut(cell.answer).wording}" if cell.answer else ""
        if cell.reasoning:
            what = max(14, self.edge - 58)
            row.put(4, (cut_text(shown(decision.text), what), "text"))
            lead = f"{word}: "
            row.put(4 + what + 2, (lead, role))
            row.band(row.at, self.edge - row.at, cell.reason, True)
            self._add(row)
            return
        narrow = self.edge < 64
        room = self.edge - 22 - 4 if narrow else self.edge - 49
        row.put(4, (cut_text(shown(decision.text), room), "bold text" if here else "text"))
        if not narrow:
            owner = decision.owner or say("review_form.no_owner")
            row.put(
                self.edge - 44, (cut_text(shown(owner), 14), "dim" if decision.owner else "amber")
            )
            day = show_date(decision.due, weekday=False, year=False) if decision.due else ""
            row.right(self.edge - 22, (day, "dim"))
        if cell.answer is None:
            keys = say("review_form.answer_keys") if here else glyph("empty")
            row.right(self.edge, (keys, "accent" if here else "dim"))
        else:
            reason = f": {shown(cell.reason.text)}" if cell.reason.text else ""
            whole = word + (reason if cell.answer != "yes" else "")
            row.right(self.edge, (cut_text(whole, 21), role))
        self._add(row)

    def _decisions(self) -> None:
        paper = self.paper
        focused = self.focus.startswith("decision.")
        by = self.edge - DAY_BAND - 10
        who = by - (12 if self.edge < 96 else 16)
        self._heading(
            say("review_form.decisions"),
            len(paper.written()),
            focused,
            (who + 1, say("review_form.who")),
            (by + 1, say("review_form.by")),
        )
        for number, entry in enumerate(paper.decisions, start=1):
            self._decision_row(number, entry, who, by)

    def _decision_row(self, number: int, entry: DecisionRow, who: int, by: int) -> None:
        cells = (entry.what, entry.who, entry.by)
        here = any(self._here(cell) for cell in cells)
        row = Row(here).put(1, (f"{number:>2}", "bold" if here else "dim"))
        row.band(4, who - 5, entry.what, self._here(entry.what))
        row.band(who, by - who - 1, entry.who, self._here(entry.who))
        row.band(by, DAY_BAND, entry.by, self._here(entry.by))
        day = entry.by.value
        if day is not None and entry.filled and not entry.by.problem:
            row.right(self.edge, self._distance(day))
        elif entry.filled and not entry.by.text and not self._here(entry.by):
            row.right(self.edge, (say("review_form.no_date"), "amber"))
        self._add(row)
        for cell in cells:
            self._problem(cell, 4)
        self._calendar(entry.by)
        self._names(entry, who)

    def _distance(self, day: date) -> Piece:
        words = distance(day, self.about.today, self.about.calendar)
        late = urgency(day, self.about.today, self.about.calendar) is Urgency.LATE
        return (words, "amber" if late else "dim")

    def _names(self, entry: DecisionRow, who: int) -> None:
        cell = entry.who
        if not self._here(cell):
            return
        options = cell.options
        for index, name in enumerate(options):
            mark = glyph("cursor") if index == cell.picked else " "
            words = "bold text" if index == cell.picked else "dim"
            self._add(
                Row(helps=True).put(
                    who, (mark, "accent"), (cut_text(shown(name), self.edge - who), words)
                )
            )
        if cell.is_new:
            picked = cell.picked >= len(options)
            mark = glyph("cursor") if picked else " "
            words = say("review_form.new_name", name=cell.text.strip())
            self._add(
                Row(helps=True).put(
                    who,
                    (mark, "accent"),
                    (cut_text(shown(words), self.edge - who), "bold text" if picked else "dim"),
                )
            )

    def _next(self) -> None:
        cell = self.paper.next_due
        row = self._labelled(cell, say("review_form.next"))
        row.band(BAND, DATE_BAND, cell, self._here(cell))
        row.put(BAND + DATE_BAND + 2, *self._next_verdict())
        self._add(row)
        self._problem(cell)
        self._calendar(cell)

    def _next_verdict(self) -> list[Piece]:
        day, last = self.paper.next_due.value, self.paper.proposed_next
        held = self.paper.held.value
        if day is None or last is None or held is None or self.paper.next_due.problem:
            return []
        limit = self.paper.next_limit
        if day == last and limit is not None:
            return [(say("review_form.proposed", span=limit.span), "dim")]
        shown_last = show_date(last, today=self.about.today)
        if day > last:
            return [(f"{glyph('soon')} {say('review_form.after_last', day=shown_last)}", "amber")]
        return [(say("review_form.before_last", day=shown_last), "dim")]

    # Helps of the focused cell --------------------------------------------------------------

    def _choices(self, cell: ChoiceCell) -> None:
        """The answers under a choice, where no pane beside explains them."""
        if self.wide or not self._here(cell):
            return
        for choice in cell.choices:
            words = choice.words or choice.short
            row = Row(helps=True).put(BAND + 1, (choice.key, "bold accent"), (f" {words}", "text"))
            self._add(row)

    def _calendar(self, cell: DateCell) -> None:
        if self.wide or not self._here(cell) or cell.stepping is None:
            return
        for line in month_lines(cell.stepping, self.about.today, self.about.calendar):
            self._add(Row(helps=True).put(BAND, *line))


_ANSWER = {
    None: ("empty", "dim"),
    "yes": ("right", "text"),
    "partly": ("soon", "amber"),
    "no": ("late", "red"),
}


class _WordsOf(Cell):
    """A choice shown by its words; with none taken, as the usual one."""

    def __init__(self, cell: ChoiceCell) -> None:
        super().__init__(cell.name)
        self._cell = cell

    def band(self, width: int, focused: bool) -> list[Piece]:
        choice = self._cell.choice
        usual = "review_form.usual_state" if self.name == "state" else "review_form.routine"
        words = choice.short if choice else say(usual)
        return with_cursor(words[:width], None, width, "text" if choice else "dim")
