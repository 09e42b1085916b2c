"""Values as a person reads them in a history or on the conflict desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.audits import AuditRecord
from store.journal.history import shown_value
from store.shown import shown_text
from tests.store.caseload import add_child, log_first
from tests.store.devices import new_device

TODAY = date(2024, 9, 16)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('["child","carer"]', "child; carer"),
        ('["worker","somebody newer"]', "worker; somebody newer"),
        ('["worker"', '["worker"'),
        (None, "no value"),
    ],
)
def test_a_list_of_codes_is_read_in_words(text: str | None, shown: str) -> None:
    assert shown_text("review", "attended", text, None, TODAY) == (shown, "")


def test_a_list_of_records_is_read_by_their_names(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    kind = AuditRecord.kind
    called = shown_value(journal.database, kind, "children", f'["{child}","not here"]')
    assert shown_text(kind, "children", "", called, TODAY) == ("C-0147; not here", "")
    damaged = '["' + child
    assert shown_value(journal.database, kind, "children", damaged) == damaged
    logged = log_first(journal, child)
    [line] = [one for one in journal.history(logged.id) if one.field == "attended"]
    assert shown_text(line.kind, line.field, line.new, None, TODAY)[0] == "child; carer"
