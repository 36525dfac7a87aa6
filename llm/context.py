"""What a model is told, and the exact text of it before it is sent.

Sent by default: the problem text as typed, and of each variable its name, meaning, kind, the share of
missing values and a range rounded outwards to two figures, so that no value of a row can be read off.
Never sent: rows. Only on consent: the values of categories with their counts, and mean and spread;
values seen in fewer than ten rows are left out even then.

Everything a person typed or a file holds travels as JSON in the user message: the instructions are the
system message alone.

>>> age = VariableInfo(name="age", kind="number", minimum=24.7, maximum=74.2, n_rows=200, n_missing=3)
>>> describe(age)
{'name': 'age', 'kind': 'number', 'in_the_data': True, 'range': 'about 24 to 75', 'missing': '2%'}
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from llm.answers import Form
from llm.errors import LlmError
from llm.portable import portable_schema
from llm.schemas import Level, VariableInfo

if TYPE_CHECKING:
    from causal_core.table.table import Table, Variable

F = TypeVar("F", bound=Form)
SMALL_CELL = 10  # the usual threshold in official statistics' disclosure rules
MAX_LEVELS = 12
MAX_TEXT = 8000  # letters of problem text: about 2,000 tokens
MAX_MEANING = 300
MAX_VARIABLES = 80  # above this, proposals in one go are longer than most models answer


@dataclass(frozen=True, slots=True)
class Task(Generic[F]):
    """One question for a model: the two messages, the form of the answer, and the form's main field."""

    prompt: str
    system: str
    user: str
    form: type[F]
    schema: dict[str, Any]
    needs: str

    @property
    def messages(self) -> tuple[dict[str, str], ...]:
        """The messages exactly as they are sent, whichever way the server takes the form."""
        return ({"role": "system", "content": self.system}, {"role": "user", "content": self.user})


def preview(task: Task[Any]) -> str:
    """The exact text that will be sent, for the person to read first.

    If the answer has faults one more message may follow: the model's own answer and the list of faults.
    """
    return as_text(task.messages)


def as_text(messages: Sequence[Mapping[str, str]]) -> str:
    """Messages as one text, each under its role."""
    return "\n\n".join(f"[{message['role']}]\n{message['content']}" for message in messages)


def build_task(
    prompt: str,
    data: Mapping[str, Any],
    form: type[F],
    *,
    needs: str,
    enums: Mapping[str, Sequence[str]] | None = None,
) -> Task[F]:
    """A task from a versioned prompt file, data and a form.

    Raises
    ------
    LlmError
        Of kind ``too_long``: the problem text or the list of variables is over the limit.
    """
    if len(str(data.get("problem", ""))) > MAX_TEXT:
        raise LlmError(
            "too_long", f"The problem text is longer than {MAX_TEXT} letters.", fix="Shorten it a little."
        )
    if len(data.get("variables", ())) > MAX_VARIABLES:
        raise LlmError(
            "too_long",
            f"There are more than {MAX_VARIABLES} variables, too many to ask a model about at once.",
            fix="Keep those that could matter for the question.",
        )
    schema = portable_schema(form, enums)
    text = resources.files("llm.prompts").joinpath(f"{prompt}.md").read_text(encoding="utf-8")
    shown = json.dumps(schema, ensure_ascii=False)
    return Task(
        prompt=prompt,
        system=_sendable(text.strip().replace("{schema}", shown)),
        user=_sendable(json.dumps(data, ensure_ascii=False, indent=1)),
        form=form,
        schema=schema,
        needs=needs,
    )


def describe(variable: VariableInfo, *, consent: bool = False) -> dict[str, Any]:
    """What is sent of one variable."""
    out: dict[str, Any] = {"name": variable.name}
    if variable.meaning:
        out["meaning"] = variable.meaning[:MAX_MEANING]
    out["kind"] = variable.kind
    out["in_the_data"] = variable.measured
    if variable.when != "unknown":
        out["settled"] = f"{variable.when} the treatment"
    if variable.by_lottery:
        out["decided_by_lottery"] = True
    if variable.minimum is not None and variable.maximum is not None and variable.kind != "category":
        out["range"] = f"about {_outwards(variable.minimum, -1)} to {_outwards(variable.maximum, 1)}"
    if variable.n_distinct is not None and variable.kind == "category":
        out["different_values"] = variable.n_distinct
    if variable.n_missing is not None and variable.n_rows:
        out["missing"] = f"{100 * variable.n_missing / variable.n_rows:.0f}%"
    if consent:
        out |= _on_consent(variable)
    return out


def _on_consent(variable: VariableInfo) -> dict[str, Any]:
    out: dict[str, Any] = {}
    frequent = sorted(
        (level for level in variable.levels if level.count >= SMALL_CELL), key=lambda v: (-v.count, v.name)
    )[:MAX_LEVELS]
    if frequent:
        out["values"] = {level.name[:60]: level.count for level in frequent}
    if len(frequent) < len(variable.levels):
        out["rarer_values_left_out"] = len(variable.levels) - len(frequent)
    enough = (variable.n_rows or 0) - (variable.n_missing or 0) >= SMALL_CELL
    if enough and variable.mean is not None and variable.std is not None:
        out["mean"], out["standard_deviation"] = _figures(variable.mean), _figures(variable.std)
    return out


def from_table(
    table: Table, *, meanings: Mapping[str, str] | None = None, values: bool = False
) -> tuple[VariableInfo, ...]:
    """The variables of a table; with ``values`` also the counts and means that consent allows to send.

    Without ``values`` no row is looked at and the cost does not depend on the number of rows.
    """
    out = []
    for variable in table.variables:
        info = VariableInfo(
            name=variable.name,
            meaning=(meanings or {}).get(variable.name, ""),
            kind=variable.kind,
            n_rows=table.n_rows,
            n_missing=variable.n_missing,
            n_distinct=variable.n_distinct,
            minimum=variable.minimum,
            maximum=variable.maximum,
        )
        out.append(info.model_copy(update=_values(table, variable)) if values else info)
    return tuple(out)


def _values(table: Table, variable: Variable) -> dict[str, Any]:
    column = table.frame[variable.name].dropna()
    if variable.kind == "number":
        return {"mean": float(column.mean()), "std": float(column.std())} if len(column) > 1 else {}
    counts = column.astype(str).value_counts().to_dict() if variable.levels else {}
    return {"levels": tuple(Level(name=str(k), count=int(n)) for k, n in counts.items())}


def _outwards(value: float, way: int) -> str:
    """``value`` in two figures, rounded down for ``way`` −1 and up for +1."""
    if not math.isfinite(value) or value == 0:
        return "0" if value == 0 else "unbounded"
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    if abs(value) < 10 and value == int(value):
        return str(int(value))
    rounded = (math.floor if way < 0 else math.ceil)(round(value / step, 9)) * step
    return f"{rounded:.2g}" if abs(rounded) < 1 else f"{rounded:,.0f}" if step >= 1 else f"{rounded:.1f}"


def _figures(value: float) -> float:
    return float(f"{value:.3g}")


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
