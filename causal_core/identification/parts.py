"""Questions about a part of the effect, or about the treated only: from their formulas to strategies.

``cde`` holds the mediators at fixed values, ``nde`` follows the paths around them, ``nie`` and ``path`` the
paths through them; ``att`` and ``atc`` ask about those who took the treatment, or did not.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> from causal_core.identification.ways import Task
>>> graph = CausalGraph.parse("drug -> sleep -> mood; drug -> mood; age -> sleep; age -> mood")
>>> task = Task.of(graph, Query("drug", "mood", kind="nde", mediators="sleep"))
>>> by_part(task, part_formula(graph, task.query)).covariates
('age',)
"""

from __future__ import annotations

from causal_core.errors import QueryError
from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.identification import assumptions
from causal_core.identification.idc import Formula
from causal_core.identification.mediation import cde_formula, nde_formula, nie_formula, path_formula
from causal_core.identification.query import Query
from causal_core.identification.strategy import Mediation
from causal_core.identification.treated import att_formula
from causal_core.identification.ways import Task
from causal_core.identification.worlds import WorldsFormula
from causal_core.results import Assumption

PART_KINDS = ("cde", "nde", "nie", "path")
_SENTENCES = {
    "cde": "Compare values of {x} while {m} is held at one value.",
    "nde": "Follow what {x} does to {y} around {m}, which stays as it would have been.",
    "nie": "Follow what {x} does to {y} through {m} only.",
    "path": "Follow what {x} does to {y} along the paths through {m} only.",
}


def part_formula(graph: CausalGraph, query: Query) -> Formula | WorldsFormula:
    """The formula, or why there is none, for a question about a part of the effect or about the treated.

    Raises
    ------
    QueryError
        A part of the effect without a mediator, or a condition that the treatment may change.
    """
    x, y, m, given = query.treatments, query.outcomes, query.mediators, query.given
    if query.kind in ("att", "atc"):
        return att_formula(graph, x, y, given)
    if query.kind == "cde":
        return cde_formula(graph, x, y, m, given)
    if query.kind == "nde":
        return nde_formula(graph, x, y, m, given)
    if query.kind == "nie":
        return nie_formula(graph, x, y, m, given)
    if not m:
        raise QueryError(
            "An effect along paths needs a variable that the paths go through.", fix="Name a mediator."
        )
    return path_formula(graph, x, y, _through(graph, query), given)


def _through(graph: CausalGraph, query: Query) -> list[tuple[str, str]]:
    """The arrows of causal paths that pass through a mediator, among the measured variables.

    Raises
    ------
    QueryError
        With several mediators: these arrows also make up a path around all of them, so that no set of arrows
        says “through one of them”.
    """
    seen = graph.latent_projection() if graph.latent else graph
    on_way = seen.descendants(query.treatments, inclusive=True) & seen.ancestors(
        query.outcomes, inclusive=True
    )
    before = seen.ancestors(query.mediators, inclusive=True) & on_way
    after = seen.descendants(query.mediators, inclusive=True) & on_way
    chosen = [
        (a, b) for a, b in seen.directed if (a in on_way and b in before) or (a in after and b in on_way)
    ]
    around = CausalGraph(seen.nodes, directed=[e for e in chosen if not set(e) & set(query.mediators)])
    if around.descendants(query.treatments) & set(query.outcomes):
        raise QueryError(
            f"The paths through {listed(query.mediators)} share their arrows with a path around all of them.",
            fix="Ask about one of these variables at a time.",
        )
    return chosen


def by_part(task: Task, formula: Formula | WorldsFormula) -> Mediation:
    """The strategy for a part of the effect that has a formula."""
    query, estimand = task.query, formula.estimand
    assert estimand is not None
    named = {*query.treatments, *query.outcomes, *query.mediators, *query.given}
    covariates = tuple(name for name in estimand.variables if name not in named)
    words = {"x": listed(query.treatments), "y": listed(query.outcomes), "m": listed(query.mediators)}
    rests_on = [assumptions.graph_is_right()]
    if query.kind != "cde":
        rests_on.append(
            Assumption(
                id="separate_ways",
                text=f"It makes sense to let {words['m']} see another value of {words['x']} than the rest.",
            )
        )
    rests_on.append(assumptions.overlap((*query.treatments, *query.mediators), covariates))
    return Mediation(
        **task.common,  # type: ignore[arg-type]
        effect=query.kind,
        mediators=tuple(sorted(query.mediators)),
        covariates=covariates,
        sentence=_SENTENCES[query.kind].format(**words),
        assumptions=tuple(rests_on),
        estimand=estimand,
    )
