"""Handing over on the screen: where another device is enrolled, a file for it is offered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import children, opening, people, service
from store.snapshots import HANDOVER_SUFFIX, enrol, own_card, receive
from tests.tui.plan_stage import shown
from tests.tui.test_service import to_caseloads
from tui.app import PlanReviewApp

TODAY = date(2024, 9, 16)


async def test_the_caseload_is_written_for_who_takes_it_over(tmp_path: Path) -> None:
    journal = opening.throwaway(tmp_path / "a", "Birch", role="iro", device="old", today=TODAY)
    taker = opening.throwaway(tmp_path / "b", "Hazel", role="iro", device="new", today=TODAY)
    other = opening.throwaway(tmp_path / "c", "Cedar", role="iro", device="aside", today=TODAY)
    for each in (taker, other):
        enrol(journal, own_card(each))
        enrol(each, own_card(journal))
    for number in (1, 2):
        children.add_child(journal, f"C-{number}", iro="Birch", started=date(2024, 5, 28))
    people.add_person(journal, "Hazel")
    stick = tmp_path / "stick"
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await to_caseloads(pilot)
        await pilot.press("o", *"haz")
        await pilot.pause(0.1)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        text = shown(app)
        assert "Write the caseload" in text
        assert text.index("new") < text.index("aside"), "who takes them over stands first"
        await pilot.press("1")
        await pilot.pause(0.1)
        assert "planreview receive" in shown(app)
        await pilot.press(*str(stick), "enter")
        while not (stick.exists() and list(stick.glob(f"*{HANDOVER_SUFFIX}"))):
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        assert "handed over" in shown(app)
        assert "receive" in shown(app)
    assert receive(taker, [stick]).handovers == 1
    assert [child.iro for child in children.children(taker)] == ["Hazel", "Hazel"]
    assert service.children_of(taker, "Hazel")
