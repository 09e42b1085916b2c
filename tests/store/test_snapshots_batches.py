"""Files opened in processes of their own come to the same as files opened here."""

from __future__ import annotations

import shutil
import sys
import threading
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker, set_executable
from pathlib import Path

import pytest

from store.journal import Journal
from store.snapshots import collate, opening_beside, refused_files
from store.snapshots.reading import Reader
from tests.store.parties import enrolled, save, sent


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Journal, list[Journal], Path]:
    """A centre, two devices, and nine files of theirs, one of them spoiled."""
    centre, devices = enrolled(tmp_path, 2)
    out = tmp_path / "out"
    for device in devices:
        for n in range(4):
            save(device, title=str(n))
            sent(device, out)
    whole = sorted(out.iterdir())[3].read_bytes()
    (out / "spoiled.planreview").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    return centre, devices, out


def test_a_bad_file_is_refused_alone_and_the_rest_is_taken_in_turn(
    folder: tuple[Journal, list[Journal], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, devices, out = folder
    monkeypatch.setattr(opening_beside, "FEWEST", 2)
    monkeypatch.setattr(opening_beside, "_AT_ONCE", 3)
    done = collate(centre, [out])
    assert (done.taken, done.refused, done.changes) == (8, 1, 8)
    [bad] = refused_files(centre)
    assert bad.file.endswith("spoiled.planreview")
    assert {each.device for each in centre.ranges()} == {each.author.device for each in devices}
    again = collate(centre, [out])
    assert (again.taken, again.already, again.refused) == (0, 8, 1)


def test_a_process_that_ends_is_done_without(
    folder: tuple[Journal, list[Journal], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, _, out = folder

    class Gone:
        def result(self) -> None:
            raise BrokenProcessPool

        def cancel(self) -> None:
            pass

    class NoPool:
        def __init__(self, *_: object) -> None:
            pass

        def __enter__(self) -> NoPool:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def submit(self, *_: object) -> Gone:
            return Gone()

    monkeypatch.setattr(opening_beside, "FEWEST", 2)
    monkeypatch.setattr(opening_beside, "ProcessPoolExecutor", NoPool)
    done = collate(centre, [out])
    assert (done.taken, done.refused) == (8, 1)


def test_processes_that_die_before_they_have_their_keys_are_done_without(
    folder: tuple[Journal, list[Journal], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, _, out = folder
    # More than a pipe holds, as the keys of a fleet are.
    monkeypatch.setattr(
        Reader, "__reduce__", lambda reader: (bytes, (b"keys" * 100_000,)), raising=False
    )
    monkeypatch.setattr(opening_beside, "FEWEST", 2)
    resource_tracker.ensure_running()
    set_executable(shutil.which("false") or sys.executable)
    done = []
    try:
        collating = threading.Thread(target=lambda: done.append(collate(centre, [out])))
        collating.daemon = True
        collating.start()
        collating.join(60)
    finally:
        set_executable(sys.executable)
    assert [(one.taken, one.refused) for one in done] == [(8, 1)]


def test_no_process_is_started_for_the_few_files_that_have_to_be_opened(
    folder: tuple[Journal, list[Journal], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, devices, out = folder
    assert collate(centre, [out]).taken == 8
    save(devices[0], title="one more")
    sent(devices[0], out)
    monkeypatch.setattr(opening_beside, "FEWEST", 3)
    monkeypatch.setattr(opening_beside, "ProcessPoolExecutor", None)
    done = collate(centre, [out])
    # The new one, and the spoiled one once more.
    assert (done.files, done.taken, done.already, done.refused) == (10, 1, 8, 1)
