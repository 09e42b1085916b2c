"""What the screens of Measures ask: which days, for whom, and where to write the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.measures import Span, last_quarter, last_week, quarter_of, week_of
from store.reports import Audience, file_name, report, written
from store.wording import plain, say
from tui.actions import Action
from tui.dialogs.ask import AskDate, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.typed_path import typed_path
from tui.widgets.frame import Frame

#: The keys that every screen of Measures has for its days.
SPAN_KEYS = (
    Action("span", "here", ("d",), label="screen_measures.key_span"),
    Action("earlier", "here", ("[",), label="screen_measures.key_earlier"),
    Action("later", "here", ("]",), label="screen_measures.key_later", footer=False),
)


def usual_spans(today: date) -> list[Span]:
    """The spans that are asked for most."""
    return [last_quarter(today), quarter_of(today), last_week(today), week_of(today)]


async def ask_span(frame: Frame, now: Span) -> Span | None:
    """Ask for the days; None when the question was left."""
    spans = usual_spans(frame.journal.today())
    names = ("last_quarter", "this_quarter", "last_week", "this_week")
    choices = [
        Choice(str(n), say(f"screen_measures.span_{name}"), span, span.words)
        for n, (name, span) in enumerate(zip(names, spans, strict=True), start=1)
    ]
    choices.append(Choice("5", say("screen_measures.span_other"), "other", ""))
    chosen = await frame.ask(ChooseOne(say("screen_measures.ask_span"), choices, value=now))
    if isinstance(chosen, Span) or chosen is None:
        return chosen
    begin = await frame.ask(
        AskDate(say("screen_measures.ask_begin"), now.begin, empty=False, prefer="past")
    )
    if begin is None or begin.on is None:
        return None
    end = await frame.ask(
        AskDate(say("screen_measures.ask_end"), max(now.end, begin.on), empty=False, prefer="past")
    )
    return None if end is None or end.on is None else Span(begin.on, end.on)


async def write_file(frame: Frame, name: str, span: Span, query: str = "") -> None:
    """Ask for whom and where, write the report, and say so; one about some of the children is for
    inside."""
    audience: object = Audience.INSIDE
    if not query:
        choices = [
            Choice("1", say("screen_measures.for_outside"), Audience.OUTSIDE),
            Choice("2", say("screen_measures.for_inside"), Audience.INSIDE),
        ]
        audience = await frame.ask(ChooseOne(say("screen_measures.ask_audience"), choices))
    if not isinstance(audience, Audience):
        return
    made = report(frame.journal, name, span, audience, query)
    where = await frame.ask(
        AskText(
            say("screen_measures.ask_file"),
            str(Path.cwd() / file_name(made)),
            hint=say(f"screen_measures.file_hint{'_inside' if query else ''}"),
        )
    )
    if where:
        path = written(made, typed_path(where))
        frame.tell(say("screen_measures.written", name=plain(path.name)))
        frame.toast(say("screen_measures.written_at", path=plain(str(path))))
