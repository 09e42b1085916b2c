"""Evidence: what shows that an area, a commitment or an action is met, with its sealed file."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from store import people, plans
from store.codes import EvidenceKind
from store.database import derived_key
from store.errors import Locked, NotFound, ReasonNeeded, Refused, WrongUse
from store.journal import Journal
from store.plans.models import ActionRecord, AreaRecord, CommitmentRecord, EvidenceRecord
from store.plans.names import short_ids
from store.sealed_files import MOST_BYTES, SealedFile, seal, unseal
from store.wording import plain, say

FIELDS: tuple[str, ...] = ("kind", "on", "held_at", "checked_by", "shows")
_NAME_KEY = "evidence names"
_KINDS = (AreaRecord, CommitmentRecord, ActionRecord)


# Days after which a reading says little about the present; shown, no colour stands on it.
OLD_AFTER = 60


class NoEvidenceThere(Refused):
    """Evidence was to go on something that carries none: a plan, a decision, a child."""


class FileNotTaken(Refused):
    """A file that cannot be attached."""


class FileNotWritten(Locked):
    """A place where an attached file cannot be saved."""


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence. `older_than` is its age in days, `file_size` bytes of the file."""

    id: str
    ref: str
    about_id: str
    about_kind: str
    about_ref: str
    kind: EvidenceKind | None
    on: date | None
    held_at: str | None
    checked_by: str | None
    shows: str | None
    file_name: str | None
    file_size: int | None
    older_than: int | None
    conflict: bool

    @property
    def age_note(self) -> str | None:
        """A sentence where the evidence is too old to speak for the present, else None."""
        if self.older_than is None or self.older_than <= OLD_AFTER:
            return None
        return say("evidence.older", days=OLD_AFTER)


def add_evidence(
    journal: Journal,
    about_id: str,
    kind: EvidenceKind,
    on: date | None = None,
    held_at: str | None = None,
    checked_by: str | None = None,
    shows: str | None = None,
    file: Path | None = None,
) -> str:
    """Records evidence on an area, a commitment or an action; returns its id.

    `on` is the day the evidence is of, `held_at` the place where it lies, `checked_by` the name
    of who looked at it. A `file` is read, sealed and kept; it stays where it is.
    """
    about_kind = _about_kind(journal, about_id)
    if on is not None and on > journal.today():
        raise Refused(say("evidence.future"), field="on")
    taken = _seal(journal, file) if file is not None else {}
    with journal.unit_of_work(say("evidence.unit_added")) as unit:
        return unit.create(
            EvidenceRecord,
            about=about_id,
            about_kind=about_kind,
            type=kind,
            on=on,
            held_at=_words(held_at),
            checked_by=people.ensure_person(unit, checked_by),
            shows=_words(shows),
            **taken,
        )


def change_evidence(
    journal: Journal, evidence_id: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes kind, on, held_at, checked_by (by name) or shows; what was set needs a reason."""
    for name in fields:
        if name not in FIELDS:
            raise WrongUse(
                say("evidence.no_such_field", field=plain(name), fields=", ".join(FIELDS))
            )
    _row(journal, evidence_id)
    values = dict(fields)
    if values.get("on") is not None and values["on"] > journal.today():
        raise Refused(say("evidence.future"), field="on")
    if "kind" in values:
        values["type"] = values.pop("kind")
    with journal.unit_of_work(say("evidence.unit_changed"), reason) as unit:
        if "checked_by" in values:
            values["checked_by"] = people.ensure_person(unit, values["checked_by"])
        return unit.save(EvidenceRecord, evidence_id, **values)


def attach(journal: Journal, evidence_id: str, file: Path, reason: str | None = None) -> None:
    """Seals `file` into the store as the file of this evidence; another one needs a reason."""
    known = _row(journal, evidence_id)
    if known["sealed_name"] and not reason:
        # Before the file is sealed: a refusal leaves nothing behind.
        raise ReasonNeeded(
            say("evidence.has_a_file", file=plain(known["file_name"] or "")), field="file"
        )
    taken = _seal(journal, file)
    with journal.unit_of_work(say("evidence.unit_attached"), reason) as unit:
        unit.save(EvidenceRecord, evidence_id, **taken)


def withdraw_evidence(journal: Journal, evidence_id: str, reason: str) -> None:
    """Takes evidence out of every list and count, for a reason."""
    _row(journal, evidence_id)
    with journal.unit_of_work(say("evidence.unit_withdrawn"), reason) as unit:
        unit.withdraw(EvidenceRecord, evidence_id, reason)


def evidence(journal: Journal, about_id: str | None = None) -> list[Evidence]:
    """The evidence on one record, or all of it, the newest first."""
    query = EvidenceRecord.select().where(EvidenceRecord.withdrawn.is_null())
    every = journal.rows(query)
    refs = short_ids("E", (row["id"] for row in every))
    rows = every if about_id is None else [row for row in every if row["about"] == about_id]
    return _shown(journal, rows, refs)


def evidence_below(journal: Journal, area_id: str) -> list[Evidence]:
    """The evidence on an area, on its commitments and on their actions, the newest first."""
    own = {area_id}
    own.update(line.id for line in plans.commitments(journal, area_id))
    own.update(action.id for action in plans.actions(journal, area_id=area_id))
    return [one for one in evidence(journal) if one.about_id in own]


def one_evidence(journal: Journal, evidence_id: str) -> Evidence:
    """One piece of evidence by id; NotFound where there is none."""
    found = next((one for one in evidence(journal) if one.id == evidence_id), None)
    if found is None:
        raise NotFound(say("evidence.no_such_evidence"))
    return found


def read_file(journal: Journal, evidence_id: str) -> bytes:
    """The content of the attached file, opened in memory and checked against its hash."""
    row = _row(journal, evidence_id)
    if not row["sealed_name"] or not row["sealed_key"]:
        raise NotFound(say("evidence.no_file" if not row["sealed_name"] else "evidence.no_key"))
    return unseal(
        journal.folder,
        SealedFile(
            row["sealed_name"],
            row["sealed_key"],
            row["sealed_sha256"] or "",
            row["sealed_size"] or 0,
        ),
    )


def save_file(journal: Journal, evidence_id: str, to: Path) -> Path:
    """Writes the attached file out where a person asks for it, readable by them alone.

    `to` may be a folder, then the file keeps its own name. Nothing is written over.
    """
    row = _row(journal, evidence_id)
    data = read_file(journal, evidence_id)
    place = to / _file_name(row["file_name"]) if to.is_dir() else to
    try:
        with place.open("xb") as out:
            place.chmod(stat.S_IRUSR | stat.S_IWUSR)
            out.write(data)
    except FileExistsError:
        raise FileNotTaken(say("evidence.file_exists", file=plain(str(place)))) from None
    except OSError as failure:
        raise FileNotWritten(
            say("evidence.not_written", file=plain(str(place)), reason=failure.strerror or "")
        ) from None
    return place


def _shown(
    journal: Journal, rows: Iterable[dict[str, Any]], refs: dict[str, str]
) -> list[Evidence]:
    names = people.names(journal)
    about = _about_refs(journal)
    today = journal.today()
    disputed = {
        record
        for (record,) in journal.database.execute_sql(
            "SELECT DISTINCT record FROM conflict WHERE kind = ?", (EvidenceRecord.kind,)
        ).fetchall()
    }
    found = [
        Evidence(
            id=row["id"],
            ref=refs[row["id"]],
            about_id=row["about"],
            about_kind=row["about_kind"] or "",
            about_ref=about.get(row["about"], ""),
            kind=row["type"],
            on=row["on"],
            held_at=row["held_at"],
            checked_by=names.get(row["checked_by"] or ""),
            shows=row["shows"],
            file_name=row["file_name"],
            file_size=row["sealed_size"],
            older_than=(today - row["on"]).days if row["on"] else None,
            conflict=row["id"] in disputed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True)


def _about_refs(journal: Journal) -> dict[str, str]:
    every: list[plans.Area | plans.Commitment | plans.Action] = [
        *plans.areas(journal),
        *plans.commitments(journal),
        *plans.actions(journal),
    ]
    return {one.id: one.ref for one in every}


def _about_kind(journal: Journal, about_id: str) -> str:
    for model in _KINDS:
        row = journal.get(model, about_id)
        if row is not None:
            if row["withdrawn"]:
                raise NoEvidenceThere(say("evidence.about_withdrawn"), field="about")
            return model.kind
    raise NoEvidenceThere(say("evidence.not_there"), field="about")


def _row(journal: Journal, evidence_id: str) -> dict[str, Any]:
    row = journal.get(EvidenceRecord, evidence_id)
    if row is None:
        raise NotFound(say("evidence.no_such_evidence"))
    if row["withdrawn"]:
        raise Refused(say("evidence.withdrawn", reason=plain(row["withdrawn"])))
    return row


def _seal(journal: Journal, file: Path) -> dict[str, Any]:
    shown = plain(str(file))
    try:
        state = file.stat()
        if not stat.S_ISREG(state.st_mode):
            raise FileNotTaken(say("evidence.not_a_file", file=shown), field="file")
        if state.st_size > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise FileNotTaken(say("evidence.too_large", file=shown, most=most), field="file")
        data = file.read_bytes()
    except FileNotFoundError:
        raise FileNotTaken(say("evidence.no_such_file", file=shown), field="file") from None
    except PermissionError:
        raise Locked(say("evidence.no_permission", file=shown)) from None
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or type(failure).__name__
        raise FileNotTaken(
            say("evidence.not_readable", file=shown, reason=reason), field="file"
        ) from None
    key = derived_key(journal.database, _NAME_KEY)
    sealed = seal(journal.folder, data, key, journal.entropy)
    return {
        "file_name": _file_name(file.name),
        "sealed_name": sealed.name,
        "sealed_key": sealed.key,
        "sealed_sha256": sealed.sha256,
        "sealed_size": sealed.size,
    }


def _file_name(name: str | None) -> str:
    """A file's own name without anything that could lead out of a folder."""
    bare = plain(Path((name or "").replace("\\", "/").replace("\0", "")).name)
    # A name from a file system that is no Unicode text keeps its other letters.
    bare = bare.encode("utf-8", "replace").decode("utf-8")
    return say("evidence.unnamed_file") if bare.strip(". ") == "" else bare


def _words(text: str | None) -> str | None:
    return (text or "").strip() or None
