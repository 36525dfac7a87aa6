"""A study: everything a person said, drew and got, as one frozen document.

A study never holds data, only the hash of the data. Every change makes a new study; the store keeps each
as a version. Results carry the fingerprint of what they were computed from, so that a stale result is
seen to be stale.

>>> study = Study(title="Does training raise earnings?")
>>> study.graph_nodes()
()
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query
from causal_core.table.header import NAMES
from llm.template import Answer, OutcomeFirst

FORMAT: Literal["whyboard-study"] = "whyboard-study"
FORMAT_VERSION = 1

VariableKind = Literal["binary", "category", "number", "time"]
Timing = Literal["before", "after", "unknown"]
ArrowStatus = Literal["proposed", "accepted", "rejected", "unsure"]
Confidence = Literal["low", "medium", "high"]


class Document(BaseModel):
    """Base of every part: frozen, nothing unknown allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Document):
    """Who, which cause, which outcome; ``confirmed`` once the person has said so."""

    text: str = ""
    who: str = ""
    treatment: str = ""
    outcome: str = ""
    treated: str | None = None
    control: str | None = None
    success: str | None = None
    unit: str = ""
    confirmed: bool = False


class StudyVariable(Document):
    """One variable of the study and what is known of it."""

    name: str = Field(min_length=1)
    column: str | None = None
    meaning: str = ""
    kind: VariableKind | None = None
    unit: str = ""
    measured: bool = True
    timing: Timing = "unknown"
    randomised: bool = False
    selected: bool = False  # only rows with some value of it came into the data


class Arrow(Document):
    """``cause → effect`` with its reason, where it came from and whether it stands.

    ``confidence`` and ``wrong_if`` are what whoever proposed it said of how sure it is, and of what would
    make it wrong; None and empty where nobody said.
    """

    cause: str
    effect: str
    reason: str = ""
    source: str = "user"
    status: ArrowStatus = "accepted"
    confidence: Confidence | None = None
    wrong_if: str = ""


class HiddenCause(Document):
    """Something not measured that moves both ``a`` and ``b``."""

    a: str
    b: str
    reason: str = ""
    source: str = "user"
    status: ArrowStatus = "accepted"
    confidence: Confidence | None = None
    wrong_if: str = ""


class Guided(Document):
    """What the person answered in guided mode: rules ask, the graph that follows is drawn from this.

    ``answers`` has one word of :data:`llm.template.Answer` a variable that was answered, ``acts_on`` what
    variables that are not measured act on directly. ``hidden`` is what else acts on both cause and outcome:
    empty where the person says that nothing does, None where nobody knows; it counts once ``hidden_asked``.
    ``outcome_first`` is whether the outcome was settled first and helped to decide the cause.
    """

    answers: dict[str, Answer] = Field(default_factory=dict)
    acts_on: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    hidden: tuple[str, ...] | None = None
    hidden_asked: bool = False
    outcome_first: OutcomeFirst | None = None

    def followed(self, renamed: Mapping[str, str], kept: Collection[str]) -> Guided:
        """The same answers after variables were renamed, and without those that are gone."""

        def now(names: Iterable[str]) -> dict[str, str]:
            return {n: renamed.get(n, n) for n in names if renamed.get(n, n) in kept}

        return self.model_copy(
            update={
                "answers": {new: self.answers[old] for old, new in now(self.answers).items()},
                "acts_on": {
                    new: tuple(now(self.acts_on[old]).values()) for old, new in now(self.acts_on).items()
                },
            }
        )


class DataRef(Document):
    """Which bytes, read how. The bytes themselves are in the store."""

    name: str
    sha256: str
    n_rows: int
    n_columns: int
    repairs: tuple[str, ...] = ()
    counts_column: str | None = None

    def of_results(self) -> dict[str, Any]:
        """What results depend on: all of it, but not that somebody confirmed the names as names."""
        kept = self.model_dump()
        return kept | {"repairs": tuple(r for r in self.repairs if r != NAMES.id)}


class StoredResult(Document):
    """A result as plain values, with the fingerprint of what it was computed from."""

    fingerprint: str
    value: dict[str, Any]


class Stand(Document):
    """Who stands by what is *not* drawn in a graph, for the graph with this hash and no other.

    ``missing`` has the arrows and ``shared`` the hidden common causes that were on the list,
    ``not_both`` the variables that are not a cause of both sides, and ``carried`` what was assumed because nobody
    knew; ``whole`` is the whole graph, whatever the list.
    """

    graph_sha256: str
    source: str = "user"
    missing: tuple[tuple[str, str], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    not_both: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    whole: bool = False


class Study(Document):
    """The whole document. ``id`` never changes; everything else makes a new version."""

    format: Literal["whyboard-study"] = FORMAT
    format_version: int = FORMAT_VERSION
    id: str = Field(default_factory=lambda: uuid4().hex)
    title: str = ""
    example: str | None = None
    question: Question = Question()
    data: DataRef | None = None
    variables: tuple[StudyVariable, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    hidden: tuple[HiddenCause, ...] = ()
    positions: dict[str, tuple[float, float]] = Field(default_factory=dict)
    adjustment_choice: tuple[str, ...] | None = None
    method: str | None = None
    assumed: tuple[str, ...] = ()
    stands_by: Stand | None = None
    guided: Guided = Guided()
    dismissed: tuple[str, ...] = ()  # objections of an assistant that the person turned down
    estimate: StoredResult | None = None
    refutation: StoredResult | None = None
    graph_check: StoredResult | None = None

    def graph_nodes(self) -> tuple[str, ...]:
        """Every variable's name, sorted."""
        return tuple(sorted(v.name for v in self.variables))

    def variable(self, name: str) -> StudyVariable | None:
        """The variable of that name, or None."""
        return next((v for v in self.variables if v.name == name), None)

    def graph(self) -> CausalGraph:
        """The causal graph of all that is accepted; rejected and open proposals are not in it.

        Neither is a variable that is not measured, not asked about and has no accepted arrow: it says nothing.

        Raises
        ------
        GraphError
            A cycle, a self-loop, or an arrow to a variable that is not in the study.
        """
        return CausalGraph(
            [v.name for v in self.variables if v.measured or v.name in self._ends()],
            directed=[(a.cause, a.effect) for a in self.arrows if a.status == "accepted"],
            bidirected=[(h.a, h.b) for h in self.hidden if h.status == "accepted"],
            latent=[v.name for v in self.variables if not v.measured and v.name in self._ends()],
        )

    def selected(self) -> tuple[str, ...]:
        """What the rows were chosen by, of the variables that the graph has, sorted."""
        ends = self._ends()
        return tuple(sorted(v.name for v in self.variables if v.selected and (v.measured or v.name in ends)))

    def _ends(self) -> set[str]:
        """The variables that have an accepted arrow or are asked about."""
        ends = {self.question.treatment, self.question.outcome}
        ends |= {end for a in self.arrows if a.status == "accepted" for end in (a.cause, a.effect)}
        return ends | {end for h in self.hidden if h.status == "accepted" for end in (h.a, h.b)}

    def query(self) -> Query:
        """The question as the core takes it.

        Raises
        ------
        QueryError
            The cause or the outcome is not chosen yet, or they are the same.
        """
        return Query(
            treatment=self.question.treatment,
            outcome=self.question.outcome,
            treated=self.question.treated,
            control=self.question.control,
        )

    def fingerprint(self) -> str:
        """Hash of everything that is in a result: what it was computed from, and what is kept of its words.

        An estimate keeps its unit, and its assumptions with where each came from: so the outcome's unit, whether
        a lottery decided the cause, what the rows were chosen by, what is carried along unknown, and whether a model
        proposed an arrow count as well. What is only read when a sentence is shown (who it is about, meanings,
        reasons, the title) does not, nor when a variable was settled: that helps to draw arrows, and the arrows
        count. Neither does a variable that is not measured and has no accepted arrow: a proposal brings such, and
        decides nothing.
        """
        cause, outcome = (self.variable(n) for n in (self.question.treatment, self.question.outcome))
        accepted = [a for a in self.arrows if a.status == "accepted"]
        ends = self._ends()
        parts = {
            "arrows": sorted((a.cause, a.effect) for a in accepted),
            "by_model": any(a.source.startswith("model:") for a in accepted),
            "hidden": sorted(sorted((h.a, h.b)) for h in self.hidden if h.status == "accepted"),
            "variables": sorted(
                (v.name, v.column, v.kind, v.measured) for v in self.variables if v.measured or v.name in ends
            ),
            "question": self.question.model_dump(
                include={"treatment", "outcome", "treated", "control", "success"}
            ),
            "data": self.data.of_results() if self.data else None,
            "choice": self.adjustment_choice,
            "method": self.method,
            "unit": self.question.unit or (outcome.unit if outcome is not None else ""),
            "by_lottery": cause is not None and cause.randomised,
            "assumed": self.assumed,
            **({"selected": self.selected()} if self.selected() else {}),  # absent in what was kept before
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def graph_fingerprint(self) -> str:
        """Hash of what a check of the graph against the data depends on: both, and how the data are read.

        Choices of method, of what to adjust for and of which values are compared make no difference to it.
        """
        parts = {
            "arrows": sorted((a.cause, a.effect) for a in self.arrows if a.status == "accepted"),
            "hidden": sorted(sorted((h.a, h.b)) for h in self.hidden if h.status == "accepted"),
            "variables": sorted(
                (v.name, v.column, v.kind, v.measured)
                for v in self.variables
                if v.measured or v.name in self._ends()
            ),
            "read": (self.question.outcome, self.question.success) if self.question.success else None,
            "data": self.data.of_results() if self.data else None,
            **({"selected": self.selected()} if self.selected() else {}),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def graph_check_is_current(self) -> bool:
        """True when the graph was checked against the data and neither has changed since."""
        return self.graph_check is not None and self.graph_check.fingerprint == self.graph_fingerprint()

    def estimate_is_current(self) -> bool:
        """True when there is an estimate and nothing it depends on has changed since."""
        return self.estimate is not None and self.estimate.fingerprint == self.fingerprint()

    def refutation_is_current(self) -> bool:
        """True when there are stress tests and nothing they depend on has changed since."""
        return self.refutation is not None and self.refutation.fingerprint == self.fingerprint()
