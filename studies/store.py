"""Where studies and their data are kept: every edit is a version, undo and redo move along the versions.

SQLite by default, any SQLAlchemy address when told. The document is stored as JSON; the data by their
hash, once, however many studies use them. A version that was given a name is never dropped, neither for its
age nor because it was undone and the work went on another way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy import create_engine, delete, event, func, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session

from causal_core.errors import CausalError
from studies.schema import Base, DataRow, StudyRow, VersionRow, WorkRow, bring_up_to_date, sqlite_pragmas
from studies.study import Study

KEPT_VERSIONS = 300  # undo far beyond what a person remembers; about 10 MB for a large study


class StoreError(Exception):
    """The store cannot do what was asked; the message is for a person."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A study with what undo and redo would do (the label of the step), or None where there is none."""

    study: Study
    undo: str | None
    redo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line in the list of studies."""

    id: str
    title: str
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A line in the list of a study's versions: what was done, when, and its name where it was given one."""

    number: int
    label: str
    name: str
    created: datetime
    present: bool


class Store:
    """Save, open, undo, redo, list and delete studies; keep data files.

    Parameters
    ----------
    url : str
        An SQLAlchemy database address. The folder of an SQLite file is made when it is not there.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(url)
        if parsed.get_backend_name() == "sqlite":
            event.listen(self.engine, "connect", sqlite_pragmas)
        Base.metadata.create_all(self.engine)
        bring_up_to_date(self.engine)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with Session(self.engine) as session, session.begin():
            yield session

    def save(self, study: Study, label: str) -> Opened:
        """Keep ``study`` as the newest version; versions that were undone before it are dropped."""
        document, now = study.model_dump_json(), datetime.now(UTC)
        with self._session() as session:
            row = session.get(StudyRow, study.id, with_for_update=True)
            if row is None:
                row = StudyRow(id=study.id, title=study.title, head=0, created=now, updated=now)
                session.add(row)
                session.flush()
            else:
                head = session.get(VersionRow, (study.id, row.head))
                if head is not None and head.document == document:
                    return self._opened(session, row)
                if not self._keep_undone(session, row, only_named=True):
                    session.execute(
                        delete(VersionRow).where(
                            VersionRow.study_id == study.id, VersionRow.number > row.head
                        )
                    )
            row.title = study.title
            self._append(session, row, document, label)
            return self._opened(session, row)

    def _append(self, session: Session, row: StudyRow, document: str, label: str) -> None:
        """A version after the present one, which must be the newest."""
        now = datetime.now(UTC)
        row.head, row.updated = row.head + 1, now
        session.add(VersionRow(study_id=row.id, number=row.head, label=label, document=document, created=now))
        session.execute(
            delete(VersionRow).where(
                VersionRow.study_id == row.id,
                VersionRow.number <= row.head - KEPT_VERSIONS,
                VersionRow.name.is_(None),
            )
        )
        session.flush()

    def _keep_undone(self, session: Session, row: StudyRow, *, only_named: bool) -> bool:
        """Where versions after the present one must not be lost, go on after them from a copy of the present one.

        So undo, from what comes next, still leads to what was seen before.
        """
        newest = session.scalar(select(func.max(VersionRow.number)).where(VersionRow.study_id == row.id))
        undone = select(func.count()).where(VersionRow.study_id == row.id, VersionRow.number > row.head)
        if only_named:
            undone = undone.where(VersionRow.name.is_not(None))
        head = session.get(VersionRow, (row.id, row.head))
        if newest is None or head is None or not session.scalar(undone):
            return False
        row.head = newest
        self._append(session, row, head.document, f"Back to version {head.number}")
        return True

    def versions(self, study_id: str) -> tuple[Version, ...]:
        """Every kept version of a study, newest first; also those that were undone and can be redone."""
        with self._session() as session:
            row = session.get(StudyRow, study_id)
            found = session.execute(
                select(VersionRow.number, VersionRow.label, VersionRow.name, VersionRow.created)
                .where(VersionRow.study_id == study_id)
                .order_by(VersionRow.number.desc())
            )
            return tuple(
                Version(
                    number=number,
                    label=label,
                    name=name or "",
                    created=created if created.tzinfo else created.replace(tzinfo=UTC),
                    present=row is not None and number == row.head,
                )
                for number, label, name, created in found
            )

    def version(self, study_id: str, number: int) -> Study:
        """The study as it was in that version.

        Raises
        ------
        StoreError
            There is no such version any more.
        """
        with self._session() as session:
            return parse_study(self._version(session, study_id, number).document)

    def name_version(self, study_id: str, number: int, name: str) -> None:
        """Give a version a name, by which it is kept for good; an empty one takes the name away."""
        with self._session() as session:
            self._version(session, study_id, number).name = name.strip() or None

    def restore(self, study_id: str, number: int) -> Opened:
        """Make an old version the present one, as a new version: nothing is lost, and undo leads back."""
        with self._session() as session:
            wanted = self._version(session, study_id, number)
            row = session.get_one(StudyRow, study_id, with_for_update=True)
            head = session.get_one(VersionRow, (study_id, row.head))
            if head.document != wanted.document:
                self._keep_undone(session, row, only_named=False)
                called = f" “{wanted.name}”" if wanted.name else ""
                row.title = parse_study(wanted.document).title
                self._append(session, row, wanted.document, f"Restore version {number}{called}")
            return self._opened(session, row)

    def _version(self, session: Session, study_id: str, number: int) -> VersionRow:
        found = session.get(VersionRow, (study_id, number))
        if found is None:
            raise StoreError("This version is no longer kept.", fix="Choose another one from the history.")
        return found

    def open(self, study_id: str) -> Opened | None:
        """The present version of a study, or None when there is no such study."""
        with self._session() as session:
            row = session.get(StudyRow, study_id)
            return None if row is None else self._opened(session, row)

    def undo(self, study_id: str) -> Opened:
        """Go one version back; at the first one, stay."""
        return self._move(study_id, -1)

    def redo(self, study_id: str) -> Opened:
        """Go one version forward again; at the newest one, stay."""
        return self._move(study_id, +1)

    def _move(self, study_id: str, step: int) -> Opened:
        with self._session() as session:
            row = session.get(StudyRow, study_id, with_for_update=True)
            if row is None:
                raise StoreError("This study is no longer there.", fix="Open another from the start page.")
            if session.get(VersionRow, (study_id, row.head + step)) is not None:
                row.head += step
                row.updated = datetime.now(UTC)
                session.flush()
            return self._opened(session, row)

    def _opened(self, session: Session, row: StudyRow) -> Opened:
        present = session.get(VersionRow, (row.id, row.head))
        if present is None:
            raise StoreError(
                "This study has lost its present version.", fix="Open another from the start page."
            )
        before = session.get(VersionRow, (row.id, row.head - 1))
        after = session.get(VersionRow, (row.id, row.head + 1))
        return Opened(
            study=parse_study(present.document),
            undo=present.label if before is not None else None,
            redo=after.label if after is not None else None,
        )

    def stamp(self, study_id: str) -> tuple[int, datetime] | None:
        """Which version is the present one and when it became so; None when there is no such study."""
        with self._session() as session:
            found = session.execute(
                select(StudyRow.head, StudyRow.updated).where(StudyRow.id == study_id)
            ).one_or_none()
            return None if found is None else (found[0], found[1])

    def recent(self, limit: int = 20) -> tuple[Listed, ...]:
        """The studies changed last, newest first."""
        with self._session() as session:
            rows = session.scalars(
                select(StudyRow).order_by(StudyRow.updated.desc(), StudyRow.id).limit(limit)
            )
            return tuple(Listed(id=r.id, title=r.title, updated=r.updated) for r in rows)

    def delete(self, study_id: str) -> None:
        """Delete a study with all its versions, and data that no other study uses."""
        with self._session() as session:
            session.execute(delete(VersionRow).where(VersionRow.study_id == study_id))
            session.execute(delete(WorkRow).where(WorkRow.study_id == study_id))
            session.execute(delete(StudyRow).where(StudyRow.id == study_id))
            session.flush()
            used = session.scalars(
                select(DataRow.sha256).where(
                    select(func.count())
                    .select_from(VersionRow)
                    .where(VersionRow.document.contains(DataRow.sha256))
                    .scalar_subquery()
                    > 0
                )
            ).all()
            session.execute(delete(DataRow).where(DataRow.sha256.not_in(used)))

    def work_began(self, study_id: str, kind: str, fingerprint: str) -> None:
        """Note that long work goes on, so that a server that starts anew knows what was lost."""
        with self._session() as session:
            session.merge(WorkRow(study_id=study_id, kind=kind, fingerprint=fingerprint))

    def work_ended(self, study_id: str, kind: str) -> None:
        """That work came to an end: its result is kept, or the person knows that there is none."""
        with self._session() as session:
            session.execute(delete(WorkRow).where(WorkRow.study_id == study_id, WorkRow.kind == kind))

    def work_begun(self, study_id: str) -> dict[str, str]:
        """The kinds of work that were begun for a study and did not end, each with the fingerprint it was for."""
        with self._session() as session:
            rows = session.scalars(select(WorkRow).where(WorkRow.study_id == study_id))
            return {row.kind: row.fingerprint for row in rows}

    def keep_data(self, raw: bytes, name: str) -> str:
        """Keep the bytes of a file; the answer is their sha256."""
        digest = hashlib.sha256(raw).hexdigest()
        with self._session() as session:
            if session.get(DataRow, digest) is None:
                session.add(DataRow(sha256=digest, name=name, content=raw))
        return digest

    def data(self, sha256: str) -> bytes | None:
        """The bytes kept under that hash, or None."""
        with self._session() as session:
            row = session.get(DataRow, sha256)
            return None if row is None else row.content


def parse_study(raw: str | bytes) -> Study:
    """Read a study from its JSON.

    Raises
    ------
    StoreError
        The text is not a study, or one of a newer format; the message says which.
    """
    try:
        return Study.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(p) for p in first["loc"]) or "the start"
        raise StoreError(
            f"This file is not a study that can be opened: at {place}, {first['msg'].lower()}.",
            fix="Choose a .json file that was downloaded from a study's report page.",
        ) from None


def imported(text: str | bytes) -> Study:
    """A study from a file, as a study of its own: it never overwrites the one it was saved from.

    What a file says was computed cannot be checked here, so its results are kept but count as out of date.

    Raises
    ------
    StoreError
        The file is no study, has nothing in it, or its graph is not one.
    """
    study = parse_study(text)
    if not study.variables and not study.question.text and study.data is None:
        raise StoreError("There is nothing in this study file.", fix="Choose another file.")
    try:
        study.graph()
    except CausalError as error:
        raise StoreError(f"The graph in this file cannot be used: {error.message}", fix=error.fix) from None
    stale = {
        part: result.model_copy(update={"fingerprint": f"imported {result.fingerprint}"})
        for part, result in (("estimate", study.estimate), ("refutation", study.refutation))
        if result is not None
    }
    return study.model_copy(update={"id": uuid4().hex, **stale})
