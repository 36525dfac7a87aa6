"""What would help: the smallest changes after which a question could be answered.

Each kind is searched from the hedge that stands in the way. A hedge stays one as long as all the hidden
causes that hold it together stay hidden, so at least one of them has to go, and only these need be tried:
iterative deepening over the hedge's own ties finds all smallest sets. Experiments are judged by the
complete criterion for a mix of observation and experiment (Lee, Correa & Bareinboim 2019).

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> for fix in fixes(CausalGraph.parse("x -> y; x <-> y"), Query("x", "y")):
...     print(fix.sentence)
Measure what “x” and “y” share as a hidden cause.
Set “x” by lottery: an experiment answers the question.
Show that “x” and “y” share no hidden cause.
Find something that moves “x” and reaches “y” in no other way (an instrument, such as a lottery or a rule).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Literal

from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.graph.project import measured_below
from causal_core.identification.adjustment import back_door
from causal_core.identification.asked import ask
from causal_core.identification.hedge import smallest
from causal_core.identification.idc import Blocked, Run, district_factors, factors, move_conditions
from causal_core.identification.instruments import possible, unconditional
from causal_core.identification.masks import MaskGraph, bits
from causal_core.identification.parts import part_formula
from causal_core.identification.query import Query
from causal_core.identification.worlds import WorldsFormula

FixKind = Literal["measure", "experiment", "assume_no_hidden_cause", "instrument", "other_rows"]
Edge = tuple[str, str]
Ties = frozenset[str | Edge]
Left = tuple[MaskGraph, int]

LARGEST_SET = 3
"""More things than this to measure or to claim at once is no help to a person."""
SHOWN = 4
"""So many fixes of one kind."""
TWO_VALUES = ("att", "atc", "nde", "nie", "path")
"""Questions about two values of the treatment at once, which an experiment does not simply answer."""
EFFORT = 30_000
"""Trials times the size of the graph that one search may spend: about a tenth of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One change that would make the question answerable.

    Parameters
    ----------
    kind : str
        ``measure`` (``variables`` drawn but not measured, and the hidden cause of each of ``pairs``),
        ``experiment`` (set ``variables`` by lottery), ``assume_no_hidden_cause`` (``pairs`` share none),
        ``instrument`` (``variables`` are one if ``pairs`` share no hidden cause; none: one must be found) or
        ``other_rows`` (rows that were not chosen by ``variables``).
    sentence : str
        The same for a person.
    """

    kind: FixKind
    sentence: str
    variables: tuple[str, ...] = ()
    pairs: tuple[Edge, ...] = ()


@lru_cache(maxsize=64)
def fixes(graph: CausalGraph, query: Query, *, deadline: float = 2.0) -> tuple[Fix, ...]:
    """The smallest changes of each kind; nothing when the effect is identifiable as it is.

    Every fix has been checked. Sets have at most ``LARGEST_SET`` members; a search stops after a fixed
    effort, the same on every machine, and in any case after a quarter of ``deadline`` (seconds).

    Raises
    ------
    UnknownVariableError, QueryError
        The question does not fit the graph.
    """
    ask(graph, query)
    if query.kind == "cde":
        query = Query((*query.treatments, *query.mediators), query.outcomes, given=query.given)
    if _Search(graph, query, monotonic()).left(graph, small=False) is None:
        return ()
    total = query.kind not in TWO_VALUES
    found: list[Fix] = []
    for kind in (_measurements, _experiments, _claims, _instruments) if total else (_measurements, _claims):
        found += kind(_Search(graph, query, monotonic() + deadline / 4))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Search:
    graph: CausalGraph
    query: Query
    ends: float

    def without(self, graph: CausalGraph, gone: Ties) -> CausalGraph:
        """The graph once these latents are measured and these ↔ are gone."""
        return CausalGraph(
            graph.nodes,
            graph.directed,
            [pair for pair in graph.bidirected if pair not in gone],
            [name for name in graph.latent if name not in gone],
        )

    def left(self, graph: CausalGraph, *, small: bool) -> Left | None:
        """What stands in the way in this graph: the variables tied together, made few if wanted.

        Nothing is tied together where a single variable would have to see two values of the treatment.
        """
        masks = MaskGraph.of(graph)
        if self.query.kind in TWO_VALUES:
            formula = part_formula(graph, self.query)
            if formula.identifiable:
                return None
            recanting = formula.recanting if isinstance(formula, WorldsFormula) else None
            if recanting is not None:
                return masks, 0 if recanting.witness else masks.mask(recanting.district)
            return masks, masks.mask(formula.hedge.forest if formula.hedge else ())
        run = Run(masks, writes=False)
        x, z = move_conditions(run, *self.parts(masks))
        found = factors(run, masks.mask(self.query.outcomes) | z, x)
        if not isinstance(found, Blocked):
            return None
        return masks, smallest(masks, found.forest, found.subforest, x)[0] if small else found.forest

    def parts(self, masks: MaskGraph) -> tuple[int, int, int]:
        """The question as masks."""
        query = self.query
        return masks.mask(query.treatments), masks.mask(query.outcomes), masks.mask(query.given)

    def sets(
        self, graph: CausalGraph, ties: Callable[[MaskGraph, int], Iterable[str | Edge]]
    ) -> list[tuple[str | Edge, ...]]:
        """All smallest sets of ties of ``graph`` without which nothing is left, as far as the effort goes."""
        effort = EFFORT
        price = len(graph) + len(graph.directed) + len(graph.bidirected)
        level: list[Ties] = [frozenset()]
        for size in range(LARGEST_SET + 1):
            done, following = [], dict[Ties, None]()
            for gone in level:
                effort -= price
                if effort < 0 or monotonic() > self.ends:
                    break
                left = self.left(self.without(graph, gone), small=size < LARGEST_SET)
                if left is None:
                    done.append(tuple(sorted(gone, key=_by_name)))
                elif size < LARGEST_SET:
                    following.update((gone | {tie}, None) for tie in ties(*left))
            if done:
                return sorted(done, key=lambda s: [_by_name(tie) for tie in s])[:SHOWN]
            level = sorted(following, key=lambda s: sorted(map(_by_name, s)))
        return []


def _by_name(tie: str | Edge) -> tuple[bool, Edge]:
    """Drawn variables before pairs, each by name."""
    return (False, (tie, "")) if isinstance(tie, str) else (True, tie)


def _measurements(search: _Search) -> Iterator[Fix]:
    graph = search.graph

    def ties(masks: MaskGraph, tied: int) -> Iterator[str | Edge]:
        """Hidden variables behind two of the tied ones, or on the way from such a one; ↔ as drawn."""
        inside = frozenset(graph.index[name] for name in masks.named(tied))
        hidden = frozenset(i for i, name in enumerate(graph.nodes) if name not in masks.index)
        below = measured_below(graph.view, hidden)
        for node in sorted(hidden):
            within = len(inside.intersection(below[node]))
            caused = not hidden.isdisjoint(graph.view.parents[node]) or bool(graph.view.siblings[node])
            if within > 1 or (within == 1 and caused):
                yield graph.nodes[node]
        for a, b in graph.bidirected:
            ends = [below.get(graph.index[name], (graph.index[name],)) for name in (a, b)]
            if not any(inside.isdisjoint(end) for end in ends):
                yield a, b

    for found in search.sets(graph, ties):
        names = tuple(tie for tie in found if isinstance(tie, str))
        pairs = tuple(tie for tie in found if not isinstance(tie, str))
        whats = [listed(names)] if names else []
        whats += [f"what {listed(pair)} share as a hidden cause" for pair in pairs]
        yield Fix(kind="measure", sentence=f"Measure {', and '.join(whats)}.", variables=names, pairs=pairs)


def _claims(search: _Search) -> Iterator[Fix]:
    def ties(masks: MaskGraph, tied: int) -> Iterator[Edge]:
        for i in bits(tied):
            for j in bits(masks.siblings[i] & tied):
                if masks.names[i] < masks.names[j]:
                    yield masks.names[i], masks.names[j]

    for found in search.sets(search.graph.latent_projection(), ties):
        pairs = tuple(tie for tie in found if not isinstance(tie, str))
        said = ", and that ".join(listed(pair) for pair in pairs)
        yield Fix(
            kind="assume_no_hidden_cause", sentence=f"Show that {said} share no hidden cause.", pairs=pairs
        )


def _experiments(search: _Search) -> Iterator[Fix]:
    """Single variables: those that no hedge can do without, since a hedge apart from it stays one."""
    masks = MaskGraph.of(search.graph)
    run = Run(masks, writes=False)
    x, y, z = search.parts(masks)
    x, z = move_conditions(run, x, y, z)
    within = masks.ancestors(y | z)
    parts = masks.districts(masks.ancestors(y | z, within & ~x))
    blocked = [(s, found) for s in parts if isinstance(found := district_factors(run, s, within), Blocked)]
    tried = within
    for s, found in blocked:
        tried &= found.forest & ~s
    helpful = []
    for i in bits(tried):
        if monotonic() > search.ends:
            break
        rest = masks.all & ~(1 << i)
        if not any(isinstance(district_factors(run, s, rest), Blocked) for s, _ in blocked):
            helpful.append(masks.names[i])
    treatments = search.query.treatments
    for name in sorted(helpful, key=lambda n: (n not in treatments, n))[:SHOWN]:
        if (name,) == treatments:
            sentence = f"Set “{name}” by lottery: an experiment answers the question."
        else:
            sentence = f"Set “{name}” by lottery in a study of its own; with these data it gives the answer."
        yield Fix(kind="experiment", sentence=sentence, variables=(name,))


def _instruments(search: _Search) -> Iterator[Fix]:
    """Instruments as they are, or else causes of the treatment that only hidden causes of theirs rule out."""
    graph, query = search.graph, search.query
    if query.given or len(query.treatments) != 1 or len(query.outcomes) != 1:
        return
    asked = ask(graph, query)
    found: list[tuple[int, tuple[Edge, ...]]]
    found = [(i, ()) for i in sorted(unconditional(asked, back_door(asked)))] or list(_nearly(search))
    x, y = listed(query.treatments), listed(query.outcomes)
    for i, pairs in found[:SHOWN]:
        name = graph.nodes[i]
        shown = "".join(f", once it is shown that {listed(pair)} share no hidden cause" for pair in pairs)
        yield Fix(
            kind="instrument",
            sentence=f"Use “{name}” as an instrument{shown}: it needs the assumption that the effect is the "
            f"same for everybody, or that “{name}” moves nobody's {x} the wrong way.",
            variables=(name,),
            pairs=pairs,
        )
    if not found:
        yield Fix(
            kind="instrument",
            sentence=f"Find something that moves {x} and reaches {y} in no other way "
            "(an instrument, such as a lottery or a rule).",
        )


def _nearly(search: _Search) -> Iterator[tuple[int, tuple[Edge, ...]]]:
    """Direct causes of the treatment that would be instruments without one or two of their own ↔."""
    graph = search.graph
    asked = ask(graph, search.query)
    near = {p for x in asked.treatments for p in asked.view.parents[x]}
    for i in sorted(near & possible(asked, back_door(asked)))[:SHOWN]:
        own = [pair for pair in graph.bidirected if graph.nodes[i] in pair]
        for cut in [(pair,) for pair in own] + ([tuple(own)] if len(own) == 2 else []):
            kept = [pair for pair in graph.bidirected if pair not in cut]
            other = ask(CausalGraph(graph.nodes, graph.directed, kept, graph.latent), search.query)
            if i in unconditional(other, back_door(other)):
                yield i, cut
                break
