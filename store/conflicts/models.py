"""What people say about a conflict beside deciding it: not now, and a word to who wrote a value."""

from __future__ import annotations

from typing import ClassVar

from store.journal import DateField, Detail, ListField, Record, RecordField, TextField, register

_FACT, _WORDS = Detail.SERVICE_FACT, Detail.NARRATIVE


@register
class DeferralRecord(Record):
    """A conflict or possible duplicate put off to a day.

    `heads` are the changes that stood in conflict then, as `device:number`, or the records that
    looked alike: where others stand there now, something came to it and it is not put off.
    """

    kind: ClassVar[str] = "deferral"
    titled_by: ClassVar[str] = "until"

    about = RecordField(None, detail=_FACT)
    about_kind = TextField(detail=_FACT)
    field = TextField(detail=_FACT)
    heads = ListField(detail=_FACT)
    until = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT, index=False)


@register
class AuthorNoteRecord(Record):
    """A word to the person who wrote a value that is in conflict, and what they answer.

    `device` is the device on which the value was written; `read` is the day the note was read,
    `closed` the day its writer read the answer.
    """

    kind: ClassVar[str] = "author_note"
    titled_by: ClassVar[str] = "text"

    about = RecordField(None, detail=_FACT)
    about_kind = TextField(detail=_FACT)
    field = TextField(detail=_FACT)
    to = RecordField("person", detail=_FACT)
    device = TextField(detail=_FACT)
    text = TextField(detail=_WORDS)
    on = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT, index=False)
    read = DateField(detail=_FACT)
    answer = TextField(detail=_WORDS)
    answered = DateField(detail=_FACT)
    closed = DateField(detail=_FACT)
