"""The problems of the benchmark: a described study with the graph that is expected of it.

A file holds ``{"graphs": [...]}``. Each problem names its variables, treatment and outcome, the
``expected_edges``, those that may be drawn or not (``optional_edges``), those whose direction is a matter
of taste (``reversible_edges``), those that are plainly wrong (``forbidden_edges``), and how likely a model
has read the graph in its training (``memorisation_risk``).

>>> problem = built_in()[0]
>>> problem.id, problem.treatment, problem.truth.directed[0]
('asia', 'smoking', ('bronchitis', 'dyspnoea'))
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from causal_core.errors import CausalError, CycleError, GraphError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query
from llm.checking import find_circle
from llm.schemas import VariableInfo, VariableKind
from studies.benchmark.problem_faults import not_in_the_format, not_json, shown

Edge = tuple[str, str]
ARROW_FIELDS = ("expected_edges", "optional_edges", "reversible_edges", "forbidden_edges")
DEFAULT_FILE = "llm_graph_benchmark.json"
KINDS: dict[str, VariableKind] = {
    "binary": "binary",
    "numeric": "number",
    "number": "number",
    "categorical": "category",
    "ordinal": "category",
    "category": "category",
    "time": "time",
}


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_left_out(cls, given: object) -> object:
        """A field that is null counts as one that is not there."""
        if isinstance(given, Mapping):
            return {name: value for name, value in given.items() if value is not None}
        return given


class ProblemVariable(_Read):
    """One variable of a problem."""

    id: str
    label: str = ""
    description: str = ""
    type: str = ""
    observed: bool = True


class Problem(_Read):
    """One described study and the graph expected of it."""

    id: str
    problem_text: str = ""
    question: str = ""
    variables: tuple[ProblemVariable, ...]
    treatment: str
    outcome: str
    expected_edges: tuple[Edge, ...]
    optional_edges: tuple[Edge, ...] = ()
    reversible_edges: tuple[Edge, ...] = ()
    forbidden_edges: tuple[Edge, ...] = ()
    memorisation_risk: str = "unknown"

    @property
    def names(self) -> tuple[str, ...]:
        """The variables' names, in the file's order."""
        return tuple(variable.id for variable in self.variables)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The variables that are not in the data."""
        return tuple(variable.id for variable in self.variables if not variable.observed)

    @cached_property
    def truth(self) -> CausalGraph:
        """The expected graph; what is not in the data is latent."""
        return CausalGraph(nodes=self.names, directed=self.expected_edges, latent=self.hidden)

    @property
    def query(self) -> Query:
        """What is asked of the graph."""
        return Query(self.treatment, self.outcome)

    @property
    def infos(self) -> tuple[VariableInfo, ...]:
        """What an assistant is told of the variables."""
        return tuple(
            VariableInfo(
                name=v.id,
                meaning=". ".join(
                    text.strip().rstrip(".") for text in (v.label, v.description) if text.strip()
                ),
                kind=KINDS.get(v.type, "unknown"),
                measured=v.observed,
            )
            for v in self.variables
        )

    @property
    def text(self) -> str:
        """The problem in words, with its question."""
        return " ".join(part.strip() for part in (self.problem_text, self.question) if part.strip())


class _File(_Read):
    graphs: tuple[Problem, ...]


def built_in() -> tuple[Problem, ...]:
    """The problems that ship with Whyboard."""
    return read_problems(files("assets.benchmark").joinpath(DEFAULT_FILE).read_bytes())


def read_problems(raw: bytes) -> tuple[Problem, ...]:
    """The problems of a file, checked.

    Raises
    ------
    CausalError
        The file is not in the format, with the place; a ``GraphError`` where a graph is not one.
    """
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise not_json(raw) from None
    try:
        problems = _File.model_validate(content).graphs
    except ValidationError as error:
        raise not_in_the_format(error, content) from None
    if not problems:
        raise CausalError("The problem file holds no problems.", fix="Put at least one into “graphs”.")
    twice = _twice(problem.id for problem in problems)
    if twice is not None:
        raise CausalError(f"Two problems have the id {shown(twice)}.", fix="Give each its own.")
    for problem in problems:
        _check(problem)
    return problems


def _twice(names: Iterable[str]) -> str | None:
    """The name that is given more than once; None where there is none."""
    return next((name for name, times in Counter(names).items() if times > 1), None)


def _check(problem: Problem) -> None:
    """A graph without circles over known names, and a question about two of them that are measured.

    Raises
    ------
    GraphError
        With the problem and the field in which something is wrong.
    """
    names = dict.fromkeys(problem.names)
    for field, name in (("id", problem.id), *(("variables", name) for name in problem.names)):
        if not name.strip() or any("\ud800" <= sign <= "\udfff" for sign in name):
            raise _fault(
                problem,
                f"“{field}” holds a name without letters, or one that is not text",
                "Give every problem and every variable a name.",
            )
    twice = _twice(problem.names)
    if twice is not None:
        raise _fault(problem, f"“variables” has two of the id {shown(twice)}", "Give each its own.")
    for field in ("treatment", "outcome"):
        name = getattr(problem, field)
        if name not in names:
            raise _not_listed(problem, field, name)
        if name in problem.hidden:
            raise _fault(
                problem,
                f"“{field}” is {shown(name)}, which is not observed",
                "Treatment and outcome must be two variables that are in the data.",
            )
    if problem.treatment == problem.outcome:
        raise _fault(
            problem,
            f"“treatment” and “outcome” are both {shown(problem.outcome)}",
            "They must be two variables that are in the data.",
        )
    for field in ARROW_FIELDS:
        for edge in getattr(problem, field):
            for end in edge:
                if end not in names:
                    raise _not_listed(problem, field, end)
            if edge[0] == edge[1]:
                raise _fault(
                    problem, f"“{field}” has an arrow from {shown(edge[0])} to itself", "Take it out."
                )
    _check_together(problem)


def _check_together(problem: Problem) -> None:
    """No circle among what is expected, and nothing both expected and forbidden."""
    circle = find_circle(problem.expected_edges)
    if circle:
        way = " → ".join(shown(name) for name in circle)
        raise _fault(problem, f"“expected_edges” go round in a circle, {way}", CycleError(circle).fix)
    for edge in problem.expected_edges:
        if edge in problem.forbidden_edges:
            arrow = f"{shown(edge[0])} → {shown(edge[1])}"
            raise _fault(
                problem,
                f"the arrow {arrow} is in “expected_edges” and in “forbidden_edges”",
                "Take it out of one of them.",
            )


def _not_listed(problem: Problem, field: str, name: str) -> GraphError:
    called = [v.id for v in problem.variables if v.label and v.label == name]
    fix = f"It is the label of {shown(called[0])}: write the id." if called else "Write the id of a variable."
    return _fault(problem, f"“{field}” names {shown(name)}, which is not among the variables", fix)


def _fault(problem: Problem, what: str, fix: str) -> GraphError:
    return GraphError(f"In problem {shown(problem.id)}, {what}.", fix=fix, where=problem.id)
