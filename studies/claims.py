"""What may be said about a result, on which rung, and what it rests on.

Three rungs (Pearl and Mackenzie 2018, ch. 1): *seen* (goes together with), *done* (would change if set),
*imagined*. A sentence on the second rung is only given when the effect is identified, the question is
confirmed, the estimate is of the present study, overlap is acceptable and no stress test speaks decisively
against it; otherwise the sentence stays on the first rung and ``missing`` says why.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from causal_core import words
from causal_core.results import Assumption, Estimate, RefutationReport
from studies.study import Study
from studies.workflow import Answer, estimate_of, report_of

Rung = Literal["seen", "done", "imagined"]
OVERLAP_LIMIT = 0.2  # more than one row in five with almost no chance of the other treatment: no causal words


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence with its rung, what it rests on, and what would be needed for more."""

    rung: Rung
    text: str
    estimand: str
    assumptions: tuple[Assumption, ...] = ()
    missing: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


def claims(study: Study, answer: Answer) -> tuple[Claim, ...]:
    """Every sentence that may be said of the study's results; empty without an estimate."""
    found, report = estimate_of(study), report_of(study)
    if found is None:
        return ()
    seen = Claim(rung="seen", text=words.naive_sentence(found), estimand="difference in what is seen")
    missing = why_not_causal(study, answer, found, report)
    if missing:
        text = words.association_sentence(found)
        return (seen, Claim(rung="seen", text=text, estimand=found.kind, missing=missing))
    text = words.effect_sentence(found, who=study.question.who or None)
    return (seen, Claim(rung="done", text=text, estimand=found.kind, assumptions=found.assumptions))


def why_not_causal(
    study: Study, answer: Answer, found: Estimate, report: RefutationReport | None
) -> tuple[str, ...]:
    """The reasons for which a causal sentence may not be said; empty when it may."""
    reasons: list[str] = []
    if not study.question.confirmed:
        reasons.append("The cause and the outcome have not been confirmed.")
    if not answer.strategies:
        reasons.append(answer.reason)
    if not study.estimate_is_current():
        reasons.append("The estimate is of an older version of the study.")
    if found.overlap is not None and found.overlap.share_extreme > OVERLAP_LIMIT:
        reasons.append(
            f"{found.overlap.share_extreme:.0%} of the rows had almost no chance of the other treatment, "
            "so there is nobody to compare them with."
        )
    reasons.extend(
        f"The data speak against an assumption: {a.text}"
        for a in found.assumptions
        if a.status == "contradicted"
    )
    if report is not None and study.refutation_is_current():
        reasons.extend(
            f"The stress test “{r.title}” speaks against it." for r in report.results if r.outcome == "failed"
        )
    return tuple(reasons)
