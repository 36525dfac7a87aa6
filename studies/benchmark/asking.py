"""A model on the benchmark: its graphs, how steady they are, and its exam papers.

The same problem is asked again with the variables in another order: a model that has an opinion gives the
same arrows (*stability*: the mean Jaccard overlap of the arrows over all pairs of runs).
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from causal_core.graph.admg import CausalGraph
from llm.client import Client
from llm.errors import LlmError
from llm.exam import answer_exam
from llm.propose import propose
from studies.benchmark.baselines import empty
from studies.benchmark.exam import Paper
from studies.benchmark.problems import Edge, Problem
from studies.benchmark.scoring import Score, graph_of, score

Say = Callable[[int, int, str], None]  # how much is done, of how much, and what is being done
HOPELESS = frozenset(  # faults that the next question would meet as well
    {
        *("not_configured", "settings", "connection", "redirect", "not_openai_api", "auth", "permission"),
        *("quota", "not_found", "no_model", "cancelled"),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A model's graph for one problem: its score, its steadiness over shuffled orders, or why there is none."""

    score: Score
    stability: float | None = None
    error: str = ""


def ask_all(
    client: Client,
    problems: Sequence[Problem],
    *,
    shuffles: int,
    seed: int,
    say: Say,
    more: int = 0,
    cancel: threading.Event | None = None,
) -> dict[str, Asked]:
    """Every problem put to the model; one that it fails on is scored as a graph without arrows.

    ``more`` is what is to be done after it, for the share that is said to be done.

    Raises
    ------
    LlmError
        The server cannot be used at all, or ``cancel`` was set.
    """
    found = {}
    for number, problem in enumerate(problems, start=1):
        say(number - 1, len(problems) + more, f"problem {number} of {len(problems)}: {problem.id}")
        found[problem.id] = _ask(client, problem, shuffles=shuffles, seed=seed, cancel=cancel)
    return found


def _ask(
    client: Client, problem: Problem, *, shuffles: int, seed: int, cancel: threading.Event | None
) -> Asked:
    orders = [list(problem.infos)]
    for shuffle in range(shuffles):
        dice = random.Random(f"{seed}/{problem.id}/order/{shuffle}")
        orders.append(dice.sample(orders[0], len(orders[0])))
    graphs: list[CausalGraph] = []
    for infos in orders:
        try:
            proposal = propose(
                client.settings,
                problem.text,
                infos,
                problem.treatment,
                problem.outcome,
                cancel=cancel,
                client=client,
                outcome_last=False,  # a graph that is turned round is to be scored as it is
            )
        except LlmError as error:
            if error.kind in HOPELESS:
                raise
            if not graphs:
                return Asked(score(problem, empty(problem)), error=error.message)
            continue
        graphs.append(graph_of(problem, proposal))
    return Asked(score(problem, graphs[0]), _overlap([frozenset(graph.directed) for graph in graphs]))


def _overlap(runs: Sequence[frozenset[Edge]]) -> float | None:
    pairs = list(combinations(runs, 2))
    return fmean(len(a & b) / len(a | b) if a | b else 1.0 for a, b in pairs) if pairs else None


def sit_exam(
    client: Client,
    papers: Sequence[Paper],
    *,
    say: Say,
    before: int = 0,
    cancel: threading.Event | None = None,
) -> dict[str, dict[str, str]]:
    """The model's answers by paper and question; a paper it fails on is left blank.

    ``before`` is what was done before it, for the share that is said to be done.

    Raises
    ------
    LlmError
        The server cannot be used at all, or ``cancel`` was set.
    """
    given: dict[str, dict[str, str]] = {}
    for number, paper in enumerate(papers, start=1):
        say(before + number - 1, before + len(papers), f"exam paper {number} of {len(papers)}")
        try:
            questions = [item.question for item in paper.questions]
            given[paper.id] = answer_exam(
                client.settings, paper.arrows, questions, cancel=cancel, client=client
            )
        except LlmError as error:
            if error.kind in HOPELESS:
                raise
    return given
