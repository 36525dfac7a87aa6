"""What the graph says that data can contradict: which variables must not go together, given which.

Two measured variables that no arrow and no shared hidden cause joins, and that can be separated at all,
must be independent given a separating set (Richardson 2003). The list here has one smallest such set for
every pair, so each missing arrow that can be tested is tested once, in the easiest way. Independences
without conditions come first.

Hidden variables are projected out. A pair that no arrow joins and that still cannot be separated (the two
ends of an *inducing path*) implies no independence and is left out.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph.parse("rain -> wet; sprinkler -> wet; wet -> slippery")
>>> for each in implied_independences(graph):
...     print(each)
“rain” and “sprinkler” do not go together
“rain” and “slippery” do not go together among cases alike in “wet”
“slippery” and “sprinkler” do not go together among cases alike in “wet”
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import Indexed
from causal_core.graph.separators import augmented, cheapest_separator
from causal_core.identification.lazy import Lazy


@dataclass(frozen=True, slots=True)
class Independence:
    """``a`` and ``b`` (sorted) are independent given ``given`` (sorted), a smallest set that separates them.

    ``missing_arrow`` is the arrow that the test is about, in the direction the rest of the graph allows
    (cause first): if the two do go together, this arrow, or a hidden common cause, is missing.
    """

    a: str
    b: str
    given: tuple[str, ...]
    missing_arrow: tuple[str, str]

    def __str__(self) -> str:
        alike = f" among cases alike in {listed(self.given)}" if self.given else ""
        return f"{listed((self.a,))} and {listed((self.b,))} do not go together{alike}"


def implied_independences(
    graph: CausalGraph, *, limit: int | None = None, deadline: float | None = None
) -> tuple[Independence, ...]:
    """One independence for every pair that can be separated, fewest conditions first, then by name.

    For n measured variables and m arrows at most n²/2 maximum flows of O((n + m) k), where k is the size
    of the set found. ``limit`` keeps the first so many; ``deadline`` (seconds) stops the search. Use
    :func:`independences` to be told whether it was cut short.
    """
    found = sorted(independences(graph, deadline=deadline), key=lambda i: (len(i.given), i.a, i.b))
    return tuple(found[:limit])


def independences(
    graph: CausalGraph, *, limit: int | None = None, deadline: float | None = None
) -> Lazy[Independence]:
    """The same one at a time, pair after pair by name; ``cut_short`` says whether there may be more."""
    seen = graph.latent_projection() if graph.latent else graph

    def start(stop: Callable[[], bool]) -> Iterator[Independence]:
        return _pairs(seen.view, stop)

    return Lazy(start, limit=limit, deadline=deadline)


def _pairs(view: Indexed, stop: Callable[[], bool]) -> Iterator[Independence]:
    place = {node: i for i, node in enumerate(view.order)}
    everything = frozenset(range(len(view)))
    for a in range(len(view)):
        joined = {*view.parents[a], *view.children[a], *view.siblings[a]}
        for b in range(a + 1, len(view)):
            if b in joined:
                continue
            if stop():
                return
            given = cheapest_separator(augmented(view, {a, b}), {a}, {b}, everything - {a, b})
            if given is not None:
                cause, effect = sorted((a, b), key=place.__getitem__)
                yield Independence(
                    view.names[a],
                    view.names[b],
                    tuple(view.names[i] for i in sorted(given)),
                    (view.names[cause], view.names[effect]),
                )
