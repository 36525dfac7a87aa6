"""Rows that were chosen by a variable: which ways to an answer still hold, and for whom.

Often not everybody can come into the data: only patients, only people with work. Then the data are
P(· | S = 1), where S (*being in the data*) is an unseen child of the variables that the rows were chosen by
(Bareinboim, Tian & Pearl 2014). For an adjustment set Z two cases can be proved:

1. **Everybody.** Y ⟂ S | X, Z and Z ⟂ S: then P(y | x, z, S = 1) = P(y | x, z) and P(z | S = 1) = P(z), so
   adjusting in the chosen rows gives P(y | do(x)) as it would in all rows.
2. **Those chosen only.** Neither what the rows were chosen by nor anything in Z comes after X, and Y ⟂ X | Z, S
   once no arrow leaves X: by rules 2 and 3 of do-calculus Σ_z P(y | x, z, S = 1) P(z | S = 1) is
   P(y | do(x), S = 1), the effect among those who are in the data.

This is sound; it does not find every formula that there is (s-recoverability has more).

>>> from causal_core.identification.answer import identify
>>> query = Query("drug", "health")
>>> open_ward = CausalGraph.parse("drug -> health; drug -> ward <- health")
>>> print(after_selection(identify(open_ward, query), ["ward"]).reason)
The rows were chosen by “ward”, which “drug” may change (drug → ward), so comparing them does not give the effect.
>>> answer = after_selection(identify(CausalGraph.parse("drug -> health; age -> health"), query), ["age"])
>>> answer.identifiable, answer.strategies[0].among
(True, 'those chosen by “age”')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from causal_core.errors import QueryError
from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import descendants, without
from causal_core.graph.separation import open_path, separated
from causal_core.identification import assumptions, formulas
from causal_core.identification.adjustment import (
    back_door,
    directed_path,
    is_valid,
    is_valid_given,
    minimal_set_given,
)
from causal_core.identification.answer import Answer, Identified, IdentifiedIf, NotIdentified
from causal_core.identification.asked import Asked, ask
from causal_core.identification.fixes import Fix
from causal_core.identification.implications import Independence
from causal_core.identification.query import Query
from causal_core.identification.strategy import Adjustment

IN_DATA = "being in the data"
Whom = Literal["everybody", "selected"]
KINDS = ("ate", "distribution")


@dataclass(frozen=True, slots=True)
class Rows:
    """The question on the graph with S in it: its positions there, S among the conditions."""

    asked: Asked
    node: int
    chosen_by: frozenset[int]

    @classmethod
    def of(cls, graph: CausalGraph, query: Query, selected: Iterable[str]) -> Rows:
        """Lay the question on the graph with S."""
        by = tuple(sorted(set(selected)))
        wider, name = with_selection(graph, by)
        asked = ask(wider, Query(query.treatment, query.outcome, kind=query.kind, given=(name,)))
        return cls(asked, next(iter(asked.given)), frozenset(wider.positions(by)))


def with_selection(graph: CausalGraph, selected: Iterable[str]) -> tuple[CausalGraph, str]:
    """The graph with S, a child of what the rows were chosen by, and the name of S in it."""
    name = IN_DATA
    while name in graph.nodes:
        name += "′"
    arrows = [(v, name) for v in sorted(set(selected))]
    return CausalGraph((*graph.nodes, name), (*graph.directed, *arrows), graph.bidirected, graph.latent), name


def holds_for(
    graph: CausalGraph, query: Query, selected: Iterable[str], chosen: Iterable[str]
) -> Whom | None:
    """For whom adjusting for ``chosen`` in the chosen rows gives the effect: everybody, those chosen, nobody.

    Raises
    ------
    UnknownVariableError, QueryError
        A name is not in the graph, or the question does not fit it or is about another kind of effect.
    """
    _check(query)
    rows = Rows.of(graph, query, selected)
    return _whom(rows, ask(graph, query), graph, tuple(chosen))


def _check(query: Query) -> None:
    if query.kind not in KINDS or query.given:
        raise QueryError(
            "Where the rows were chosen by a variable, only the average effect can be looked at.",
            fix="Ask for the average effect.",
            where="kind",
        )


def _whom(rows: Rows, plain: Asked, graph: CausalGraph, chosen: tuple[str, ...]) -> Whom | None:
    asked, z = rows.asked, rows.asked.graph.positions(chosen)
    if is_valid(plain, back_door(plain), graph.positions(chosen)):
        harmless = separated(asked.view, asked.outcomes, asked.given, asked.treatments | z)
        if harmless and separated(asked.view, z, asked.given, ()):
            return "everybody"
    below = descendants(asked.view, asked.treatments)
    if below.isdisjoint(rows.chosen_by | z) and is_valid_given(asked, z):
        return "selected"
    return None


def after_selection(answer: Answer, selected: Iterable[str]) -> Identified | IdentifiedIf | NotIdentified:
    """The answer for rows that were chosen by these variables: only the ways that hold in them.

    Where adjusting holds for everybody, only such ways are kept; else those that hold among those chosen,
    each of which says so (``among``). That there is no effect, and that there is no answer at all, stays.
    Ways that are not adjustment are dropped: whether they hold is not worked out.

    Raises
    ------
    UnknownVariableError, QueryError
        A name is not in the graph, or the question is not about an average effect.
    """
    by = tuple(sorted(set(selected)))
    if not by or not answer.strategies or answer.strategies[0].kind == "no_effect":
        return replace(answer, selected=by)  # type: ignore[return-value]
    _check(answer.query)
    rows = Rows.of(answer.graph, answer.query, by)
    plain = ask(answer.graph, answer.query)
    found: dict[Whom, list[Adjustment]] = {"everybody": [], "selected": []}
    for way in _candidates(answer, rows):
        whom = _whom(rows, plain, answer.graph, way.adjustment_set)
        if whom is not None:
            found[whom].append(_annotated(answer, way, by, rows, among=whom == "selected"))
    kept = found["everybody"] or found["selected"]
    if not kept:
        return NotIdentified(
            graph=answer.graph,
            query=answer.query,
            reason=_why_not(answer, rows, by),
            selected=by,
            instead=(_other_rows(by),),
        )
    return Identified(
        graph=answer.graph,
        query=answer.query,
        reason=_why(kept[0], by),
        strategies=tuple(kept),
        selected=by,
    )


def _candidates(answer: Answer, rows: Rows) -> Iterator[Adjustment]:
    """The core's sets, each with what the rows were chosen by, and the set nearest to the outcome given S."""
    ways = [s for s in answer.strategies if isinstance(s, Adjustment)]
    seen: set[tuple[str, ...]] = set()
    asked = rows.asked
    ends = asked.treatments | asked.outcomes | asked.hidden
    extra = [asked.view.names[i] for i in sorted(rows.chosen_by - ends)]
    for way in ways:
        for more in ((), *((v,) for v in extra), tuple(extra)):
            names = tuple(sorted({*way.adjustment_set, *more}))
            if names not in seen:
                seen.add(names)
                yield way if names == way.adjustment_set else replace(way, adjustment_set=names)
    near = minimal_set_given(asked) if ways else None
    if near is not None and asked.names(near) not in seen:
        yield replace(ways[0], adjustment_set=asked.names(near))


def _annotated(
    answer: Answer, way: Adjustment, by: tuple[str, ...], rows: Rows, *, among: bool
) -> Adjustment:
    """The strategy with what it rests on in the chosen rows, and for whom it holds."""
    query, names = answer.query, way.adjustment_set
    alike = f"Compare cases that are alike in {listed(names)}" if names else "Compare the cases as they are"
    who = f"those chosen by {listed(by)}" if among else ""
    if among:
        name = rows.asked.view.names[rows.node]
        wider = Query(query.treatment, query.outcome, kind=query.kind, given=(name,))
        estimand = formulas.back_door(rows.asked.graph, wider, names)
    else:
        estimand = formulas.back_door(answer.graph, query, names)
    return replace(
        way,
        minimal=False,
        most_precise=False,
        selected=by,
        among=who,
        sentence=f"{alike}; that gives the effect among {who}." if among else f"{alike}.",
        assumptions=(
            assumptions.graph_is_right(),
            assumptions.no_hidden_common_cause(query.treatments, query.outcomes, names),
            assumptions.overlap(query.treatments, names),
            *assumptions.chosen_rows(by, query.treatments, query.outcomes, among=among),
        ),
        estimand=estimand,
    )


def _why(best: Adjustment, by: tuple[str, ...]) -> str:
    names = best.adjustment_set
    alike = f"Compare cases that are alike in {listed(names)}" if names else "Compare the cases as they are"
    if best.among:
        return f"{alike}: that gives the effect among {best.among}. Of anybody else rows chosen in this way say nothing."
    return f"{alike}. The rows were chosen by {listed(by)}; by the graph that does no harm here."


def _why_not(answer: Answer, rows: Rows, by: tuple[str, ...]) -> str:
    """One sentence: what the rows were chosen by comes after the cause, or choosing by it opens a path."""
    asked, view = rows.asked, rows.asked.view
    x, y, v = listed(answer.query.treatments), listed(answer.query.outcomes), listed(by)
    ways = [s for s in answer.strategies if isinstance(s, Adjustment)]
    if not ways:
        return (
            f"The rows were chosen by {v}, and the only ways to an answer hold for rows that were not chosen."
        )
    for i in sorted(rows.chosen_by):
        name = f"“{view.names[i]}”"
        if i in asked.treatments:
            return f"The rows were chosen by {name}, the cause itself, so comparing them does not give the effect."
        if i in asked.outcomes:
            return f"The rows were chosen by {name}, the outcome itself, so comparing them does not give the effect."
        path = directed_path(view, asked.treatments, {i})
        if path is not None:
            return (
                f"The rows were chosen by {name}, which {x} may change ({path}), so comparing them does not give "
                "the effect."
            )
    z = asked.graph.positions(ways[0].adjustment_set)
    opened = open_path(
        without(view, out_of=asked.treatments), asked.treatments, asked.outcomes, z | asked.given
    )
    if opened is not None:
        return f"Choosing the rows by {v} opens a path between {x} and {y} that is not the effect: {opened}."
    return f"The rows were chosen by {v}, and no set of measured variables was found that holds in such rows."


def _other_rows(by: tuple[str, ...]) -> Fix:
    return Fix(kind="other_rows", sentence=f"Use rows that were not chosen by {listed(by)}.", variables=by)


def in_chosen_rows(
    graph: CausalGraph, found: Iterable[Independence], selected: Iterable[str]
) -> tuple[Independence, ...]:
    """Those independences that the graph also implies for rows chosen by these variables."""
    claims, by = tuple(found), tuple(selected)
    if not by:
        return claims
    wider, name = with_selection(graph, by)
    return tuple(i for i in claims if wider.m_separated(i.a, i.b, given=(*i.given, name)))
