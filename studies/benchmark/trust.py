"""What an assistant can be trusted with, in plain sentences from the numbers of its last run.

Each sentence names what was measured and the limit it is held against. The limits are ours: they say where a
person can use what comes back after a look (*yes*), as a first draft to be gone through (*partly*), or should
not lean on it (*no*). ``unknown`` is what was not measured, or on too few problems to tell.

For the exam a share counts as better than guessing where guessing would reach it in fewer than one of twenty
exams (the binomial tail, computed exactly).

>>> round(by_guessing(right=9, asked=12, chance=0.5), 4)
0.073
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import Literal

from causal_core.words import percent
from studies.benchmark.record import Record

Level = Literal["yes", "partly", "no", "unknown"]
SETS_YES, SETS_PARTLY = 0.9, 0.6  # mean adjustment validity
ARROWS_YES, ARROWS_PARTLY = 0.8, 0.5  # F1, and so much better than the best baseline:
AHEAD = 0.1
FORBIDDEN_PARTLY = 0.5  # a problem, on the mean
STEADY_YES, STEADY_PARTLY = 0.9, 0.7  # mean overlap of the arrows
EXAM_YES = 0.9
LUCK = 0.05
FEWEST = 8  # problems under which a mean says little
HARDLY_ANY = 0.1  # recall under which keeping clear of wrong arrows is no merit
FRESH_GAP = 0.15  # of F1, between graphs it may have read and others
TOPICS = {
    "transitivity": "following arrows from one variable to another",
    "separation": "telling which variables must be unrelated",
    "adjustment": "choosing what to adjust for in a stated graph",
    "rung": "telling questions of what is seen, done and imagined apart",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One thing it may be trusted with: how far, and the sentence with the numbers."""

    topic: str
    level: Level
    sentence: str


def verdicts(record: Record) -> tuple[Verdict, ...]:
    """All that the run can say, the most important first."""
    rules: tuple[Callable[[Record], Verdict | None], ...]
    rules = (_answering, _sets, _arrows, _forbidden, _steadiness, _memorised)
    found = [verdict for rule in rules if (verdict := rule(record)) is not None]
    return (*found, *_exam(record))


def by_guessing(*, right: int, asked: int, chance: float) -> float:
    """The probability that pure guessing gets at least so many right."""
    terms = (comb(asked, k) * chance**k * (1 - chance) ** (asked - k) for k in range(right, asked + 1))
    return min(1.0, sum(terms))


def _best_baseline(record: Record, metric: str) -> tuple[str, float]:
    names = {"empty": "no arrows", "random": "random arrows", "star": "everything into cause and outcome"}
    rows = [(said, float(getattr(record.baselines[key], metric))) for key, said in names.items()]
    return max(rows, key=lambda row: row[1])


def _answering(record: Record) -> Verdict | None:
    if record.assistant != "model":
        return None
    asked, failed = len(record.problems), record.failed
    if not failed:
        return Verdict(
            topic="Answering in the form asked for",
            level="yes",
            sentence=f"It gave a usable graph for all {asked} problems.",
        )
    return Verdict(
        topic="Answering in the form asked for",
        level="no" if failed * 4 > asked else "partly",
        sentence=f"It gave no usable graph for {failed} of {asked} problems; they count as graphs without arrows.",
    )


def _sets(record: Record) -> Verdict:
    share, n = record.mean.adjustment_validity, len(record.problems)
    sets = record.valid_sets
    best, of_best = _best_baseline(record, "adjustment_validity")
    level: Level = "no"
    if share > of_best:
        level = "yes" if share >= SETS_YES else "partly" if share >= SETS_PARTLY else "no"
    said = {
        "yes": "What it says to adjust for can be used, after a look.",
        "partly": "What it says to adjust for is a draft: go through it variable by variable.",
        "no": "Do not adjust for what it says without finding out yourself.",
    }[level]
    numbers = (
        f"Its sets worked in the known graph in {percent(share)} of cases (the best of the simple baselines, {best}: "
        f"{percent(of_best)}), and it had a right one for {sets.found:g} of the {sets.possible} problems that have one. "
    )
    if record.assistant == "guided":
        numbers += "This is so for somebody who gives these answers: the rules themselves know nothing. "
    if n < FEWEST:
        level, said = "unknown", f"With {n} problems this is too little to go by."
    limits = f"(Usable from {percent(SETS_YES)}, a draft from {percent(SETS_PARTLY)}, and above the best baseline.)"
    return Verdict(topic="What to adjust for", level=level, sentence=f"{said} {numbers}{limits}")


def _arrows(record: Record) -> Verdict:
    found = record.mean
    best, of_best = _best_baseline(record, "f1")
    level: Level = "no"
    if found.f1 >= of_best + AHEAD:
        level = "yes" if found.f1 >= ARROWS_YES else "partly" if found.f1 >= ARROWS_PARTLY else "no"
    said = {
        "yes": "Its arrows can be used, after a look.",
        "partly": "Its arrows are a first draft: look at each, and think of those that are missing.",
        "no": "Its arrows are no better a start than a simple rule.",
    }[level]
    if len(record.problems) < FEWEST:
        level, said = "unknown", f"With {len(record.problems)} problems this is too little to go by."
    sentence = (
        f"{said} Of the arrows it draws {percent(found.precision)} are expected ones, of the expected ones it draws "
        f"{percent(found.recall)} (F1 {found.f1:.2f}; the best baseline, {best}: {of_best:.2f}). (Usable from "
        f"{ARROWS_YES}, a draft from {ARROWS_PARTLY}, and {AHEAD} above the best baseline.)"
    )
    return Verdict(topic="Drawing the arrows", level=level, sentence=sentence)


def _forbidden(record: Record) -> Verdict:
    found, topic = record.mean, "Keeping clear of wrong arrows"
    if found.recall < HARDLY_ANY:
        said = f"It drew hardly any of the expected arrows ({percent(found.recall)}), so this cannot be told."
        return Verdict(topic=topic, level="unknown", sentence=said)
    bad = found.forbidden + found.reversed
    level: Level = "yes" if bad == 0 else "partly" if bad <= FORBIDDEN_PARTLY else "no"
    said = {
        "yes": "It drew no arrow that is plainly wrong.",
        "partly": "Now and then it draws an arrow that is plainly wrong.",
        "no": "It often draws arrows that are plainly wrong.",
    }[level]
    sentence = (
        f"{said} A graph had on the mean {found.forbidden:.2f} forbidden and {found.reversed:.2f} reversed arrows, and "
        f"{found.order_violations:.2f} against the order. (Seldom means at most {FORBIDDEN_PARTLY} a graph.)"
    )
    return Verdict(topic=topic, level=level, sentence=sentence)


def _steadiness(record: Record) -> Verdict | None:
    if record.assistant != "model":
        return None
    if record.stability is None:
        said = "How steady it is was not measured: "
        said += (
            "it gave no two graphs for one problem." if record.shuffles else "it was asked each problem once."
        )
        return Verdict(topic="Saying the same twice", level="unknown", sentence=said)
    share = record.stability
    level: Level = "yes" if share >= STEADY_YES else "partly" if share >= STEADY_PARTLY else "no"
    said = {
        "yes": "The order of the variables hardly matters to it.",
        "partly": "Some of its arrows depend on the order in which the variables are listed.",
        "no": "Many of its arrows come from the order in which the variables are listed, not from knowledge.",
    }[level]
    limits = f"(Steady from {STEADY_YES}, partly from {STEADY_PARTLY}.)"
    sentence = f"{said} Asked again in another order, its arrows overlapped by {share:.2f} of 1. {limits}"
    return Verdict(topic="Saying the same twice", level=level, sentence=sentence)


def _memorised(record: Record) -> Verdict | None:
    if record.assistant != "model":
        return None
    answered = [row for row in record.problems if not row.error]
    known = [row.f1 for row in answered if row.memorisation_risk == "high"]
    fresh = [row.f1 for row in answered if row.memorisation_risk in ("low", "none")]
    if not known or not fresh:
        return None
    a, b = sum(known) / len(known), sum(fresh) / len(fresh)
    numbers = (
        f"F1 {a:.2f} on {len(known)} graphs that it has most likely read, {b:.2f} on {len(fresh)} that it has most "
        "likely not."
    )
    if a - b > FRESH_GAP:
        return Verdict(
            topic="Graphs it has not read",
            level="no",
            sentence=f"{numbers} It does better on what it may have read: for your problem expect the lower figure.",
        )
    said = "So few say little, but nothing shows that it only repeats what it has read."
    return Verdict(topic="Graphs it has not read", level="unknown", sentence=f"{numbers} {said}")


def _exam(record: Record) -> list[Verdict]:
    """The axioms on fresh graphs; memorised ones stand in the table."""
    found = []
    for name, row in record.exam.get("fresh", {}).items():
        if not row.asked:
            continue
        luck = by_guessing(right=row.right, asked=row.asked, chance=row.chance)
        level: Level = "no" if luck >= LUCK else "yes" if row.share >= EXAM_YES else "partly"
        said = {
            "yes": "It can be trusted with this on small graphs.",
            "partly": "It is better than guessing and still often wrong.",
            "no": "It did no better than guessing might.",
        }[level]
        numbers = f"{row.right} of {row.asked} right on fresh graphs with invented words ({percent(row.chance)} by chance)"
        blank = row.asked - row.answered
        numbers += f", {blank} of them without an answer." if blank else "."
        found.append(
            Verdict(topic=f"Exam: {TOPICS.get(name, name)}", level=level, sentence=f"{said} {numbers}")
        )
    return found
