"""A causal graph: what causes what, what shares a hidden cause, and what nobody measured.

``a → b`` says that a may be a direct cause of b; ``a ↔ b`` that the two share a cause that is not drawn;
a *latent* variable is drawn but was not measured. What is **not** drawn is what is claimed: a missing
arrow says "no direct effect", a missing ↔ says "no shared hidden cause". (An acyclic directed mixed graph,
Richardson 2003.)

>>> graph = CausalGraph.parse("smoking -> tar -> cancer; smoking <-> cancer")
>>> sorted(graph.descendants("smoking")), graph.bidirected
(['cancer', 'tar'], (('cancer', 'smoking'),))
>>> CausalGraph.parse(graph.to_dagitty()) == graph
True
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from causal_core.errors import CycleError, GraphError, QueryError, UnknownVariableError
from causal_core.graph import indexed
from causal_core.graph.indexed import Indexed
from causal_core.graph.project import project
from causal_core.graph.separation import Path, open_path, separated

if TYPE_CHECKING:
    import networkx as nx

    from causal_core.identification.query import Query
    from causal_core.identification.roles import Role

Edge = tuple[str, str]
Names = str | Iterable[str]


@dataclass(frozen=True, init=False, repr=False)
class CausalGraph:
    """An acyclic graph with → and ↔, immutable, hashable and sorted.

    Parameters
    ----------
    nodes : iterable of str
        Any non-empty text is a name. Named twice is named once.
    directed : iterable of (str, str)
        Arrows, cause first.
    bidirected : iterable of (str, str)
        Pairs that share a hidden common cause; the order in a pair does not matter.
    latent : iterable of str
        Nodes that were not measured. They can never be adjusted for, asked about or seen in data.

    Raises
    ------
    GraphError
        A name is empty or not text, or a node is joined to itself by ↔.
    UnknownVariableError
        An arrow or ``latent`` names a variable that ``nodes`` does not have.
    CycleError
        The arrows go round in a circle; the error has the path.

    Notes
    -----
    Reading is linear: O(n log n + m) to build, O(n + m) for each of the questions below. *Parents,
    children, ancestors and descendants leave out what was asked about*, unless it is really one (with
    ``a → b``, the ancestors of {a, b} are {a}); ``inclusive=True`` adds it, as the literature's An and De.
    """

    nodes: tuple[str, ...]
    directed: tuple[Edge, ...]
    bidirected: tuple[Edge, ...]
    latent: tuple[str, ...]

    def __init__(
        self,
        nodes: Iterable[str],
        directed: Iterable[tuple[str, str]] = (),
        bidirected: Iterable[tuple[str, str]] = (),
        latent: Iterable[str] = (),
    ) -> None:
        names = tuple(sorted({_name(node) for node in nodes}))
        index = {name: i for i, name in enumerate(names)}
        arrows = sorted({(_at(index, a), _at(index, b)) for a, b in map(_pair, directed)})
        shared = sorted({tuple(sorted((_at(index, a), _at(index, b)))) for a, b in map(_pair, bidirected)})
        hidden = sorted({_at(index, name) for name in ((latent,) if isinstance(latent, str) else latent)})
        for a, b in (*arrows, *shared):
            if a == b:
                _refuse_loop(names[a], arrows=(a, b) in arrows)
        put = object.__setattr__
        put(self, "nodes", names)
        put(self, "directed", tuple((names[a], names[b]) for a, b in arrows))
        put(self, "bidirected", tuple((names[a], names[b]) for a, b in shared))
        put(self, "latent", tuple(names[i] for i in hidden))
        self.__dict__["index"] = index
        self.__dict__["view"] = indexed.build(names, arrows, ((a, b) for a, b in shared))

    def __repr__(self) -> str:
        return f"CausalGraph.parse({self.to_text()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return CausalGraph, (self.nodes, self.directed, self.bidirected, self.latent)

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __len__(self) -> int:
        return len(self.nodes)

    # -- the integer form, for the algorithms of the core --------------------------------------------

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each name in ``nodes``."""
        return {name: i for i, name in enumerate(self.nodes)}

    @cached_property
    def view(self) -> Indexed:
        """The graph as integers (positions in ``nodes``)."""
        arrows = ((self.index[a], self.index[b]) for a, b in self.directed)
        return indexed.build(self.nodes, arrows, ((self.index[a], self.index[b]) for a, b in self.bidirected))

    def positions(self, names: Names) -> set[int]:
        """Positions of one name or several; an unknown one raises UnknownVariableError."""
        return {_at(self.index, name) for name in ((names,) if isinstance(names, str) else names)}

    def names(self, positions: Iterable[int]) -> frozenset[str]:
        """The names at these positions."""
        return frozenset(self.nodes[i] for i in positions)

    # -- questions -----------------------------------------------------------------------------------

    @cached_property
    def observed(self) -> tuple[str, ...]:
        """The nodes that were measured, sorted."""
        hidden = frozenset(self.latent)
        return tuple(name for name in self.nodes if name not in hidden)

    @cached_property
    def topological_order(self) -> tuple[str, ...]:
        """Causes before effects; among equals by name."""
        return tuple(self.nodes[i] for i in self.view.order)

    def parents(self, of: Names, *, inclusive: bool = False) -> frozenset[str]:
        """Direct causes of one name or several."""
        return self._neighbours(self.view.parents, of, inclusive)

    def children(self, of: Names, *, inclusive: bool = False) -> frozenset[str]:
        """Direct effects of one name or several."""
        return self._neighbours(self.view.children, of, inclusive)

    def siblings(self, of: Names, *, inclusive: bool = False) -> frozenset[str]:
        """What shares a hidden common cause (↔) with one name or several."""
        return self._neighbours(self.view.siblings, of, inclusive)

    def ancestors(self, of: Names, *, inclusive: bool = False) -> frozenset[str]:
        """Direct and indirect causes: all with a path of one arrow or more to one of ``of``."""
        seeds = self.positions(of)
        above = seeds if inclusive else {p for i in seeds for p in self.view.parents[i]}
        return self.names(indexed.ancestors(self.view, above))

    def descendants(self, of: Names, *, inclusive: bool = False) -> frozenset[str]:
        """Direct and indirect effects: all with a path of one arrow or more from one of ``of``."""
        seeds = self.positions(of)
        below = seeds if inclusive else {c for i in seeds for c in self.view.children[i]}
        return self.names(indexed.descendants(self.view, below))

    def districts(self) -> tuple[frozenset[str], ...]:
        """The groups held together by ↔ (c-components), in the order of their first names."""
        return tuple(self.names(part) for part in indexed.districts(self.view))

    def m_separated(self, a: Names, b: Names, given: Names = ()) -> bool:
        """Is every path between ``a`` and ``b`` closed once ``given`` is known? O(n + m).

        Raises
        ------
        QueryError
            A variable is on two sides of the question.
        """
        return separated(self.view, *self._apart(a, b, given))

    def open_path(self, a: Names, b: Names, given: Names = ()) -> Path | None:
        """A shortest path along which ``a`` and ``b`` go together given ``given``; None when separated."""
        return open_path(self.view, *self._apart(a, b, given))

    def roles(self, query: Query) -> Mapping[str, tuple[Role, ...]]:
        """What part every variable plays in a question, with the path that makes it so."""
        from causal_core.identification.roles import roles

        return roles(self, query)

    # -- other graphs --------------------------------------------------------------------------------

    def latent_projection(self) -> CausalGraph:
        """The same claims about the measured variables only: latent nodes become arrows and ↔."""
        directed, bidirected = project(self.view, self.positions(self.latent))
        return CausalGraph(
            self.observed,
            [(self.nodes[a], self.nodes[b]) for a, b in directed],
            [(self.nodes[a], self.nodes[b]) for a, b in bidirected],
        )

    def without_incoming(self, names: Names) -> CausalGraph:
        """The graph once ``names`` are set from outside: no arrowhead into them, neither → nor ↔."""
        cut = frozenset(self.nodes[i] for i in self.positions(names))
        return CausalGraph(
            self.nodes,
            [(a, b) for a, b in self.directed if b not in cut],
            [(a, b) for a, b in self.bidirected if a not in cut and b not in cut],
            self.latent,
        )

    def without_outgoing(self, names: Names) -> CausalGraph:
        """The graph in which ``names`` change nothing: no → out of them."""
        cut = frozenset(self.nodes[i] for i in self.positions(names))
        arrows = [(a, b) for a, b in self.directed if a not in cut]
        return CausalGraph(self.nodes, arrows, self.bidirected, self.latent)

    def subgraph(self, names: Names) -> CausalGraph:
        """Only these nodes and what joins them directly."""
        kept = frozenset(self.nodes[i] for i in self.positions(names))
        return CausalGraph(
            kept,
            [(a, b) for a, b in self.directed if a in kept and b in kept],
            [(a, b) for a, b in self.bidirected if a in kept and b in kept],
            [name for name in self.latent if name in kept],
        )

    # -- text and other tools ------------------------------------------------------------------------

    @classmethod
    def parse(cls, text: str) -> CausalGraph:
        """Read the short form (``a -> b; b <-> c``), dagitty text (``dag { … }``) or DOT (``digraph { … }``).

        Raises
        ------
        GraphSyntaxError
            With line and column.
        """
        from causal_core.graph.text import read

        return read(text).graph

    def to_text(self) -> str:
        """The short form on one line; ``parse`` reads it back equal (latent nodes need dagitty)."""
        from causal_core.graph.text import to_dagitty, to_short

        return to_dagitty(self, compact=True) if self.latent else to_short(self)

    def to_dagitty(self, query: Query | None = None) -> str:
        """dagitty text, with the treatment and outcome of ``query`` marked; ``parse`` reads it back equal."""
        from causal_core.graph.text import to_dagitty

        return to_dagitty(self, query)

    @classmethod
    def from_dot(cls, text: str) -> CausalGraph:
        """Read DOT: ``dir=both`` makes an edge ↔, ``latent=true`` on a node makes it latent."""
        from causal_core.graph.text import read_dot

        return read_dot(text).graph

    def to_dot(self) -> str:
        """Graphviz DOT; ``from_dot`` reads it back equal."""
        from causal_core.graph.text import to_dot

        return to_dot(self)

    @classmethod
    def from_networkx(cls, graph: nx.DiGraph[Any]) -> CausalGraph:
        """Read a directed networkx graph.

        ↔ pairs are taken from ``graph.graph["bidirected"]``, latent nodes from the node attribute
        ``latent=True``; this is what ``to_networkx`` writes.
        """
        if not graph.is_directed():
            raise GraphError("The graph has edges without a direction.", fix="Give a networkx DiGraph.")
        return cls(
            graph.nodes,
            [(edge[0], edge[1]) for edge in graph.edges],
            graph.graph.get("bidirected", ()),
            [node for node, data in graph.nodes(data=True) if data.get("latent")],
        )

    def to_networkx(self) -> nx.DiGraph[Any]:
        """A DiGraph of the arrows; ↔ in ``graph["bidirected"]``, ``latent`` as a node attribute."""
        import networkx as nx

        hidden = frozenset(self.latent)
        graph: nx.DiGraph[Any] = nx.DiGraph(bidirected=self.bidirected)
        graph.add_nodes_from((name, {"latent": name in hidden}) for name in self.nodes)
        graph.add_edges_from(self.directed)
        return graph

    @classmethod
    def from_json(cls, text: str | bytes) -> CausalGraph:
        """Read what ``to_json`` wrote; anything else raises GraphError."""
        from causal_core.graph.text import from_json

        return from_json(text)

    def to_json(self) -> str:
        """Canonical JSON: equal graphs give equal text, in ASCII."""
        return json.dumps(
            {k: getattr(self, k) for k in ("bidirected", "directed", "latent", "nodes")},
            separators=(",", ":"),
        )

    @cached_property
    def sha256(self) -> str:
        """Hash of the canonical JSON, so that a stale result is seen to be stale."""
        return sha256(self.to_json().encode()).hexdigest()

    # -- inside --------------------------------------------------------------------------------------

    def _neighbours(self, adjacency: indexed.Adjacency, of: Names, inclusive: bool) -> frozenset[str]:
        seeds = self.positions(of)
        found = {neighbour for i in seeds for neighbour in adjacency[i]}
        return self.names(found | seeds if inclusive else found)

    def _apart(self, a: Names, b: Names, given: Names) -> tuple[set[int], set[int], set[int]]:
        left, right, known = self.positions(a), self.positions(b), self.positions(given)
        twice = (left & right) | (left & known) | (right & known)
        if twice:
            name = self.nodes[min(twice)]
            raise QueryError(
                f"“{name}” is on two sides of the question which variables go together.",
                fix="Name every variable once.",
                where=name,
            )
        return left, right, known


def _name(node: object) -> str:
    if not isinstance(node, str) or not node:
        raise GraphError(f"{node!r} is not a name: a variable's name is text that is not empty.")
    return node


def _pair(edge: object) -> Edge:
    if isinstance(edge, str) or not isinstance(edge, Sequence) or len(edge) != 2:
        raise GraphError(f"{edge!r} is not an arrow: an arrow is a pair of names, cause first.")
    return edge[0], edge[1]


def _at(index: Mapping[str, int], name: str) -> int:
    try:
        return index[name]
    except (KeyError, TypeError):
        raise UnknownVariableError(str(name), list(index)) from None


def _refuse_loop(name: str, *, arrows: bool) -> None:
    if arrows:
        raise CycleError((name, name))
    raise GraphError(f"“{name}” cannot share a hidden cause with itself.", fix="Take out this ↔.", where=name)
