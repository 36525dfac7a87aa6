"""An exam of causal axioms whose answers the core computes, in the manner of Corr2Cause and CLadder.

Four topics (Jin et al. 2024, arXiv:2306.05836; Jin et al. 2023, arXiv:2312.04350): *transitivity* (does an
arrow path lead from a to b), *separation* (do a and b go together given c), *adjustment* (is this set the
right one to adjust for), *rung* (does a sentence speak of what is seen, done or imagined). Each paper is one
graph: *fresh* ones are drawn at random with invented words, so that nobody can have read them; *memorised*
ones are the problems that a model has most likely met in its training.

>>> paper = fresh_papers(seed=1, n_papers=1)[0]
>>> paper.group, len(paper.questions), sorted({item.topic for item in paper.questions})
('fresh', 9, ['adjustment', 'rung', 'separation', 'transitivity'])
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal, TypeVar

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import is_adjustment_set
from causal_core.identification.query import Query
from llm.exam import ExamQuestion
from studies.benchmark.problems import Problem

Case = TypeVar("Case")
Topic = Literal["transitivity", "separation", "adjustment", "rung"]
TOPICS: tuple[Topic, ...] = ("transitivity", "separation", "adjustment", "rung")
YES_NO = ("yes", "no")
RUNGS = ("seen", "done", "imagined")
CHANCE: dict[Topic, float] = {"transitivity": 1 / 2, "separation": 1 / 2, "adjustment": 1 / 2, "rung": 1 / 3}
FRESH_PAPERS = 6
NODES, DENSITY = 6, 0.4
BIGGEST_MEMORISED = 12  # variables; larger graphs make papers longer than small models read
_SYLLABLES = ("bl", "d", "f", "gr", "k", "m", "n", "pl", "sk", "t", "v", "z"), ("a", "e", "i", "o", "u")
_ENDINGS = ("ck", "ft", "lm", "nd", "p", "rg", "sh", "x")


@dataclass(frozen=True, slots=True)
class Item:
    """A question, its topic and its right answer."""

    topic: Topic
    question: ExamQuestion
    right: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One graph and its questions. ``group`` is ``"fresh"`` or ``"memorised"``."""

    id: str
    group: str
    graph: CausalGraph
    questions: tuple[Item, ...]

    @property
    def arrows(self) -> tuple[str, ...]:
        """The graph's arrows as they are told."""
        return tuple(f"{a} -> {b}" for a, b in self.graph.directed)


def fresh_papers(seed: int, n_papers: int = FRESH_PAPERS) -> tuple[Paper, ...]:
    """Papers over random graphs with invented words."""
    papers = []
    for number in range(n_papers):
        dice = random.Random(f"{seed}/exam/{number}")
        names = _words(dice, NODES)
        arrows = [pair for pair in combinations(names, 2) if dice.random() < DENSITY]
        graph = CausalGraph(names, arrows or [(names[0], names[1])])
        papers.append(Paper(f"fresh_{number + 1}", "fresh", graph, _items(graph, dice)))
    return tuple(papers)


def memorised_papers(problems: Sequence[Problem], seed: int) -> tuple[Paper, ...]:
    """Papers over the problems' graphs that are most likely in a model's training, all of them measured."""
    known = [p for p in problems if p.memorisation_risk == "high" and not p.hidden]
    return tuple(
        Paper(p.id, "memorised", p.truth, _items(p.truth, random.Random(f"{seed}/exam/{p.id}")))
        for p in known
        if len(p.names) <= BIGGEST_MEMORISED
    )


def graded(papers: Sequence[Paper], given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, object]]:
    """By group and topic: questions asked, answered, answered rightly, the share right, and pure chance's."""
    out: dict[str, dict[str, object]] = {}
    for group in dict.fromkeys(paper.group for paper in papers):
        rows: dict[str, object] = {}
        for topic in TOPICS:
            asked = [(p, i) for p in papers if p.group == group for i in p.questions if i.topic == topic]
            answers = [given.get(p.id, {}).get(i.question.id) for p, i in asked]
            right = sum(a == i.right for a, (_, i) in zip(answers, asked, strict=True))
            rows[topic] = {
                "asked": len(asked),
                "answered": sum(a is not None for a in answers),
                "right": right,
                "share": right / len(asked) if asked else 0.0,
                "chance": CHANCE[topic],
            }
        out[group] = rows
    return out


def _words(dice: random.Random, count: int) -> list[str]:
    """Different invented words in random order."""
    words: dict[str, None] = {}
    while len(words) < count:
        starts, vowels = _SYLLABLES
        words[dice.choice(starts) + dice.choice(vowels) + dice.choice(_ENDINGS)] = None
    return list(words)


def _items(graph: CausalGraph, dice: random.Random) -> tuple[Item, ...]:
    """Two questions of each yes-or-no topic, one with each answer where there is one, and three of rung."""
    names = list(graph.nodes)
    pairs = list(permutations(names, 2))
    found = [
        *_both(dice, "transitivity", pairs, lambda pair: _transitivity(graph, *pair)),
        *_both(dice, "separation", _triples(names), lambda triple: _separation(graph, *triple)),
        *_both(dice, "adjustment", _sets(graph, pairs), lambda case: _adjustment(graph, *case)),
        *(("rung", *_rung(dice, rung, *dice.choice(pairs))) for rung in RUNGS),
    ]
    dice.shuffle(found)
    return tuple(
        Item(
            topic,
            ExamQuestion(id=f"q{n}", text=text, choices=RUNGS if topic == "rung" else YES_NO),
            right,
        )
        for n, (topic, text, right) in enumerate(found, start=1)
    )


def _both(
    dice: random.Random, topic: Topic, cases: Sequence[Case], ask: Callable[[Case], tuple[str, str]]
) -> list[tuple[Topic, str, str]]:
    """The first cases, in random order, with the answers yes and no."""
    found: dict[str, str] = {}
    for case in dice.sample(cases, len(cases)):
        text, right = ask(case)
        found.setdefault(right, text)
        if len(found) == len(YES_NO):
            break
    return [(topic, text, right) for right, text in sorted(found.items())]


def _transitivity(graph: CausalGraph, a: str, b: str) -> tuple[str, str]:
    text = f"If {a} is changed from outside, can {b} change because of it, directly or through others?"
    return text, "yes" if b in graph.descendants(a) else "no"


def _triples(names: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (a, b, given)
        for a, b in combinations(names, 2)
        for size in (0, 1)
        for given in combinations([n for n in names if n not in (a, b)], size)
    ]


def _separation(graph: CausalGraph, a: str, b: str, given: tuple[str, ...]) -> tuple[str, str]:
    among = f"Among cases that are alike in {given[0]}" if given else "Among all cases"
    text = f"{among}, must {a} and {b} be unrelated, whatever the strengths of the arrows?"
    return text, "yes" if graph.m_separated(a, b, given) else "no"


def _sets(graph: CausalGraph, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (a, b, chosen)
        for a, b in pairs
        if b in graph.descendants(a)
        for size in (0, 1, 2)
        for chosen in combinations([n for n in graph.nodes if n not in (a, b)], size)
    ]


def _adjustment(graph: CausalGraph, a: str, b: str, chosen: tuple[str, ...]) -> tuple[str, str]:
    what = " and ".join(chosen) if chosen else "nothing"
    text = (
        f"To learn the total effect of {a} on {b} from data, is it right to adjust for {what}, and no more?"
    )
    return text, "yes" if is_adjustment_set(graph, Query(a, b), chosen) else "no"


def _rung(dice: random.Random, rung: str, a: str, b: str) -> tuple[str, str]:
    texts = {
        "seen": (
            f"How much more often does {b} occur among cases with {a} than among cases without it?",
            f"Knowing that a case has {a}, how likely is {b}?",
        ),
        "done": (
            f"If {a} were given to every case, how often would {b} occur?",
            f"By how much would {b} change on average if {a} were set to one value more everywhere?",
        ),
        "imagined": (
            f"This case had {a} and then {b}. Would it have had {b} without {a}?",
            f"For the very case that had no {a} and no {b}: what would {b} have been with {a}?",
        ),
    }
    text = dice.choice(texts[rung])
    return f"{text} Is this a question of what is seen, of what is done, or of what is imagined?", rung
