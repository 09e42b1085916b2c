"""The filled demo: what the pictures show is in the store, and the store is sound."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import children, conflicts, drafts, evidence, plans, reviews, snapshots
from store.codes import Brag, Participation
from store.demo import TODAY, open_demo
from store.journal import Journal
from store.opening import close_store
from store.today import what_needs_me

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def demo() -> Iterator[Journal]:
    """A demo at 08:58; the tests of this file only read it."""
    journal = open_demo(frozen=True)
    yield journal
    close_store(journal)


def test_four_plans_newest_first(demo: Journal) -> None:
    found = plans.plans(demo)
    assert [plan.ref for plan in found] == ["P-2023", "P-2019", "P-2018", "P-2012"]
    current = found[0].standing
    assert (found[0].areas, current.commitments, current.actions) == (8, 31, 44)
    assert current.overdue == 3
    assert current.brag is Brag.RED
    assert {"no owner", "no date", "overdue"} <= set(current.flags)


def test_areas_stand_at_more_than_one_colour(demo: Journal) -> None:
    current = plans.areas(demo, plans.plans(demo)[0].id)
    assert [area.short_ref for area in current] == [*(f"SW {n}" for n in range(1, 8)), "IRO 1"]
    assert {area.standing.brag for area in current} == {Brag.RED, Brag.AMBER, Brag.GREEN}
    assert all(area.due == date(2024, 12, 8) for area in current)


def test_reviewing_area_was_promised_before(demo: Journal) -> None:
    area = next(area for area in plans.areas(demo) if area.service_short == "IRO")
    assert {promise.year for promise in plans.promised_before(demo, area.id)} == {2019, 2018, 2012}


def test_one_piece_of_evidence_has_a_file_that_opens(demo: Journal) -> None:
    with_file = [one for one in evidence.evidence(demo) if one.file_name]
    assert [one.file_name for one in with_file] == ["audit-june.txt"]
    assert b"Twenty reviews" in evidence.read_file(demo, with_file[0].id)


def test_caseload_is_in_the_store(demo: Journal) -> None:
    found = children.children(demo)
    assert len(found) == 101  # one of them at home, before proceedings
    assert sum(child.iro == "Alder" and child.looked_after for child in found) == 58
    held = reviews.reviews(demo)
    assert 220 <= len(held) <= 250
    assert sum(review.on_time is False for review in held) == 5
    codes = Counter(review.participation for review in held)
    assert set(codes) == set(Participation)


def test_demo_reviews_would_be_taken_by_the_form(demo: Journal) -> None:
    # A fifth of them, for each check reads the child's whole story.
    for review in reviews.reviews(demo)[::5]:
        problems = reviews.check(demo, reviews.outcome_of(review), review_id=review.id)
        assert not [problem for problem in problems if problem.blocks], review.child_ref


def test_today_has_its_groups_and_one_draft(demo: Journal) -> None:
    shown = what_needs_me(demo, unsent=demo.unsent())
    assert (shown.drafts, shown.caseload, shown.unsent) == (1, 58, 18)
    refs = [line.ref for line in shown.lines]
    assert {"C-0112", "C-0150", "C-0120", "C-0101"} <= set(refs)
    assert 10 <= shown.late <= 16
    draft = drafts.drafts(demo)[0]
    assert draft.window == ""
    assert draft.begun.astimezone().strftime("%a %d %b %H:%M") == "Fri 13 Sep 16:42"
    assert reviews.Outcome.from_draft(draft.content).held == date(2024, 9, 13)


def test_centre_has_all_but_the_last_changes(demo: Journal) -> None:
    centre = snapshots.centre(demo)
    assert centre is not None
    assert (centre.card.name, centre.card.person) == ("Centre", "Linden")
    last = snapshots.last_written(demo)
    assert last is not None
    assert last[1].date() == date(2024, 9, 12)
    assert snapshots.unsent(demo) == demo.unsent() == 18


def test_demo_hands_in_a_real_snapshot(tmp_path: Path) -> None:
    journal = open_demo(frozen=True)
    try:
        written = snapshots.write_snapshot(journal, tmp_path / "out")
        assert (written.changes, written.centre) == (18, "Centre")
        assert written.path.stat().st_size == written.size
        assert snapshots.unsent(journal) == 0
    finally:
        close_store(journal)


def test_a_conflict_of_each_sort_waits(demo: Journal) -> None:
    desk = conflicts.desk(demo)
    assert [item.risk.value for item in desk.queue] == [
        *("protected", "protected", "withdrawn", "date", "double"),
    ]
    took_part = next(item for item in desk.queue if item.field == "participation")
    assert {value.shown for value in took_part.values} == {"PN2", "PN5"}
    assert {value.person for value in took_part.values} == {"Alder", "Birch"}
    assert conflicts.not_both(desk.queue[0]) is None


def test_demo_store_is_sound(demo: Journal) -> None:
    before = demo.state()
    assert demo.verify() > 2000
    demo.rebuild()
    assert demo.state() == before


def test_demo_is_the_same_every_time(demo: Journal) -> None:
    again = open_demo(frozen=True)
    try:
        first, second = demo.state(), again.state()
        # The name of the sealed file comes from the store's own key, which nobody has twice.
        del first["now_evidence"], second["now_evidence"]
        assert second == first
        assert evidence.evidence(again) == evidence.evidence(demo)
        assert again.now() == demo.now()
    finally:
        close_store(again)


def test_clock_runs_on_and_the_day_stays(demo: Journal) -> None:
    assert demo.today() == TODAY
    assert demo.now().astimezone().strftime("%H:%M") == "08:58"


def test_folder_is_private_and_goes_with_the_program() -> None:
    program = (
        "from store.demo import open_demo\n"
        "journal = open_demo()\n"
        "print(journal.folder, oct(journal.folder.parent.stat().st_mode))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    folder, mode = done.stdout.split()
    assert stat.S_IMODE(int(mode, 8)) == 0o700
    assert not Path(folder).parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="asking for a process can end it there")
def test_folder_of_a_killed_demo_is_cleared_away(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from store.demo.folder import new_folder\n"
        "print(new_folder(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=False)
        # The second demo finds the first one's folder and takes it away.
        assert len(list(tmp_path.iterdir())) == 1
