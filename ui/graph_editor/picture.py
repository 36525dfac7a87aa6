"""What the picture shows, as plain values: variables with places and parts, arrows with their meaning.

No Streamlit here. The order is fixed, so that the same study always gives the same payload.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from causal_core.graph.boxes import room_of
from studies.places import places
from studies.proposals import OPEN
from studies.study import Study

LOWEST, TALLEST, MARGIN, READABLE = 240, 720, 100, 0.8  # pixels; at 0.8 of full size names are 12 pixels high
USUAL = 74  # pixels of a box with three lines; the margin has room for half of it above and below
REASON_SHOWN = 160  # characters of a proposal's reason that travel with its arrow; the panel below has all

PART_NAMES = {
    "treatment": "the cause",
    "outcome": "the outcome",
    "adjusted": "adjusted for",
    "latent": "not measured",
    "lottery": "decided by lottery",
    "selected": "the rows were chosen by it",
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
    """Variables and arrows of ``study`` for the browser.

    Parameters
    ----------
    adjusted : names
        Variables in the chosen adjustment set.
    causal, biasing, biasing_common_causes : pairs
        Arrows on a causal path; arrows and double arrows (names sorted) on an open path that is not causal.
    """
    at = places(study)
    nodes = [_node(study, name, at[name], adjusted) for name in sorted(at)]
    causal_set, biasing_set, doubles = set(causal), set(biasing), set(biasing_common_causes)
    edges: list[dict[str, Any]] = []
    for a in sorted(study.arrows, key=lambda a: (a.cause, a.effect)):
        pair = (a.cause, a.effect)
        meaning = "causal" if pair in causal_set else "biasing" if pair in biasing_set else "plain"
        if a.status != "rejected":
            edges.append(_edge(*pair, "directed", meaning, a.status, a.reason))
    for h in sorted(study.hidden, key=lambda h: (h.a, h.b)):
        meaning = "biasing" if tuple(sorted((h.a, h.b))) in doubles else "plain"
        if h.status != "rejected":
            edges.append(_edge(h.a, h.b, "bidirected", meaning, h.status, h.reason))
    return {"nodes": nodes, "edges": edges, "parts": PART_NAMES, "study": study.id}


def _node(study: Study, name: str, at: tuple[float, float], adjusted: Collection[str]) -> dict[str, Any]:
    variable = study.variable(name)
    part = (
        "treatment"
        if name == study.question.treatment
        else "outcome"
        if name == study.question.outcome
        else "adjusted"
        if name in adjusted
        else "variable"
    )
    node: dict[str, Any] = {"id": name, "label": name, "part": part, "x": at[0], "y": at[1]}
    if variable is not None and not variable.measured:
        node["latent"] = True
    if variable is not None and variable.randomised:
        node["lottery"] = True
    if variable is not None and variable.selected:
        node["selected"] = True
    return node


def _edge(a: str, b: str, kind: str, meaning: str, status: str, reason: str) -> dict[str, Any]:
    edge = {"source": a, "target": b, "kind": kind, "meaning": meaning}
    if status in OPEN:
        edge["status"] = "proposed"
        edge["reason"] = reason[:REASON_SHOWN]
    return edge


def height_for(data: Mapping[str, Any]) -> int:
    """The height in pixels at which the names of a picture can be read."""
    ends = [(n["y"], max(0.0, room_of(n["label"])[1] - USUAL) / 2) for n in data["nodes"]] or [(0.0, 0.0)]
    tall = max(y + more for y, more in ends) - min(y - more for y, more in ends)
    return int(min(TALLEST, max(LOWEST, tall * READABLE + MARGIN)))
