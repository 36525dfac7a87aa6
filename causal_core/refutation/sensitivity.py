"""How strong a hidden common cause would have to be: robustness values, benchmarks, E-values.

Partial R² measures how much of what the measured columns leave open a hidden cause would explain: of the
treatment, and of the outcome. The *robustness value* is the strength, the same for both, that would bring
the estimate (or the near end of its interval) to zero. Benchmarks say what a hidden cause as strong as a
measured column would do (Cinelli and Hazlett 2020, JRSS B 82:39–67, sections 4.2–4.4). The *E-value* says
the same for risks as a risk ratio (VanderWeele and Ding 2017, Ann. Intern. Med. 167:268–274).

>>> round(robustness_value(4.184, 783), 3), round(robustness_value(4.184, 783, alpha=0.05), 3)
(0.139, 0.076)
>>> round(e_value(3.9), 2)
7.26
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def partial_r2(t: float, dof: float) -> float:
    """Share of the outcome's open variance that the treatment explains: t² / (t² + dof)."""
    return t * t / (t * t + dof)


def robustness_value(t: float, dof: float, *, q: float = 1.0, alpha: float | None = None) -> float:
    """The strength of a hidden cause, equal for treatment and outcome, that takes away the share ``q``.

    With ``alpha``, the strength that makes the estimate no longer significant at that level.
    Cinelli and Hazlett, eqs. 18–19, and their R package ``sensemakr`` for the case f_{q,α} > 0 with f_q
    above the inverse critical value.
    """
    from scipy.special import stdtrit

    f = q * abs(t) / np.sqrt(dof)
    critical = 0.0 if alpha is None else float(abs(stdtrit(dof - 1, alpha / 2))) / np.sqrt(dof - 1)
    short = f - critical
    if short <= 0:
        return 0.0
    if critical > 0 and f > 1 / critical:
        return float((f * f - critical * critical) / (1 + f * f))
    return float(0.5 * (np.sqrt(short**4 + 4 * short**2) - short**2))


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a hidden cause ``strength`` times as strong as a measured column would do.

    ``with_treatment`` and ``with_outcome`` are its partial R² with each; ``value`` and ``ci`` the estimate
    and interval that would be left. ``impossible`` is True where no variable can be that strong.
    """

    name: str
    strength: float
    with_treatment: float
    with_outcome: float
    value: float
    ci: tuple[float, float]
    impossible: bool = False


def bounds(r2_treatment: float, r2_outcome: float, *, strength: float = 1.0) -> tuple[float, float]:
    """Partial R² of a hidden cause ``strength`` times as strong as a column with these partial R².

    Cinelli and Hazlett, eqs. 25–26: with the treatment given the measured columns, and with the outcome
    given those and the treatment. A first number of 1 or more means that no such cause can exist.
    """
    with_treatment = strength * r2_treatment / (1 - r2_treatment)
    if with_treatment >= 1:
        return with_treatment, 1.0
    between = strength * r2_treatment**2 / ((1 - strength * r2_treatment) * (1 - r2_treatment))
    if between >= 1:
        return with_treatment, 1.0
    factor = (np.sqrt(strength) + np.sqrt(between)) / np.sqrt(1 - between)
    return with_treatment, float(min(1.0, factor**2 * r2_outcome / (1 - r2_outcome)))


def adjusted(
    value: float, std_error: float, dof: float, *, r2_treatment: float, r2_outcome: float
) -> tuple[float, float]:
    """Estimate and standard error left after a hidden cause of this strength, working against the estimate.

    Cinelli and Hazlett, eqs. 7 and 14.
    """
    bias = std_error * np.sqrt(dof) * np.sqrt(r2_outcome * r2_treatment / (1 - r2_treatment))
    error = np.sqrt((1 - r2_outcome) / (1 - r2_treatment)) * std_error * np.sqrt(dof / (dof - 1))
    return float(np.sign(value) * (abs(value) - bias)), float(error)


def e_value(risk_ratio: float) -> float:
    """RR + sqrt(RR(RR − 1)), for ratios under 1 of their inverse: how strongly, as a risk ratio, a hidden
    cause would have to go with both treatment and outcome to explain the ratio (over 0) away."""
    ratio = max(risk_ratio, 1 / risk_ratio)
    return float(ratio + np.sqrt(ratio * (ratio - 1)))
