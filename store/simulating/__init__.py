"""The exchange of a whole service played on one machine: a fleet, its post, and the proofs."""

from __future__ import annotations

from store.simulating.proving import Measured, Proof, Simulated, simulate

__all__ = ["Measured", "Proof", "Simulated", "simulate"]
