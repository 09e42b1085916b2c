"""A change leaves as the same line, whether it is made whole on its way or not."""

from __future__ import annotations

from pathlib import Path

from store.journal.sending import Logged
from tests.store.devices import Thing, new_device, pass_on


def test_a_line_from_the_log_is_the_line_of_the_change(tmp_path: Path) -> None:
    here = new_device(tmp_path / "one", 1, person='Ælfrīc "the\\elder"')
    with here.unit_of_work("über\n“label”", 'a reason\twith \\ and "') as work:
        one = work.create(Thing, title="first\u2028line", status="open")
        work.create(Thing, title='{"not": "json"}')
    with here.unit_of_work("edit", "why not") as work:
        work.save(Thing, one, title=None, status="é")
    here.undo()
    with here.unit_of_work("gone") as work:
        work.withdraw(Thing, one, "made twice")
    [over] = here.ranges()
    whole = [change.to_line() for change in here.changes(over)]
    sent = list(here.sendable(over))
    assert all(isinstance(each, Logged) for each in sent)
    assert [each.to_line() for each in sent] == whole
    hidden = [c.to_line(lambda _, name: name == "title") for c in here.changes(over)]
    assert [each.to_line(lambda _, name: name == "title") for each in sent] == hidden


def test_one_that_lacks_a_value_is_made_whole_first(tmp_path: Path) -> None:
    here, there = new_device(tmp_path / "one", 1), new_device(tmp_path / "two", 2)
    with here.unit_of_work("a thing") as work:
        record = work.create(Thing, title="secret", status="open")
    here.erase(record, ["title"], "by law")
    pass_on(here, there)
    for journal in (here, there):
        [over] = journal.ranges()
        lines = [change.to_line() for change in journal.changes(over)]
        assert [each.to_line() for each in journal.sendable(over)] == lines
