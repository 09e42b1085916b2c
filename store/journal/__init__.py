"""The journal: the one door for every write; tables are what it says now."""

from __future__ import annotations

from store.journal.asides import Aside, Cause
from store.journal.change import Change, UnreadableChange
from store.journal.conflicts import Conflict, Head
from store.journal.derived import Derived, Touch, Touched, derive
from store.journal.fields import (
    CodeField,
    DateField,
    Detail,
    JournalField,
    ListField,
    NumberField,
    Record,
    RecordField,
    TextField,
    WhenField,
    YesNoField,
    fields_of,
    one_of,
)
from store.journal.forks import Range
from store.journal.history import HistoryLine
from store.journal.journal import Journal
from store.journal.judging import Judged
from store.journal.kinds import field_of, kinds, model_of, natural_id, register
from store.journal.opened import Author, Judge
from store.journal.receiving import ChainBroken, DeviceForked, Received
from store.journal.reissuing import Reissued
from store.journal.saving import UnitOfWork
from store.journal.tables import (
    ASIDE_DDL,
    DDL,
    FIRST_DDL,
    LACKING_DDL,
    OWN_UNIT_DDL,
    REPLACED_DDL,
    UNIT_DDL,
    WITHHELD_DDL,
)
from store.journal.undoing import LeftAlone, NothingToUndo, Undone, UnitLine
from store.journal.withheld import withheld

__all__ = [
    "ASIDE_DDL",
    "DDL",
    "FIRST_DDL",
    "LACKING_DDL",
    "OWN_UNIT_DDL",
    "REPLACED_DDL",
    "UNIT_DDL",
    "WITHHELD_DDL",
    "Aside",
    "Author",
    "Cause",
    "ChainBroken",
    "Change",
    "CodeField",
    "Conflict",
    "DateField",
    "Derived",
    "Detail",
    "DeviceForked",
    "Head",
    "HistoryLine",
    "Journal",
    "JournalField",
    "Judge",
    "Judged",
    "LeftAlone",
    "ListField",
    "NothingToUndo",
    "NumberField",
    "Range",
    "Received",
    "Record",
    "RecordField",
    "Reissued",
    "TextField",
    "Touch",
    "Touched",
    "Undone",
    "UnitLine",
    "UnitOfWork",
    "UnreadableChange",
    "WhenField",
    "YesNoField",
    "derive",
    "field_of",
    "fields_of",
    "kinds",
    "model_of",
    "natural_id",
    "one_of",
    "register",
    "withheld",
]
