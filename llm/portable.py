"""A JSON schema in the subset that every server's structured output understands.

References are written out, every property is required, nothing more is allowed, and the keywords that
servers refuse are left out (OpenAI's strict mode, llama.cpp's grammars, vLLM's and LM Studio's engines
each refuse others).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

MAX_ENUM = 250  # OpenAI's strict mode: above this many, the values' total length is limited as well
_REFUSED = frozenset(
    (
        *("title", "description", "default", "examples", "pattern", "format"),
        *("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("minItems", "maxItems", "uniqueItems"),
    )
)


def portable_schema(
    shape: type[BaseModel], enums: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """The schema of ``shape``; properties named in ``enums`` may only take the values listed there.

    The values are allowed where the property is text or a list of text. The model is told them twice,
    in the schema and in the message: what it answers is checked all the same.
    """
    schema = shape.model_json_schema()
    definitions = schema.pop("$defs", {})
    allowed = {name: list(values) for name, values in (enums or {}).items() if 0 < len(values) <= MAX_ENUM}
    result: dict[str, Any] = _rewrite(schema, definitions, allowed)
    return result


def _rewrite(node: Any, definitions: Mapping[str, Any], allowed: Mapping[str, list[str]]) -> Any:
    if isinstance(node, list):
        return [_rewrite(item, definitions, allowed) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = copy.deepcopy(definitions[node["$ref"].rsplit("/", 1)[-1]])
        return _rewrite(target, definitions, allowed)
    out = {
        k: _rewrite(v, definitions, allowed) for k, v in node.items() if k not in _REFUSED | {"properties"}
    }
    if "properties" in node:
        out["properties"] = {
            name: _with_enum(_rewrite(value, definitions, allowed), allowed.get(name))
            for name, value in node["properties"].items()
        }
    if out.get("type") == "object":
        if not out.get("properties"):
            raise TypeError("a free-form object is not portable: use a list of pairs")
        out["required"] = list(out["properties"])
        out["additionalProperties"] = False
    if "const" in out:
        out["enum"] = [out.pop("const")]
    return out


def _with_enum(node: dict[str, Any], values: list[str] | None) -> dict[str, Any]:
    if values is None:
        return node
    if "anyOf" in node:
        return {**node, "anyOf": [_with_enum(option, values) for option in node["anyOf"]]}
    if node.get("type") == "array":
        return {**node, "items": _with_enum(node["items"], values)}
    return {**node, "enum": values} if node.get("type") == "string" else node
