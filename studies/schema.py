"""The store's tables, and how a database of an earlier release is brought up to date."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String, Text, inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


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
    name: Mapped[str | None] = mapped_column(Text, default=None)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class WorkRow(Base):
    """Long work that was begun for a study and has not come to its end; what is left of it when a server stops."""

    __tablename__ = "work"
    study_id: Mapped[str] = mapped_column(ForeignKey("studies.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))


class DataRow(Base):
    """The bytes of one uploaded file."""

    __tablename__ = "data_files"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def bring_up_to_date(engine: Engine) -> None:
    """Add what a database made by an earlier release does not have yet; safe to do twice at once."""
    if "name" in _columns(engine):
        return
    try:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE versions ADD COLUMN name TEXT"))
    except DBAPIError:
        if "name" not in _columns(engine):  # another process was not faster: the error is a real one
            raise


def _columns(engine: Engine) -> set[str]:
    return {column["name"] for column in inspect(engine).get_columns("versions")}


def sqlite_pragmas(connection: object, _record: object) -> None:
    """What an SQLite connection needs so that several may write, and deleting keeps the tables consistent."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
