"""What the picture shows, as plain values: nodes with places and parts, arrows with their meaning.

No Streamlit here. The order is fixed, so that the same study always gives the same payload.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from causal_core.errors import CycleError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.layout import place_new
from studies.study import Arrow, HiddenCause, Study

Edge = TypeVar("Edge", Arrow, HiddenCause)

WANTED_SHAPE, MOST_STRETCH = 1.5, 2.2  # width to height of the box; beyond this arrows get too long to follow
LOWEST, TALLEST, MARGIN, READABLE = 240, 720, 100, 0.8  # pixels; at 0.8 of full size names are 12 pixels high

PART_NAMES = {
    "treatment": "the cause",
    "outcome": "the outcome",
    "adjusted": "adjusted for",
    "latent": "not measured",
    "variable": "a variable",
}


def payload(
    study: Study,
    *,
    adjusted: Collection[str] = (),
    causal: Collection[tuple[str, str]] = (),
    biasing: Collection[tuple[str, str]] = (),
    biasing_common_causes: Collection[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Nodes and arrows of ``study`` for the browser.

    Parameters
    ----------
    adjusted : names
        Variables in the chosen adjustment set.
    causal, biasing, biasing_common_causes : pairs
        Arrows on a causal path; arrows and double arrows (names sorted) on an open path that is not causal.
    """
    places = positions(study)
    nodes = [
        {
            "id": v.name,
            "label": v.name,
            "part": _part(study, v.name, adjusted),
            "x": places[v.name][0],
            "y": places[v.name][1],
        }
        for v in sorted(study.variables, key=lambda v: v.name)
        if v.name in places
    ]
    causal_set, biasing_set, doubles = set(causal), set(biasing), set(biasing_common_causes)
    edges: list[dict[str, Any]] = [
        {
            "id": f"{a.cause} → {a.effect}",
            "source": a.cause,
            "target": a.effect,
            "kind": "directed",
            "meaning": "causal"
            if (a.cause, a.effect) in causal_set
            else "biasing"
            if (a.cause, a.effect) in biasing_set
            else "plain",
            "status": a.status,
        }
        for a in sorted(study.arrows, key=lambda a: (a.cause, a.effect))
        if a.status in ("accepted", "proposed")
    ]
    edges += [
        {
            "id": f"{h.a} ↔ {h.b}",
            "source": h.a,
            "target": h.b,
            "kind": "bidirected",
            "meaning": "biasing" if tuple(sorted((h.a, h.b))) in doubles else "plain",
            "status": h.status,
        }
        for h in sorted(study.hidden, key=lambda h: (h.a, h.b))
        if h.status in ("accepted", "proposed")
    ]
    return {"nodes": nodes, "edges": edges, "parts": PART_NAMES, "study": study.id}


def positions(study: Study) -> Mapping[str, tuple[float, float]]:
    """Where each variable that an arrow touches (or the question names) stands.

    A tall narrow graph is stretched sideways, so that the picture fills a wide box at a readable size.
    """
    places = place_new(drawn_graph(study), study.positions)
    if study.positions or len(places) < 2:
        return places
    xs, ys = [p[0] for p in places.values()], [p[1] for p in places.values()]
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    stretch = min(MOST_STRETCH, max(1.0, WANTED_SHAPE * down / across)) if across else 1.0
    return {name: (x * stretch, y) for name, (x, y) in places.items()}


def height_for(data: Mapping[str, Any]) -> int:
    """The height in pixels at which the names of a picture can be read."""
    ys = [n["y"] for n in data["nodes"]] or [0.0]
    return int(min(TALLEST, max(LOWEST, (max(ys) - min(ys)) * READABLE + MARGIN)))


def drawn_graph(study: Study) -> CausalGraph:
    """The graph that is drawn: accepted and proposed arrows; columns that nobody used stay out.

    Where the proposed arrows would close a loop, only the accepted ones decide the places.
    """
    shown = study.model_copy(
        update={
            "arrows": tuple(_taken(a) for a in study.arrows),
            "hidden": tuple(_taken(h) for h in study.hidden),
        }
    )
    try:
        graph = shown.graph()
    except CycleError:
        graph = study.graph()
    used = {n for e in (*shown.arrows, *shown.hidden) if e.status == "accepted" for n in _ends(e)}
    used |= {study.question.treatment, study.question.outcome}
    return graph.subgraph([n for n in graph.nodes if n in used])


def _taken(edge: Edge) -> Edge:
    return edge.model_copy(update={"status": "accepted"}) if edge.status == "proposed" else edge


def _ends(edge: Arrow | HiddenCause) -> tuple[str, str]:
    return (edge.cause, edge.effect) if isinstance(edge, Arrow) else (edge.a, edge.b)


def _part(study: Study, name: str, adjusted: Collection[str]) -> str:
    variable = study.variable(name)
    if name == study.question.treatment:
        return "treatment"
    if name == study.question.outcome:
        return "outcome"
    if variable is not None and not variable.measured:
        return "latent"
    return "adjusted" if name in adjusted else "variable"
