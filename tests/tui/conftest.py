"""Screens in tests are looked at as soon as they are at rest."""

from __future__ import annotations

from tests.tui import settling

settling.use()
