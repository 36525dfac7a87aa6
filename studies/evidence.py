"""What was seen, in the data and in attacks, that bears on a claim.

Evidence can speak against a claim; where it does not, that is all that is said: data that do not contradict a
graph have not confirmed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from causal_core import words
from causal_core.results import Estimate, GraphCheck, ImplicationResult, RefutationReport
from studies.graph_checks import graph_check_of
from studies.standing import Relied
from studies.study import Study

ALIKE = 0.1  # standardised difference under which two sides count as alike (Austin 2009, section 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that was looked at: of which kind, what was seen, and how that speaks.

    ``speaks`` is ``against``, ``doubt`` (take care), ``not_against``, or ``nothing`` where it could not be
    looked at.
    """

    kind: Literal["overlap", "balance", "stress_test", "graph_check"]
    title: str
    text: str
    speaks: Literal["against", "doubt", "not_against", "nothing"]


_SPEAKS: dict[str, Literal["against", "doubt", "not_against", "nothing"]] = {
    "failed": "against",
    "warning": "doubt",
    "passed": "not_against",
    "not_run": "nothing",
}


def evidence_of(
    study: Study, found: Estimate, report: RefutationReport | None, relied: Relied | None
) -> tuple[Evidence, ...]:
    """Overlap, balance, the check of the graph and the stress tests, as far as they are of the present study."""
    out = [*_overlap(found), *_balance(found)]
    if relied is not None:
        out += _graph_check(study, relied)
    if report is not None and study.refutation_is_current():
        out += [
            Evidence(kind="stress_test", title=r.title, text=r.seen, speaks=_SPEAKS[r.outcome])
            for r in report.results
        ]
    return tuple(out)


def contradicted_lines(study: Study, relied: Relied) -> tuple[str, ...]:
    """What the answer relies on and the data contradict, in the sentences of the check of the graph."""
    check = _checked(study)
    if check is None:
        return ()
    out = [r.sentence for r in check.contradicted if relied.touches(r.a, r.b)]
    wrong = relied.common_causes(contradicted_pairs(study))
    out += [_may_be_common(study, name, relied) for name in wrong if not _moved(study, name, relied)]
    by_lottery = study.variable(relied.ends[0])
    if not out and not (by_lottery and by_lottery.randomised):
        out += _taken_together(check, relied)
    return tuple(out)


def _moved(study: Study, name: str, relied: Relied) -> bool:
    """Whether it is said to have been settled after a cause that a lottery decided: then it tells nothing of that."""
    variable = study.variable(name)
    return name in relied.design_not_both and variable is not None and variable.timing == "after"


def _may_be_common(study: Study, name: str, relied: Relied) -> str:
    cause, outcome = relied.ends
    seen = f"“{name}” goes together with “{cause}” and with “{outcome}” as the graph says it does not"
    if name not in relied.design_not_both:
        return f"{seen}: it may be a common cause that is not adjusted for."
    return (
        f"{seen}, though “{cause}” is said to be decided by lottery. Either the lottery did not hold, or “{cause}” "
        f"changes “{name}”: then draw that arrow, or say on the Variables page that “{name}” was settled after."
    )


def _taken_together(check: GraphCheck, relied: Relied) -> Iterator[str]:
    """Contradictions of which none alone touches the answer, and that do so in their sum.

    Two variables that are both held equal may go together as they like, as long as that opens no path.
    """
    pairs = [(r.a, r.b) for r in check.contradicted]
    if not relied.survives(pairs):
        yield (
            f"The data contradict {len(pairs)} of the {check.n_tested} statements of the graph that were tested. With a "
            "hidden common cause behind each of them the answer would no longer hold, though it would with any one."
        )
        return
    free = [r for r in check.results if r.outcome != "not_run" and not {r.a, r.b} <= relied.held_equal]
    against = sum(r.outcome == "contradicted" for r in free)
    if 2 * against > len(free):
        yield (
            f"Of what the graph says of variables that are not held equal, the data contradict {against} of "
            f"{len(free)} statements, more than half: it is not the graph of these data."
        )


def without_harm(study: Study, relied: Relied) -> tuple[ImplicationResult, ...]:
    """What the data contradict between two variables that are both held equal, where the answer holds all the same."""
    check = _checked(study)
    if check is None or not relied.survives([(r.a, r.b) for r in check.contradicted]):
        return ()
    return tuple(
        r for r in check.contradicted if {r.a, r.b} <= relied.held_equal and not relied.touches(r.a, r.b)
    )


def contradicted_pairs(study: Study) -> frozenset[frozenset[str]]:
    """Pairs of variables that the graph says not to go together, and that do."""
    check = _checked(study)
    return frozenset() if check is None else frozenset(frozenset((r.a, r.b)) for r in check.contradicted)


def _checked(study: Study) -> GraphCheck | None:
    """The check of the present graph on the present data; None where there is none."""
    return graph_check_of(study) if study.graph_check_is_current() else None


def _overlap(found: Estimate) -> Iterator[Evidence]:
    overlap = found.overlap
    if overlap is None:
        return
    yield Evidence(
        kind="overlap",
        title="Somebody to compare with",
        text=f"{words.percent(overlap.share_extreme)} of the rows had almost no chance of the other treatment; "
        f"the weighted rows of the smaller side are worth {words.number(overlap.n_effective)} plain ones.",
        speaks="doubt" if overlap.share_extreme > 0 else "not_against",
    )


def _balance(found: Estimate) -> Iterator[Evidence]:
    after = [(b.after, b.name) for b in found.balance if b.after is not None]
    if not after:
        return
    worst, name = max((abs(value), name) for value, name in after)
    yield Evidence(
        kind="balance",
        title="The two sides alike",
        text=f"After adjusting, the two sides differ most in “{name}”: by {words.number(round(worst, 3))} standard deviations.",
        speaks="not_against" if worst <= ALIKE else "doubt",
    )


def _graph_check(study: Study, relied: Relied) -> Iterator[Evidence]:
    check = _checked(study)
    if check is None or not check.n_tested:
        return
    against = contradicted_lines(study, relied)
    elsewhere = len(check.contradicted)
    text = " ".join(against) or check.sentence
    if elsewhere and not against:
        text += " The answer does not rely on what is contradicted: it would hold all the same."
    yield Evidence(
        kind="graph_check",
        title="The graph against the data",
        text=text,
        speaks="against" if against else "doubt" if elsewhere > 0 else "not_against",
    )
