"""Receipts, receiving and watching from the command line: the centre's job without a screen."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tui.command_line_case import Line, enrolled


@pytest.fixture
def centre(line: Line, tmp_path: Path) -> Line:
    """A centre that has exchanged cards with the device."""
    return enrolled(line, tmp_path)


def test_collating_answers_and_the_device_reads_the_answer(
    line: Line, centre: Line, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    line("add", "child", "local_id=C-0147")
    line("snapshot", "--to", stick)
    done = centre("collate", stick).json
    assert (done["taken"], done["receipts"], done["aside"]) == (1, 1, 0)
    assert centre("collate", stick).json["receipts"] == 0
    had = line("receive", stick).json
    assert (had["files"], had["taken"], had["refused"], had["others"]) == (1, 1, 0, 0)
    assert line("receive", stick).json["already"] == 1
    # What the centre added since comes with the next receipt.
    centre("add", "child", "local_id=C-0147", "team=North")
    assert centre("receipts", "--to", stick).json["changes"] == 1
    assert line("receive", stick).json["changes"] == 1
    assert line("list", "children", "--json").json[0]["team"] == "North"
    assert centre("receipts", "--to", stick, "laptop", "--again").json["changes"] == 1


def test_receipts_go_to_the_folder_named(line: Line, centre: Line, tmp_path: Path) -> None:
    line("add", "child", "local_id=C-0147")
    line("snapshot", "--to", tmp_path / "in")
    done = centre("collate", tmp_path / "in", "--receipts", tmp_path / "back").json
    assert done["receipts"] == 1
    assert [path.suffix for path in (tmp_path / "back").iterdir()] == [".receipt"]
    assert line("receive", tmp_path / "back").json["taken"] == 1
    assert line("receive", tmp_path / "none").code == 3


def test_a_watched_folder_is_read_until_the_job_is_ended(
    line: Line, centre: Line, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    command = [sys.executable, "-m", "tui", "--store", str(centre.folder), "collate", str(stick)]
    job = subprocess.Popen(
        [*command, "--watch", "--every", "0.2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        line("add", "child", "local_id=C-0147")
        line("snapshot", "--to", stick)
        assert job.stdout is not None
        heard = [job.stdout.readline()]
        while "1 taken" not in heard[-1]:
            assert heard[-1], "the job ended"
            heard.append(job.stdout.readline())
        assert len([one for one in heard if "1 taken" in one]) == 1
        while not line("receive", stick).json["files"]:
            time.sleep(0.1)
    finally:
        job.send_signal(signal.SIGTERM)
        _, said = job.communicate(timeout=60)
    assert job.returncode == 0, said
    assert "Traceback" not in said


def test_a_caseload_is_handed_to_another_device(line: Line, tmp_path: Path) -> None:
    taker = line.other("taker")
    assert taker("init", "--person", "Ben", "--device", "other").code == 0
    line("add", "child", "local_id=C-0147", "iro=Ann")
    stick = tmp_path / "stick"
    assert line("handover", "Ann", "--for", "other", "--to", stick).code != 0
    assert not stick.exists()
    for one, other in ((line, taker), (taker, line)):
        card = tmp_path / f"{one.folder.name}.card"
        one("card", "--to", card)
        assert other("enrol", card).code == 0
    done = line("handover", "Ann", "--for", "other", "--to", stick, "--give", "Ben").json
    assert (done["children"], done["device"]) == (1, "other")
    assert taker("receive", stick).json["handovers"] == 1
    (child,) = taker("list", "children", "--json").json
    assert child["local_id"] == "C-0147"
    assert line("handover", "Nobody", "--for", "other", "--to", stick).code == 3
