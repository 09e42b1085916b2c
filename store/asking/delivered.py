"""How far this device's own changes got, by their numbers: here, sent, merged, refused."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Delivered:
    """The numbers of own changes that the centre said it has, and of those it does not let count.

    Both come from its receipts; a store that has none knows only what it sent.
    """

    received: tuple[Span, ...] = ()
    refused: tuple[Span, ...] = ()

    def of(self, seq: int, sent: int) -> str:
        """How far the change of that number got, when all up to `sent` were exported."""
        if _within(seq, self.refused):
            return "refused"
        if seq > sent:
            return "here"
        return "merged" if _within(seq, self.received) else "sent"

    def where(self, word: str, device: str, sent: int) -> tuple[str, tuple[object, ...]]:
        """The same as a condition on the columns `device` and `seq`, and what stands in it."""
        refused, among_refused = _condition(self.refused)
        received, among_received = _condition(self.received)
        if word == "received":
            return "device <> ?", (device,)
        if word == "refused":
            return f"(device = ? AND {refused})", (device, *among_refused)
        if word == "here":
            return f"(device = ? AND seq > ? AND NOT {refused})", (device, sent, *among_refused)
        wanted = received if word == "merged" else f"NOT {received}"
        return (
            f"(device = ? AND seq <= ? AND NOT {refused} AND {wanted})",
            (device, sent, *among_refused, *among_received),
        )


def _within(seq: int, spans: tuple[Span, ...]) -> bool:
    return any(first <= seq <= last for first, last in spans)


def _condition(spans: tuple[Span, ...]) -> tuple[str, tuple[int, ...]]:
    if not spans:
        return "(0)", ()
    parts = " OR ".join("seq BETWEEN ? AND ?" for _ in spans)
    return f"({parts})", tuple(number for span in spans for number in span)
