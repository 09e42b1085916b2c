"""What every test may rely on: a quiet environment, and the published documents where they lie."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from store.database import keys
from tests.postgres_server import server, url

__all__ = ["server", "url"]  # fixtures: every module has the same server

# No test is timed: what a machine does besides decides no result.
settings.register_profile("planreview", deadline=None)
settings.load_profile("planreview")

# Published reports and sample data lie beside the checkout, never in it: on most machines they
# are absent, and the tests that read them say so in one line.
SHARED = Path(__file__).resolve().parents[2] / "shared"

_SCRUBBED = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "CLICOLOR")


def _quiet_environment() -> None:
    """No setting of this machine may decide a result, and no test may find a person's own store."""
    for name in list(os.environ):
        if name in _SCRUBBED or name.startswith(("TEXTUAL", "PLANREVIEW")):
            del os.environ[name]
    os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40", LC_ALL="C.UTF-8")


_quiet_environment()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the published documents are skipped, with one reason, where those are absent."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason=f"the published documents are not at {SHARED}")
    for item in items:
        if item.get_closest_marker("shared") is not None:
            item.add_marker(absent)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not go over all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default store, the config and the crash reports of a test lie in its own folder."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture(autouse=True)
def _light_passphrases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase is made costly to guess, which each unlocking pays for: not a test's store.

    The real cost is that of the tests in `test_keys.py` and of every other process.
    """
    if request.path.name != "test_keys.py":
        monkeypatch.setattr(keys, "MEMORY_KIB", 8 * keys.LANES)
        monkeypatch.setattr(keys, "PASSES", 1)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published documents; only for tests marked `shared`."""
    return SHARED
