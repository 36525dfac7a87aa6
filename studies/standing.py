"""What of the graph an answer relies on, and who stands by it.

An arrow that is drawn was drawn or accepted by the person. An arrow that is *not* drawn is a claim too, and
most answers rest on some of these. They follow from the design (nothing moves what was decided by lottery), or
the person stands by them: once, on a short list in plain words, for this very graph. Any change of the graph
takes that back.

>>> from causal_core.graph.admg import CausalGraph
>>> from studies.workflow import set_graph, set_question
>>> study = set_question(Study(), treatment="drug", outcome="health", confirmed=True)
>>> study = set_graph(study, CausalGraph.parse("age -> drug -> health; age -> health; drug -> pulse"))
>>> relied_on = reliance_of(study, identify_study(study))
>>> relied_on.lines
('Nothing outside the graph affects both “drug” and “health”.',)
>>> relied_on.settled, reliance_of(stand_by(study), identify_study(study)).settled
(False, True)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from causal_core import words
from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query
from causal_core.identification.reliance import survives
from causal_core.identification.strategy import Adjustment, Strategy
from studies.study import Stand, Study
from studies.undecided import undecided_of
from studies.workflow import Answer, chosen_strategy, identify_study

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relied:
    """The arrows an answer relies on, drawn and not drawn.

    Parameters
    ----------
    query, strategy
        What is asked, and the way by which it is answered.
    ends : pair
        The cause and the outcome.
    arrows : tuple of (cause, effect)
        Drawn and used.
    missing, shared : tuple of pairs
        Arrows, and hidden common causes, that are not drawn and would break the answer if they were there.
    design_missing, design_shared : tuple of pairs
        Those of them that follow from a lottery.
    open_missing, open_shared : tuple of pairs
        Those that nobody stands by yet.
    not_both, design_not_both, open_not_both : tuple of str
        Variables of the graph that would break the answer by affecting both sides; those of them that cannot,
        because a lottery decided the cause; those that nobody stands by yet.
    carried, open_carried : tuple of str
        What is assumed because nobody knew, in the words it was kept in; what of it nobody stands by yet.
    undecided : tuple of str
        What has been proposed, is not decided on, and would break the answer.
    source : str
        Who stands by the list: ``user``, ``example``, or empty where nobody does.
    """

    graph: CausalGraph
    query: Query
    strategy: Strategy
    ends: Edge
    arrows: tuple[Edge, ...]
    missing: tuple[Edge, ...]
    shared: tuple[Edge, ...]
    design_missing: tuple[Edge, ...]
    design_shared: tuple[Edge, ...]
    open_missing: tuple[Edge, ...]
    open_shared: tuple[Edge, ...]
    not_both: tuple[str, ...]
    design_not_both: tuple[str, ...]
    open_not_both: tuple[str, ...]
    carried: tuple[str, ...]
    open_carried: tuple[str, ...]
    undecided: tuple[str, ...]
    source: str

    @property
    def settled(self) -> bool:
        """Nothing is open."""
        return not (self.is_open or self.undecided)

    @property
    def is_open(self) -> bool:
        """Something is on the list that nobody stands by yet."""
        return bool(self.open_missing or self.open_shared or self.open_not_both or self.open_carried)

    @property
    def lines(self) -> tuple[str, ...]:
        """What the answer relies on not being there and no design gives, in plain words."""
        both = [n for n in self.not_both if n not in self.design_not_both]
        said = statements(
            self.graph,
            [e for e in self.missing if e not in self.design_missing],
            [e for e in self.shared if e not in self.design_shared],
        )
        return (*said, *not_both_lines(self.graph, both, self.ends), *map(without_doubt, self.carried))

    @property
    def open_lines(self) -> tuple[str, ...]:
        """The same for what nobody stands by yet."""
        said = statements(self.graph, self.open_missing, self.open_shared)
        both = not_both_lines(self.graph, self.open_not_both, self.ends)
        return (*said, *both, *self.open_carried)

    @property
    def design_lines(self) -> tuple[str, ...]:
        """The same for what follows from a lottery."""
        said = statements(self.graph, self.design_missing, self.design_shared)
        return (*said, *not_both_lines(self.graph, self.design_not_both, self.ends))

    def touches(self, a: str, b: str) -> bool:
        """Whether the answer relies on no arrow and no hidden cause joining these two, either way."""
        return any(set(pair) == {a, b} for pair in (*self.missing, *self.shared))

    @property
    def held_equal(self) -> frozenset[str]:
        """What the answer adjusts for."""
        return frozenset(self.strategy.adjustment_set if isinstance(self.strategy, Adjustment) else ())

    def survives(self, pairs: Iterable[Edge]) -> bool:
        """Whether the answer would still hold if each of these pairs had a hidden common cause, all at once."""
        return survives(self.graph, self.query, self.strategy, pairs)

    def common_causes(self, against: Collection[frozenset[str]]) -> tuple[str, ...]:
        """Variables said not to affect both sides, of which the data contradict every line that says so."""
        drawn = set(self.graph.directed)
        found = []
        for name in self.not_both:
            lacking = [end for end in self.ends if (name, end) not in drawn]
            if all(frozenset((name, end)) in against for end in lacking):
                found.append(name)
        return tuple(found)


def reliance_of(study: Study, answer: Answer) -> Relied | None:
    """What the answer relies on and how it stands; None where there is no way to answer."""
    strategy = strategy_in_use(study, answer)
    if strategy is None:
        return None
    found = strategy.reliance
    missing = tuple(e for e in found.missing_arrows if not _is_latent(answer.graph, e))
    shared = tuple(found.missing_common_causes)
    lottery = {v.name for v in study.variables if v.randomised}
    moved = tuple(e for e in missing if e[1] in lottery)  # nothing moves what was decided by lottery
    tied = tuple(e for e in shared if not lottery.isdisjoint(e))
    both = found.not_both
    by_lottery = both if study.question.treatment in lottery else ()
    carried = tuple(text for text in study.assumed if nobody_knew(text))
    stand = standing(study)
    whole = stand is not None and stand.whole
    return Relied(
        graph=answer.graph,
        query=answer.query,
        strategy=strategy,
        ends=(study.question.treatment, study.question.outcome),
        arrows=found.arrows,
        missing=missing,
        shared=shared,
        design_missing=moved,
        design_shared=tied,
        open_missing=() if whole else _without(missing, moved, stand.missing if stand else ()),
        open_shared=() if whole else _without(shared, tied, stand.shared if stand else ()),
        not_both=both,
        design_not_both=by_lottery,
        open_not_both=() if whole else _left(both, by_lottery, stand.not_both if stand else ()),
        carried=carried,
        open_carried=() if whole else _left(carried, stand.carried if stand else ()),
        undecided=undecided_of(study, answer.graph, answer.query, strategy),
        source=stand.source if stand else "",
    )


def strategy_in_use(study: Study, answer: Answer) -> Strategy | None:
    """The strategy by which the study's number is computed, else the first there is."""
    if any(isinstance(s, Adjustment) for s in answer.strategies):
        return chosen_strategy(study, answer)
    return answer.strategies[0] if answer.strategies else None


def standing(study: Study) -> Stand | None:
    """Who stands by what of the present graph; None where nobody does, or it was another graph."""
    stand = study.stands_by
    return stand if stand is not None and stand.graph_sha256 == study.graph().sha256 else None


def stand_by(study: Study) -> Study:
    """The person has looked at the list that the answer relies on, and stands by it.

    Raises
    ------
    QueryError, GraphError
        The question or the graph is not complete.
    """
    relied = reliance_of(study, identify_study(study))
    stand = Stand(
        graph_sha256=study.graph().sha256,
        missing=relied.missing if relied else (),
        shared=relied.shared if relied else (),
        not_both=relied.not_both if relied else (),
        carried=relied.carried if relied else (),
    )
    return study.model_copy(update={"stands_by": stand})


def stand_by_all(study: Study, *, source: str = "user") -> Study:
    """Somebody states the whole graph: all that is drawn is there, and nothing else is.

    This is what a graph given on the command line says, and the graph of an example by its authors.
    """
    stand = Stand(graph_sha256=study.graph().sha256, source=source, whole=True)
    return study.model_copy(update={"stands_by": stand})


def take_back(study: Study) -> Study:
    """Nobody stands by the graph any more."""
    return study.model_copy(update={"stands_by": None})


def statements(graph: CausalGraph, missing: Iterable[Edge], shared: Iterable[Edge]) -> tuple[str, ...]:
    """Arrows and hidden common causes that are not there, said for a person, few lines for many pairs."""
    return (*_missing_lines(graph, list(missing)), *_shared_lines(list(shared)))


def _missing_lines(graph: CausalGraph, missing: list[Edge]) -> Iterator[str]:
    none_at_all: dict[str, list[str]] = {}
    for a, b in missing:
        through = sorted(graph.children(a) & graph.ancestors(b))
        if through:
            yield f"“{a}” affects “{b}” only through {words.listed(through)}."
        else:
            none_at_all.setdefault(b, []).append(a)
    for b, causes in none_at_all.items():
        if len(causes) == 1:
            yield f"“{causes[0]}” does not affect “{b}”."
        elif len(causes) == 2:
            yield f"Neither “{causes[0]}” nor “{causes[1]}” affects “{b}”."
        else:
            yield f"None of these affects “{b}”: {words.listed(causes, most=20)}."


def _shared_lines(shared: list[Edge]) -> Iterator[str]:
    left = list(shared)
    while left:
        often = [n for pair in left for n in pair]
        hub = max(sorted(set(often)), key=often.count)
        others = sorted({n for pair in left if hub in pair for n in pair} - {hub})
        left = [pair for pair in left if hub not in pair]
        if len(others) == 1:
            first, second = next(p for p in shared if set(p) == {hub, others[0]})
            yield f"Nothing outside the graph affects both “{first}” and “{second}”."
        else:
            yield f"Nothing outside the graph affects both “{hub}” and any of {words.listed(others, most=20)}."


def not_both_lines(graph: CausalGraph, names: Sequence[str], ends: Edge) -> tuple[str, ...]:
    """Variables that are not a common cause of the two ends, said in one line, or one more for those drawn."""
    above = graph.ancestors(ends)
    out = []
    for some, other in (
        ([n for n in names if n not in above], ""),
        ([n for n in names if n in above], " other than as drawn"),
    ):
        sides = f"both “{ends[0]}” and “{ends[1]}”{other}."
        if len(some) == 1:
            out.append(f"“{some[0]}” does not affect {sides}")
        elif some:
            out.append(f"None of {words.listed(some, most=20)} affects {sides}")
    return tuple(out)


_DOUBT = re.compile(r"; nobody has looked into it(?=\.)|(?<=\.) Nobody knows [^.]*\.|; nobody said so(?=\.)")


def nobody_knew(text: str) -> bool:
    """Whether something carried along says of itself that nobody knows it."""
    return bool(_DOUBT.search(text))


def without_doubt(text: str) -> str:
    """The same statement, without the words that nobody knows it: for when somebody stands by it."""
    return _DOUBT.sub("", text)


def _left(names: Iterable[str], *known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not any(name in some for some in known))


def _is_latent(graph: CausalGraph, edge: Edge) -> bool:
    return any(name in graph.latent for name in edge)


def _without(pairs: Iterable[Edge], *known: Collection[Edge]) -> tuple[Edge, ...]:
    return tuple(pair for pair in pairs if not any(pair in some for some in known))
