"""The fleet of the simulation, under its name in the benches."""

from __future__ import annotations

from store.simulating.fleet import SAVES, Sent, devices, fields_in, hex_id

__all__ = ["SAVES", "Sent", "devices", "fields_in", "hex_id"]
