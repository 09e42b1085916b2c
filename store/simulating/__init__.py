"""The exchange of a whole service played on one machine: a fleet, its post, and the proofs."""

from __future__ import annotations

from store.simulating.measuring import Figure, printed
from store.simulating.proving import Proof, Simulated, simulate

__all__ = ["Figure", "Proof", "Simulated", "printed", "simulate"]
