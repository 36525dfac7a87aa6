"""What was computed of one result, as a text about it may say it: numbers, names and the rung of the ladder.

Values are in the unit in which they are shown (a difference of risks in 100, not as a share).

>>> effect = Quantity(what="effect", value=3.393, unit="kg", role="adjusted", signed=True)
>>> interval = Interval(low=2.397, high=4.389, unit="kg", role="adjusted")
>>> facts = Facts(
...     rung="done", treatment="quit", outcome="weight", names={"quit": "", "weight": ""},
...     quantities=(effect,), intervals=(interval,), level=0.95, sentences=("…",),
... )
>>> facts.leaves_room("adjusted"), facts.direction("adjusted")
(False, 1)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["adjusted", "seen"]
Kind = Literal["difference", "ratio", "risk", "mean", "rows", "columns", "std_error"]
Rung = Literal["seen", "done", "imagined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One computed number.

    ``unit`` is ``"in 100"`` for risks and their differences, else the outcome's own, else empty. ``arm`` says
    to which side of the comparison a risk or mean belongs; ``rows`` says which rows are counted.
    """

    what: str
    value: float
    unit: str = ""
    role: Role = "adjusted"
    kind: Kind = "difference"
    signed: bool = False
    arm: Literal["", "treated", "control"] = ""
    rows: Literal["", "used", "left_out", "all", "treated", "control"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The interval of the effect, or of the difference that is seen."""

    low: float
    high: float
    unit: str = ""
    role: Role = "adjusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a text about a result may use.

    Parameters
    ----------
    names : mapping
        The study's variables with their meanings.
    sentences : tuple of str
        The built-in text: shown in place of a text that does not pass.
    known_text : str
        Other text of the study, such as the question, whose words may be used.
    who : str
        Among whom; may hold numbers, and is let through as a whole.
    checks : tuple of str
        What was looked at and how it came out, without numbers.
    hidden_cause : str
        How strong a hidden cause would have to be, in sentences; empty where that was not worked out.
    null : float
        The value of "no effect": 0 for differences, 1 for ratios.
    """

    rung: Rung
    treatment: str
    outcome: str
    names: Mapping[str, str]
    quantities: tuple[Quantity, ...]
    intervals: tuple[Interval, ...]
    level: float
    sentences: tuple[str, ...]
    treated: str = ""
    control: str = ""
    outcome_yes: str = ""
    unit: str = ""
    adjusted_for: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    hidden_cause: str = ""
    known_text: str = ""
    who: str = ""
    null: float = 0.0

    @property
    def text(self) -> str:
        """The built-in text as one."""
        return " ".join(self.sentences)

    def interval(self, role: Role) -> Interval | None:
        """The interval of that role."""
        return next((i for i in self.intervals if i.role == role), None)

    def leaves_room(self, role: Role) -> bool:
        """Whether the interval leaves room for no effect."""
        found = self.interval(role)
        return found is not None and found.low <= self.null <= found.high

    def direction(self, role: Role) -> int:
        """1, −1 or 0: which way the effect (or what is seen) points."""
        value = next((q.value for q in self.quantities if q.role == role and q.signed), self.null)
        return (value > self.null) - (value < self.null)

    def to_dict(self) -> dict[str, Any]:
        """What is told to a model: texts and formatted numbers."""
        from causal_core.words import number

        return {
            "may_say_cause": self.rung == "done",
            "among": self.who,
            "cause": self.treatment,
            "compared": {"value": self.treated, "instead_of": self.control}
            if self.treated
            else "one unit more",
            "outcome": self.outcome,
            "outcome_counted": self.outcome_yes,
            "names": dict(self.names),
            "adjusted_for": list(self.adjusted_for),
            "numbers": [{"what": q.what, "value": number(q.value), "unit": q.unit} for q in self.quantities],
            "intervals": [
                {
                    "of": "the effect, adjusted"
                    if i.role == "adjusted"
                    else "what is seen without adjusting",
                    "from": number(i.low),
                    "to": number(i.high),
                    "unit": i.unit,
                    "level": f"{100 * self.level:g} %",
                }
                for i in self.intervals
            ],
            "leaves_room_for_no_effect": self.leaves_room("adjusted"),
            "built_in_text": list(self.sentences),
            "assumptions": list(self.assumptions),
            "missing_for_a_causal_sentence": list(self.missing),
            "looked_at": list(self.checks),
        }
