"""The three lines around every screen: modes on top, facts and keys below."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from textual.events import Click
from textual.strip import Strip

from store.clock import show_date
from store.wording import say
from tui.actions import EVERYWHERE, REGISTRY, key_name, key_names
from tui.glyphs import glyph
from tui.places import offered, takes_text
from tui.widgets.drawn import Drawn
from tui.widgets.lines import GAP, Line, Piece, left_right, pieces, strip_of, width_of, wrapped

if TYPE_CHECKING:
    from tui.program import Program

DIGITS_ONLY_BELOW = 78
FOOTER_NARROW, FOOTER_WIDE, WIDE = 7, 10, 110


class ChromeLine(Drawn):
    """One line of chrome, drawn whole."""

    DEFAULT_CSS = "ChromeLine { height: 1; width: 1fr; background: $pr-chrome; }"
    can_focus = False

    def line(self, width: int) -> Line:
        """What the line says in that many cells."""
        return []

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        app: Any = self.app
        return strip_of(self.line(width), width, app.palette, "chrome")


class Header(ChromeLine):
    """The modes with their digits, the current one filled; role and date at the right."""

    def __init__(self, mode: str, digits: bool = True) -> None:
        super().__init__()
        self.mode = mode
        self.digits = digits

    def _modes(self, width: int) -> tuple[list[Piece], list[tuple[int, int, str]]]:
        parts: list[Piece] = []
        spans: list[tuple[int, int, str]] = []
        at = 0
        app: Any = self.app
        for mode in app.modes:
            here = mode.name == self.mode
            words = mode.label() if here or width >= DIGITS_ONLY_BELOW else ""
            digit = mode.digit if self.digits else " "
            if here:
                block: list[Piece] = [(f" {digit} {words} ", "bold onaccent")]
            else:
                block = [(f" {digit}", "dim"), (f" {words}" if words else "", "text"), (" ", "dim")]
            size = width_of(block)
            spans.append((at, at + size, mode.name))
            parts.extend(block)
            at += size
        return parts, spans

    def line(self, width: int) -> Line:
        app: Any = self.app
        left, _ = self._modes(width)
        for right in app.who_and_when():
            whole = [(f"{right} ", "dim")]
            if width_of(left) + 2 + width_of(whole) <= width:
                return left_right(left, whole, width)
        return left

    def on_click(self, event: Click) -> None:
        if not self.digits:
            return
        for start, end, name in self._modes(self.size.width)[1]:
            if start <= event.x < end:
                app: Program = self.app  # type: ignore[assignment]
                app.go_to_mode(name)


class StatusLine(ChromeLine):
    """Left: how many, where, what is wrong; right: what was last done and what is not sent."""

    left: Line = ()
    right: Line = ()
    shorter: Line = ()
    refused: str = ""

    def say(self, left: Line, right: Line, shorter: Line = ()) -> None:
        """Show these two parts; where room is short `shorter` at the right, then nothing there."""
        self.left, self.right, self.shorter = left, right, shorter
        self.refused = ""
        self._show(1)

    def refuse(self, sentence: str) -> None:
        """Show a refusal whole, on as many lines as it needs: its end says what to do."""
        self.refused = sentence
        self._show(len(self._refusal()))

    def _show(self, lines: int) -> None:
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines
        self.refresh()

    def _refusal(self) -> list[str]:
        return wrapped(self.refused, max(20, self.size.width - 5))

    def render_line(self, y: int) -> Strip:
        if not self.refused:
            return super().render_line(y)
        app: Any = self.app
        lines = self._refusal()
        sign = (f" {glyph('wrong')} ", "bold red") if y == 0 else ("   ", "text")
        words = (lines[y] if y < len(lines) else "", "red")
        width = self.size.width
        return strip_of(
            left_right([sign, words], self.right if y == 0 else [], width),
            width,
            app.palette,
            "chrome",
        )

    def line(self, width: int) -> Line:
        left = [(" ", "text"), *pieces(self.left)]
        for part in (self.right, self.shorter):
            right = [*pieces(part), (" ", "text")]
            if part and width_of(left) + GAP + width_of(right) <= width:
                return left_right(left, right, width)
        return left_right(left, [], width)


class Footer(ChromeLine):
    """The keys that work here, whole pairs, the way to all of them at the right edge."""

    def pairs(self) -> list[tuple[str, str]]:
        """Key and label of what the footer would show, in order."""
        typing = takes_text(self.app.focused)
        found = []
        for item in offered(self.app):
            action = item.action
            if not action.footer or item.reason is not None or (typing and not action.in_fields):
                continue
            keys = [key for key in action.keys if " " not in key][:1]
            found.append((key_name(keys[0]) if keys else key_names(action), action.words()))
        extra = getattr(self.app.focused, "keys_here", None)
        return [*extra(), *found] if callable(extra) else found

    def line(self, width: int) -> Line:
        typing = takes_text(self.app.focused)
        right: list[Piece] = [
            ("F1" if typing else "?", "bold accent"),
            (f" {say('key_labels.help')} ", "dim"),
        ]
        pairs = self.pairs()
        pane = next((one for one in REGISTRY.at(EVERYWHERE) if one.name == "pane"), None)
        if pane is not None and pane.keys and not typing and pane.reason(self.app) is None:
            name = key_name(pane.keys[0])
            right = [(name, "bold accent"), (f" {pane.words()}  ", "dim"), *right]
        steps_back = getattr(self.screen, "steps_back", None)
        said = any(key == key_name("escape") for key, _ in pairs)
        if not said and callable(steps_back) and steps_back():
            right = [
                (key_name("escape"), "bold accent"),
                (f" {say('key_labels.step_back')}  ", "dim"),
                *right,
            ]
        own = getattr(self.screen, "footer_line", None)
        if callable(own) and (line := own()) is not None:
            return left_right([(" ", "text"), *pieces(line)], [], width)
        room = width - width_of(right) - 2
        most = FOOTER_WIDE if width >= WIDE else FOOTER_NARROW
        left: list[Piece] = [(" ", "text")]
        for key, label in pairs[:most]:
            pair: list[Piece] = [(key, "bold accent"), (f" {label}", "dim"), ("  ", "dim")]
            if width_of(left) + width_of(pair) - 2 > room:
                break
            left.extend(pair)
        return left_right(left, right, width, gap=0)


def progress(
    what: str,
    done: int,
    total: int | None,
    note: str = "",
    bar: int = 24,
    *,
    stops: bool = True,
) -> Line:
    """A busy line: words, bar, count; without a total there is no bar. `stops`: by esc."""
    parts: list[Piece] = [(what, "bold"), (" ", "text")]
    if total:
        full = min(bar, round(bar * done / total))
        parts += [(glyph("bar") * full, "accent"), (glyph("across") * (bar - full), "dim")]
        parts += [(" " + say("frame.so_many_of", done=done, total=total), "text")]
    elif done:
        parts += [(str(done), "text")]
    if note:
        parts += [(" · ", "dim"), (note, "text")]
    if stops:
        parts += [("   ", "text"), ("esc", "bold accent"), (" " + say("frame.cancels"), "dim")]
    return parts


def who_and_when(role: str, person: str, today: date, *, demo: bool = False) -> list[str]:
    """Role, name and date for the header, longest form first."""
    words, short = _role_words(role)
    day = show_date(today, today=today)
    forms = [f"{words} {person} · {day} {today.year}", f"{short} · {day}"]
    return [f"{say('frame.demo')} · {forms[0]}", *forms] if demo else forms


def _role_words(role: str) -> tuple[str, str]:
    """A role's words, long and short."""
    try:
        return say(f"frame.role_{role}"), say(f"frame.role_{role}_short")
    except KeyError:
        return role, role
