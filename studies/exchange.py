"""Graphs in and out as files: dagitty text, the short form, DOT, JSON, GraphML.

What is read replaces the study's graph; places that the text has are kept, and a cause and an outcome that it
marks fill a question that has none. What is written is what the picture shows, without open proposals, and reads back
equal: arrows, hidden causes, cause, outcome, what is not measured, and every place to the pixel.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import networkx as nx

from causal_core.errors import GraphError
from causal_core.graph import text
from causal_core.graph.admg import CausalGraph
from causal_core.graph.boxes import room_of
from causal_core.graph.layout import place_new
from causal_core.graph.reading import GraphText
from studies.edits import FARTHEST
from studies.places import accepted_graph, drawn_graph, places, tidy_places
from studies.study import Study
from studies.workflow import checked_graph, set_graph, set_question, set_variables

BOX_WIDTH, BOX_HEIGHT = 170.0, 70.0  # pixels that two boxes side by side and one above the other need
WIDEST = 6000.0  # pixels; beyond this the places of a text are of no help
PARTS = ("exposure", "outcome", "selected")
UNIT = "pixel"  # what a GraphML file of ours says its places are in
LARGEST = 5_000_000  # characters; the graph of a thousand variables has a tenth of it
_XML = re.compile(r"<([?!]|(\w+:)?graphml\b)")
_JSON = re.compile(r'\{\s*"[^"\\]*"\s*:')
_JOINER = re.compile(r"\u2060(?=<?-+>?)")  # shows as nothing; a page has it before an arrow that is text
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def read_graph(given: str) -> GraphText:
    """Read a graph, whichever form it is in.

    Raises
    ------
    GraphError
        It is none of the forms, not a graph, or has no arrow; with line and column where the form has them.
    """
    if len(given) > LARGEST:
        raise GraphError("This text is too long for a graph.", fix="Give a file with the graph only.")
    start = _JOINER.sub("", given.lstrip("\ufeff \t\r\n"))
    found = _read(start)
    checked_graph(found.graph)
    return found


def _read(start: str) -> GraphText:
    if _XML.match(start):
        return _read_graphml(start)
    if start.startswith("{"):
        try:
            data: Any = json.loads(start)
        except (ValueError, RecursionError) as error:
            if _JSON.match(start):
                where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
                raise GraphError(
                    "This begins like JSON and cannot be read as JSON.",
                    fix="Copy the whole of it again.",
                    where=where,
                ) from None
            data = None
        if isinstance(data, dict):
            return _read_json(data)
    return text.read(start)


def use_graph(study: Study, found: GraphText) -> Study:
    """The study with that graph in place of its own, laid out as the text says, or else in layers.

    Variables that the graph does not have stay if they have a column in the data or a part in the question;
    others are gone. Where the text places only some variables, the others go beside their causes and effects.
    """
    question = study.question
    stay = {*found.graph.nodes, question.treatment, question.outcome}
    changed = set_graph(
        set_variables(study, [v for v in study.variables if v.column is not None or v.name in stay]),
        found.graph,
    )
    if found.selected:
        rows = set(found.selected)
        kept = (v.model_copy(update={"selected": True}) if v.name in rows else v for v in changed.variables)
        changed = changed.model_copy(update={"variables": tuple(kept)})
    if not question.treatment and not question.outcome:
        treatment, outcome = _only(found.exposures), _only(found.outcomes)
        if (treatment or outcome) and treatment != outcome:
            changed = set_question(changed, treatment=treatment, outcome=outcome, confirmed=False)
    given = dict(found.positions) if found.in_pixels else _scaled(found.positions)
    at = place_new(found.graph, given) if given else tidy_places(found.graph)
    return changed.model_copy(update={"positions": at})


def _only(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ""


def _scaled(at: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Places in pixels: dagitty's are in units of its own, so they are spread until no two boxes overlap."""
    spots = [at[name] for name in sorted(at)]
    rooms = [room_of(name) for name in sorted(at)]
    need = 0.0
    for i, (ax, ay) in enumerate(spots):
        for k, (bx, by) in enumerate(spots[:i]):
            wide = max(BOX_WIDTH, (rooms[i][0] + rooms[k][0]) / 2 + 10)
            tall = max(BOX_HEIGHT, (rooms[i][1] + rooms[k][1]) / 2 + 10)
            ways = [wide / abs(ax - bx)] if ax != bx else []
            ways += [tall / abs(ay - by)] if ay != by else []
            if not ways:
                return {}
            need = max(need, min(ways))
    across = max((abs(a[0] - b[0]) for a in spots for b in spots), default=0.0)
    need = need or 1.0
    if need * across >= WIDEST:
        return {}
    return {name: (float(round(x * need)), float(round(y * need))) for name, (x, y) in at.items()}


# ---- JSON -----------------------------------------------------------------------------------------


def _read_json(data: dict[str, Any]) -> GraphText:
    """The graph's four lists, with ``exposure``, ``outcome``, ``selected`` and ``positions`` (pixels) where they are there."""
    lists = {key: value for key, value in data.items() if key not in (*PARTS, "positions")}
    graph = CausalGraph.from_json(json.dumps(lists))
    marked = {part: data.get(part, []) for part in PARTS}
    for part, names in marked.items():
        if not isinstance(names, list) or not all(isinstance(n, str) and n in graph for n in names):
            raise GraphError(f"“{part}” must be a list of names that are in “nodes”.", where=part)
    at = data.get("positions", {})
    if not isinstance(at, dict) or not all(_is_place(p) for p in at.values()):
        raise GraphError("“positions” must be pairs of numbers, by name.", where="positions")
    return GraphText(
        graph,
        exposures=tuple(marked["exposure"]),
        outcomes=tuple(marked["outcome"]),
        selected=tuple(marked["selected"]),
        positions={n: (float(p[0]), float(p[1])) for n, p in at.items() if n in graph},
        in_pixels=True,
    )


def _is_place(value: object) -> bool:
    numbers: list[Any] = value if isinstance(value, list) else []
    return len(numbers) == 2 and all(type(n) in (int, float) and abs(n) < FARTHEST for n in numbers)


def to_json(study: Study) -> str:
    """The graph's canonical JSON with cause, outcome and places added."""
    graph = shown_graph(study)
    data = {**json.loads(graph.to_json()), **_parts(study, graph), "positions": places(study)}
    return json.dumps(data, separators=(",", ":"))


# ---- GraphML --------------------------------------------------------------------------------------


def _read_graphml(given: str) -> GraphText:
    if "<!DOCTYPE" in given or "<!ENTITY" in given:
        raise GraphError("This file defines its own entities, which no graph needs.", fix="Take them out.")
    try:
        graph: Any = nx.parse_graphml(given, force_multigraph=True)
    except (ET.ParseError, nx.NetworkXError, ValueError, KeyError, StopIteration) as error:
        raise GraphError(
            f"This is not GraphML that can be read: {error or 'there is no graph in it'}.",
            fix="Save it as GraphML again.",
        ) from None
    if not graph.is_directed():
        raise GraphError("The graph has edges without a direction.", fix="Save it as a directed graph.")
    names = _graphml_names(graph)
    arrows: list[tuple[str, str]] = []
    shared: list[tuple[str, str]] = []
    for a, b, data in graph.edges(data=True):
        (shared if data.get("kind") == "bidirected" else arrows).append((names[a], names[b]))
    latent = [names[n] for n, data in graph.nodes(data=True) if data.get("latent") in (True, "true", 1)]
    at = {
        names[n]: (float(data["x"]), float(data["y"]))
        for n, data in graph.nodes(data=True)
        if _is_place([data.get("x"), data.get("y")])
    }
    parts = {
        part: tuple(names[n] for n, data in graph.nodes(data=True) if data.get(part) is True)
        for part in PARTS
    }
    return GraphText(
        CausalGraph(list(names.values()), arrows, shared, latent),
        exposures=parts["exposure"],
        outcomes=parts["outcome"],
        selected=parts["selected"],
        positions=at,
        in_pixels=graph.graph.get("unit") == UNIT,
    )


def _graphml_names(graph: Any) -> dict[Any, str]:
    """A node's label where every node has one of its own, as drawing programs write it; else its id."""
    for attribute in ("label", "name"):
        labels = {n: str(data.get(attribute) or "").strip() for n, data in graph.nodes(data=True)}
        if labels and all(labels.values()) and len(set(labels.values())) == len(labels):
            return labels
    return {n: str(n) for n in graph.nodes}


def to_graphml(study: Study) -> str:
    """GraphML of the accepted arrows: ``kind`` on edges, ``latent``, part and place on nodes."""
    graph, at = shown_graph(study), places(study)
    parts = _parts(study, graph)
    drawn: nx.MultiDiGraph[Any] = nx.MultiDiGraph(unit=UNIT)
    latent = frozenset(graph.latent)
    for i, name in enumerate(graph.nodes):
        if _NOT_XML.search(name):
            raise GraphError(
                f"The name of variable {i + 1} has a sign that GraphML cannot hold.",
                fix="Rename it, or use another form.",
                where=name,
            )
        place = {"x": at[name][0], "y": at[name][1]} if name in at else {}
        marks = {part: True for part, names in parts.items() if name in names}
        drawn.add_node(f"n{i}", label=name, latent=name in latent, **marks, **place)
    ids = {name: f"n{i}" for i, name in enumerate(graph.nodes)}
    drawn.add_edges_from((ids[a], ids[b], {"kind": "directed"}) for a, b in graph.directed)
    drawn.add_edges_from((ids[a], ids[b], {"kind": "bidirected"}) for a, b in graph.bidirected)
    out = io.BytesIO()
    nx.write_graphml_xml(drawn, out)
    return out.getvalue().decode("utf-8")


# ---- what is written ------------------------------------------------------------------------------


def shown_graph(study: Study) -> CausalGraph:
    """The accepted arrows among the variables of the picture."""
    return accepted_graph(study).subgraph(drawn_graph(study).nodes)


def _parts(study: Study, graph: CausalGraph) -> dict[str, list[str]]:
    """The cause, the outcome and what rows were chosen by, under dagitty's words for them, where they are in the graph."""
    parts = {
        "exposure": [study.question.treatment],
        "outcome": [study.question.outcome],
        "selected": sorted(v.name for v in study.variables if v.selected),
    }
    inside = {part: [name for name in names if name in graph] for part, names in parts.items()}
    return {part: names for part, names in inside.items() if names}


def to_dagitty(study: Study) -> str:
    """dagitty text, with cause and outcome marked and every place."""
    graph = shown_graph(study)
    return text.to_dagitty(graph, marks=_parts(study, graph), positions=places(study))


def to_dot(study: Study) -> str:
    """DOT, with cause and outcome marked and every place (``neato -n`` keeps them)."""
    graph = shown_graph(study)
    return text.to_dot(graph, marks=_parts(study, graph), positions=places(study))


FORMS: Mapping[str, tuple[str, str, str, Callable[[Study], str]]] = {
    "dagitty": ("dagitty text", "graph.txt", "text/plain", to_dagitty),
    "dot": ("DOT (Graphviz)", "graph.dot", "text/vnd.graphviz", to_dot),
    "json": ("JSON", "graph.json", "application/json", to_json),
    "graphml": ("GraphML", "graph.graphml", "application/xml", to_graphml),
}
"""Every form by its name: the words for it, a file name, its type, and the function that writes it."""
