"""Graphs as text: the short form, dagitty, DOT and JSON, in and out.

The short form is what a person types::

    smoking -> tar -> cancer; smoking <-> cancer
    "Years of school" -> wage

Statements end with ``;``, ``,`` or a new line; ``->``, ``<-`` and ``<->`` (or →, ←, ↔) chain; ``{a b} -> c``
means both. Names with spaces or signs stand in quotes, inside which ``\\"`` is a quote, ``\\\\`` a backslash
and ``\\n`` a new line.

>>> found = read('dag { x [exposure,pos="0,1"] u [latent] y [outcome] x -> y x <- u -> y }')
>>> found.exposures, found.outcomes, found.graph.latent, found.positions
(('x',), ('y',), ('u',), {'x': (0.0, 1.0)})
>>> read("g <- dagitty('dag { x -> y }')").graph.directed
(('x', 'y'),)
>>> to_short(found.graph)
'u -> x; u -> y; x -> y'
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from causal_core.errors import GraphError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.reading import GraphText, frame_of, read_statements

if TYPE_CHECKING:
    from causal_core.identification.query import Query

Positions = Mapping[str, tuple[float, float]]
_BARE = re.compile(r"(?:[A-Za-z_][A-Za-z0-9_.]*|[0-9]+)\Z")
_KEYWORDS = frozenset(
    ("dag", "digraph", "graph", "strict", "subgraph", "node", "edge", "pdag", "mag", "pag", "bb")
)
_R = re.compile(
    r"""\s*(?:[\w.]+\s*(?:<-|=)\s*)?(?:dagitty::)?dagitty\(\s*(?P<quote>["'])(?P<inner>.*)(?P=quote)\s*\)\s*;?\s*\Z""",
    re.DOTALL,
)
_FORM = re.compile(r"\s*(?:strict\s+)?(dag|digraph|graph|pdag|mag|pag)\b[^{\n;]*\{", re.IGNORECASE)


def read(text: str) -> GraphText:
    """Read the short form, dagitty text or DOT, whichever it is.

    Raises
    ------
    GraphSyntaxError
        With line and column of what could not be read.
    CycleError
        The arrows go round in a circle.
    """
    text = _without_r(text)
    form = _FORM.match(text)
    if form is None:
        return read_statements(text, spaced=False)
    return read_statements(text, spaced=True, opening=form)


def _without_r(text: str) -> str:
    """The text inside R's ``dagitty("…")``, with its lines where they were."""
    call = _R.match(text)
    if call is None:
        return text
    inner = call["inner"].replace("\\" + call["quote"], call["quote"])
    return re.sub(r"[^\n]", " ", text[: call.start("inner")]) + inner


def read_dot(text: str) -> GraphText:
    """Read DOT. Both forms share one grammar, so this is ``read`` for text that must be a graph in braces."""
    if _FORM.match(text) is None:
        raise GraphError(
            "This is not DOT: it does not start with “digraph {”.", fix="Put it in digraph { … }."
        )
    return read(text)


def quoted(name: str) -> str:
    """A name as all the text forms read it back: bare when it is a plain word, otherwise in quotes."""
    if _BARE.match(name) and name.lower() not in _KEYWORDS:
        return name
    inner = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{inner}"'


def _edges(graph: CausalGraph) -> list[str]:
    arrows = [f"{quoted(a)} -> {quoted(b)}" for a, b in graph.directed]
    return arrows + [f"{quoted(a)} <-> {quoted(b)}" for a, b in graph.bidirected]


def to_short(graph: CausalGraph) -> str:
    """The short form on one line; it has no word for latent nodes, which come out as plain ones."""
    joined = {name for edge in graph.directed + graph.bidirected for name in edge}
    return "; ".join([quoted(name) for name in graph.nodes if name not in joined] + _edges(graph))


def to_dagitty(
    graph: CausalGraph,
    query: Query | None = None,
    *,
    compact: bool = False,
    selected: Iterable[str] = (),
    marks: Mapping[str, Collection[str]] | None = None,
    positions: Positions | None = None,
) -> str:
    """dagitty text with ``[latent]`` and ``[selected]``, and for a ``query`` ``[exposure]``, ``[outcome]``, ``[adjusted]``.

    ``marks`` are more words for nodes, ``{"exposure": ["x"]}``; ``positions`` (pixels, y downwards, as dagitty has
    it) come as ``pos``, with the frame that tells ``read`` to take them as they are.
    """
    said = {"selected": tuple(selected), **(marks or {})}
    if query is not None:
        said |= {"exposure": query.treatments, "outcome": query.outcomes, "adjusted": query.given}
    places = {n: p for n, p in (positions or {}).items() if n in graph}
    found = _attributes(graph, {"latent": graph.latent, **said}, places)
    nodes = [quoted(n) + (f" [{','.join(found[n])}]" if found[n] else "") for n in graph.nodes]
    lines = _frame(places) + nodes + _edges(graph)
    return "dag { " + "; ".join(lines) + " }" if compact else "dag {\n" + "\n".join(lines) + "\n}\n"


def to_dot(
    graph: CausalGraph,
    *,
    marks: Mapping[str, Collection[str]] | None = None,
    positions: Positions | None = None,
) -> str:
    """DOT: ↔ as a dashed edge with two heads, latent nodes dashed; ``positions`` with y upwards, as Graphviz has it."""
    hidden = frozenset(graph.latent)
    places = {n: (x, 0.0 - y) for n, (x, y) in (positions or {}).items() if n in graph}
    found = _attributes(graph, marks or {}, places, value="=true")
    nodes = []
    for name in graph.nodes:
        inside = ", ".join((["latent=true", "style=dashed"] if name in hidden else []) + found[name])
        nodes.append(f"{_dot(name)} [{inside}];" if inside else f"{_dot(name)};")
    arrows = [f"{_dot(a)} -> {_dot(b)};" for a, b in graph.directed]
    shared = [f"{_dot(a)} -> {_dot(b)} [dir=both, style=dashed];" for a, b in graph.bidirected]
    frame = [line + ";" for line in _frame(places)]
    return "digraph {\n" + "\n".join("  " + line for line in frame + nodes + arrows + shared) + "\n}\n"


def _attributes(
    graph: CausalGraph, marks: Mapping[str, Collection[str]], places: Positions, *, value: str = ""
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in graph.nodes}
    for mark, names in marks.items():
        graph.positions(names)  # each is a node
        for name in names:
            found[name].append(mark + value)
    for name, (x, y) in places.items():
        found[name].append(f'pos="{float(x)!r},{float(y)!r}"')
    return found


def _frame(places: Positions) -> list[str]:
    return [f'bb="{",".join(map(repr, frame_of(places.values())))}"'] if places else []


def _dot(name: str) -> str:
    text = quoted(name)
    return text if text[0] == '"' or not text[0].isdigit() else f'"{text}"'


def from_json(text: str | bytes) -> CausalGraph:
    """Read canonical JSON strictly: the four lists and nothing else."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GraphError(f"This is not JSON: {error}.", fix="Give what to_json wrote.") from None
    if not isinstance(data, Mapping) or set(data) - {"nodes", "directed", "bidirected", "latent"}:
        raise GraphError(
            "A graph in JSON has the lists “nodes”, “directed”, “bidirected” and “latent”.",
            fix="Give what to_json wrote.",
        )
    lists = {key: data.get(key, []) for key in ("nodes", "directed", "bidirected", "latent")}
    for key, items in lists.items():
        pairs = key.endswith("directed")
        if not isinstance(items, list) or not all(_fits(item, pairs) for item in items):
            raise GraphError(
                f"“{key}” must be a list of {'pairs of names' if pairs else 'names'}.", where=key
            )
    return CausalGraph(**lists)


def _fits(item: object, pair: bool) -> bool:
    if not pair:
        return isinstance(item, str)
    return isinstance(item, list) and len(item) == 2 and all(isinstance(name, str) for name in item)
