"""Measurements: `python -m tests.bench triage` prints ours, the baseline and the ratio."""
