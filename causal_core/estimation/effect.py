"""From a table and an identified question to an effect with its interval.

>>> import pandas as pd
>>> import causal_core as cc
>>> frame = pd.DataFrame({"drug": [0, 0, 0, 1, 1, 1], "days": [8.0, 9.0, 10.0, 5.0, 6.0, 7.0]})
>>> answer = cc.identify(cc.CausalGraph.parse("drug -> days"), cc.Query("drug", "days"))
>>> effect = cc.estimate(cc.Table.from_frame(frame, "trial"), answer)
>>> effect.method, effect.value, effect.n_obs
('difference_in_means', -3.0, 6)
"""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np

from causal_core.errors import CausalError, EstimateError, QueryError
from causal_core.estimation.assumptions import assumptions_of
from causal_core.estimation.crossfit import one_thread
from causal_core.estimation.difference_in_means import difference_in_means
from causal_core.estimation.fit import KINDS, Fit, Method, Options, Tick, interval
from causal_core.estimation.mantel_haenszel import mantel_haenszel
from causal_core.estimation.methods import (
    MAY_USE_TREES,
    NEEDS_NUMBER_SLOPE,
    NEEDS_TWO_GROUPS,
    default_method,
    method_named,
)
from causal_core.estimation.overlap import (
    balance_table,
    check_overlap,
    propensity_of,
    summarise_overlap,
)
from causal_core.estimation.regression import linear_regression, refuse_same_information
from causal_core.estimation.sample import Sample, prepare
from causal_core.identification.answer import Answer
from causal_core.identification.query import Query
from causal_core.identification.strategy import Adjustment, Strategy, check_strategy_kind
from causal_core.results import Arm, Assumption, Comparison, Dropped, Estimate, Overlap
from causal_core.table.table import Table
from causal_core.words import number, percent


def estimate(
    table: Table,
    answer: Answer,
    strategy: Strategy | str | None = None,
    method: str | None = None,
    seed: int = 0,
    level: float = 0.95,
    executor: Executor | None = None,
    *,
    outcome_yes: str | None = None,
    tick: Tick | None = None,
) -> Estimate:
    """The effect asked for, *treated minus control* in the outcome's unit (or for one unit more).

    Parameters
    ----------
    table : Table
        The data; not changed.
    answer : Identified, IdentifiedIf or NotIdentified
        What :func:`causal_core.identify` said.
    strategy : Strategy or str, optional
        One of ``answer.strategies`` or its kind by name, or an ``Adjustment`` of one's own; left out, the
        first that can be estimated.
    method : str, optional
        A name in :data:`causal_core.estimation.methods.METHODS`; left out, chosen by the kind of data.
    seed : int
        Of the random splits of ``aipw`` and ``partially_linear``. The same seed gives an equal result.
    level : float
        Of the interval, between 0.5 and 1 (both excluded).
    executor : Executor, optional
        Where repeated splits run side by side; the result is the same with and without.
    outcome_yes : str, optional
        Which value of a two-valued outcome counts as yes; left out, a yes-like word or the last in order.
    tick : callable, optional
        Called with (done, total) while a method that takes long works.

    Returns
    -------
    Estimate
        Rows with the treatment, the outcome or an adjustment column missing are left out and counted.

    Raises
    ------
    EstimateError, QueryError, TableError
        See the package's error tree; the message says what to do.
    """
    query: Query = answer.query
    _check_question(query, level, seed)
    if strategy is None and answer.strategies and answer.strategies[0].kind == "no_effect":
        raise _no_effect(table, answer, level, outcome_yes)
    chosen = choose_strategy(answer, strategy)
    sample = sample_for(table, query, chosen.adjustment_set, method, outcome_yes=outcome_yes)
    name = method or default_method(sample)
    options = Options(kind=query.kind, seed=seed, level=level, executor=executor, tick=tick)
    with one_thread(trees=name in MAY_USE_TREES):
        overlap, thin = _look_at_overlap(sample, name, query.kind)
        fit = method_named(name)(sample, options)
        if fit.propensity is not None and sample.covariates:
            thin = check_overlap(sample, fit.propensity, kind=query.kind)
            overlap = summarise_overlap(sample, fit.propensity)
    return _result(
        table,
        answer,
        sample,
        fit,
        strategy=chosen,
        method=name,
        options=options,
        overlap=overlap,
        thin=thin,
        assumptions=assumptions_of(answer, chosen, sample, fit, overlap, thin),
    )


def sample_for(
    table: Table,
    query: Query,
    adjustment_set: tuple[str, ...],
    method: str | None,
    *,
    outcome_yes: str | None = None,
) -> Sample:
    """The rows, coded as the method (or, without one, the treatment's kind) wants them."""
    if method is not None:
        method_named(method)
    return prepare(
        table,
        query,
        adjustment_set,
        as_pair=method in NEEDS_TWO_GROUPS and query.treated is not None and query.control is not None,
        as_slope=method in NEEDS_NUMBER_SLOPE and (query.treated is None or query.control is None),
        outcome_yes=outcome_yes,
    )


def _check_question(query: Query, level: float, seed: int) -> None:
    if query.kind not in KINDS:
        raise EstimateError(
            f"A number for the effect kind “{query.kind}” cannot be computed here.",
            fix=f"Ask for one of: {', '.join(KINDS)}.",
            where="kind",
        )
    if len(query.treatments) > 1 or len(query.outcomes) > 1 or query.given:
        raise EstimateError(
            "A number can only be computed for one cause and one outcome, without conditions.",
            fix="Ask about one cause and one outcome at a time.",
        )
    if query.rows is not None:
        raise EstimateError(
            "The question names a subset of rows, which is only shown and never applied here.",
            fix="Make a table of those rows, and leave “rows” out.",
            where="rows",
        )
    if seed < 0:
        raise QueryError(f"The seed is {seed}, but must be 0 or more.", where="seed")
    if not 0.5 < level < 1:
        raise QueryError(f"An interval's level lies between 0.5 and 1, not at {level}.", where="level")


def choose_strategy(answer: Answer, strategy: Strategy | str | None = None) -> Adjustment:
    """The strategy given, or the first of the answer that a number can be computed from.

    Where nothing needs adjusting (an experiment), the plain comparison goes before more precise sets: it
    rests on no model and anybody can check it.

    Raises
    ------
    EstimateError
        The question is not identifiable, the graph says there is no effect, or only strategies without an
        estimator are left.
    """
    if isinstance(strategy, str):
        strategy = _of_kind(answer, strategy)
    if isinstance(strategy, Adjustment):
        return strategy
    kinds = [s.kind for s in answer.strategies] if strategy is None else [strategy.kind]
    if strategy is None and kinds and kinds[0] != "no_effect":
        candidates = [s for s in answer.strategies if isinstance(s, Adjustment)]
        if candidates:
            return next((s for s in candidates if not s.adjustment_set), candidates[0])
    if not kinds:
        raise EstimateError(answer.reason, fix="See what would make the question answerable.")
    raise EstimateError(
        f"{answer.reason} There is no estimator for this way to an answer ({kinds[0].replace('_', ' ')}).",
        fix="Use a strategy of the kind “adjustment”, if there is one.",
    )


def _of_kind(answer: Answer, kind: str) -> Strategy:
    """The answer's first strategy of that kind (without adjusting, where that will do)."""
    check_strategy_kind(kind)
    found = [s for s in answer.strategies if s.kind == kind]
    if not found:
        raise EstimateError(
            f"The question cannot be answered by the strategy “{kind}”. {answer.reason}",
            fix="Leave the strategy out to use the best there is.",
            where="strategy",
        )
    return next((s for s in found if isinstance(s, Adjustment) and not s.adjustment_set), found[0])


def _no_effect(table: Table, answer: Answer, level: float, outcome_yes: str | None) -> EstimateError:
    """The refusal where the graph says that there is no effect, with what is seen all the same."""
    try:
        seen = naive_comparison(
            prepare(table, answer.query, (), outcome_yes=outcome_yes), "difference", level
        )
    except CausalError:
        said = ""
    else:
        low, high = (number(v) for v in seen.ci)
        said = (
            f" What is seen ({number(seen.value)}, {percent(level)} interval {low} to {high}) it puts down to "
            "other causes or to chance."
        )
    return EstimateError(
        f"{answer.reason} So by the graph the effect is nothing, and there is nothing to estimate.{said}",
        fix="Add an arrow if you doubt it; or test it as an implication of the graph.",
    )


def _look_at_overlap(sample: Sample, method: str, kind: str) -> tuple[Overlap | None, tuple[str, ...]]:
    """Refuse what cannot be compared; the overlap of the two sides and what is thin about it."""
    if not sample.covariates or method == "difference_in_means":
        return None, ()
    refuse_same_information(sample)
    if sample.mode != "two_values":
        return None, ()
    propensity = propensity_of(sample)
    return summarise_overlap(sample, propensity), check_overlap(sample, propensity, kind=kind)


def naive_comparison(sample: Sample, contrast: str, level: float) -> Comparison:
    """What is seen without any adjustment, on the same rows and in the same contrast."""
    bare = sample.with_covariates(())
    if contrast == "odds_ratio":
        method: Method = mantel_haenszel
    else:
        method = difference_in_means if sample.mode == "two_values" else linear_regression
    fit = method(bare, Options(level=level))
    ci = fit.ci or interval(fit.value, fit.std_error, level=level, dof=fit.dof)
    return Comparison(value=fit.value, std_error=fit.std_error, ci=ci, n_obs=sample.n_obs)


def _arms(sample: Sample, fit: Fit) -> tuple[Arm, ...]:
    if sample.mode != "two_values":
        return ()
    hit = sample.is_treated
    means = fit.means or (None, None)
    return tuple(
        Arm(
            label=str(label),
            n_obs=int(side.sum()),
            mean_seen=float(sample.outcome[side].mean()),
            mean_adjusted=mean,
        )
        for label, side, mean in zip((sample.treated, sample.control), (hit, ~hit), means, strict=True)
    )


def _result(
    table: Table,
    answer: Answer,
    sample: Sample,
    fit: Fit,
    *,
    strategy: Adjustment,
    method: str,
    options: Options,
    overlap: Overlap | None,
    thin: tuple[str, ...],
    assumptions: tuple[Assumption, ...],
) -> Estimate:
    per_unit = fit.contrast == "per_unit"
    unit = fit.unit or (f"{sample.unit} per unit of {sample.treatment_name}" if per_unit else sample.unit)
    dropped = (*sample.dropped, *(Dropped(reason=reason, count=count) for reason, count in fit.dropped))
    left_out = sum(count for _, count in fit.dropped)
    wrong = tuple(f"By the graph this is not so: {a.text}" for a in assumptions if a.id == "adjustment_set")
    if not np.isfinite(fit.value) or not np.isfinite(fit.std_error):
        raise EstimateError(
            "The calculation gave no finite number: the columns hold values too far apart in size.",
            fix="Look for extreme values in the outcome and the adjustment columns.",
        )
    return Estimate(
        kind=options.kind,
        strategy=strategy.kind,
        among=strategy.among,
        method=method,
        treatment=sample.treatment_name,
        outcome=sample.outcome_name,
        contrast=fit.contrast,  # type: ignore[arg-type]
        treated=sample.treated,
        control=sample.control,
        value=fit.value,
        std_error=fit.std_error,
        ci=fit.ci or interval(fit.value, fit.std_error, level=options.level, dof=fit.dof),
        level=options.level,
        unit=unit,
        outcome_is_risk=sample.outcome_is_risk,
        outcome_yes=sample.outcome_yes,
        n_obs=sample.n_obs - left_out,
        n_dropped=sum(d.count for d in dropped),
        dropped=dropped,
        adjustment_set=tuple(c.name for c in sample.covariates) if fit.adjusts else (),
        naive=naive_comparison(sample, fit.contrast, options.level),
        arms=_arms(sample, fit),
        balance=balance_table(sample, fit.weights) if sample.mode == "two_values" else (),
        overlap=overlap,
        assumptions=assumptions,
        warnings=tuple(dict.fromkeys((*wrong, *thin, *sample.warnings, *fit.warnings))),
        seed=options.seed,
        data_sha256=table.sha256,
        graph_sha256=answer.graph.sha256,
    )
