"""What is in the picture of the graph, and where it stands.

In the picture is what an arrow touches (accepted, proposed or unsure), what the question names, and what a person put
there, which has a place of its own in ``Study.positions``. A variable that has a place keeps it to the pixel;
a new one goes beside its causes and effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from causal_core.graph.admg import CausalGraph
from causal_core.graph.boxes import LONG
from causal_core.graph.layout import layout, place_new
from studies.proposals import OPEN, circles
from studies.study import Arrow, HiddenCause, Study

Edge = TypeVar("Edge", Arrow, HiddenCause)
Places = dict[str, tuple[float, float]]

WANTED_SHAPE, MOST_STRETCH = 1.5, 2.2  # width to height of the box; beyond this arrows get too long to follow
NARROW, WIDE = 185.0, 350.0
"""How wide the boxes of short and of long names are at most in pixels (:mod:`causal_core.graph.boxes`)."""
BETWEEN, ARROW = 25.0, 70.0
"""The least room between boxes of two columns, which is the usual distance, and beside wide ones."""


def accepted_graph(study: Study) -> CausalGraph:
    """The accepted arrows among all variables, also those that :meth:`Study.graph` leaves out as saying nothing.

    A picture has to have these: what a person has just named, with no arrow yet, and what only proposals touch.
    """
    return CausalGraph(
        study.graph_nodes(),
        directed=[(a.cause, a.effect) for a in study.arrows if a.status == "accepted"],
        bidirected=[(h.a, h.b) for h in study.hidden if h.status == "accepted"],
        latent=[v.name for v in study.variables if not v.measured],
    )


def drawn_graph(study: Study) -> CausalGraph:
    """The graph that is drawn: accepted arrows and those that wait for a decision; columns that nobody used stay out.

    Where the proposed arrows go round in a circle, its weakest arrow does not decide the places.
    """
    cut = {(c.weakest.cause, c.weakest.effect) for c in circles(study)}
    shown = study.model_copy(
        update={
            "arrows": tuple(_taken(a) for a in study.arrows if (a.cause, a.effect) not in cut),
            "hidden": tuple(_taken(h) for h in study.hidden),
        }
    )
    graph = accepted_graph(shown)
    used = {n for a in shown.arrows if a.status == "accepted" for n in (a.cause, a.effect)}
    used |= {n for h in shown.hidden if h.status == "accepted" for n in (h.a, h.b)}
    used |= {study.question.treatment, study.question.outcome, *study.positions}
    return graph.subgraph([n for n in graph.nodes if n in used])


def places(study: Study, shown: Mapping[str, tuple[float, float]] | None = None) -> Places:
    """A place for every variable in the picture.

    ``shown`` is where variables were last seen: one that the study has no place for stays there. With nothing
    to keep, everything is laid out in layers.
    """
    graph = drawn_graph(study)
    kept = {**(shown or {}), **study.positions}
    return place_new(graph, kept) if any(n in kept for n in graph.nodes) else tidy_places(graph)


def tidy_places(graph: CausalGraph) -> Places:
    """Places in layers; a tall narrow graph is stretched sideways, so that it fills a wide box."""
    found = layout(graph)
    if len(found) < 2:
        return found
    xs, ys = [p[0] for p in found.values()], [p[1] for p in found.values()]
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    stretch = min(MOST_STRETCH, max(1.0, WANTED_SHAPE * down / across)) if across else 1.0
    return _apart({name: (float(round(x * stretch)), y) for name, (x, y) in found.items()})


def _apart(found: Places) -> Places:
    """Columns moved right until no box reaches into the next column: names of many letters have wide ones."""
    widest: dict[float, float] = {}
    for name, (x, _) in found.items():
        widest[x] = max(widest.get(x, 0.0), WIDE if len(name) > LONG else NARROW)
    moved, shift, before = {}, 0.0, None
    for x in sorted(widest):
        if before is not None:
            room = x - before
            between = ARROW if WIDE in (widest[before], widest[x]) else BETWEEN
            shift += max(0.0, (widest[before] + widest[x]) / 2 + between - room)
        moved[x], before = x + shift, x
    return {name: (moved[x], y) for name, (x, y) in found.items()}


def pinned(study: Study, shown: Mapping[str, tuple[float, float]] | None = None) -> Study:
    """The study with a place for everything in its picture, so that no later edit moves it."""
    found = places(study, shown)
    return study if found == study.positions else study.model_copy(update={"positions": found})


def _taken(edge: Edge) -> Edge:
    return edge.model_copy(update={"status": "accepted"}) if edge.status in OPEN else edge
