"""Pictures as SVG text, for files that must work without any library: the graph and the effect.

Names are escaped and drawn as text; nothing a person typed can become markup.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from html import escape

from causal_core.graph.boxes import Box, box_of
from causal_core.lines import right_to_left, width
from causal_core.results import Estimate
from causal_core.words import display_unit, number
from studies.places import accepted_graph
from studies.places import places as places_of
from studies.study import Study

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#777777"
PLAIN = 'stroke="#555555" stroke-width="1.6"'
CAUSAL = f'stroke="{BLUE}" stroke-width="3"'
BIASING = f'stroke="{ORANGE}" stroke-width="2.4" stroke-dasharray="12 3"'
HIDDEN = 'stroke="#555555" stroke-width="1.6" stroke-dasharray="6 5"'
HIDDEN_BIASING = f'stroke="{ORANGE}" stroke-width="2.4" stroke-dasharray="6 5"'
BENDS = (60.0, 110.0, 170.0, 240.0)  # tried in turn where the usual bend would run behind a box
EDGE = 6.0  # pixels of a box that stay free of its name, left and right together
CURVE_STEPS = 24  # points looked at along a curve; boxes are wider than the gaps
Point = tuple[float, float]


def graph_svg(
    study: Study,
    adjusted: Collection[str] = (),
    *,
    causal: Collection[tuple[str, str]] = (),
    biasing: Collection[tuple[str, str]] = (),
    biasing_common_causes: Collection[tuple[str, str]] = (),
) -> str:
    """The causal graph of the accepted arrows, where the person left it; the rest as the editor's picture."""
    at = places_of(study)
    drawn = accepted_graph(study).subgraph(list(at))
    if not at:
        return ""
    places = {n: at[n] for n in drawn.nodes}
    boxes = {n: box_of(n) for n in drawn.nodes}
    sizes = {n: (box.width, box.height) for n, box in boxes.items()}
    left, top, width, height = _frame(places, sizes)
    look = dict.fromkeys(causal, CAUSAL) | dict.fromkeys(biasing, BIASING)
    parts = [_edge(places, sizes, a, b, look=look.get((a, b), PLAIN)) for a, b in drawn.directed]
    parts += [
        _edge(
            places, sizes, a, b, look=HIDDEN_BIASING if (a, b) in biasing_common_causes else HIDDEN, both=True
        )
        for a, b in drawn.bidirected
    ]
    parts += [_node(study, n, places[n], boxes[n], n in adjusted) for n in drawn.nodes]
    words = f"Causal graph with {_counted(drawn.nodes, 'variable')} and {_counted(drawn.directed, 'arrow')}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
        f'role="img" aria-label="{escape(words, quote=True)}" class="graph" '
        f'style="max-width:{width:.0f}px">{_MARKERS}{"".join(parts)}</svg>'
    )


_MARKERS = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="context-stroke"/></marker></defs>'
)


def _counted(things: Sequence[object], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def _frame(
    places: Mapping[str, tuple[float, float]], sizes: Mapping[str, tuple[float, float]]
) -> tuple[float, float, float, float]:
    margin = 24.0
    left = min(places[n][0] - sizes[n][0] / 2 for n in places) - margin
    right = max(places[n][0] + sizes[n][0] / 2 for n in places) + margin
    top = min(places[n][1] - sizes[n][1] / 2 for n in places) - margin
    bottom = max(places[n][1] + sizes[n][1] / 2 for n in places) + margin
    return left, top, right - left, bottom - top


def _marks(study: Study, name: str, adjusted: bool) -> str:
    """The editor's signs for what a variable is: colour is never alone (``frontend/drawing.js``)."""
    variable = study.variable(name)
    part = {study.question.treatment: "▶ ", study.question.outcome: "◎ "}.get(name, "✓ " if adjusted else "")
    if variable is None:
        return part
    signs = {"? ": not variable.measured, "⚄ ": variable.randomised, "▽ ": variable.selected}
    return part + "".join(sign for sign, said in signs.items() if said)


def _type_size(line: str, box: Box) -> float:
    """The type's size, smaller where a sign before the name would push a full line over the edge."""
    return min(box.type_size, (box.width - EDGE) / max(1.0, width(line)))


def _node(study: Study, name: str, at: tuple[float, float], box: Box, adjusted: bool) -> str:
    variable = study.variable(name)
    fill = (
        BLUE
        if name == study.question.treatment
        else ORANGE
        if name == study.question.outcome
        else GREEN
        if adjusted
        else "#ffffff"
    )
    ink = "#222222" if fill == "#ffffff" else "#ffffff"
    dash = ' stroke-dasharray="5 4"' if variable is not None and not variable.measured else ""
    x, y, w, h = *at, box.width, box.height
    first = y - (len(box.lines) - 1) * box.line_height / 2
    way = ' direction="rtl"' if right_to_left(name) else ""
    lines = [_marks(study, name, adjusted) + box.lines[0], *box.lines[1:]]
    text = "".join(
        f'<text x="{x:.1f}" y="{first + i * box.line_height:.1f}" fill="{ink}" text-anchor="middle" '
        f'dominant-baseline="central" font-size="{_type_size(line, box):.4g}"{way} '
        f'style="white-space:pre">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    border = GREY if fill == "#ffffff" else fill
    return (
        f'<g><title>{escape(name)}</title><rect x="{x - w / 2:.1f}" y="{y - h / 2:.1f}" width="{w:.1f}" '
        f'height="{h:.1f}" rx="6" fill="{fill}" stroke="{border}" stroke-width="1.5"{dash}/>{text}</g>'
    )


def _edge(
    places: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, tuple[float, float]],
    a: str,
    b: str,
    *,
    look: str,
    both: bool = False,
) -> str:
    start, end = _border(places[a], places[b], sizes[a]), _border(places[b], places[a], sizes[b])
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    usual = 34.0 if both else min(16.0, length / 12)
    bends = (usual, *(side * size for size in BENDS for side in (1, -1)))

    def through(bend: float) -> tuple[float, float]:
        return (start[0] + end[0]) / 2 - dy / length * bend, (start[1] + end[1]) / 2 + dx / length * bend

    others = [(places[n], sizes[n]) for n in sorted(places) if n not in (a, b)]
    middle = min((through(bend) for bend in bends), key=lambda m: _crossed(start, m, end, others))
    back = 'marker-start="url(#tip)" ' if both else ""
    return (
        f'<path d="M{start[0]:.1f} {start[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {end[0]:.1f} {end[1]:.1f}" '
        f'fill="none" {look} {back}marker-end="url(#tip)"/>'
    )


def _crossed(
    start: Point, middle: Point, end: Point, boxes: Sequence[tuple[Point, tuple[float, float]]]
) -> int:
    """How many of the boxes the curve runs behind."""
    points = []
    for step in range(1, CURVE_STEPS):
        t = step / CURVE_STEPS
        weights = ((1 - t) ** 2, 2 * t * (1 - t), t**2)
        points.append(
            (
                weights[0] * start[0] + weights[1] * middle[0] + weights[2] * end[0],
                weights[0] * start[1] + weights[1] * middle[1] + weights[2] * end[1],
            )
        )
    return sum(
        any(abs(x - at[0]) < w / 2 + 3 and abs(y - at[1]) < h / 2 + 3 for x, y in points)
        for at, (w, h) in boxes
    )


def _border(
    at: tuple[float, float], to: tuple[float, float], size: tuple[float, float]
) -> tuple[float, float]:
    dx, dy = to[0] - at[0], to[1] - at[1]
    if dx == dy == 0:
        return at
    scale = min(
        (size[0] / 2 + 2) / abs(dx) if dx else math.inf,
        (size[1] / 2 + 2) / abs(dy) if dy else math.inf,
    )
    return at[0] + dx * scale, at[1] + dy * scale


def effect_svg(found: Estimate) -> str:
    """The difference as seen and the adjusted effect on one line, with intervals and zero."""
    factor, unit = display_unit(found)

    def scaled(ci: tuple[float, float]) -> tuple[float, float]:
        return ci[0] * factor, ci[1] * factor

    rows = (
        ("As seen", found.naive.value * factor, scaled(found.naive.ci), GREY),
        ("Adjusted", found.value * factor, scaled(found.ci), BLUE),
    )
    low = min(0.0, *(ci[0] for _, _, ci, _ in rows))
    high = max(0.0, *(ci[1] for _, _, ci, _ in rows))
    span = (high - low) or 1.0
    left, width = 110.0, 520.0

    def x(value: float) -> float:
        return left + 20 + (value - low) / span * (width - 40)

    parts = [
        f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="8" y2="92" stroke="{GREY}" stroke-dasharray="4 4"/>'
        f'<text x="{x(0):.1f}" y="108" text-anchor="middle" font-size="12" fill="currentColor">0</text>'
    ]
    for i, (label, value, ci, colour) in enumerate(rows):
        y = 28 + 40 * i
        parts.append(
            f'<text x="{left - 6:.0f}" y="{y}" text-anchor="end" dominant-baseline="central" font-size="13" '
            f'fill="currentColor">{label}</text>'
            f'<line x1="{x(ci[0]):.1f}" x2="{x(ci[1]):.1f}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="3"/>'
            f'<circle cx="{x(value):.1f}" cy="{y}" r="6" fill="{colour}"/>'
            f'<text x="{x(value):.1f}" y="{y - 13}" text-anchor="middle" font-size="12" fill="currentColor">'
            f"{escape(number(value))}</text>"
        )
    words = f"As seen {number(rows[0][1])}, adjusted {number(rows[1][1])} {unit}".strip()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width:.0f} 116" role="img" '
        f'aria-label="{escape(words, quote=True)}" style="max-width:{left + width:.0f}px">{"".join(parts)}</svg>'
    )
