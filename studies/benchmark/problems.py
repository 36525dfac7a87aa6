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
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from causal_core.errors import CausalError, CycleError, GraphError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query
from llm.checking import find_circle
from llm.schemas import VariableInfo, VariableKind

Edge = tuple[str, str]
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
        problems = _File.model_validate(content).graphs
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"])
        raise CausalError(
            f"The problem file is not in the benchmark's format: at {place or 'the top'}: {first['msg']}.",
            fix='It should hold {"graphs": [...]}, as the file that ships with Whyboard does.',
            where=place,
        ) from None
    except (ValueError, RecursionError):
        raise CausalError("The problem file is not JSON in UTF-8.", fix="Save it as plain JSON.") from None
    if not problems:
        raise CausalError("The problem file holds no problems.")
    ids = [problem.id for problem in problems]
    for problem in problems:
        if ids.count(problem.id) > 1:
            raise CausalError(f"Two problems are called “{problem.id}”.", where=problem.id)
        _check(problem)
    return problems


def _check(problem: Problem) -> None:
    """A graph without circles over known names, and a question about two of them that are measured."""
    names = problem.names
    for name in (problem.id, *names):
        if not name or any("\ud800" <= sign <= "\udfff" for sign in name):
            raise GraphError(
                f"In problem “{problem.id.encode('utf-8', 'replace').decode()}” there is a name without letters, "
                "or one that is not text.",
                fix="Give every problem and every variable a name.",
            )
    for name in (
        problem.treatment,
        problem.outcome,
        *(end for edge in problem.expected_edges for end in edge),
    ):
        if name not in names:
            raise GraphError(
                f"In problem “{problem.id}” “{name}” is not among the variables.", where=problem.id
            )
    if len(set(names)) < len(names):
        raise GraphError(f"In problem “{problem.id}” two variables have one name.", where=problem.id)
    if problem.treatment == problem.outcome or {problem.treatment, problem.outcome} & set(problem.hidden):
        raise GraphError(
            f"In problem “{problem.id}” treatment and outcome must be two variables that are in the data.",
            where=problem.id,
        )
    circle = find_circle(problem.expected_edges)
    if circle:
        error = CycleError(circle)
        raise GraphError(f"In problem “{problem.id}”: {error.message}", fix=error.fix, where=problem.id)
