"""Where studies and their data are kept: every edit is a version, undo and redo move along the versions.

SQLite by default, any SQLAlchemy address when told. The document is stored as JSON; the data by their
hash, once, however many studies use them.
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
from sqlalchemy import (
    DateTime,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    create_engine,
    delete,
    event,
    func,
    select,
)
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from causal_core.errors import CausalError
from studies.study import Study

KEPT_VERSIONS = 300  # undo far beyond what a person remembers; about 10 MB for a large study


class StoreError(Exception):
    """The store cannot do what was asked; the message is for a person."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class Base(DeclarativeBase):
    """The tables."""


class StudyRow(Base):
    """One study and which of its versions is the present one."""

    __tablename__ = "studies"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(Text, default="")
    head: Mapped[int]
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class VersionRow(Base):
    """One version of one study."""

    __tablename__ = "versions"
    study_id: Mapped[str] = mapped_column(ForeignKey("studies.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DataRow(Base):
    """The bytes of one uploaded file."""

    __tablename__ = "data_files"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)


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
            event.listen(self.engine, "connect", _sqlite_pragmas)
        Base.metadata.create_all(self.engine)

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
                session.execute(
                    delete(VersionRow).where(VersionRow.study_id == study.id, VersionRow.number > row.head)
                )
            row.head, row.title, row.updated = row.head + 1, study.title, now
            session.add(
                VersionRow(study_id=study.id, number=row.head, label=label, document=document, created=now)
            )
            session.execute(
                delete(VersionRow).where(
                    VersionRow.study_id == study.id, VersionRow.number <= row.head - KEPT_VERSIONS
                )
            )
            session.flush()
            return self._opened(session, row)

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


def parse_study(text: str | bytes) -> Study:
    """Read a study from its JSON.

    Raises
    ------
    StoreError
        The text is not a study, or one of a newer format; the message says which.
    """
    try:
        return Study.model_validate_json(text)
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


def _sqlite_pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
