"""What the core gives back: frozen values that a page shows, a file keeps and another run can equal.

Nothing here computes. Arrays are tuples of plain floats, so that equal input gives an equal result and
every result turns into JSON without loss.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Source = Literal["user", "model", "design", "data", "default"]
Status = Literal["confirmed", "untested", "contradicted", "untestable"]
Outcome = Literal["passed", "warning", "failed", "not_run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One thing an answer rests on: a short ``id``, a sentence, where it came from, how it stands."""

    id: str
    text: str
    source: Source = "default"
    status: Status = "untestable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Rows not used and why."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One side of the comparison: rows, the outcome's mean as seen, and its mean after adjustment."""

    label: str
    n_obs: int
    mean_seen: float
    mean_adjusted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How far apart the two sides are in one column (standardised mean difference), before and after."""

    name: str
    before: float
    after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How alike treated and untreated rows are, by the propensity.

    ``edges`` has one entry more than ``treated`` and ``control``, which count rows in each bin.
    ``share_extreme`` is the share of rows whose propensity was under ``bound`` or over 1 − ``bound``.
    ``n_effective`` is Kish's effective sample size of the weights of the smaller side.
    """

    lowest: float
    highest: float
    bound: float
    share_extreme: float
    n_effective: float
    edges: tuple[float, ...] = ()
    treated: tuple[int, ...] = ()
    control: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A plain difference with its interval: what is seen without any adjustment."""

    value: float
    std_error: float
    ci: tuple[float, float]
    n_obs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An effect with everything needed to say what it means and to make it again.

    ``value`` is *treated minus control* in the outcome's unit, or, where ``contrast`` is ``"per_unit"``,
    the change of the outcome for one unit more of the treatment, or, where it is ``"odds_ratio"``, the odds
    of the treated over those of the control. ``ci`` is at ``level``. ``outcome_yes`` is the value of a
    two-valued outcome that was counted as 1. ``among`` says for whom it holds where that is not everybody the
    question is about, because the rows were chosen.
    """

    kind: str
    strategy: str
    method: str
    treatment: str
    outcome: str
    contrast: Literal["difference", "per_unit", "odds_ratio"]
    treated: str | None
    control: str | None
    value: float
    std_error: float
    ci: tuple[float, float]
    level: float
    unit: str
    outcome_is_risk: bool
    n_obs: int
    n_dropped: int
    dropped: tuple[Dropped, ...]
    adjustment_set: tuple[str, ...]
    naive: Comparison
    arms: tuple[Arm, ...] = ()
    balance: tuple[Balance, ...] = ()
    overlap: Overlap | None = None
    outcome_yes: str | None = None
    among: str = ""
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()
    seed: int = 0
    data_sha256: str = ""
    graph_sha256: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How a stress test itself did in simulation: alarms where nothing was wrong, and where something was.

    ``against`` names the fault behind ``power``; ``hidden_cause_rate`` is how often the test raised an alarm
    where a hidden common cause made up half of the estimate.
    """

    false_alarm_rate: float
    power: float
    against: str
    n_simulations: int
    hidden_cause_rate: float | None = None
    scenario: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refutation:
    """One attack on an estimate, in the five sentences a person needs, with its numbers.

    ``variable`` is what the test was run with, for tests that are told one (a negative control).
    """

    test: str
    title: str
    tried: str
    expected: str
    seen: str
    meaning: str
    cannot_see: str
    outcome: Outcome
    numbers: dict[str, float] = field(default_factory=dict)
    draws: tuple[float, ...] = ()
    measured: Measured | None = None
    variable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefutationReport:
    """All attacks on one estimate. ``verdict`` is the worst outcome in words that claim no more than that."""

    results: tuple[Refutation, ...]
    verdict: str
    summary: str
    seed: int
    data_sha256: str
    graph_sha256: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplicationResult:
    """One thing that the graph says of the data, and what the data say to it.

    ``a`` and ``b`` must not go together among rows alike in ``given``; ``missing_arrow`` (cause first), or a
    hidden common cause of the two, is what is missing from the graph if they do. ``p_adjusted`` is the p-value
    after Holm's correction for all that was tested; ``effect`` the partial association, −1 to 1 (without a
    sign for a category of three or more levels). All three are None where nothing was tested.
    """

    a: str
    b: str
    given: tuple[str, ...]
    missing_arrow: tuple[str, str]
    p_value: float | None
    p_adjusted: float | None
    effect: float | None
    n_obs: int
    outcome: Literal["not_contradicted", "contradicted", "not_run"]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCheck:
    """What the data say to a graph. They can contradict it and never confirm it.

    ``cut_short`` is True where the graph says more than was tested.
    """

    results: tuple[ImplicationResult, ...]
    n_tested: int
    cut_short: bool
    sentence: str
    level: float
    seed: int
    data_sha256: str
    graph_sha256: str

    @property
    def contradicted(self) -> tuple[ImplicationResult, ...]:
        """What the data contradict, the surest first."""
        found = [r for r in self.results if r.outcome == "contradicted"]
        return tuple(sorted(found, key=lambda r: (r.p_adjusted or 0.0, r.p_value or 0.0, r.a, r.b)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)
