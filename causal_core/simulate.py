"""Data with a known true effect, made from a causal graph.

Every variable is a sum of what its causes send and noise of its own; the treatment and the outcome may be
yes-or-no. Hidden common causes (↔, and latent variables) act with a strength that is a dial: 0 makes them
idle. The true effect is computed from the model by setting the treatment for everybody, with the same noise
on both sides, so it is exact for straight lines and has a stated Monte Carlo error otherwise.

>>> graph = CausalGraph.parse("age -> drug; age -> health; drug -> health")
>>> made = simulate(graph, "drug", "health", n=500, seed=1, effect=2.0)
>>> made.table.n_rows, round(made.effect, 6)
(500, 2.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from causal_core.errors import QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.table.table import Table

Array = npt.NDArray[np.float64]
Shape = Literal["linear", "nonlinear"]
Kind = Literal["binary", "number"]

POPULATION = 200_000
"""Rows of the population the truth is computed on; its error is then about 1/450 of a person's spread."""
WEAKEST, STRONGEST = 0.3, 0.8
"""Range of the strengths of arrows, in standard deviations: together, three such causes explain about half."""
TRUTH_SEED = 20_241


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """A table and what is true of it.

    ``effect`` is the average over everybody of *with − without* the treatment (for a number: of one unit
    more), ``effect_on_treated`` over those with more than the median of it. ``effect_error`` is the Monte
    Carlo standard error of ``effect``; 0 where it is exact.
    """

    table: Table
    graph: CausalGraph
    effect: float
    effect_on_treated: float
    effect_error: float


def simulate(
    graph: CausalGraph,
    treatment: str,
    outcome: str,
    *,
    n: int,
    seed: int,
    effect: float = 1.0,
    shape: Shape = "linear",
    treatment_kind: Kind = "binary",
    outcome_kind: Kind = "number",
    hidden_strength: float = 0.5,
) -> Simulation:
    """Draw ``n`` rows from a model of this graph.

    Parameters
    ----------
    graph : CausalGraph
        Latent variables are drawn and left out of the table.
    treatment, outcome : str
        Two of its variables.
    effect : float
        What the arrow treatment → outcome sends for one unit (on the log-odds scale for a yes-or-no
        outcome). Without that arrow it has no use.
    shape : {"linear", "nonlinear"}
        ``nonlinear`` adds squares of causes, and an effect that differs between people.
    hidden_strength : float
        What each hidden common cause sends to each of its two variables, in standard deviations.

    Raises
    ------
    QueryError
        The treatment or outcome is not a measured variable of the graph, or ``n`` is under 1.
    """
    for name in (treatment, outcome):
        if name not in graph or name in graph.latent:
            raise QueryError(f"“{name}” is not a measured variable of the graph.", where=name)
    if n < 1:
        raise QueryError("At least one row is needed.", where="n")
    kinds = {treatment: treatment_kind, outcome: outcome_kind}
    binary = frozenset(name for name, kind in kinds.items() if kind == "binary")
    sent = _strengths(graph, seed, hidden_strength)
    if (treatment, outcome) in sent:
        sent[treatment, outcome] = effect
    model = _Model(graph, treatment, outcome, sent, binary, shape, hidden_strength)
    values = model.draw(n, np.random.default_rng((seed, 1)))
    frame = pd.DataFrame({name: values[name] for name in graph.nodes if name not in graph.latent})
    frame = frame.astype(dict.fromkeys(sorted(binary), "int64"))
    difference, treated = model.differences(POPULATION)
    constant = bool(np.ptp(difference) < 1e-9 * (1 + abs(float(difference[0]))))
    return Simulation(
        table=Table.from_frame(frame, "simulated"),
        graph=graph,
        effect=float(difference.mean()),
        effect_on_treated=float(difference[treated].mean()),
        effect_error=0.0 if constant else float(difference.std() / np.sqrt(len(difference))),
    )


def _strengths(graph: CausalGraph, seed: int, hidden: float) -> dict[tuple[str, str], float]:
    """What each arrow sends: drawn from the seed, and the dial's value for latent variables."""
    rng = np.random.default_rng((seed, 0))
    drawn = [float(rng.uniform(WEAKEST, STRONGEST) * rng.choice((-1.0, 1.0))) for _ in graph.directed]
    return {
        (a, b): hidden if a in graph.latent else sent
        for (a, b), sent in zip(graph.directed, drawn, strict=True)
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """A structural model: one equation a variable. ``sent`` is what each arrow sends for one unit."""

    graph: CausalGraph
    treatment: str
    outcome: str
    sent: dict[tuple[str, str], float]
    binary: frozenset[str]
    shape: Shape
    hidden: float

    def draw(self, n: int, rng: np.random.Generator) -> dict[str, Array]:
        """Values of every variable as they come about by themselves."""
        return self._run(self._noise(n, rng), None)

    def differences(self, n: int) -> tuple[Array, npt.NDArray[np.bool_]]:
        """For each of ``n`` people, the expected outcome with minus without, and who has the treatment."""
        noise = self._noise(n, np.random.default_rng(TRUTH_SEED))
        natural = self._run(noise, None)[self.treatment]
        binary = self.treatment in self.binary
        low = np.zeros(n) if binary else natural
        high = np.ones(n) if binary else natural + 1.0
        with_, without = (self._run(noise, value, expected=True)[self.outcome] for value in (high, low))
        return with_ - without, natural > (0.5 if binary else float(np.median(natural)))

    def _noise(self, n: int, rng: np.random.Generator) -> dict[str, Array]:
        noise = {name: rng.standard_normal(n) for name in self.graph.nodes}
        for a, b in self.graph.bidirected:
            shared = self.hidden * rng.standard_normal(n)
            noise[a], noise[b] = noise[a] + shared, noise[b] + shared
        for name in sorted(self.binary):
            noise[f"{name}\0coin"] = rng.uniform(size=n)
        return noise

    def _run(
        self, noise: dict[str, Array], setting: Array | None, *, expected: bool = False
    ) -> dict[str, Array]:
        values: dict[str, Array] = {}
        for name in self.graph.topological_order:
            if name == self.treatment and setting is not None:
                values[name] = setting
                continue
            score = self._received(name, values)
            if name not in self.binary:
                values[name] = score + noise[name]
                continue
            shared = score + self._shared(name, noise)
            chance = 1.0 / (1.0 + np.exp(-shared))
            only_chance = expected and name == self.outcome
            values[name] = chance if only_chance else (noise[f"{name}\0coin"] < chance).astype(np.float64)
        return values

    def _shared(self, name: str, noise: dict[str, Array]) -> Array:
        """What hidden common causes send to a yes-or-no variable, whose own noise is its coin."""
        return noise[name] if self.graph.siblings(name) else np.zeros(len(noise[name]))

    def _received(self, name: str, values: dict[str, Array]) -> Array:
        total = np.zeros(len(next(iter(values.values())))) if values else np.zeros(1)
        for cause in sorted(self.graph.parents(name)):
            sent, value = self.sent[cause, name], values[cause]
            total = total + sent * value
            if self.shape == "nonlinear" and cause != self.treatment:
                total = total + 0.5 * sent * (value**2 - 1.0)
        if self.shape == "nonlinear" and (self.treatment, name) in self.sent:
            for cause in sorted(self.graph.parents(name) - {self.treatment}):
                total = total + 0.3 * self.sent[self.treatment, name] * values[self.treatment] * values[cause]
        return total
