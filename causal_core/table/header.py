"""Column names from the first line: exact, unique, none blank, or a refusal that says where.

A name may be any text; only blanks around it are taken off, which is reported.

>>> read_header([" age", "<b>x</b>"], line=1, repairs=frozenset()).names
('age', '<b>x</b>')
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from causal_core.errors import HeaderError, TableError
from causal_core.table.cells import Cells
from causal_core.table.first_line import first_line, sentence
from causal_core.table.issues import Issue, Repair, note, refusal

NAME_BLANK = Repair("name_blank_headers", "Name them column_1, column_2 … by their place")
RENAME_REPEATED = Repair("rename_repeated_headers", "Add a number to each repeated name")
NO_HEADER = Repair("no_header", "The first line is data: name the columns column_1, column_2 …")
NAMES = Repair("first_line_is_names", "These are names")

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Header:
    """The names, whether the first line is data rather than names, and what to report."""

    names: tuple[str, ...]
    is_data: bool
    issues: tuple[Issue, ...]


def read_header(
    cells: list[str],
    *,
    line: int | None,
    repairs: frozenset[str],
    places: list[int] | None = None,
    below: list[Cells] | None = None,
) -> Header:
    """Names from the cells of the header line; ``places`` are their columns' numbers if some were left out.

    ``below`` are the columns' values, by which a line of data is told from one of names.

    Raises
    ------
    HeaderError
        Blank or repeated names; one issue each, with the places of the columns.
    """
    places = list(range(1, len(cells) + 1)) if places is None else places
    if NO_HEADER.id in repairs:
        names = tuple(f"column_{place}" for place in places)
        return Header(names, True, (note("no_header", "The first line was read as data, as you chose."),))
    issues: list[Issue] = []
    names_list = [cell.strip() for cell in cells]
    trimmed = [name for name, cell in zip(names_list, cells, strict=True) if name != cell]
    if trimmed:
        issues.append(note("trimmed_headers", f"Blanks around names were taken off: {_listed(trimmed)}."))
    problems: list[TableError] = []
    names_list = _named_blanks(names_list, places, line, repairs, issues, problems)
    names_list = _made_unique(names_list, places, line, repairs, issues, problems)
    doubt = "" if NAMES.id in repairs else _doubt(cells, below)
    if problems:
        raise _combined(problems, doubt)
    if doubt:
        issues.append(_no_names(doubt, line))
    return Header(tuple(names_list), False, tuple(issues))


def _named_blanks(
    names: list[str],
    places: list[int],
    line: int | None,
    repairs: frozenset[str],
    issues: list[Issue],
    problems: list[TableError],
) -> list[str]:
    blank = [i for i, name in enumerate(names) if not name]
    if not blank:
        return names
    where = _listed_places([places[i] for i in blank])
    columns = f"Column {where} has" if len(blank) == 1 else f"Columns {where} have"
    if NAME_BLANK.id not in repairs:
        problems.append(
            refusal(
                HeaderError,
                "blank_header",
                f"{columns} no name{_in_line(line)}.",
                fix="Give every column a name.",
                line=line,
                repairs=(NAME_BLANK,),
            )
        )
        return names
    taken = set(names)
    named = list(names)
    for i in blank:
        named[i] = _free(f"column_{places[i]}", taken)
        taken.add(named[i])
    issues.append(
        note("blank_header", f"{columns} no name and got {_listed([named[i] for i in blank])}.", line=line)
    )
    return named


def _made_unique(
    names: list[str],
    places: list[int],
    line: int | None,
    repairs: frozenset[str],
    issues: list[Issue],
    problems: list[TableError],
) -> list[str]:
    repeated = [name for name, times in Counter(names).items() if times > 1 and name]
    if not repeated:
        return names
    if RENAME_REPEATED.id not in repairs:
        for name in repeated:
            same = [place for place, other in zip(places, names, strict=True) if other == name]
            problems.append(
                refusal(
                    HeaderError,
                    "repeated_header",
                    f"Columns {_listed_places(same)} have the same name “{name}”{_in_line(line)}.",
                    fix="Give each column a name of its own.",
                    line=line,
                    column=name,
                    repairs=(RENAME_REPEATED,),
                )
            )
        return names
    taken, seen, unique = set(names), set[str](), list(names)
    for i, name in enumerate(names):
        if name in seen:
            unique[i] = _free(f"{name}_2", taken, stem=name)
            taken.add(unique[i])
        seen.add(name)
    renamed = [new for new, old in zip(unique, names, strict=True) if new != old]
    issues.append(note("repeated_header", f"Repeated names became {_listed(renamed)}.", line=line))
    return unique


def _in_line(line: int | None) -> str:
    return "" if line is None else f" in the header (line {line:,})"


def free_name(name: str, others: list[str]) -> str:
    """``name``, or the next that none of the others has."""
    return _free(name, {other.strip() for other in others})


def _free(name: str, taken: set[str], stem: str | None = None) -> str:
    """``name``, or with the next number that no other column has."""
    number = 2
    candidate = name
    while candidate in taken:
        number += 1
        candidate = f"{stem or name}_{number}"
    return candidate


def _doubt(cells: list[str], below: list[Cells] | None) -> str:
    """Why the line may be data and not names, in one sentence; empty where nothing speaks for it."""
    if all(_NUMBER.fullmatch(cell.strip()) for cell in cells):
        return (
            "Every name in the header is a number: the file may have no header, so that its first row of data was "
            "taken for names."
        )
    if below is None:
        return ""
    found = first_line(cells, below)
    return sentence(found) if found.is_data else ""


def _combined(problems: list[TableError], doubt: str) -> HeaderError:
    """One error for all problems of the header; its sentence is the first one's."""
    first = problems[0]
    issues = [issue for problem in problems for issue in problem.issues]
    if doubt:
        issues.append(replace(_no_names(doubt, issues[0].line), alternatives=()))  # as names they will not do
    more = len(problems) - 1
    message = first.message + (f" There {'is' if more == 1 else 'are'} {more} more like it." if more else "")
    return HeaderError(message, fix=first.fix, where=first.where, issues=issues)


def _no_names(doubt: str, line: int | None) -> Issue:
    return Issue(
        code=NO_HEADER.id,
        severity="warning",
        message=doubt,
        fix="Say which it is: read the first line as data, or keep it as names.",
        line=line,
        repair=NO_HEADER,
        alternatives=(NAMES,),
    )


def _listed_places(places: list[int]) -> str:
    numbers = [str(place) for place in places[:10]] + (["…"] if len(places) > 10 else [])
    return " and ".join(numbers) if len(numbers) == 2 else ", ".join(numbers)


def _listed(names: list[str], limit: int = 5) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(f"“{name}”" for name in names[:limit]) + more
