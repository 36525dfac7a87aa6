"""Graphs in and out as files: dagitty text, the short form, DOT, JSON, GraphML.

What is read replaces the study's graph; places that the text has are kept, and a cause and an outcome that it
marks fill a question that has none. What is written reads back as an equal graph.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from causal_core.errors import GraphError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.reading import GraphText
from causal_core.graph.text import read
from causal_core.graph.text import to_dagitty as to_text
from studies.places import places, tidy_places
from studies.study import Study
from studies.workflow import checked_graph, set_graph, set_question

BOX_WIDTH, BOX_HEIGHT = 170.0, 70.0  # pixels that two boxes side by side and one above the other need
LARGEST = 5_000_000  # characters; the graph of a thousand variables has a tenth of it
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def read_graph(text: str) -> GraphText:
    """Read a graph, whichever form it is in.

    Raises
    ------
    GraphError
        It is none of the forms, not a graph, or has no arrow; with line and column where the form has them.
    """
    if len(text) > LARGEST:
        raise GraphError("This text is too long for a graph.", fix="Give a file with the graph only.")
    start = text.lstrip("\ufeff \t\r\n")
    found = _read(start)
    checked_graph(found.graph)
    return found


def _read(start: str) -> GraphText:
    if start.startswith("<"):
        return _read_graphml(start)
    if start.startswith("{"):
        try:
            is_object = isinstance(json.loads(start), dict)
        except (ValueError, RecursionError):
            is_object = False
        if is_object:
            return GraphText(CausalGraph.from_json(start))
    return read(start)


def use_graph(study: Study, found: GraphText) -> Study:
    """The study with that graph in place of its own, laid out as the text says, or else in layers."""
    changed = set_graph(study, found.graph)
    if found.selected:
        marked_rows = set(found.selected)
        kept = (
            v.model_copy(update={"selected": True}) if v.name in marked_rows else v for v in changed.variables
        )
        changed = changed.model_copy(update={"variables": tuple(kept)})
    question = study.question
    if not question.treatment and not question.outcome and len(found.exposures) == len(found.outcomes) == 1:
        changed = set_question(
            changed, treatment=found.exposures[0], outcome=found.outcomes[0], confirmed=False
        )
    given = _scaled(found.positions)
    marked = {n: given.get(n) for n in found.graph.nodes}
    if all(marked.values()) and given:
        return changed.model_copy(update={"positions": given})
    return changed.model_copy(update={"positions": tidy_places(found.graph)})


def _scaled(at: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Places in pixels: dagitty's are in units of its own, so they are spread until no two boxes overlap."""
    spots = [at[name] for name in sorted(at)]
    need = 0.0
    for i, (ax, ay) in enumerate(spots):
        for bx, by in spots[:i]:
            ways = [BOX_WIDTH / abs(ax - bx)] if ax != bx else []
            ways += [BOX_HEIGHT / abs(ay - by)] if ay != by else []
            if not ways:
                return {}
            need = max(need, min(ways))
    across = max((abs(a[0] - b[0]) for a in spots for b in spots), default=0.0)
    if not 0 < need * max(across, 1e-9) < 6000:
        need = 1.0 if need == 0 else need
        if need * across >= 6000:
            return {}
    return {name: (float(round(x * need)), float(round(y * need))) for name, (x, y) in at.items()}


# ---- GraphML --------------------------------------------------------------------------------------


def _read_graphml(text: str) -> GraphText:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise GraphError("This file defines its own entities, which no graph needs.", fix="Take them out.")
    try:
        graph: Any = nx.parse_graphml(text, force_multigraph=True)
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
        if isinstance(data.get("x"), int | float) and isinstance(data.get("y"), int | float)
    }
    return GraphText(CausalGraph(list(names.values()), arrows, shared, latent), positions=at)


def _graphml_names(graph: Any) -> dict[Any, str]:
    """A node's label where every node has one of its own, as drawing programs write it; else its id."""
    for attribute in ("label", "name"):
        labels = {n: str(data.get(attribute) or "").strip() for n, data in graph.nodes(data=True)}
        if labels and all(labels.values()) and len(set(labels.values())) == len(labels):
            return labels
    return {n: str(n) for n in graph.nodes}


def to_graphml(study: Study) -> str:
    """GraphML of the accepted arrows: ``kind`` on edges, ``latent`` and the place on nodes."""
    graph, at = study.graph(), places(study)
    drawn: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    latent = frozenset(graph.latent)
    for i, name in enumerate(graph.nodes):
        if _NOT_XML.search(name):
            raise GraphError(
                f"The name of variable {i + 1} has a sign that GraphML cannot hold.",
                fix="Rename it, or use another form.",
                where=name,
            )
        place = {"x": at[name][0], "y": at[name][1]} if name in at else {}
        drawn.add_node(f"n{i}", label=name, latent=name in latent, **place)
    ids = {name: f"n{i}" for i, name in enumerate(graph.nodes)}
    drawn.add_edges_from((ids[a], ids[b], {"kind": "directed"}) for a, b in graph.directed)
    drawn.add_edges_from((ids[a], ids[b], {"kind": "bidirected"}) for a, b in graph.bidirected)
    out = io.BytesIO()
    nx.write_graphml_xml(drawn, out)
    return out.getvalue().decode("utf-8")


def to_dagitty(study: Study) -> str:
    """dagitty text; cause and outcome are marked where the question names them, and what rows were chosen by."""
    question = study.question
    asked = question.treatment and question.outcome and question.treatment != question.outcome
    known = {question.treatment, question.outcome} <= set(study.graph_nodes())
    return to_text(study.graph(), study.query() if asked and known else None, selected=study.selected())


FORMS: Mapping[str, tuple[str, str, str, Callable[[Study], str]]] = {
    "dagitty": ("dagitty text", "graph.txt", "text/plain", to_dagitty),
    "dot": ("DOT (Graphviz)", "graph.dot", "text/vnd.graphviz", lambda s: s.graph().to_dot()),
    "json": ("JSON", "graph.json", "application/json", lambda s: s.graph().to_json()),
    "graphml": ("GraphML", "graph.graphml", "application/xml", to_graphml),
}
"""Every form by its name: the words for it, a file name, its type, and the function that writes it."""
