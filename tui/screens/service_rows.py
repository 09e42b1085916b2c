"""The rows of the caseloads: who holds how many children, against the limits for full time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from store import children, service
from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.journal import Journal
from store.service import Caseload, Limits, Post, Standing, Worker
from store.wording import plain, say
from tui.glyphs import clock_piece, glyph
from tui.widgets.columns import Cell, Column, Forms, Heading, Row
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Line, Piece

BAR, SHORT_BAR = 24, 13
SCALE = Decimal("1.25")
"""The bar is so much longer than the most children a full-time IRO should hold."""

COLUMNS = (
    Column("who", say("screen_service.head_who"), strong=True),
    Column("fte", say("screen_service.head_fte"), 5, "right", style="dim"),
    Column("children", say("screen_service.head_children"), 8, "right"),
    Column("per_fte", say("screen_service.head_per_fte"), 8, "right"),
    Column("bar", say("screen_service.head_bar"), BAR, short=SHORT_BAR),
    Column("standing", say("screen_service.head_standing"), 10, "right"),
)
_ROLES = {
    Standing.OVER: "red",
    Standing.WITHIN: "dim",
    Standing.UNDER: "dim",
    Standing.UNKNOWN: "amber",
    Standing.LEFT: "red",
    Standing.UNALLOCATED: "red",
}
_SIGNS = {
    Standing.OVER: "late",
    Standing.WITHIN: "right",
    Standing.UNKNOWN: "soon",
    Standing.LEFT: "late",
    Standing.UNALLOCATED: "late",
}


@dataclass(frozen=True)
class ServicePage:
    """Everything the page shows, read once."""

    today: date
    calendar: WorkingDays
    limits: Limits
    loads: Mapping[Worker, Sequence[Caseload]]
    posts: Sequence[Post]
    children: Mapping[str, Child]

    def load(self, row: str | None) -> tuple[Worker, Caseload] | None:
        """The caseload of a row."""
        for worker, loads in self.loads.items():
            for load in loads:
                if row_id(worker, load) == row:
                    return worker, load
        return None

    def of(self, load: Caseload) -> list[Child]:
        """The children of a caseload, by the clock."""
        held = [self.children[one] for one in load.child_ids if one in self.children]
        far = date.max
        return sorted(held, key=lambda child: (child.next.due if child.next else far, child.ref))


def read_service(journal: Journal, calendar: WorkingDays) -> ServicePage:
    """The caseloads of today."""
    today = journal.today()
    return ServicePage(
        today,
        calendar,
        service.caseload_limits(journal, today),
        {worker: service.caseload(journal, today, worker) for worker in Worker},
        service.posts(journal),
        {child.id: child for child in children.children(journal)},
    )


def row_id(worker: Worker, load: Caseload) -> str:
    """The row of one person in one kind of work."""
    return f"{worker.value}:{load.person_id or ''}"


def service_rows(page: ServicePage) -> list[Row | Heading]:
    """IROs under their heading, social workers under theirs; the labels stand on the first."""
    rows: list[Row | Heading] = []
    for worker, loads in page.loads.items():
        held = [load for load in loads if load.person is not None]
        if worker is not Worker.IRO and loads:
            rows.append(Heading(say("screen_service.social_workers"), len(held)))
        rows += [_row(page, worker, load) for load in loads]
    return rows


def _row(page: ServicePage, worker: Worker, load: Caseload) -> Row:
    who: Line = [(plain(load.person or say(f"screen_service.nobody_{worker.value}")), "text")]
    if load.person is None:
        who = [(who[0][0], "amber")]
    elif load.team:
        who = [*who, (f"  {plain(load.team)}", "dim")]
    unknown = (glyph("empty"), "dim")
    cells: dict[str, Cell] = {
        "who": who,
        "children": str(load.children) if load.children else (glyph("zero"), "dim"),
    }
    if load.person is not None:
        cells["fte"] = shown_share(load.fte) if load.fte is not None else unknown
    if worker is Worker.IRO:
        cells["per_fte"] = shown_number(load.per_fte) if load.per_fte is not None else unknown
        cells["bar"] = Forms(bar(load, page.limits), bar(load, page.limits, SHORT_BAR))
        cells["standing"] = standing_piece(load.standing)
    elif load.standing in (Standing.LEFT, Standing.UNALLOCATED):
        word = load.standing.wording
        if load.standing is Standing.UNALLOCATED:
            word = say("screen_service.nobody")
        cells["standing"] = (f"{glyph('late')} {word}", "red")
    return Row(row_id(worker, load), cells, dim=not load.children)


def standing_piece(standing: Standing) -> Piece:
    """How a caseload stands: sign, word and colour."""
    sign = _SIGNS.get(standing)
    words = f"{glyph(sign)} {standing.wording}" if sign else standing.wording
    return words, _ROLES[standing]


def bar(load: Caseload, limits: Limits, width: int = BAR) -> Line:
    """Children for full time as a bar; what lies between the two limits is drawn whole."""
    if load.per_fte is None:
        return []
    most = Decimal(limits.high) * SCALE
    at = [min(width, int(width * one / most + Decimal("0.5"))) for one in (limits.low, limits.high)]
    done = min(width, int(width * load.per_fte / most + Decimal("0.5")))
    role = {Standing.OVER: "red", Standing.WITHIN: "accent"}.get(load.standing, "dim")
    found: Line = [(glyph("bar") * done, role)]
    for start, end, sign in (
        (0, at[0], "missing"),
        (at[0], at[1], "rest"),
        (at[1], width, "missing"),
    ):
        found = [*found, (glyph(sign) * max(0, end - max(start, done)), "rule")]
    return found


def shown_share(fte: Decimal) -> str:
    """A share of full time: 0.6, 1."""
    return f"{fte.normalize():f}"


def shown_number(number: Decimal) -> str:
    """Children for full time: 56, 56.7."""
    return f"{number:f}".removesuffix(".0")


def load_items(page: ServicePage, worker: Worker, load: Caseload) -> list[Entry]:
    """Who it is, their posts, the limits, and the children by their clock."""
    name = plain(load.person or say(f"screen_service.nobody_{worker.value}"))
    items: list[Entry] = [Title(name, right=[(worker.wording, "dim")])]
    for post in page.posts:
        if post.person_id == load.person_id and post.role == worker.value:
            items.append(_post(post, page.today))
    if load.person is not None and load.fte is None and load.standing is not Standing.LEFT:
        items.append(Words(say("screen_service.no_share"), "amber"))
    if load.standing is Standing.LEFT and load.until is not None:
        day = show_date(load.until, today=page.today, weekday=False)
        items.append(Words(say("screen_service.left", day=day, count=load.children), "red"))
    if worker is Worker.IRO and load.per_fte is not None:
        items.append(Fact(say("screen_service.for_full_time"), shown_number(load.per_fte)))
        said = say("screen_service.limits", low=page.limits.low, high=page.limits.high)
        items.append(Fact([(said, "dim")], [standing_piece(load.standing)]))
        items.append(Words(page.limits.label, "dim"))
    held = page.of(load)
    if held:
        items += [Gap(always=True), Title(say("screen_service.children"), count=len(held))]
    for child in held:
        right: Line = [(say("screen_service.no_clock"), "dim")]
        if child.next is not None:
            due = child.next.due
            far = distance(due, page.today, page.calendar)
            day = show_date(due, today=page.today, weekday=False)
            hurry = urgency(due, page.today, page.calendar)
            right = [(day, "dim"), clock_piece(f"{far:>10}", hurry)]
        items.append(Pair([(plain(child.ref), "text")], right))
    return items


def _post(post: Post, today: date) -> Entry:
    def day(on: date) -> str:
        return show_date(on, today=today, weekday=False)

    if post.started and post.until:
        when = say("screen_service.from_until", start=day(post.started), end=day(post.until))
    elif post.started:
        when = say("screen_service.from", start=day(post.started))
    elif post.until:
        when = say("screen_service.until", end=day(post.until))
    else:
        when = say("screen_service.open")
    share = shown_share(post.fte) if post.fte is not None else glyph("empty")
    return Fact([(when, "dim")], say("screen_service.share", fte=share))
