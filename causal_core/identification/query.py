"""The question: which cause, which outcome, which kind of effect, among whom.

>>> Query(treatment="smoking", outcome="cancer").treatments
('smoking',)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from causal_core.errors import QueryError

Kind = Literal["ate", "att", "atc", "cate", "distribution", "cde", "nde", "nie", "path"]
KINDS: tuple[str, ...] = get_args(Kind)
Value = str | int | float | bool


@dataclass(frozen=True)
class Query:
    """A causal question about one graph and one table.

    Parameters
    ----------
    treatment, outcome : str or tuple of str
        The cause or causes set, and the variable or variables looked at.
    kind : str
        One of ``ate att atc cate distribution cde nde nie path``.
    treated, control : value, optional
        The two treatment values compared; the effect is *treated minus control*. Left out, a treatment
        with two values compares the larger (or "yes") with the smaller, and a number is compared
        one unit apart.
    given : tuple of str
        Variables conditioned on (after the intervention, as in IDC).
    mediators : tuple of str
        The variables on the way, for ``cde nde nie path``.
    rows : str, optional
        The name of a subset of rows, carried along and shown; the core does not interpret it.

    Raises
    ------
    QueryError
        No treatment or outcome, a variable in two places, or an unknown kind.
    """

    treatment: str | tuple[str, ...]
    outcome: str | tuple[str, ...]
    kind: str = "ate"
    treated: Value | None = None
    control: Value | None = None
    given: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    rows: str | None = None

    def __init__(
        self,
        treatment: str | tuple[str, ...],
        outcome: str | tuple[str, ...],
        *,
        kind: str = "ate",
        treated: Value | None = None,
        control: Value | None = None,
        given: tuple[str, ...] | list[str] | str = (),
        mediators: tuple[str, ...] | list[str] | str = (),
        rows: str | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "treatment", treatment if isinstance(treatment, str) else tuple(treatment))
        put(self, "outcome", outcome if isinstance(outcome, str) else tuple(outcome))
        put(self, "kind", kind)
        put(self, "treated", treated)
        put(self, "control", control)
        put(self, "given", (given,) if isinstance(given, str) else tuple(given))
        put(self, "mediators", (mediators,) if isinstance(mediators, str) else tuple(mediators))
        put(self, "rows", rows)
        self._check()

    @property
    def treatments(self) -> tuple[str, ...]:
        """The treatments as a tuple, in the order given."""
        return (self.treatment,) if isinstance(self.treatment, str) else self.treatment

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes as a tuple, in the order given."""
        return (self.outcome,) if isinstance(self.outcome, str) else self.outcome

    def _check(self) -> None:
        if self.kind not in KINDS:
            raise QueryError(
                f"“{self.kind}” is not a kind of effect.",
                fix=f"Use one of: {', '.join(KINDS)}.",
                where="kind",
            )
        if not self.treatments or not self.outcomes or "" in self.treatments + self.outcomes:
            raise QueryError(
                "A question needs a cause and an outcome.", fix="Name the treatment and the outcome."
            )
        seen: dict[str, str] = {}
        for part, names in (
            ("cause", self.treatments),
            ("outcome", self.outcomes),
            ("condition", self.given),
            ("mediator", self.mediators),
        ):
            for name in names:
                if name in seen:
                    raise QueryError(
                        f"“{name}” is both the {seen[name]} and the {part} of the question."
                        if seen[name] != part
                        else f"“{name}” is named twice as the {part}.",
                        fix="Choose two different variables.",
                        where=name,
                    )
                seen[name] = part
