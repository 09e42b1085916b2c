"""Attacks on the promise that nothing typed is lost: kills, cuts, full and foreign files."""
