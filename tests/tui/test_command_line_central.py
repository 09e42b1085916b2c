"""`collate --into URL`: the same round into a PostgreSQL database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store import children
from store.database.postgres import shown_url
from store.journal import Journal
from store.opening import CentralLog, close_store, init, open_store
from store.snapshots import (
    LogElsewhere,
    collate_and_answer,
    enrol,
    own_card,
    receive,
    write_receipts,
    write_snapshot,
)
from tests.postgres_server import new_database
from tui.__main__ import main
from tui.app import PlanReviewApp


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A centre's folder, and beside it `out` with one file of a device it knows."""
    here = init(tmp_path / "centre", None, "Birch", role="collator", device="Centre")
    device = init(tmp_path / "device", None, "Alder", role="iro", device="IRO-01")
    enrol(here, own_card(device))
    enrol(device, own_card(here))
    children.add_child(device, "C-1")
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


def test_devices_are_answered_and_listed_from_the_database(
    centre: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    here, out_folder = ("--store", str(centre / "centre")), centre / "out"
    (out_folder / "AAAA-000001.planreview").write_bytes(b"no such thing")
    code, out, _ = run(capsys, "collate", str(out_folder), *here, "--into", url)
    assert (code, json.loads(out)["receipts"]) == (1, 1)
    code, out, _ = run(
        capsys, "receive", str(out_folder), "--store", str(centre / "device"), "--json"
    )
    assert (code, json.loads(out)["taken"]) == (0, 1)
    reading = (*here, "--json", "--from", url)
    _, out, _ = run(capsys, "list", "devices", *reading)
    [device] = json.loads(out)
    assert (device["state"], device["missing"], device["receipt"]) == ("whole", [], 1)
    assert device["received"] > 0
    _, out, _ = run(capsys, "list", "refused", *reading)
    assert [Path(each["file"]).name for each in json.loads(out)] == ["AAAA-000001.planreview"]
    for kind in ("asides", "conflicts"):
        assert run(capsys, "list", kind, *reading)[:2] == (0, "[]\n")
    code, _, err = run(capsys, "list", "children", *reading)
    assert (code, "devices" in err) == (2, True)
    to = ("--to", str(centre / "again"))
    (centre / "again").mkdir()
    code, out, _ = run(capsys, "receipts", *to, *here, "--from", url)
    assert (code, json.loads(out)["files"]) == (0, [])
    code, out, _ = run(capsys, "receipts", "IRO-01", "--again", *to, *here, "--from", url)
    assert (code, len(json.loads(out)["files"])) == (0, 1)


def test_a_conflict_there_is_decided_here_and_told_to_the_devices(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    here = init(tmp_path / "centre", None, "Birch", role="collator", device="Centre")
    stick = str(tmp_path / "out")
    two = [
        init(tmp_path / name, None, name, role="iro", device=name) for name in ("Alder", "Maple")
    ]
    for device in two:
        enrol(here, own_card(device))
        enrol(device, own_card(here))
        children.add_child(device, "C-1", team=f"of {device.author.person}")
        write_snapshot(device, tmp_path / "out")
    here.close()
    at = ("--store", str(tmp_path / "centre"))
    assert run(capsys, "collate", stick, *at, "--into", url)[0] == 1
    _, out, _ = run(capsys, "list", "conflicts", *at, "--from", url, "--json")
    [conflict] = [each for each in json.loads(out) if each["field"] == "team"]
    assert {value["device"] for value in conflict["values"]} == {"Alder", "Maple"}
    words = ("decide", conflict["ref"], "of Maple", "--other", "--reason", "asked both")
    code, _, err = run(capsys, *words, *at, "--from", url)
    assert (code, err) == (0, "")
    _, out, _ = run(capsys, "list", "conflicts", *at, "--from", url, "--json")
    assert "team" not in [each["field"] for each in json.loads(out)]
    run(capsys, "collate", stick, *at, "--into", url)
    for device in two:
        receive(device, [tmp_path / "out"])
        [child] = children.children(device)
        assert child.team == "of Maple"
        device.close()


def test_what_is_unsafe_or_reads_the_store_here_is_refused(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("collate", str(centre / "out"), "--store", str(centre / "centre"), "--into")
    code, _, err = run(capsys, *words, "postgresql://me:secret@localhost/plans")
    assert (code, "secret" in err) == (2, False)
    recovering = ("--recovery-file", str(centre / "key"))
    code, _, err = run(capsys, *words, "postgresql://me@localhost/plans", *recovering)
    assert (code, "--recovery-file" in err) == (2, True)


class TestTheLogIsInOnePlace:
    """A centre that once collated into a database neither reads nor fills a log beside it."""

    def test_what_names_no_place_is_refused_with_what_to_do(
        self, centre: Path, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        at, out = ("--store", str(centre / "centre")), str(centre / "out")
        assert run(capsys, "list", "devices", *at, "--from", url)[0] == 0
        assert run(capsys, "list", "devices", *at)[0] == 0  # only looked at so far
        assert run(capsys, "collate", out, *at, "--into", url)[0] == 0
        for words in (
            ("collate", out),
            ("collate", out, "--watch"),
            ("collate", out, "--recovery-file", str(centre / "key")),
            ("receipts", "--to", out),
            ("decide", "C-1", "--note", "which?"),
            ("revoke", "IRO-01"),
            ("revoke", "IRO-01", "--drill"),
            *(("list", kind) for kind in ("devices", "refused", "asides", "conflicts")),
        ):
            if "--recovery-file" in words:
                (centre / "key").write_text("a key\n")
            code, printed, err = run(capsys, *words, *at)
            assert (code, printed) == (2, ""), words
            assert shown_url(url) in err, words
            assert "--from URL" in err, words
        drill = ("revoke", "IRO-01", "--drill", "--json", *at, "--from", url)
        told = json.loads(run(capsys, *drill)[1])
        assert (told["revoked"], told["wrote"]["records"]["child"]) == (False, 1)
        assert told["missing"] == []
        here = open_store(centre / "centre")
        assert read_so_far(here) == 0
        with pytest.raises(LogElsewhere):  # as the screen would
            collate_and_answer(here, [centre / "out"])
        with pytest.raises(LogElsewhere):
            write_receipts(here, centre / "out")
        close_store(here)

    def test_a_list_of_the_store_here_says_what_it_leaves_out(
        self, centre: Path, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        at = ("--store", str(centre / "centre"))
        run(capsys, "collate", str(centre / "out"), *at, "--into", url)
        to = str(centre / "children.csv")
        for words in (("list", "children"), ("export", "children", "--to", to)):
            code, _, err = run(capsys, *words, *at)
            assert (code, shown_url(url) in err) == (0, True)

    def test_here_and_moved_are_meant(
        self, centre: Path, url: str, server: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        at, out = ("--store", str(centre / "centre")), str(centre / "out")
        collating = ("collate", out, *at)
        assert run(capsys, *collating, "--into", url)[0] == 0
        other = new_database(server, f"{url.partition('?')[0].rpartition('/')[2]}_other")
        code, _, err = run(capsys, *collating, "--into", other)
        assert (code, "--moved" in err, shown_url(url) in err) == (2, True, True)
        assert run(capsys, *collating, "--moved")[0] == 2
        assert run(capsys, *collating, "--into", other, "--here")[0] == 2
        code, printed, _ = run(capsys, *collating, "--here")
        assert (code, json.loads(printed)["taken"]) == (0, 1)
        assert json.loads(run(capsys, "list", "devices", *at, "--here", "--json")[1])
        assert run(capsys, *collating)[0] == 2  # once does not make it so
        assert run(capsys, *collating, "--into", other, "--moved")[0] == 0
        assert run(capsys, *collating, "--into", other)[0] == 0
        assert run(capsys, *collating, "--into", url)[0] == 2
        assert run(capsys, *collating, "--here", "--moved")[0] == 0
        assert run(capsys, *collating)[0] == 0


def test_a_device_has_no_log_in_a_database(
    centre: Path, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.command_line.opening._needs_a_terminal", lambda: None)
    monkeypatch.setattr(PlanReviewApp, "run", lambda _: pytest.fail("a screen was drawn"))
    at = ("--store", str(centre / "device"))
    for words in (
        ("collate", str(centre / "out"), "--into"),
        ("list", "devices", "--from"),
        ("decide", "C-1", "--note", "which?", "--from"),
        ("share", "--from"),
    ):
        code, _, err = run(capsys, *words, url, *at)
        assert (code, "Only a centre" in err) == (2, True), words


class TestShareOpensOnTheDatabase:
    """`share --from URL`: the screens over the log there."""

    def test_what_was_decided_on_the_screens_is_there_when_they_are_left(
        self,
        centre: Path,
        url: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        at = ("--store", str(centre / "centre"))
        run(capsys, "collate", str(centre / "out"), *at, "--into", url)
        seen: list[str | None] = []

        def shown(app: PlanReviewApp) -> int:
            assert app.central_log is not None
            seen.extend((app.begins_with, app.central_log.place))
            children.add_child(app.journal, "C-2")
            return 0

        monkeypatch.setattr("tui.command_line.opening._needs_a_terminal", lambda: None)
        monkeypatch.setattr(PlanReviewApp, "run", shown)
        assert run(capsys, "share", *at, "--from", url) == (0, "", "")
        assert seen == ["share", shown_url(url)]
        here = open_store(centre / "centre")
        with CentralLog(url).opened(here) as log:
            assert here.author.device in {each.device for each in log.ranges()}
        close_store(here)

    def test_a_wrong_place_is_refused_before_any_screen(
        self,
        centre: Path,
        url: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        at = ("--store", str(centre / "centre"))
        run(capsys, "collate", str(centre / "out"), *at, "--into", url)
        monkeypatch.setattr("tui.command_line.opening._needs_a_terminal", lambda: None)
        monkeypatch.setattr(PlanReviewApp, "run", lambda _: pytest.fail("a screen was drawn"))
        for words in ((), ("--from", f"{url}x"), ("--from", "nonsense"), ("--moved",)):
            code, _, err = run(capsys, "share", *at, *words)
            assert (code, bool(err)) == (2, True), words

    def test_what_cannot_go_when_the_screens_are_left_is_kept_and_said(
        self,
        centre: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        nowhere = f"postgresql://postgres@/plans?host={tmp_path}"
        monkeypatch.setattr("tui.command_line.opening._needs_a_terminal", lambda: None)
        monkeypatch.setattr(PlanReviewApp, "run", lambda _: 0)
        at = ("--store", str(centre / "centre"))
        code, _, err = run(capsys, "share", *at, "--from", nowhere)
        assert code == 0
        assert "does not take part" in err
        assert "goes there with the next" in err


def read_so_far(journal: Journal) -> int:
    """How many files the store here has taken."""
    found = journal.database.execute_sql("SELECT count(*) FROM snapshot_read").fetchone()
    return int(found[0])
