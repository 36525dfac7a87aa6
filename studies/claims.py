"""What may be said about a result, on which rung, and what it rests on.

Three rungs (Pearl and Mackenzie 2018, ch. 1): *seen* (goes together with), *done* (would change if set),
*imagined*. A sentence on the second rung is only given when the question is confirmed, the effect is
identified, the arrows and missing arrows it relies on are confirmed or follow from the design
(:mod:`studies.standing`), the estimate is of the present study, overlap is acceptable, the graph has been
held against the data, and neither that nor a stress test speaks decisively against it; otherwise the sentence
stays on the first rung, and ``missing`` says why and ``where`` on which page that is done. Nothing here ever
speaks on the third rung.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from causal_core import words
from causal_core.graph.equivalence import reversible_arrows
from causal_core.results import Assumption, Estimate, RefutationReport
from studies.at_odds import at_odds
from studies.evidence import Evidence, contradicted_lines, evidence_of
from studies.standing import Relied, reliance_of
from studies.study import Study
from studies.support import rests_on
from studies.workflow import Answer, estimate_of, report_of

Rung = Literal["seen", "done", "imagined"]
OVERLAP_LIMIT = 0.2  # more than one row in five with almost no chance of the other treatment: no causal words


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence with its rung, what it rests on, what was seen of that, and what would be needed for more.

    ``where`` has, for each line of ``missing``, the page on which it can be mended; empty where none can.
    """

    rung: Rung
    text: str
    estimand: str
    assumptions: tuple[Assumption, ...] = ()
    missing: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing for a causal sentence, and the page where it can be mended."""

    text: str
    where: str = ""


def claims(study: Study, answer: Answer) -> tuple[Claim, ...]:
    """Every sentence that may be said of the study's results; empty without an estimate."""
    found, report = estimate_of(study), report_of(study)
    if found is None:
        return ()
    who = study.question.who or None
    seen = Claim(rung="seen", text=words.naive_sentence(found), estimand="difference in what is seen")
    relied = reliance_of(study, answer) if study.estimate_is_current() else None
    lacks = tuple(_lacks(study, answer, found, report, relied))
    strongest = Claim(
        rung="seen" if lacks else "done",
        text=words.association_sentence(found, who=who) if lacks else words.effect_sentence(found, who=who),
        estimand=found.kind,
        assumptions=rests_on(study, found.assumptions, relied),
        missing=tuple(lack.text for lack in lacks),
        where=tuple(lack.where for lack in lacks),
        evidence=evidence_of(study, found, report, relied),
        notes=_notes(relied),
    )
    return (seen, strongest)


def why_not_causal(
    study: Study, answer: Answer, found: Estimate, report: RefutationReport | None
) -> tuple[str, ...]:
    """The reasons for which a causal sentence may not be said; empty when it may."""
    relied = reliance_of(study, answer) if study.estimate_is_current() else None
    return tuple(lack.text for lack in _lacks(study, answer, found, report, relied))


def _lacks(
    study: Study, answer: Answer, found: Estimate, report: RefutationReport | None, relied: Relied | None
) -> Iterator[Lack]:
    if not study.question.confirmed:
        yield Lack("The cause and the outcome have not been confirmed.", "question")
    if not answer.strategies:
        yield Lack(answer.reason, "identify")
    if not study.estimate_is_current():
        yield Lack("The estimate is of an older version of the study.", "estimate")
    if relied is not None:
        yield from _graph_lacks(study, relied)
    if found.overlap is not None and found.overlap.share_extreme > OVERLAP_LIMIT:
        yield Lack(
            f"{words.percent(found.overlap.share_extreme)} of the rows had almost no chance of the other treatment, "
            "so there is nobody to compare them with."
        )
    for a in found.assumptions:
        if a.status == "contradicted":
            yield Lack(f"The data speak against an assumption: {a.text}", "identify")
    if report is not None and study.refutation_is_current():
        for r in report.results:
            if r.outcome == "failed":
                yield Lack(f"The stress test “{r.title}” speaks against it.", "stress_test")


def _graph_lacks(study: Study, relied: Relied) -> Iterator[Lack]:
    if study.arrows and not study.graph_check_is_current():
        yield Lack("The graph has not been held against the data: computing the answer does so.", "estimate")
    for text, page in at_odds(study):
        yield Lack(text, page)
    for line in contradicted_lines(study, relied):
        yield Lack(f"The data speak against the graph, in what the answer relies on. {line}", "graph")
    for name in relied.undecided:
        has, it = ("have", "them") if " and " in name else ("has", "it")
        yield Lack(
            f"{name} {has} been proposed and not decided on, and the answer relies on {it} not being there.",
            "graph",
        )
    if relied.is_open:
        yield Lack(
            "Nobody stands by what the graph leaves out yet. The answer relies on this: "
            + " ".join(relied.open_lines),
            "identify",
        )


def _notes(relied: Relied | None) -> tuple[str, ...]:
    """The arrows that the answer uses and whose direction no data could tell."""
    if relied is None:
        return ()
    free = set(reversible_arrows(relied.graph))
    used = [f"{a} → {b}" for a, b in relied.arrows if (a, b) in free]
    if not used:
        return ()
    each = "it" if len(used) == 1 else "each"
    return (
        f"No data of these variables alone can tell the direction of {words.listed(used)}: turned round, {each} could "
        "fit them just as well. The direction is what is known, not what was seen.",
    )
