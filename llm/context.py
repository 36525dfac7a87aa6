"""What a model is told, and the exact text of it before it is sent.

Sent by default: the problem text as typed, and of each variable its name, meaning, kind, the share of missing
values, of a category how many different values it has, and, of a number, a range that ends beyond its smallest and
largest value: no end of it is a value of a row, and several values lead to the same end. Nothing is said of the
range, or of how many are missing, where fewer than ten rows have a value. Never sent: rows. Only on consent: the
values of categories with their counts, and mean and spread; values seen in fewer than ten rows are left out even
then, and where they are fewer than ten together, the other counts are rounded to tens.

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
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
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
MAX_DIGITS = 15  # longer numbers are written with a power of ten
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
    if variable.minimum is not None and variable.maximum is not None and _may_tell_range(variable):
        out["range"] = f"about {_outwards(variable.minimum, -1)} to {_outwards(variable.maximum, 1)}"
    if variable.n_distinct is not None and variable.kind == "category":
        out["different_values"] = variable.n_distinct
    if variable.n_missing is not None and variable.n_rows:
        out["missing"] = _missing(variable.n_missing, variable.n_rows)
    if consent:
        out |= _on_consent(variable)
    return out


def _may_tell_range(variable: VariableInfo) -> bool:
    """One value or two, codes and a handful of rows have no range but their values themselves."""
    if variable.kind in ("binary", "category") or (variable.n_distinct or SMALL_CELL) <= 2:
        return False
    return variable.n_rows is None or variable.n_rows - (variable.n_missing or 0) >= SMALL_CELL


def _missing(count: int, rows: int) -> str:
    if count and rows < SMALL_CELL:
        return "some"
    share = 100 * count / rows
    return "below 1%" if 0 < share < 1 else "above 99%" if 99 < share < 100 else f"{share:.0f}%"


def _on_consent(variable: VariableInfo) -> dict[str, Any]:
    out: dict[str, Any] = {}
    frequent = sorted(
        (level for level in variable.levels if level.count >= SMALL_CELL), key=lambda v: (-v.count, v.name)
    )[:MAX_LEVELS]
    if frequent:
        hidden = sum(level.count for level in variable.levels if level.count < SMALL_CELL)
        to = (
            -1 if 0 < hidden < SMALL_CELL else None
        )  # to tens: the rest of all rows would tell how many are left out
        out["values"] = {level.name[:60]: round(level.count, to) for level in frequent}
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
    """A round number beyond ``value``, below it for ``way`` −1 and above it for +1: never ``value`` itself.

    Two figures; of a value that has no more than two itself, the next five of the second one, so that the end does
    not give the value away. Zero stays zero: that nothing is negative is said of the kind of number, not of a row.

    >>> _outwards(2.53, -1), _outwards(2.5, -1), _outwards(1230.0, 1), _outwards(97.0, 1), _outwards(0.0, -1)
    ('2.5', '2.0', '1,300', '100', '0')
    """
    if not math.isfinite(value) or value == 0:
        return "0" if value == 0 else "unbounded"
    exact = Decimal(repr(value))
    step = Decimal(1).scaleb(exact.adjusted() - 1)
    if exact == exact.to_integral_value():
        step = max(step, Decimal(1))
    if exact % step == 0:
        step *= 5
    whole = (exact / step).to_integral_value(ROUND_FLOOR if way < 0 else ROUND_CEILING)
    beyond = (whole + way if whole * step == exact else whole) * step
    if beyond == 0:
        return "0"
    return f"{beyond:,f}" if abs(beyond.adjusted()) < MAX_DIGITS else f"{beyond:e}"


def _figures(value: float) -> float:
    return float(f"{value:.3g}")


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
