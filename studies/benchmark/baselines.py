"""What anybody can propose without thinking, to read a score against.

``truth`` proposes what is expected, ``empty`` nothing, ``random`` as many edges as are expected between
random pairs in a random order, ``star`` an arrow from everything into treatment and outcome.

>>> from studies.benchmark.problems import built_in
>>> kidney = next(p for p in built_in() if p.id == "kidney_stones")
>>> star(kidney).directed == kidney.truth.directed
True
"""

from __future__ import annotations

import random
from itertools import combinations

from causal_core.graph.admg import CausalGraph
from studies.benchmark.problems import Problem
from studies.benchmark.scoring import Score, proposed, score

RANDOM_DRAWS = 20


def empty(problem: Problem) -> CausalGraph:
    """No arrow at all: adjust for nothing."""
    return proposed(problem, ())


def star(problem: Problem) -> CausalGraph:
    """Everything into treatment and outcome."""
    treatment, outcome = problem.treatment, problem.outcome
    others = [name for name in problem.names if name not in (treatment, outcome)]
    edges = [(name, target) for name in others for target in (treatment, outcome)]
    return proposed(problem, [(treatment, outcome), *edges])


def random_graph(problem: Problem, seed: int, draw: int) -> CausalGraph:
    """As many edges as are expected, between random pairs, along a random order of the variables."""
    dice = random.Random(f"{seed}/{problem.id}/{draw}")
    order = dice.sample(sorted(problem.names), len(problem.names))
    pairs = list(combinations(order, 2))
    return proposed(problem, dice.sample(pairs, min(len(problem.expected_edges), len(pairs))))


def baseline_scores(problems: tuple[Problem, ...], seed: int = 0) -> dict[str, tuple[Score, ...]]:
    """The scores of every baseline; of ``random`` those of all its draws."""
    return {
        "truth": tuple(score(p, p.truth) for p in problems),
        "empty": tuple(score(p, empty(p)) for p in problems),
        "random": tuple(
            score(p, random_graph(p, seed, draw)) for p in problems for draw in range(RANDOM_DRAWS)
        ),
        "star": tuple(score(p, star(p)) for p in problems),
    }
