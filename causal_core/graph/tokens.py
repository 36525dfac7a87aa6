"""The signs and words of the text forms of a graph, and where each of them is.

Names with spaces stand in quotes. Straight ones are the form's own, with escapes; single and printed ones, as word
processors and R write them, are read too where they open and close a name.

>>> [t.text for t in tokens("“years of school” -> 'the wage'")][:3]
['“years of school”', '->', "'the wage'"]
>>> unquoted("“years of school”")
'years of school'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from causal_core.errors import GraphSyntaxError

_ARROW = "<->|->|<-|--|@-@|@->|<-@|[→←↔]"
_LONE = r"(?<=\s)[-–—~⇒⇐⇔⟶⟵⟷➔➜➝]+>?(?=\s)"  # read like the longer ones, to be told that they are no arrows
_ENDS = rf"(?=[\s;,{{}}\[\]=]|{_ARROW}|\Z)"  # what may follow a name
_OTHER_QUOTES = {"“": "”“", "„": "“”", "‘": "’‘", "‚": "‘’", "«": "»", "'": "'"}
_OTHERS = "|".join(rf"{a}[^\n{b}]+[{b}]{_ENDS}" for a, b in _OTHER_QUOTES.items())
_TOKEN = re.compile(
    rf"""(?P<space>[^\S\n]+|//[^\n]*|\#[^\n]*|/\*.*?\*/)
      | (?P<newline>\n)
      | (?P<quoted>"(?:\\.|[^"\\])*"|{_OTHERS})
      | (?P<arrow><-{{2,}}>?|-{{2,}}>|={{1,2}}>|<={{1,2}}>?|{_ARROW}|{_LONE})
      | (?P<sign>[;,{{}}\[\]=])
      | (?P<word>(?:(?!{_ARROW})[^\s;,{{}}\[\]="])+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One sign, word or quoted name: its kind, its text as written, and where it begins."""

    kind: str
    text: str
    at: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.at + len(self.text)


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """All that is not white space or a comment, and an end."""
    at = start
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise syntax_error(text, at, "This quoted name is never closed.", 'Put a " after the name.')
        kind = match.lastgroup or ""
        if kind != "space":
            yield Token(kind, match[0], at)
        at = match.end()
    yield Token("end", "", len(text))


def unquoted(text: str) -> str:
    """The name a token stands for."""
    if text.startswith('"'):
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), text[1:-1], flags=re.DOTALL)
    return text[1:-1] if len(text) > 2 and text[-1] in _OTHER_QUOTES.get(text[0], "") else text


def syntax_error(text: str, at: int, message: str, fix: str = "") -> GraphSyntaxError:
    """The error with line and column, counted from 1."""
    line = text.count("\n", 0, at) + 1
    return GraphSyntaxError(message, line=line, column=at - (text.rfind("\n", 0, at) + 1) + 1, fix=fix)
