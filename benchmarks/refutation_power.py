"""How often the stress tests raise an alarm: where nothing is wrong, and where something is.

    python benchmarks/refutation_power.py [--simulations 300] [--only TEST …] [--write]

Every simulated table has 400 rows, one confounder, one column
that only matters for the outcome, and an effect of 0.5; the estimate is the regression of the product. Negative
controls share the confounder and, where there is one, the hidden cause. An
alarm is a warning or a failure. With 300 simulations a rate is known to within ±6 points (two standard
errors at 50 %) or ±2.5 points (at 5 %). ``--write`` puts the rates where the product shows them from,
``causal_core/refutation/measured.json``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pandas as pd

import causal_core as cc
from causal_core.estimation.fit import Fit, Options, influence_error
from causal_core.estimation.methods import METHODS
from causal_core.estimation.regression import regression
from causal_core.estimation.sample import Sample
from causal_core.refutation.battery import CONTROL_TESTS, EVERY
from causal_core.results import Measured

HOME = Path(__file__).parents[1] / "causal_core" / "refutation" / "measured.json"
ROWS = 400
EFFECT = 0.5
Make = Callable[[np.random.Generator], pd.DataFrame]


def clean(rng: np.random.Generator) -> pd.DataFrame:
    """Nothing is wrong."""
    return _table(rng, hidden=0.0)


def half_hidden(rng: np.random.Generator) -> pd.DataFrame:
    """A cause that is not in the table makes up half of what the regression finds."""
    return _table(rng, hidden=1.0)


def slips(rng: np.random.Generator) -> pd.DataFrame:
    """In two rows the decimal point of the outcome slipped by two places."""
    frame = clean(rng)
    rows = rng.choice(len(frame), 2, replace=False)
    frame.loc[rows, "y"] *= 100
    return frame


def _table(rng: np.random.Generator, *, hidden: float) -> pd.DataFrame:
    z, w, u = rng.normal(size=(3, ROWS))
    t = (rng.uniform(size=ROWS) < 1 / (1 + np.exp(-0.5 * z - hidden * u))).astype(int)
    y = EFFECT * t + 0.5 * z + 0.5 * w + 0.62 * hidden * u + rng.normal(size=ROWS)
    # After everything that was there before there were controls, so that its numbers stay.
    one, two = rng.normal(size=(2, ROWS))
    outcome, exposure = (0.5 * z + 0.62 * hidden * u + noise for noise in (one, two))
    return pd.DataFrame(
        {"z": z, "w": w, "t": t, "y": y, "control_outcome": outcome, "control_exposure": exposure}
    )


def bent(rng: np.random.Generator) -> pd.DataFrame:
    """The confounder acts by its square as well, on both."""
    z, w = rng.normal(size=(2, ROWS))
    t = (rng.uniform(size=ROWS) < 1 / (1 + np.exp(-0.5 * z - 0.7 * (z**2 - 1)))).astype(int)
    y = EFFECT * t + 0.5 * z + 0.7 * z**2 + 0.5 * w + rng.normal(size=ROWS)
    return pd.DataFrame({"z": z, "w": w, "t": t, "y": y, "control_outcome": z, "control_exposure": w})


def narrow(sample: Sample, options: Options) -> Fit:
    """The regression with intervals 60 % as wide as they should be."""
    fit = regression(sample, options)
    return replace(fit, std_error=0.6 * fit.std_error)


def nearest(sample: Sample, options: Options) -> Fit:
    """Each row against the one most like it on the other side: a method that follows noise."""
    x = np.column_stack([c.values / c.values.std() for c in sample.covariates])
    hit, y = sample.is_treated, sample.outcome
    apart = ((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)
    apart[hit[:, None] == hit[None, :]] = np.inf
    difference = np.where(hit, 1.0, -1.0) * (y - y[apart.argmin(axis=1)])
    influence = difference - difference.mean()
    return Fit(value=float(difference.mean()), std_error=influence_error(influence), influence=influence)


SHARED = "a hidden cause that makes up half of the estimate and moves the control as strongly as the outcome"
FAULTS: dict[str, tuple[Make, str, str]] = {
    "placebo_treatment": (clean, "narrow", "a method whose intervals are 60 % as wide as they should be"),
    "random_common_cause": (clean, "nearest", "a method that follows noise (one nearest neighbour)"),
    "random_subset": (clean, "narrow", "a method whose intervals are 60 % as wide as they should be"),
    "few_rows": (slips, "regression", "a decimal point slipped by two places in 2 of 400 outcomes"),
    "hidden_cause": (
        half_hidden,
        "regression",
        "a hidden cause that makes up half of the estimate (the test says how strong one would have to be; it "
        "detects none)",
    ),
    "dummy_outcome": (
        bent,
        "linear_regression",
        "a straight line where the confounder acts by its square as well",
    ),
    "negative_control_outcome": (half_hidden, "regression", SHARED),
    "placebo_period": (half_hidden, "regression", SHARED),
    "negative_control_exposure": (half_hidden, "regression", SHARED),
    "as_strong_as": (
        half_hidden,
        "regression",
        "a hidden cause that makes up half of the estimate (the test says how strong one would have to be; it "
        "detects none)",
    ),
}
CONTROLS = {
    "negative_control_outcome": "control_outcome",
    "placebo_period": "control_outcome",
    "negative_control_exposure": "control_exposure",
    "as_strong_as": "z",
}
SCENARIO = f"{ROWS} rows, one confounder, effect {EFFECT:g} standard deviations of noise, regression"


def alarms(make: Make, method: str, tests: list[str], simulations: int, *, first: int) -> dict[str, float]:
    """The share of simulated tables on which each test gives a warning or a failure."""
    graph = cc.CausalGraph(
        ["t", "y", "w", "z", "control_outcome", "control_exposure"],
        [
            ("t", "y"),
            *((c, v) for c in "wz" for v in "ty"),
            ("z", "control_outcome"),
            ("z", "control_exposure"),
        ],
    )
    answer = cc.identify(graph, cc.Query("t", "y"))
    count = dict.fromkeys(tests, 0)
    for k in range(simulations):
        table = cc.Table.from_frame(make(np.random.default_rng((first, k))), "simulated")
        estimate = cc.estimate(table, answer, method=method)
        controls = {t: CONTROLS[t] for t in tests if t in CONTROL_TESTS}
        for found in cc.refute(table, estimate, answer, tests=tests, seed=k, controls=controls).results:
            if found.outcome == "not_run":
                raise RuntimeError(f"{found.test} was not run: {found.seen}")
            count[found.test] += found.outcome in ("warning", "failed")
    return {test: hits / simulations for test, hits in count.items()}


def measure(simulations: int, tests: list[str]) -> dict[str, Measured]:
    """False-alarm rate, power and the rate under hidden confounding, of every test."""
    METHODS.update(narrow=narrow, nearest=nearest)
    quiet = alarms(clean, "regression", tests, simulations, first=1)
    confounded = alarms(half_hidden, "regression", tests, simulations, first=2)
    found = {}
    for test in tests:
        number = list(EVERY).index(test)
        make, method, against = FAULTS[test]
        power = (
            confounded[test]
            if make is half_hidden
            else alarms(make, method, [test], simulations, first=3 + number)[test]
        )
        found[test] = Measured(
            false_alarm_rate=round(quiet[test], 4),
            power=round(power, 4),
            against=against,
            n_simulations=simulations,
            hidden_cause_rate=round(confounded[test], 4),
            scenario=SCENARIO,
        )
    return found


def main() -> None:
    """Measure, print, and with ``--write`` keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=300)
    parser.add_argument("--write", action="store_true", help="write measured.json")
    parser.add_argument("--only", nargs="+", choices=list(EVERY), default=list(EVERY), metavar="TEST")
    options = parser.parse_args()
    started = time.perf_counter()
    found = measure(options.simulations, options.only)
    print(f"{'test':26} {'false alarms':>12} {'power':>7} {'hidden cause':>13}  against")
    for test, row in found.items():
        print(
            f"{test:26} {row.false_alarm_rate:12.1%} {row.power:7.1%} {row.hidden_cause_rate:13.1%}  {row.against}"
        )
    print(f"{options.simulations} simulations each, {time.perf_counter() - started:.0f} s")
    if options.write:
        kept = json.loads(HOME.read_text("utf-8")) if HOME.is_file() else {}
        new = kept | {test: asdict(row) for test, row in found.items()}
        rows = {test: new[test] for test in EVERY if test in new}
        HOME.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
