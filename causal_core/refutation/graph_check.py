"""Do the data speak against the graph? Each independence that it claims is tested.

A missing arrow claims that two variables do not go together among rows alike in some others
(:mod:`causal_core.identification.implications`). Where they do, the arrow or a hidden common cause is missing.
The data can contradict a graph and never confirm it: other graphs claim the same independences
(:mod:`causal_core.graph.equivalence`), and what goes together too weakly for so few rows is not seen.

Each test uses the rows in which all its variables are known. With many tests some come out by chance, so the
p-values are corrected (Holm 1979): the chance of contradicting anything in a true graph stays under ``level``.

>>> import pandas as pd
>>> rng = np.random.default_rng(0)
>>> rain, sprinkler = rng.normal(size=(2, 300))
>>> wet = rain + sprinkler + rng.normal(size=300)
>>> table = Table.from_frame(pd.DataFrame({"rain": rain, "sprinkler": sprinkler, "wet": wet}), "garden")
>>> check_graph(table, CausalGraph.parse("rain -> wet <- sprinkler")).contradicted
()
>>> wrong = check_graph(table, CausalGraph.parse("rain -> sprinkler -> wet"))
>>> [(r.a, r.b, r.given) for r in wrong.contradicted]
[('rain', 'wet', ('sprinkler',))]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from causal_core.errors import QueryError
from causal_core.estimation.crossfit import one_thread
from causal_core.graph.admg import CausalGraph
from causal_core.identification.implications import Independence, independences
from causal_core.identification.selection import in_chosen_rows
from causal_core.refutation.graph_words import check_sentence, contradicted_words, passed_words
from causal_core.refutation.independence import (
    LEAST_LEFT,
    MOST_TEXT_LEVELS,
    NOTHING_LEFT,
    Coded,
    Found,
    Given,
    coded,
    of_what_is_left,
)
from causal_core.results import GraphCheck, ImplicationResult
from causal_core.table.table import Table

Progress = Callable[[int, int, str], None]
Rows = npt.NDArray[np.intp]
LIMIT = 200
"""Tests. Beyond that the correction leaves little power, and nobody reads the list."""
SECONDS = 10.0
"""To find the independences; a graph of 60 variables takes about one."""
MOST_ROWS = 50_000
"""With more rows, so many drawn at random: a partial association of 0.03 is then still found surely."""


def check_graph(
    table: Table,
    graph: CausalGraph,
    *,
    level: float = 0.05,
    limit: int = LIMIT,
    seed: int = 0,
    progress: Progress | None = None,
    selected: Sequence[str] = (),
) -> GraphCheck:
    """Test on the data what the graph says that they could contradict.

    Parameters
    ----------
    table : Table
        Not changed. Variables of the graph without a column are taken as not measured.
    graph : CausalGraph
        Its measured variables are columns of the table, by name.
    level : float
        The chance of contradicting anything in a true graph, between 0 and 0.5.
    limit : int
        How many independences are tested at most, those with the fewest conditions first.
    seed : int
        Of the drawing of rows, where there are more than :data:`MOST_ROWS`.
    progress : callable, optional
        Called with (done, total, label).
    selected : sequence of str
        What the rows were chosen by: only what the graph says of such rows is tested.

    Returns
    -------
    GraphCheck
        One result an independence, in the order tested.

    Raises
    ------
    QueryError
        A level or limit out of range.

    Notes
    -----
    For each set of conditions one regression, O(n p²), and for each pair under it O(n).
    """
    if not 0 < level < 0.5:
        raise QueryError(f"The level of a test lies between 0 and 0.5, not at {level}.", where="level")
    if limit < 1 or seed < 0:
        raise QueryError(
            "At least one independence must be tested, and the seed be 0 or more.", where="limit"
        )
    claimed, cut_short = _claimed(table, graph, limit, selected)
    desk = _Desk(table, seed)
    results: list[ImplicationResult] = []
    with one_thread():
        for number, claim in enumerate(claimed):
            if progress is not None:
                progress(number, len(claimed), "graph_check")
            results.append(_one(desk, claim))
    if progress is not None:
        progress(len(claimed), max(len(claimed), 1), "graph_check")
    judged = _judged(results, level)
    return GraphCheck(
        results=judged,
        n_tested=sum(r.outcome != "not_run" for r in judged),
        cut_short=cut_short,
        sentence=check_sentence(judged, cut_short=cut_short, drawn=desk.drawn, level=level),
        level=level,
        seed=seed,
        data_sha256=table.sha256,
        graph_sha256=graph.sha256,
    )


def _claimed(
    table: Table, graph: CausalGraph, limit: int, selected: Sequence[str]
) -> tuple[list[Independence], bool]:
    """The independences to test, fewest conditions first, and whether there are more."""
    columns = frozenset(table.names)
    hidden = [n for n in graph.nodes if n in graph.latent or n not in columns]
    seen = CausalGraph(graph.nodes, graph.directed, graph.bidirected, hidden)
    lazy = independences(seen, deadline=SECONDS)
    held = in_chosen_rows(seen, lazy, selected)
    found = sorted(held, key=lambda i: (len(i.given), i.a, i.b))
    return found[:limit], len(found) > limit or bool(lazy.cut_short)


class _Desk:
    """Columns coded once, and for the conditions at hand the regression on them and what it leaves."""

    def __init__(self, table: Table, seed: int) -> None:
        self._table = table
        self._columns: dict[str, tuple[Coded, npt.NDArray[np.bool_]]] = {}
        self._cache: dict[
            tuple[tuple[str, ...], bytes], tuple[Rows, Given, dict[str, npt.NDArray[np.float64]]]
        ] = {}
        self.drawn = MOST_ROWS if table.n_rows > MOST_ROWS else 0
        rng = np.random.default_rng(seed)
        self._use = np.ones(table.n_rows, dtype=bool)
        if self.drawn:
            self._use[:] = False
            self._use[rng.choice(table.n_rows, self.drawn, replace=False)] = True

    def column(self, name: str) -> tuple[Coded, npt.NDArray[np.bool_]]:
        """A column and where it is known."""
        if name not in self._columns:
            self._columns[name] = coded(self._table, name)
        return self._columns[name]

    def rows(self, names: Sequence[str]) -> npt.NDArray[np.bool_]:
        """The rows in which all of these are known."""
        use = self._use.copy()
        for name in names:
            use &= self.column(name)[1]
        return use

    def given(
        self, names: tuple[str, ...], use: npt.NDArray[np.bool_]
    ) -> tuple[Rows, Given, dict[str, npt.NDArray[np.float64]]]:
        """The regression on these in these rows, and what it left of the columns asked for so far."""
        key = (names, np.packbits(use).tobytes())
        if key not in self._cache:
            if self._cache and next(iter(self._cache))[0] != names:
                self._cache.clear()  # independences with the same conditions come together
            rows = np.flatnonzero(use)
            columns = [self.column(n)[0].take(rows) for n in names]
            self._cache[key] = (rows, Given.of(columns, len(rows)), {})
        return self._cache[key]


def _one(desk: _Desk, claim: Independence) -> ImplicationResult:
    """One test; without a verdict yet, which depends on all the others."""
    names = (claim.a, claim.b, *claim.given)
    use = desk.rows(names)
    n = int(use.sum())
    why = _too_little(desk, names, use, n)
    if not why:
        rows, given, left = desk.given(claim.given, use)
        if n - given.n_columns < LEAST_LEFT:
            why = f"{n:,} rows are too few for what must be held equal."
    if why:
        return _result(claim, None, n, why)
    for name in (claim.a, claim.b):
        if name not in left:
            left[name] = given.left(desk.column(name)[0].take(rows).targets())
        if float((left[name] ** 2).sum()) <= NOTHING_LEFT * n:
            said = " and ".join(f"“{g}”" for g in claim.given)
            return _result(
                claim, None, n, f"“{name}” can be worked out from {said}, so nothing is left to compare."
            )
    return _result(claim, of_what_is_left(left[claim.a], left[claim.b], given), n, "")


def _too_little(desk: _Desk, names: Sequence[str], use: npt.NDArray[np.bool_], n: int) -> str:
    """Why these variables cannot be tested, in a sentence; empty where they can."""
    if n < LEAST_LEFT:
        return (
            f"Only {n:,} rows have a value in all of its variables."
            if n
            else "No row has a value in all of them."
        )
    for name in names[:2]:
        column = desk.column(name)[0].take(np.flatnonzero(use))
        if column.constant:
            return f"“{name}” has the same value in all {n:,} rows that can be used."
        if column.levels > MOST_TEXT_LEVELS:
            return (
                f"“{name}” has {column.levels:,} different values that are no numbers, too many to compare."
            )
    return ""


def _result(claim: Independence, found: Found | None, n: int, why: str) -> ImplicationResult:
    return ImplicationResult(
        a=claim.a,
        b=claim.b,
        given=claim.given,
        missing_arrow=claim.missing_arrow,
        p_value=None if found is None else found.p_value,
        p_adjusted=None,
        effect=None if found is None else found.effect,
        n_obs=n,
        outcome="not_run",
        sentence=why,
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values, in the order given: reject those up to the level, and the chance of any false
    rejection is at most that level, however the tests hang together (Holm 1979, Scand. J. Statist. 6:65–70).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, k in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[k]))
        adjusted[k] = highest
    return adjusted


def _judged(results: list[ImplicationResult], level: float) -> tuple[ImplicationResult, ...]:
    """The results with corrected p-values, a verdict each, and its sentence."""
    tested = [k for k, r in enumerate(results) if r.p_value is not None]
    corrected = holm([results[k].p_value or 0.0 for k in tested])
    judged = list(results)
    for k, p in zip(tested, corrected, strict=True):
        bad = p <= level
        found = replace(results[k], p_adjusted=p, outcome="contradicted" if bad else "not_contradicted")
        judged[k] = replace(found, sentence=contradicted_words(found) if bad else passed_words(found))
    return tuple(judged)
