"""What is odd about a table, in words, and what can be done about it by a machine.

Reading never mends anything silently. It gives a :class:`Issue` for each thing a person should know,
and, where there is a mend that is safe to offer, a :class:`Repair` whose ``id`` is passed back:
``read_table(raw, name=..., repairs=("drop_ragged_rows",))``.

>>> issue = Issue(code="ragged", severity="error", message="Line 3 has 2 fields where the header has 3.",
...               repair=Repair("drop_ragged_rows", "Leave out line 3"))
>>> [repair.id for repair in issue.repairs]
['drop_ragged_rows']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from causal_core.errors import RaggedRowError, TableError

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Repair:
    """A mend that ``read_table`` can apply: ``id`` goes into ``repairs=``, ``title`` onto a button."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that is wrong with, or worth knowing about, a file or a column.

    Parameters
    ----------
    code : str
        Short name of the kind of issue, the same for every file.
    severity : {"error", "warning", "note"}
        ``error``: the table cannot be used as it is (only inside a ``TableError``). ``warning``: it may
        mean something else than it seems to. ``note``: what was done in reading.
    message, fix : str
        One sentence for a person, and what to do about it (may be empty).
    line, column : int and str, optional
        The line of the file (the first line is 1) and the name of the column.
    repair : Repair, optional
        The mend to offer first.
    alternatives : tuple of Repair
        Other mends, where there is a choice.
    """

    code: str
    severity: Severity
    message: str
    fix: str = ""
    line: int | None = None
    column: str | None = None
    repair: Repair | None = None
    alternatives: tuple[Repair, ...] = ()

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Every mend on offer, the preferred one first."""
        return (*(() if self.repair is None else (self.repair,)), *self.alternatives)

    @property
    def where(self) -> str:
        """The place in words: line, column, both or nothing."""
        parts = [f"line {self.line}"] if self.line is not None else []
        if self.column is not None:
            parts.append(f"column “{self.column}”")
        return ", ".join(parts)


def note(code: str, message: str, *, line: int | None = None, column: str | None = None) -> Issue:
    """A note on something that was done in reading."""
    return Issue(code=code, severity="note", message=message, line=line, column=column)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``count(1, "row")`` is “1 row”, ``count(2000, "row")`` is “2,000 rows”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def refusal(
    kind: type[TableError],
    code: str,
    message: str,
    *,
    fix: str,
    line: int | None = None,
    column: str | None = None,
    repairs: tuple[Repair, ...] = (),
) -> TableError:
    """The error of this kind that carries its one issue and the mends on offer."""
    issue = Issue(
        code=code,
        severity="error",
        message=message,
        fix=fix,
        line=line,
        column=column,
        repair=repairs[0] if repairs else None,
        alternatives=repairs[1:],
    )
    if issubclass(kind, RaggedRowError):
        return kind(message, line=line or 1, fix=fix, where=issue.where, issues=(issue,))
    return kind(message, fix=fix, where=issue.where, issues=(issue,))
