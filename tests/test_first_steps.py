"""The first minute with a clone: what is missing is said in a sentence, nothing is left over."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("sh", "dirname", "cmp", "cp", "printf")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what `.ci/venv` reads, and a `bin` with nothing in it but what sh needs."""
    folder = tmp_path / "clone"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "venv", folder / ".ci")
    shutil.copy(ROOT / "pyproject.toml", folder)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found is not None:
            (tools / tool).symlink_to(found)
    return folder


def python_that(clone: Path, program: str) -> None:
    """Puts a `python3` on the path that runs this shell program."""
    fake = clone.parent / "bin" / "python3"
    fake.write_text(f"#!/bin/sh\n{program}\n", "utf-8")
    fake.chmod(0o755)


def make(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs `sh .ci/venv` with nothing else on the path."""
    shell = shutil.which("sh")
    assert shell is not None
    environment = {**os.environ, "PATH": str(clone.parent / "bin")}
    return subprocess.run(
        [shell, ".ci/venv", *words],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_old_or_missing_python_is_said_in_a_sentence(clone: Path) -> None:
    for program in (None, "exit 1"):
        if program is not None:
            python_that(clone, program)
        done = make(clone)
        assert done.returncode == 2
        assert "needs Python 3.11 or newer" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (clone / ".venv").exists()


def test_debian_python_without_venv_is_said_and_leaves_no_folder(clone: Path) -> None:
    python_that(clone, 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    done = make(clone)
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr
    assert not (clone / ".venv").exists()


def test_folder_that_cannot_be_written_is_said(clone: Path) -> None:
    python_that(clone, 'case "$1" in -m) echo "Error: no permission"; exit 1;; esac; exit 0')
    done = make(clone)
    assert done.returncode == 2
    assert "No virtual environment could be made" in done.stderr


def test_word_that_is_not_known_is_refused(clone: Path) -> None:
    done = make(clone, "tests")
    assert done.returncode == 2
    assert "tests" in done.stderr


def test_scripts_can_be_run() -> None:
    for script in (ROOT / ".ci" / "run", ROOT / ".ci" / "venv"):
        assert script.stat().st_mode & stat.S_IXUSR, script.name
