"""Reading what a model wrote: the JSON in it, and its words as plain, short, harmless text.

>>> last_object('<think>{"draft": 1}</think> Here it is: ```json\\n{"arrows": []}\\n```', needs="arrows")
{'arrows': []}
>>> plain("smokers\\x1b[31m \\u202eearn\\n less", limit=80)
'smokers[31m earn less'
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

MAX_STARTS = 400  # places in one answer where an object is looked for
_TAG = re.compile(r"<(/?)(?:think(?:ing)?|reasoning)>", re.IGNORECASE)
_LOOSE_COMMA = re.compile(r",(\s*[}\]])")
_JOINERS = "\u200c\u200d"  # written between letters in Persian and Indian scripts


def last_object(text: str, *, needs: str) -> dict[str, Any] | None:
    """The last object that has the key ``needs``: what comes before is drafts, or the question again.

    Thinking aloud is left out, an object wrapped in one key (``{"answer": {...}}``) is taken out of its
    wrapping, and commas before a closing bracket are forgiven.
    """
    bare = _without_thinking(text)
    for version in (bare, _LOOSE_COMMA.sub(r"\1", bare)):
        value: dict[str, Any]
        for value in reversed(_objects(version)):
            if needs in value:
                return value
            inner = [v for v in value.values() if isinstance(v, dict) and needs in v]
            if len(value) == 1 and inner:
                return inner[0]
    return None


def _without_thinking(text: str) -> str:
    """What is left without thinking aloud, also where only its end is marked; an unclosed mark stays.

    One walk over the marks: what a model sends may be all marks, so nothing here may take longer than the
    text is long.
    """
    kept: list[str] = []
    after, opened = 0, -1
    for mark in _TAG.finditer(text):
        if mark.group(1):
            if opened < 0:
                kept.clear()
            after, opened = mark.end(), -1
        elif opened < 0:
            kept.append(text[after : mark.start()])
            opened = mark.start()
    kept.append(text[opened if opened >= 0 else after :])
    return "".join(kept)


def _objects(text: str) -> list[dict[str, Any]]:
    """All JSON objects in a text that are not inside another one, in order."""
    decoder = json.JSONDecoder()
    found: list[dict[str, Any]] = []
    at = text.find("{")
    for _ in range(MAX_STARTS):
        if at < 0:
            break
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            found.append(value)
        at = text.find("{", end)
    return found


def plain(text: object, *, limit: int) -> str:
    """One line of plain text: no control, direction or invisible signs, no more than ``limit`` letters."""
    if not isinstance(text, str):
        return "" if text is None else plain(str(text), limit=limit)
    kept = (c if _shows(c) else " " if c in "\t\n\r\v\f\x85\u2028\u2029" else "" for c in text[: 20 * limit])
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _shows(c: str) -> bool:
    return c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
