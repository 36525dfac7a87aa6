"""What is wrong with a file of problems, in one sentence: which problem, which field, what it should hold.

>>> fault = not_json(b'{"graphs": [')
>>> fault.message
'The problem file is not JSON: line 1, column 13: Expecting value.'
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from causal_core.errors import CausalError, GraphError
from llm.reading import plain

NAME_LETTERS = 80  # of a name from the file that a sentence shows
FORMAT = 'The file holds {"graphs": [...]}, as the one that ships with Whyboard does.'
SHOULD_BE = {
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list [...]",
    "model_type": "must be an object {...}",
}
ARROW = 'each arrow must be a pair of names, ["cause", "effect"]'


def shown(name: str) -> str:
    """A name from the file as a sentence shows it: one line, without control signs, cut where it is long."""
    return f"“{plain(name.encode('utf-8', 'replace').decode(), limit=NAME_LETTERS)}”"


def not_json(raw: bytes) -> CausalError:
    """Why these bytes are no JSON text, with the place."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return CausalError(
            f"The problem file is not text in UTF-8 (byte {error.start + 1}).",
            fix="Save it as JSON in UTF-8.",
        )
    if not text.strip():
        return CausalError("The problem file is empty.", fix=FORMAT)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        why = f"line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        why = "it is nested too deep"
    except ValueError:
        why = "a number in it has too many digits"
    return CausalError(f"The problem file is not JSON: {why}.", fix="Save it as plain JSON.")


def not_in_the_format(error: ValidationError, content: object) -> CausalError:
    """The first place where the file is not in the format, said by problem and field."""
    first = error.errors()[0]
    place, kind = first["loc"], first["type"]
    if not place:
        return CausalError("The problem file must be an object {...} with “graphs” in it.", fix=FORMAT)
    if len(place) == 1:
        return CausalError(f"In the problem file, {_said(('graphs',), kind, first['msg'])}.", fix=FORMAT)
    problem, field = _problem(content, int(place[1])), place[2:]
    if not field:
        return GraphError(f"In the problem file, {problem} must be an object {{...}}.", fix=FORMAT)
    return GraphError(f"In {problem}, {_said(field, kind, first['msg'])}.", where=problem)


def _problem(content: object, number: int) -> str:
    """A problem by its id, and by its place in the file where it has none."""
    graphs = content.get("graphs") if isinstance(content, Mapping) else None
    graph = graphs[number] if isinstance(graphs, Sequence) else None
    name = graph.get("id") if isinstance(graph, Mapping) else None
    return (
        f"problem {shown(name)}" if isinstance(name, str) and name.strip() else f"problem number {number + 1}"
    )


def _said(field: Sequence[str | int], kind: str, message: str) -> str:
    name, *inside = field
    place = f"“{name}”"
    if inside:
        place += f", item {int(inside[0]) + 1}"
    if str(name).endswith("_edges") and inside:
        return f"{place}: {ARROW}"
    if inside[1:]:
        place += f": “{inside[1]}”"
    return f"{place} is missing" if kind == "missing" else f"{place} {SHOULD_BE.get(kind, message)}"
