"""From a result to a sentence: pure functions, the same words for the same numbers.

A sentence that says *raises*, *lowers* or *changes* always carries what it rests on in the same sentence;
without that, things *go together*. Risks are said as natural frequencies (“7 in 100 instead of 5 in 100”),
which people understand far better than percentages of percentages (Gigerenzer and Hoffrage 1995).

>>> number(1794.3424), number(-0.07117), number(0.00000032)
('1,794', '−0.0712', '3.2 × 10⁻⁷')
>>> frequencies(0.0702, 0.0511)
'7 in 100 instead of 5 in 100'
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from causal_core.results import Dropped, Estimate

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
METHOD_WORDS = {
    "difference_in_means": "comparing the two groups as they are",
    "regression": "a regression with squares and with an effect that may differ between people, averaged "
    "over everybody",
    "linear_regression": "a straight-line regression with one effect for all",
    "aipw": "a doubly robust estimate: one model of the outcome and one of who gets the treatment, each used "
    "on rows it has not seen, and right if either model is",
    "ipw": "weighting each row by how unlikely its treatment was",
    "propensity_strata": "comparing within ten groups of rows that were about equally likely to be treated",
    "stratification": "comparing within each group of equal rows, and averaging over the groups",
    "mantel_haenszel": "one odds ratio common to all groups of equal rows (Mantel–Haenszel)",
    "partially_linear": "a straight line between what is left of treatment and outcome when everything the "
    "adjustment columns say about them is taken away",
}


def number(value: float, digits: int = 3) -> str:
    """A number for reading: ``digits`` significant digits, thousands marked, a real minus sign.

    Whole digits are never rounded away (1,794, not 1,790); under one ten-thousandth it is a power of ten.
    """
    if not math.isfinite(value):
        return "unknown" if math.isnan(value) else "beyond all bounds"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size < -4:
        lead = f"{value / 10.0**size:.{max(digits - 2, 0)}f}"
        text = f"{lead} × 10{str(size).translate(SUPERSCRIPTS)}"
    else:
        text = f"{value:,.{max(digits - 1 - size, 0)}f}"
    return text.replace("-", "−")


def percent(share: float) -> str:
    """A share as a percentage with as many digits as it needs: 0.31 %, 4.2 %, 19 %, 99.5 %."""
    return f"{100 * share:.{2 if abs(share) < 0.1 else 3}g} %".replace("-", "−")


def listed(names: Sequence[str], most: int = 5) -> str:
    """“a”, “b” and “c”; well past ``most``, how many more."""
    shown = [f"“{n}”" for n in names]
    if len(names) > most + 1:
        return f"{', '.join(shown[:most])} and {len(names) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def frequencies(treated: float, control: float) -> str:
    """Two risks as natural frequencies over the smallest of 100, 1,000, 10,000 that tells them apart."""
    for base in (100, 1000, 10_000):
        a, b = round(treated * base), round(control * base)
        if a != b and min(a, b) > 0:
            break
    if a == b:
        return f"{number(100 * treated)} in 100 instead of {number(100 * control)} in 100, no difference to speak of"
    return f"{a:,} in {base:,} instead of {b:,} in {base:,}"


def display_unit(estimate: Estimate) -> tuple[float, str]:
    """By what to multiply a difference for showing it, and its unit: risks are shown as so many in 100."""
    if estimate.outcome_is_risk and estimate.contrast != "odds_ratio":
        return 100.0, "in 100"
    return 1.0, estimate.unit


def with_unit(value: float, *, unit: str = "", risk: bool = False) -> str:
    """A difference (or a change, a spread) as it is read: a risk in 100, else with the unit that has a name.

    >>> with_unit(0.182, risk=True), with_unit(2.5, unit="kg"), with_unit(2.5, unit="units of weight")
    ('18.2 in 100', '2.50 kg', '2.50')
    """
    if risk:
        return f"{number(100 * value)} in 100"
    own = unit and unit not in ("probability", "odds ratio") and not unit.startswith("units of ")
    return f"{number(value)} {unit}" if own else number(value)


def effect_size(estimate: Estimate, value: float) -> str:
    """A value of the estimate's kind in the unit that the answer is given in; odds ratios are plain numbers."""
    if estimate.contrast == "odds_ratio":
        return number(value)
    unit = estimate.unit.removesuffix(f" per unit of {estimate.treatment}")
    return with_unit(value, unit=unit, risk=estimate.outcome_is_risk)


def interval_sentence(estimate: Estimate) -> str:
    """The interval in words."""
    low, high = (number(v) for v in estimate.ci)
    return f"The {percent(estimate.level)} interval goes from {low} to {high}."


def effect_sentence(
    estimate: Estimate,
    *,
    treatment_label: str | None = None,
    outcome_label: str | None = None,
    who: str | None = None,
) -> str:
    """What setting the treatment would do, with what that rests on in the same sentence.

    Falls back to :func:`association_sentence` when the graph or the data contradict an assumption other
    than overlap.
    """
    if any(a.status == "contradicted" and a.id != "overlap" for a in estimate.assumptions):
        return association_sentence(
            estimate, treatment_label=treatment_label, outcome_label=outcome_label, who=who
        )
    cause, outcome = _labels(estimate, treatment_label, outcome_label)
    among = [part for part in (who, estimate.among) if part]
    if estimate.kind != "ate":
        among.append("those who were treated" if estimate.kind == "att" else "those who were not treated")
    opening = f"among {', '.join(among)}, {_provided(estimate)}" if among else _provided(estimate)
    return f"{opening[0].upper()}{opening[1:]}, {_setting(estimate, cause)} {_does(estimate, outcome)}."


def association_sentence(
    estimate: Estimate,
    *,
    treatment_label: str | None = None,
    outcome_label: str | None = None,
    who: str | None = None,
) -> str:
    """What goes together after adjustment, with no word of cause."""
    cause, outcome = _labels(estimate, treatment_label, outcome_label)
    alike = f", rows alike in {listed(estimate.adjustment_set)}" if estimate.adjustment_set else ""
    among = ", ".join(part for part in (who, estimate.among) if part)
    opening = f"Among {among}{alike}" if among else f"Among{alike[1:]}" if alike else "In the data"
    risks = _risks(estimate, adjusted=True)
    together = (
        f"{_setting(estimate, cause)} goes together with {_amount(estimate, outcome, estimate.value, risks)}"
    )
    return f"{opening}, {together}{_interval(estimate, estimate.ci)}."


def naive_sentence(
    estimate: Estimate, *, treatment_label: str | None = None, outcome_label: str | None = None
) -> str:
    """What is seen without any adjustment."""
    cause, outcome = _labels(estimate, treatment_label, outcome_label)
    amount = _amount(estimate, outcome, estimate.naive.value, _risks(estimate, adjusted=False))
    return (
        f"As seen, without any adjustment, {_setting(estimate, cause)} goes together with {amount}"
        f"{_interval(estimate, estimate.naive.ci)}."
    )


def dropped_sentence(dropped: Sequence[Dropped], n_obs: int) -> str:
    """How many rows were used, how many not, and why."""
    total = sum(d.count for d in dropped)
    if not total:
        return f"All {n_obs:,} rows were used."
    why = "; ".join(f"in {d.count:,} {d.reason}" for d in dropped)
    return f"{n_obs:,} rows were used and {total:,} left out: {why}."


def method_sentence(estimate: Estimate) -> str:
    """How the number was computed."""
    names = estimate.adjustment_set
    after = f", adjusting for {listed(names, most=20)}" if names else ""
    return f"Computed by {METHOD_WORDS[estimate.method]}{after}."


def _labels(estimate: Estimate, treatment: str | None, outcome: str | None) -> tuple[str, str]:
    return treatment or f"“{estimate.treatment}”", outcome or f"“{estimate.outcome}”"


def _provided(estimate: Estimate) -> str:
    names = estimate.adjustment_set
    share = (
        f"all that affects both is covered by adjusting for {listed(names)}"
        if names
        else "nothing else affects both"
    )
    text = f"provided that the graph is right and {share}"
    if any(a.id == "overlap" and a.status == "contradicted" for a in estimate.assumptions):
        text += ", and that the rest also speaks for the rows found on one side only"
    return text


def _setting(estimate: Estimate, cause: str) -> str:
    if estimate.contrast == "per_unit":
        return f"one unit more of {cause}"
    return f"{cause} = {estimate.treated} instead of {estimate.control}"


def _does(estimate: Estimate, outcome: str) -> str:
    low, high = estimate.ci
    null = 1.0 if estimate.contrast == "odds_ratio" else 0.0
    interval = _interval(estimate, estimate.ci)
    open_ended = low <= null <= high
    verb = "changes" if open_ended else "raises" if estimate.value > null else "lowers"
    risks = _risks(estimate, adjusted=True)
    if estimate.contrast == "odds_ratio":
        what = f"the odds of {_event(estimate, outcome)} to {number(estimate.value)} times what they were"
    elif risks:
        what = f"how often {_event(estimate, outcome)} happens to {risks}"
    else:
        by = _in_unit(estimate, estimate.value if open_ended else abs(estimate.value))
        what = f"{outcome} by {by} on average"
    return f"{verb} {what}{interval}{', which leaves room for no effect' if open_ended else ''}"


def _risks(estimate: Estimate, *, adjusted: bool) -> str:
    """Both risks as natural frequencies; empty when the outcome is no risk or the model leaves 0 to 1."""
    if not estimate.outcome_is_risk or estimate.contrast != "difference" or len(estimate.arms) != 2:
        return ""
    treated, control = (arm.mean_adjusted if adjusted else arm.mean_seen for arm in estimate.arms)
    if treated is None or control is None or not (0 <= treated <= 1 and 0 <= control <= 1):
        return ""
    return frequencies(treated, control)


def _event(estimate: Estimate, outcome: str) -> str:
    return f"{outcome} = {estimate.outcome_yes}" if estimate.outcome_yes else outcome


def _amount(estimate: Estimate, outcome: str, value: float, risks: str) -> str:
    if estimate.contrast == "odds_ratio":
        return f"{number(value)} times the odds of {_event(estimate, outcome)}"
    if risks:
        return f"{_event(estimate, outcome)} in {risks}"
    if value == 0:
        return f"no difference in {outcome} on average"
    return f"{outcome} being {_in_unit(estimate, abs(value))} {'higher' if value > 0 else 'lower'} on average"


def _in_unit(estimate: Estimate, value: float) -> str:
    """A difference with the outcome's unit, where the unit has a name of its own."""
    return with_unit(value, unit=estimate.unit.removesuffix(f" per unit of {estimate.treatment}"))


def _interval(estimate: Estimate, ci: tuple[float, float]) -> str:
    level = percent(estimate.level)
    if estimate.outcome_is_risk and estimate.contrast == "difference":
        return f" ({level} interval of the difference {number(100 * ci[0])} to {number(100 * ci[1])} in 100)"
    return f" ({level} interval {number(ci[0])} to {number(ci[1])})"
