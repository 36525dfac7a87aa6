"""A handful of rows is answered or refused in a sentence, stress tests and all."""

from __future__ import annotations

import numpy as np
import pytest

from causal_core.errors import CausalError
from studies.analysis import analyze

GRAPHS = ("z -> t; z -> y; t -> y", "t -> y; z")


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("n", [3, 4, 5, 6, 8, 10, 12])
def test_few_rows_give_an_answer_or_a_sentence(n: int, graph: str) -> None:
    answered, said = 0, list[str]()
    for seed in range(6):
        rng = np.random.default_rng([n, seed])
        rows = zip(
            rng.integers(0, 2, n), rng.normal(size=n).round(2), rng.normal(size=n).round(2), strict=True
        )
        raw = "\n".join(["t,z,y", *(",".join(map(str, row)) for row in rows)]).encode()
        try:
            found = analyze(raw, name="few.csv", graph_text=graph, treatment="t", outcome="y")
        except CausalError as error:
            said.append(error.message)
        else:
            said.append(found.claims[-1].text)
            answered += 1
    assert all(text.endswith(".") for text in said)
    assert answered or n < 12
