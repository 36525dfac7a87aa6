"""The errors a caller of the core must act on.

::

    CausalError                      .message for a person, .fix what to do, .where the place
    ├── TableError                   the data cannot be read, or a column cannot be used; .issues, .repairs
    │   ├── EmptyTableError
    │   ├── TooLargeError
    │   ├── EncodingError
    │   ├── RaggedRowError           .line
    │   ├── HeaderError
    │   └── UnknownColumnError       .name, .close_matches
    ├── GraphError                   the graph is not one
    │   ├── GraphSyntaxError         .line, .column
    │   ├── CycleError               .path
    │   └── UnknownVariableError     .name, .close_matches
    ├── QueryError                   the question does not fit the graph or the data
    └── EstimateError                the numbers cannot be had
        ├── NotEnoughDataError
        ├── NoOverlapError           .share
        ├── SingularDesignError      .columns
        └── WrongKindError           .column

An expected "no" (not identifiable, no adjustment set) is a value, never one of these.

>>> raise CycleError(("a", "b", "a"))
Traceback (most recent call last):
causal_core.errors.CycleError: The arrows a → b → a go round in a circle: a cause cannot be its own effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal_core.table.issues import Issue, Repair


class CausalError(Exception):
    """Root of what the core raises: one sentence for a person, one for what to do, and the place.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence that a person who is no statistician understands.
    fix : str
        What to do about it. May be empty when the message says it.
    where : str
        Line, column, variable or arrow concerned. May be empty.
    """

    def __init__(self, message: str, *, fix: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.where = where

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the trip between processes, whatever the subclass's constructor."""
        return _rebuild, (type(self), dict(self.__dict__))


def _rebuild(kind: type[CausalError], state: dict[str, object]) -> CausalError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (state["message"],)
    return error


class TableError(CausalError):
    """The data cannot be read, or a column cannot be used.

    ``issues`` say what was found in a file, each with its line and the mends on offer; ``repairs`` are
    those mends, to be handed back to ``read_table``.
    """

    def __init__(self, message: str, *, fix: str = "", where: str = "", issues: Sequence[Issue] = ()) -> None:
        super().__init__(message, fix=fix, where=where)
        self.issues = tuple(issues)

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Every mend that the issues offer, the preferred ones first."""
        return tuple(dict.fromkeys(repair for issue in self.issues for repair in issue.repairs))


class EmptyTableError(TableError):
    """There is no data: no bytes, no header, or no rows."""


class TooLargeError(TableError):
    """The file, a line or the number of columns is over the limit."""


class EncodingError(TableError):
    """The bytes are not text in one known encoding."""


class RaggedRowError(TableError):
    """A row has more or fewer fields than the header."""

    def __init__(
        self, message: str, *, line: int, fix: str = "", where: str = "", issues: Sequence[Issue] = ()
    ) -> None:
        super().__init__(message, fix=fix, where=where or f"line {line}", issues=issues)
        self.line = line


class HeaderError(TableError):
    """The first line is not usable as column names."""


class UnknownColumnError(TableError):
    """A column is asked for that the table does not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.close_matches = close_matches(name, known)
        super().__init__(
            f"The data have no column called “{name}”." + did_you_mean(self.close_matches),
            fix="Choose one of the columns of the file, or rename the variable.",
            where=name,
        )


class GraphError(CausalError):
    """The graph is not a graph that can be used."""


class GraphSyntaxError(GraphError):
    """The text of a graph cannot be read."""

    def __init__(self, message: str, *, line: int, column: int, fix: str = "") -> None:
        super().__init__(message, fix=fix, where=f"line {line}, column {column}")
        self.line = line
        self.column = column


class CycleError(GraphError):
    """The arrows go round in a circle; ``path`` starts and ends with the same variable."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        super().__init__(
            f"The arrows {' → '.join(self.path)} go round in a circle: a cause cannot be its own effect.",
            fix="Take out or turn round one of these arrows.",
            where=" → ".join(self.path),
        )


class UnknownVariableError(GraphError):
    """A variable is asked for that the graph (or, for one of the graph's, ``place="data"``) does not have."""

    def __init__(self, name: str, known: Sequence[str], *, place: str = "graph") -> None:
        self.name = name
        self.close_matches = close_matches(name, known)
        has = "The graph has no variable" if place == "graph" else "The data have no column for the variable"
        super().__init__(
            f"{has} called “{name}”." + did_you_mean(self.close_matches),
            fix="Add the variable to the graph, or correct the name."
            if place == "graph"
            else "Correct the name in the graph, or mark the variable as latent where it is not measured.",
            where=name,
        )


class QueryError(CausalError):
    """The question does not fit the graph or the data."""


class EstimateError(CausalError):
    """The numbers cannot be had from these data by this method."""


class NotEnoughDataError(EstimateError):
    """Too few usable rows."""


class NoOverlapError(EstimateError):
    """Some kinds of cases were always, or never, treated."""

    def __init__(self, message: str, *, share: float, fix: str = "", where: str = "") -> None:
        super().__init__(message, fix=fix, where=where)
        self.share = share


class SingularDesignError(EstimateError):
    """Columns say the same thing, so that their parts cannot be told apart."""

    def __init__(self, message: str, *, columns: Sequence[str], fix: str = "") -> None:
        super().__init__(message, fix=fix, where=", ".join(columns))
        self.columns = tuple(columns)


class WrongKindError(EstimateError):
    """A column's kind does not fit its part: text where a number is needed, one value where two are."""

    def __init__(self, message: str, *, column: str, fix: str = "") -> None:
        super().__init__(message, fix=fix, where=column)
        self.column = column


def close_matches(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names that look like ``name``, best first, case ignored; at most three."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    return tuple(folded[m] for m in get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6))


def did_you_mean(matches: Sequence[str]) -> str:
    """The sentence that offers the close matches, or nothing."""
    return f" Did you mean {' or '.join(f'“{m}”' for m in matches)}?" if matches else ""
