"""What was computed of a study's result, as a text about it may say it; and the built-in text.

>>> from causal_core.results import Comparison, Estimate
>>> found = Estimate(
...     kind="ate", strategy="adjustment", method="regression", treatment="quit", outcome="weight",
...     contrast="difference", treated="1", control="0", value=3.4, std_error=0.5, ci=(2.4, 4.4), level=0.95,
...     unit="kg", outcome_is_risk=False, n_obs=100, n_dropped=0, dropped=(), adjustment_set=("age",),
...     naive=Comparison(value=2.5, std_error=0.5, ci=(1.5, 3.5), n_obs=100),
... )
>>> [(q.what, q.value, q.unit) for q in quantities(found)][:2]
[('the effect, adjusted', 3.4, 'kg'), ('the difference as seen, without adjusting', 2.5, 'kg')]
"""

from __future__ import annotations

from dataclasses import replace

from causal_core import words
from causal_core.results import Estimate
from llm.facts import Facts, Interval, Quantity, Role
from studies.claims import Claim, claims
from studies.labels import SPEAKS_WORDS
from studies.study import Study
from studies.workflow import Answer, estimate_of, report_of

SMALL_SIDE = 10  # rows; risks and means of smaller sides are not told, as in official statistics
ROLES: tuple[Role, ...] = ("adjusted", "seen")


def facts_of(study: Study, answer: Answer) -> Facts | None:
    """The facts of a study's estimate; None without one."""
    found = estimate_of(study)
    said = claims(study, answer)
    if found is None or not said:
        return None
    names = {v.name: v.meaning for v in study.variables}
    known = f"{study.question.text} {study.title}"
    facts = facts_from(found, said, names=names, known_text=known, who=_who(study, found))
    return replace(facts, hidden_cause=_hidden_cause(study))


def _hidden_cause(study: Study) -> str:
    """What came of asking how strong a hidden cause would have to be; empty where it was not asked."""
    report = report_of(study) if study.refutation_is_current() else None
    found = [r for r in report.results if r.test == "hidden_cause"] if report is not None else []
    return f"{found[0].seen} {found[0].meaning}" if found and found[0].outcome != "not_run" else ""


def _who(study: Study, found: Estimate) -> str:
    """Among whom: as the person says, and where the rows were chosen, those."""
    return ", ".join(part for part in (study.question.who, found.among) if part)


def facts_from(
    estimate: Estimate, said: tuple[Claim, ...], *, names: dict[str, str], known_text: str = "", who: str = ""
) -> Facts:
    """The facts of an estimate and of what may be claimed of it; the last claim is the strongest."""
    strongest = said[-1]
    factor, unit = _shown(estimate)
    both = {"adjusted": estimate.ci, "seen": estimate.naive.ci}
    everything = {name: names.get(name, "") for name in (estimate.treatment, estimate.outcome)} | names
    return Facts(
        rung=strongest.rung,
        treatment=estimate.treatment,
        outcome=estimate.outcome,
        names=everything | {name: names.get(name, "") for name in estimate.adjustment_set},
        quantities=quantities(estimate),
        intervals=tuple(
            Interval(low=factor * both[role][0], high=factor * both[role][1], unit=unit, role=role)
            for role in ROLES
        ),
        level=estimate.level,
        sentences=(
            strongest.text,
            said[0].text,
            words.dropped_sentence(estimate.dropped, estimate.n_obs),
        ),
        treated=estimate.treated or "",
        control=estimate.control or "",
        outcome_yes=estimate.outcome_yes or "",
        unit=unit,
        adjusted_for=estimate.adjustment_set,
        assumptions=tuple(a.text for a in strongest.assumptions),
        missing=strongest.missing,
        checks=tuple(f"{e.title}: {SPEAKS_WORDS[e.speaks]}." for e in strongest.evidence),
        known_text=known_text,
        who=who,
        null=1.0 if estimate.contrast == "odds_ratio" else 0.0,
    )


def quantities(estimate: Estimate) -> tuple[Quantity, ...]:
    """Every number of an estimate that a text may give, in the unit in which it is shown."""
    factor, unit = _shown(estimate)
    ratio = estimate.contrast == "odds_ratio"
    out = [
        Quantity(
            what=what,
            value=factor * value,
            unit=unit,
            role=role,
            kind="ratio" if ratio else "difference",
            signed=True,
        )
        for what, value, role in (
            ("the effect, adjusted", estimate.value, ROLES[0]),
            ("the difference as seen, without adjusting", estimate.naive.value, ROLES[1]),
        )
    ]
    out += _sides(estimate, unit if estimate.contrast == "difference" else "")
    out.append(
        Quantity(
            what="standard error of the effect",
            value=factor * estimate.std_error,
            unit=unit,
            kind="std_error",
        )
    )
    out += _rows(estimate)
    if estimate.adjustment_set:
        out.append(
            Quantity(what="columns adjusted for", value=float(len(estimate.adjustment_set)), kind="columns")
        )
    return tuple(out)


def _shown(estimate: Estimate) -> tuple[float, str]:
    """By what to multiply for showing, and the unit; one without a name of its own is empty."""
    if estimate.contrast == "odds_ratio":
        return 1.0, "times"
    factor, unit = words.display_unit(estimate)
    unit = unit.removesuffix(f" per unit of {estimate.treatment}")
    return factor, "" if unit == "probability" or unit.startswith("units of ") else unit


def _sides(estimate: Estimate, unit: str) -> list[Quantity]:
    """Means or risks of both sides; none where a side is small."""
    if len(estimate.arms) != 2 or min(arm.n_obs for arm in estimate.arms) < SMALL_SIDE:
        return []
    factor = 100.0 if estimate.outcome_is_risk else 1.0
    what = "risk" if estimate.outcome_is_risk else "mean"
    unit = "in 100" if estimate.outcome_is_risk else unit
    out = []
    for arm, side in zip(estimate.arms, ("treated", "control"), strict=True):
        for role, value in (("adjusted", arm.mean_adjusted), ("seen", arm.mean_seen)):
            if value is not None:
                how = "adjusted" if role == "adjusted" else "as seen, without adjusting"
                out.append(
                    Quantity(
                        what=f"{what} where the cause is {arm.label}, {how}",
                        value=factor * value,
                        unit=unit,
                        role="adjusted" if role == "adjusted" else "seen",
                        kind="risk" if estimate.outcome_is_risk else "mean",
                        arm="treated" if side == "treated" else "control",
                    )
                )
    return out


def _rows(estimate: Estimate) -> list[Quantity]:
    used, out = float(estimate.n_obs), float(estimate.n_dropped)
    found = [Quantity(what="rows used", value=used, kind="rows", rows="used")]
    if out:
        found.append(Quantity(what="rows left out", value=out, kind="rows", rows="left_out"))
        found.append(Quantity(what="all rows", value=used + out, kind="rows", rows="all"))
    if len(estimate.arms) == 2 and min(arm.n_obs for arm in estimate.arms) >= SMALL_SIDE:
        treated, control = estimate.arms
        found.append(Quantity(what="rows, treated", value=float(treated.n_obs), kind="rows", rows="treated"))
        found.append(Quantity(what="rows, control", value=float(control.n_obs), kind="rows", rows="control"))
    return found
