"""The demo's throwaway folders, and clearing away those of programs that were killed."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "planreview-demo-"


def prefix() -> str:
    """What the names of this process's folders begin with: the process is named in them."""
    return f"{_PREFIX}{os.getpid()}-"


def new_folder() -> Path:
    """A new private folder that goes with this process."""
    _clear_orphans()
    folder = Path(tempfile.mkdtemp(prefix=prefix()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _clear_orphans() -> None:
    """Removes folders whose process is gone: a closed window gives it no time to tidy up."""
    if os.name == "nt":  # there, asking whether a process lives can end it
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdigit() and not _is_running(int(process)) and _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not folder.is_symlink()
