"""The fields a record may have: each turns a Python value into a change's text, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar

import peewee

from store.errors import Refused
from store.wording import say

LONGEST_VALUE = 1_000_000


class Detail(StrEnum):
    """How closely a field touches a person; a centre's policy says which classes leave a device."""

    NAME = "name"
    IDENTIFIER = "identifier"
    DATE_OF_BIRTH = "date of birth"
    SERVICE_FACT = "service fact"
    NARRATIVE = "narrative"
    SECRET = "secret"


def checked_text(field: str, text: str) -> str:
    """`text` as a change may carry it; Refused for NUL, lone surrogates and endless text."""
    if "\x00" in text:
        raise Refused(say("journal.nul_in_text", field=field), field=field)
    if len(text) > LONGEST_VALUE:
        raise Refused(
            say("journal.text_too_long", field=field, length=len(text), limit=LONGEST_VALUE),
            field=field,
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as broken:
        raise Refused(say("journal.broken_text", field=field), field=field) from broken
    return text


class JournalField(peewee.Field):
    """A field whose values live in the journal as text or nothing.

    `detail` is its class for policies; a change of a `protected` value needs a reason.
    """

    field_type = "TEXT"

    def __init__(
        self, *, detail: Detail = Detail.SERVICE_FACT, protected: bool = False, index: bool = False
    ) -> None:
        super().__init__(null=True, index=index)
        self.detail = detail
        self.protected = protected

    def to_text(self, value: Any) -> str | None:
        """The text of `value`; empty text and None are both nothing."""
        if value is None or value == "":
            return None
        return checked_text(self.name, self.written(value))

    def from_text(self, text: Any) -> Any:
        """The Python value of what a table or a change holds."""
        return None if text is None else self.read(str(text))

    def written(self, value: Any) -> str:
        """`value` as text; the subclass knows its form."""
        return str(value)

    def read(self, text: str) -> Any:
        """The value of `text`; the subclass knows its form."""
        return text

    def __sql__(self, ctx: Any) -> Any:
        # Said by hand, in the words Peewee would find: it went through a dozen calls for the name
        # of each column of each query, which was a third of the time a save or a page took.
        if ctx.scope == peewee.SCOPE_VALUES:
            return ctx.sql(self.column)
        return ctx.literal(f'"{ctx.alias_manager[self.model._meta.table]}"."{self.column_name}"')

    def db_value(self, value: Any) -> Any:
        return self.to_text(value)

    def python_value(self, value: Any) -> Any:
        return self.from_text(value)


class TextField(JournalField):
    """Words, as typed."""


class DateField(JournalField):
    """A day, as YYYY-MM-DD."""

    def written(self, value: Any) -> str:
        return (
            value.isoformat() if isinstance(value, date) else date.fromisoformat(value).isoformat()
        )

    def read(self, text: str) -> date:
        return date.fromisoformat(text)


class WhenField(JournalField):
    """A moment, in UTC."""

    def written(self, value: Any) -> str:
        return str(value.astimezone(UTC).isoformat(timespec="milliseconds"))

    def read(self, text: str) -> datetime:
        return datetime.fromisoformat(text)


class NumberField(JournalField):
    """A whole number."""

    field_type = "INTEGER"

    def written(self, value: Any) -> str:
        return str(int(value))

    def read(self, text: str) -> int:
        return int(text)


class YesNoField(JournalField):
    """Yes or no."""

    def written(self, value: Any) -> str:
        return value if value in ("yes", "no") else ("yes" if value else "no")

    def read(self, text: str) -> bool:
        return text == "yes"


class ListField(JournalField):
    """Several texts in their order, as a JSON list; with `codes` each is one of a closed list, with
    `refers_to` the id of a record of that kind."""

    def __init__(
        self,
        *,
        detail: Detail = Detail.SERVICE_FACT,
        protected: bool = False,
        codes: type[Enum] | None = None,
        refers_to: str | None = None,
    ) -> None:
        super().__init__(detail=detail, protected=protected)
        self.codes, self.refers_to = codes, refers_to

    def to_text(self, value: Any) -> str | None:
        return super().to_text(value) if value else None

    def written(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        texts: Sequence[str] = [str(part) for part in value]
        return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str) -> list[str]:
        return [str(part) for part in json.loads(text)]


class CodeField(JournalField):
    """One of a closed list of codes; a code of a newer version is kept and read as nothing."""

    def __init__(
        self,
        codes: type[Enum],
        *,
        detail: Detail = Detail.SERVICE_FACT,
        protected: bool = False,
        index: bool = False,
    ) -> None:
        super().__init__(detail=detail, protected=protected, index=index)
        self.codes = codes
        self._by_value: dict[str, Enum] = {str(code.value): code for code in codes}

    def written(self, value: Any) -> str:
        return str(self.codes(value).value)

    def read(self, text: str) -> Enum | None:
        return self._by_value.get(text)


class RecordField(JournalField):
    """The id of another record; `refers_to` names its kind, None where it may be of several."""

    def __init__(
        self,
        refers_to: str | None,
        *,
        detail: Detail = Detail.SERVICE_FACT,
        protected: bool = False,
        index: bool = True,
    ) -> None:
        super().__init__(detail=detail, protected=protected, index=index)
        self.refers_to = refers_to


def _table_name(model: type[Record]) -> str:
    return f"now_{model.kind}"


class Record(peewee.Model):
    """What the journal says now of one thing; subjects derive their models from it.

    `kind` names it in changes, `titled_by` is the field a person would call it by.
    """

    kind: ClassVar[str] = "record"
    titled_by: ClassVar[str] = "title"

    id = peewee.TextField(primary_key=True)
    withdrawn = TextField(detail=Detail.NARRATIVE)

    class Meta:
        legacy_table_names = False
        table_function = _table_name


def one_of(column: Any, ids: Collection[str]) -> Any:
    """The condition that a column holds one of these ids: one parameter, however many they are."""
    listed = peewee.SQL("(SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))
    return column.in_(listed)


def read_rows(
    columns: Sequence[peewee.Field], rows: Iterable[Sequence[Any]]
) -> list[dict[str, Any]]:
    """Rows of a database as dicts of Python values, by the name of each column."""
    # Words are what they are; Peewee asked three functions about each of them.
    names = [column.name for column in columns]
    reading = [
        (column.name, column.read)
        for column in columns
        if isinstance(column, JournalField) and not isinstance(column, TextField | RecordField)
    ]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for name, read in reading:
        for row in found:
            if (held := row[name]) is not None:
                row[name] = read(str(held))
    return found


def fields_of(model: type[Record]) -> dict[str, JournalField]:
    """The journal fields of a model by name, in the order of their definition."""
    return {
        field.name: field for field in model._meta.sorted_fields if isinstance(field, JournalField)
    }
