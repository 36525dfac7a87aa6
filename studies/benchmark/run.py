"""One run of the benchmark: an assistant's scores, and the baselines beside them.

>>> from studies.benchmark.problems import built_in
>>> found = run_guided(built_in())
>>> found["valid_sets"]
{'found': 10.0, 'possible': 10}
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from statistics import fmean, stdev
from typing import Any

from causal_core.errors import QueryError
from llm.client import Client
from studies.benchmark.asking import Say, ask_all, sit_exam
from studies.benchmark.baselines import RANDOM_DRAWS, baseline_scores
from studies.benchmark.exam import fresh_papers, graded, memorised_papers
from studies.benchmark.guided import guided_proposal, right_answers, with_errors
from studies.benchmark.problems import Problem
from studies.benchmark.scoring import METRICS, Score, graph_of, mean, score

WRONG_SEEDS = 10  # runs over which a share of wrong answers is averaged
RISKS = ("high", "medium", "low", "none")
NO_EXAM = (
    "Guided mode does not sit the exam: it is rules and knows no axioms. The exam is for models; its right "
    "answers are computed."
)


def share_wrong(text: str) -> float:
    """``"right"`` as 0 and ``"wrong=0.1"`` as 0.1.

    Raises
    ------
    QueryError
        It is neither.
    """
    name, _, share = text.partition("=")
    try:
        value = 0.0 if text == "right" else float(share) if name == "wrong" else -1.0
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise QueryError(
            f"“{text}” does not say how the questions are answered.",
            fix="Write right, or wrong= and a share from 0 to 1, as in wrong=0.1.",
        )
    return value


def run_guided(
    problems: Sequence[Problem], *, wrong: float = 0.0, seed: int = 0, exam: bool = False
) -> dict[str, Any]:
    """Guided mode with right answers, or with a share of wrong ones averaged over ten seeds."""
    seeds = range(seed, seed + (WRONG_SEEDS if wrong else 1))
    scores = {p.id: tuple(guided_score(p, wrong=wrong, seed=s) for s in seeds) for p in problems}
    rows = [_row(p, scores[p.id]) for p in problems]
    found: dict[str, Any] = {"assistant": "guided", "answers": f"wrong={wrong:g}" if wrong else "right"}
    found["seeds"] = list(seeds)
    if exam:
        found["exam_refused"] = NO_EXAM
    if wrong:
        found["spread"] = _spread(problems, scores)
    return _report(found, problems, rows, scores, seed)


def _spread(problems: Sequence[Problem], scores: Mapping[str, Sequence[Score]]) -> dict[str, Any]:
    """Of the runs with different seeds: each metric's mean over the problems, and the valid sets found."""
    runs = list(zip(*(scores[p.id] for p in problems), strict=True))
    values = {name: [float(mean(run)[name]) for run in runs] for name in METRICS}
    values["valid_sets"] = [sum(s.adjustment_validity for s in run if s.has_valid_set) for run in runs]
    return {
        name: {"mean": fmean(v), "std_dev": stdev(v), "least": min(v), "most": max(v)}
        for name, v in values.items()
    }


def guided_score(problem: Problem, *, wrong: float = 0.0, seed: int = 0) -> Score:
    """Guided mode on one problem."""
    answers = right_answers(problem)
    if wrong:
        answers = with_errors(problem, answers, share=wrong, seed=seed)
    return score(problem, graph_of(problem, guided_proposal(problem, answers)))


def run_model(
    client: Client,
    problems: Sequence[Problem],
    *,
    shuffles: int,
    seed: int = 0,
    exam: bool = False,
    say: Say,
    cancel: threading.Event | None = None,
) -> dict[str, Any]:
    """A model on every problem, and on the exam when asked for.

    Raises
    ------
    LlmError
        The server cannot be used at all, or ``cancel`` was set.
    """
    papers = (*memorised_papers(problems, seed), *fresh_papers(seed)) if exam else ()
    asked = ask_all(client, problems, shuffles=shuffles, seed=seed, say=say, more=len(papers), cancel=cancel)
    rows = []
    for problem in problems:
        found = asked[problem.id]
        extra = {"stability": found.stability} | ({"error": found.error} if found.error else {})
        rows.append(_row(problem, (found.score,)) | extra)
    steady = [found.stability for found in asked.values() if found.stability is not None]
    head: dict[str, Any] = {"assistant": "model", "model": client.settings.model}
    head |= {"server": client.settings.server, "local": client.settings.local, "shuffles": shuffles}
    head["stability"] = fmean(steady) if steady else None
    head["failed"] = sum(bool(found.error) for found in asked.values())
    if papers:
        given = sit_exam(client, papers, say=say, before=len(problems), cancel=cancel)
        head["exam"] = graded(papers, given)
    return _report(head, problems, rows, {name: (found.score,) for name, found in asked.items()}, seed)


def _row(problem: Problem, scores: Sequence[Score]) -> dict[str, Any]:
    numbers = scores[0].metrics() if len(scores) == 1 else mean(scores)
    row: dict[str, Any] = {"id": problem.id, **numbers, "memorisation_risk": problem.memorisation_risk}
    row["has_valid_set"] = scores[0].has_valid_set
    if len(scores) == 1:
        row["adjustment_sets"] = [list(names) for names in scores[0].adjustment_sets]
    return row


def _report(
    head: Mapping[str, Any],
    problems: Sequence[Problem],
    rows: Sequence[Mapping[str, Any]],
    scores: Mapping[str, Sequence[Score]],
    seed: int,
) -> dict[str, Any]:
    everything = [s for problem in problems for s in scores[problem.id]]
    able = [scores[p.id] for p in problems if scores[p.id][0].has_valid_set]
    groups = {}
    for risk in sorted({p.memorisation_risk for p in problems}, key=_place):
        inside = [p for p in problems if p.memorisation_risk == risk]
        groups[risk] = {"problems": len(inside), **mean(s for p in inside for s in scores[p.id])}
    baselines = {name: mean(found) for name, found in baseline_scores(tuple(problems), seed).items()}
    baselines["guided"] = mean(guided_score(p) for p in problems)
    return {
        **head,
        "seed": seed,
        "problems": list(rows),
        "mean": mean(everything),
        "valid_sets": {
            "found": sum(fmean(s.adjustment_validity for s in found) for found in able),
            "possible": len(able),
        },
        "by_memorisation_risk": groups,
        "baselines": baselines,
        "random_draws": RANDOM_DRAWS,
    }


def plain_object(found: Mapping[str, Any], *, details: bool = False) -> dict[str, Any]:
    """What ``--json`` prints: ``problems``, ``mean``, ``baselines``, ``assistant``.

    Where the exam was asked for ``exam`` is there too, and ``details`` adds all else that the run knows.
    """
    out: dict[str, Any] = {
        "problems": [{name: row[name] for name in ("id", *METRICS)} for row in found["problems"]],
        "mean": found["mean"],
        "baselines": found["baselines"],
        "assistant": found["assistant"],
    }
    if "exam" in found or "exam_refused" in found:
        out["exam"] = found.get("exam", {"refused": found.get("exam_refused")})
    if details:
        out["details"] = {
            name: value for name, value in found.items() if name not in out or name == "problems"
        }
    return out


def _place(risk: str) -> tuple[int, str]:
    return (RISKS.index(risk) if risk in RISKS else len(RISKS), risk)
