"""Exporting exactly what is on the screen: CSV, XLSX or JSON, with the query and the count."""

from __future__ import annotations

from store.exporting.sheets import Exported, NoSuchFormat, XlsxMissing
from store.exporting.writing import export, export_rows, heading_of

__all__ = [
    "Exported",
    "NoSuchFormat",
    "XlsxMissing",
    "export",
    "export_rows",
    "heading_of",
]
