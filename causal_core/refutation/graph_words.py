"""What the data say to a graph, in sentences that claim no more than the tests do."""

from __future__ import annotations

from collections.abc import Sequence

from causal_core.results import ImplicationResult
from causal_core.words import listed, number, percent

WEAK, STRONG = 0.1, 0.5
"""Partial correlations called weak and strong, after Cohen 1988, section 3.2 (small 0.1, large 0.5)."""
NEVER = (
    "Data never confirm a graph: they only fail to contradict it, and other graphs may fit them just as well."
)


def strength(effect: float) -> str:
    """How strongly two things go together, in a word or two."""
    size = abs(effect)
    return "weakly" if size < WEAK else "clearly" if size < STRONG else "strongly"


def _alike(result: ImplicationResult) -> str:
    return f" among rows alike in {listed(result.given)}" if result.given else ""


def _pair(result: ImplicationResult) -> str:
    return f"{listed((result.a,))} and {listed((result.b,))}"


def _chance(p: float) -> str:
    return "under 0.0001" if p < 1e-4 else number(p, 2)


def _amount(result: ImplicationResult) -> str:
    p = 1.0 if result.p_adjusted is None else result.p_adjusted
    effect = 0.0 if result.effect is None else result.effect
    return (
        f"partial association {number(effect, 2)}, {result.n_obs:,} rows, p {_chance(p)} after correction for the "
        "number of tests"
    )


def contradicted_words(result: ImplicationResult) -> str:
    """One contradiction, and what may be missing."""
    cause, effect = result.missing_arrow
    how = strength(result.effect or 0.0)
    return (
        f"By the graph {_pair(result)} do not go together{_alike(result)}; in the data they do, {how} "
        f"({_amount(result)}). The arrow “{cause}” → “{effect}”, or a hidden common cause of the two, may be missing, "
        "or an arrow elsewhere is wrong."
    )


def passed_words(result: ImplicationResult) -> str:
    """One independence that was not contradicted."""
    return f"The data do not contradict that {_pair(result)} do not go together{_alike(result)} ({_amount(result)})."


def check_sentence(results: Sequence[ImplicationResult], *, cut_short: bool, drawn: int, level: float) -> str:
    """All of it in a few sentences."""
    tested = [r for r in results if r.outcome != "not_run"]
    bad = [r for r in tested if r.outcome == "contradicted"]
    if not results:
        return f"This graph says nothing that these data could contradict, so they cannot check it. {NEVER}"
    if not tested:
        return "Nothing that the graph says could be tested on these data, so they do not check it."
    things = "one thing" if len(tested) == 1 else f"{len(tested):,} things"
    if bad:
        first = f"The data contradict {len(bad):,} of the {things} that the graph says of them and that were tested."
    else:
        first = (
            f"Nothing in the data speaks against the graph: it says {things} of them that were tested, and none was "
            "contradicted."
        )
    parts = [first]
    if bad:
        parts.append(
            f"In a graph without fault that would happen in at most {percent(level)} of such data, if what must be "
            "held equal is followed well by the curves used."
        )
    missed = len(results) - len(tested)
    if missed:
        parts.append(f"{missed:,} more could not be tested.")
    if cut_short:
        parts.append("The graph says more than was tested.")
    if drawn:
        parts.append(f"{drawn:,} rows drawn at random were used.")
    return " ".join([*parts, NEVER])
