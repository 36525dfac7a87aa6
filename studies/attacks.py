"""Attacks on a study that a person chooses one by one: tests that are run with a variable named for them."""

from __future__ import annotations

from collections.abc import Mapping

from causal_core.errors import QueryError
from causal_core.refutation.battery import refute
from causal_core.table.table import Table
from studies.data import bind
from studies.study import StoredResult, Study
from studies.workflow import Progress, estimate_of, identify_study, with_earlier


def attack_study(
    study: Study,
    table: Table,
    controls: Mapping[str, str],
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Study:
    """Run tests with the variables named, and add what came of them to the study's stress tests.

    ``controls`` has for each test in ``causal_core.refutation.battery.CONTROL_TESTS`` that is to be run the name
    of a variable of the study. Tests of the present answer that were run before stay, and the verdict is that of all.

    Raises
    ------
    QueryError
        There is no current estimate, or an unknown test.
    """
    found = estimate_of(study)
    if found is None or not study.estimate_is_current():
        raise QueryError(
            "There is no estimate of the present question to test.", fix="Compute the answer first."
        )
    report = refute(
        bind(study, table),
        found,
        identify_study(study),
        tests=tuple(controls),
        controls=controls,
        seed=seed,
        progress=progress,
    )
    stored = StoredResult(fingerprint=study.fingerprint(), value=report.to_dict())
    return study.model_copy(update={"refutation": with_earlier(study, stored)})
