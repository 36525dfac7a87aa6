"""Guided mode on a known graph: the questions answered by somebody who knows it, or who errs at times.

What the rules draw from right answers always has a valid adjustment set where one exists. They adjust for
every measured variable that the treatment does not change and that has a hand in treatment or outcome, and
this set is valid whenever any set is (VanderWeele & Shpitser 2011; Perković et al. 2018, theorem 13).

>>> from studies.benchmark.problems import built_in
>>> kidney = next(p for p in built_in() if p.id == "kidney_stones")
>>> right_answers(kidney).about
{'stone_size': 'before'}
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from llm.schemas import Proposal
from llm.template import MEASURED_ANSWERS, UNMEASURED_ANSWERS, Answer, OutcomeFirst, template_graph
from studies.benchmark.problems import Problem


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said of each variable, of the unmeasured ones what they act on directly, and of the outcome
    whether it came first and helped to decide the treatment."""

    about: Mapping[str, Answer]
    acts_on: Mapping[str, tuple[str, ...]]
    outcome_first: OutcomeFirst = "no"


def right_answers(problem: Problem) -> Answers:
    """What a person who knows the expected graph answers."""
    graph, treatment, outcome = problem.truth, problem.treatment, problem.outcome
    later, on_the_way = graph.descendants(treatment), graph.ancestors(outcome)
    matter = graph.ancestors((treatment, outcome))
    about: dict[str, Answer] = {}
    for name in problem.names:
        if name in (treatment, outcome):
            continue
        if name in problem.hidden:
            about[name] = "both" if {treatment, outcome} <= graph.children(name) else "not_both"
        elif name not in later:
            about[name] = "before" if name in matter else "apart"
        elif name in on_the_way:
            about[name] = "between"
        else:
            about[name] = "last" if name in graph.descendants(outcome) else "side"
    acts_on = {name: tuple(sorted(graph.children(name))) for name in problem.hidden}
    return Answers(about, acts_on, "yes" if _outcome_acts_on_treatment(problem) else "no")


def _outcome_acts_on_treatment(problem: Problem) -> bool:
    """Whether arrows lead from the outcome to the treatment by way of nothing but unmeasured variables."""
    graph, hidden = problem.truth, set(problem.hidden)
    seen: set[str] = set()
    ahead = {problem.outcome}
    while ahead:
        children = {child for name in ahead for child in graph.children(name)}
        if problem.treatment in children:
            return True
        seen |= ahead
        ahead = (children & hidden) - seen
    return False


def with_errors(problem: Problem, answers: Answers, *, share: float, seed: int) -> Answers:
    """Each answer with probability ``share`` replaced by another one; a wrong word on an unmeasured
    variable also takes back what it was said to act on."""
    dice = random.Random(f"{seed}/{problem.id}/answers")
    about, acts_on = dict(answers.about), dict(answers.acts_on)
    for name, given in answers.about.items():
        choices = UNMEASURED_ANSWERS if name in problem.hidden else MEASURED_ANSWERS
        wrong = dice.choice([choice for choice in choices if choice != given])
        if dice.random() < share:
            about[name] = wrong
            acts_on.pop(name, None)
    return Answers(about, acts_on, answers.outcome_first)


def guided_proposal(problem: Problem, answers: Answers) -> Proposal:
    """The graph that guided mode draws from the answers."""
    return template_graph(
        problem.infos,
        problem.treatment,
        problem.outcome,
        answers.about,
        hidden=(),
        acts_on=answers.acts_on,
        outcome_first=answers.outcome_first,
    )
