"""`collate --into URL`: the same round into a PostgreSQL database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.opening import init
from store.snapshots import enrol, own_card, write_snapshot
from tests.store.test_postgres import server, url
from tui.__main__ import main

__all__ = ["server", "url"]  # fixtures


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A centre's folder, and beside it `out` with one file of a device it knows."""
    here = init(tmp_path / "centre", None, "Birch", role="collator", device="Centre")
    device = init(tmp_path / "device", None, "Alder", role="iro", device="IRO-01")
    enrol(here, own_card(device))
    enrol(device, own_card(here))
    from store.children import add_child

    add_child(device, "C-1")
    write_snapshot(device, tmp_path / "out")
    here.close()
    device.close()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code of a command, and what it printed and said."""
    try:
        code = main(list(words))
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code or 0, said.out, said.err


def test_files_go_into_the_database_once(
    centre: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("collate", str(centre / "out"), "--store", str(centre / "centre"), "--into", url)
    code, out, _ = run(capsys, *words)
    done = json.loads(out)
    assert (code, done["taken"], done["refused"]) == (0, 1, 0)
    assert done["changes"] > 0
    _, out, _ = run(capsys, *words)
    assert json.loads(out)["already"] == 1
    (centre / "out" / "AAAA-000001.planreview").write_bytes(b"no such thing")
    code, out, err = run(capsys, *words)
    assert (code, json.loads(out)["refused"]) == (1, 1)
    assert "AAAA-000001" in err


def test_what_reads_the_store_here_is_refused_with_it(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("collate", str(centre / "out"), "--store", str(centre / "centre"), "--into")
    code, _, err = run(capsys, *words, "postgresql://me:secret@localhost/plans")
    assert (code, "secret" in err) == (2, False)
    code, _, err = run(capsys, *words, "postgresql://me@localhost/plans", "--watch")
    assert (code, "--watch" in err) == (2, True)
