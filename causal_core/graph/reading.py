"""The grammar behind the text forms of a graph: tokens, statements, attributes, and where a mistake is.

>>> read_statements("a -> b <- c", spaced=False).graph.directed
(('a', 'b'), ('c', 'b'))
>>> read_statements("a -> -> b", spaced=False)
Traceback (most recent call last):
causal_core.errors.GraphSyntaxError: Here a variable's name was expected, not “->”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite

from causal_core.errors import GraphSyntaxError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.tokens import Token, syntax_error, tokens, unquoted

_ARROWS = {"->": "->", "→": "->", "<-": "<-", "←": "<-", "<->": "<->", "↔": "<->"}
_UNDIRECTED = frozenset(("--", "@-@", "@->", "<-@"))
_LATENT = frozenset(("latent", "l", "unobserved", "u", "hidden"))


DEEPEST = 50  # groups within groups; nobody writes ten
NAMES = ("word", "quoted")  # kinds of tokens

FRAME = (170.0, 70.0)  # pixels: one box of the picture, which the frame leaves round the outermost places


@dataclass(frozen=True, slots=True)
class GraphText:
    """What a text said: the graph, and what else it marked (dagitty roles, positions with y downwards).

    ``in_pixels`` where the positions are in pixels of the picture, as this program writes them, and not in units
    of another one.
    """

    graph: CausalGraph
    exposures: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    adjusted: tuple[str, ...] = ()
    selected: tuple[str, ...] = ()
    positions: dict[str, tuple[float, float]] = field(default_factory=dict)
    in_pixels: bool = False


def frame_of(places: Iterable[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the frame round places in pixels: the ``bb`` that says that they are."""
    xs, ys = zip(*((float(x), float(y)) for x, y in places), strict=True)
    return min(xs) - FRAME[0], min(ys) - FRAME[1], max(xs) + FRAME[0], max(ys) + FRAME[1]


def read_statements(text: str, *, spaced: bool, opening: re.Match[str] | None = None) -> GraphText:
    """Read statements; ``spaced`` is dagitty's habit that names may follow each other without a separator."""
    return _Reader(text, spaced=spaced, opening=opening).read()


class _Reader:
    def __init__(self, text: str, *, spaced: bool, opening: re.Match[str] | None) -> None:
        self.text, self.spaced = text, spaced
        self.dot = opening is not None and opening[1].lower() in ("digraph", "graph")
        self.braced = opening is not None
        self.tokens = list(tokens(text, opening.end() if opening else 0))
        self.here = 0
        self.marks: dict[str, dict[str, str]] = {}
        self.directed: list[tuple[str, str]] = []
        self.bidirected: list[tuple[str, str]] = []
        self.frame: tuple[float, ...] = ()
        self.every_edge: dict[str, str] = {}  # what ``edge [...]`` says of all that follow
        self.met: list[str] = []  # every name as it was read
        self.depth = 0

    # -- tokens --------------------------------------------------------------------------------------

    def peek(self) -> Token:
        return self.tokens[self.here]

    def next(self) -> Token:
        token = self.tokens[self.here]
        self.here += token.kind != "end"
        return token

    def skip_lines(self) -> None:
        while self.peek().kind == "newline":
            self.next()

    def fail(self, message: str, token: Token, fix: str = "") -> GraphSyntaxError:
        return syntax_error(self.text, token.at, message, fix)

    # -- statements ----------------------------------------------------------------------------------

    def read(self) -> GraphText:
        while True:
            token = self.peek()
            if token.kind == "end":
                if self.braced:
                    raise self.fail("The closing “}” is missing.", token, "Put a } at the end.")
                break
            if token.text == "}" and token.kind == "sign" and self.braced:
                self.next()
                self.skip_lines()
                if (rest := self.peek()).text == ";":
                    self.next()
                    rest = self.peek()
                if rest.kind != "end":
                    raise self.fail("There is more text after the closing “}”.", rest, "Take it out.")
                break
            if token.kind == "newline" or (token.text in (";", ",") and token.kind == "sign"):
                self.next()
            else:
                self.statement()
        return self.result()

    def statement(self) -> None:
        start = self.peek()
        if self.braced and start.kind == "word" and self.default(start):
            return
        self.no_circle()
        left = self.names()
        chain: list[tuple[list[str], str, list[str], Token]] = []
        while self.arrow_follows():
            self.skip_lines()
            arrow = self.next()
            self.skip_lines()
            self.no_circle()
            right = self.names()
            chain.append((left, arrow.text, right, arrow))
            left = right
        attributes = self.attributes()
        if not chain:
            for name in left:
                self.marks[name].update(attributes)
        for a, arrow_text, b, token in chain:
            self.join(a, arrow_text, b, attributes, token)
        self.separator_follows()

    def arrow_follows(self) -> bool:
        """An arrow, also at the start of the next line: a line never begins with one otherwise."""
        ahead = self.here
        while self.tokens[ahead].kind == "newline":
            ahead += 1
        return self.tokens[ahead].kind == "arrow"

    def default(self, start: Token) -> bool:
        """``bb="…"``, ``rankdir=LR`` and ``node [shape=box]``: said about drawing, not about causes."""
        after = self.tokens[self.here + 1]
        if after.kind == "sign" and after.text == "=":
            self.next()
            value = self.value()
            if start.text.lower() == "bb":
                self.frame = _numbers(value)
            return True
        if start.text in ("node", "edge", "graph") and after.kind == "sign" and after.text == "[":
            self.next()
            found = self.attributes()
            if start.text == "edge":
                self.every_edge.update(found)
            return True
        return False

    def no_circle(self) -> None:
        """``x o-> y``, ``x o-o y`` and ``x <-o y`` leave a direction open; there is no variable called o in them."""
        before, token, after = (
            self.tokens[max(0, self.here - 1)],
            self.peek(),
            self.tokens[self.here + 1 :][:1],
        )
        name_before, name_after = before.kind in NAMES, any(t.kind in NAMES for t in after)
        joined_before = before.kind == "arrow" and before.end == token.at
        joined_after = any(t.kind == "arrow" and t.at == token.end for t in after)
        if (token.text == "o-o" and name_before and name_after) or (
            token.text == "o" and ((name_before and joined_after) or (joined_before and name_after))
        ):
            said = (
                before.text + "o" if joined_before else token.text + (after[0].text if joined_after else "")
            )
            raise self.fail(f"“{said}” does not say which causes which.", token, "Use “->”, “<-” or “<->”.")

    def separator_follows(self) -> None:
        token = self.peek()
        if self.spaced or token.kind in ("newline", "end") or token.text in (";", ","):
            return
        before = self.tokens[self.here - 1]
        if token.kind in NAMES and before.kind in NAMES:
            both = f"{before.text} {token.text}".replace('"', "")
            raise self.fail(
                f"“{token.text}” follows “{before.text}” without an arrow or a semicolon between them.",
                token,
                f'Put a name with spaces in quotes, "{both}", or a semicolon between two statements.',
            )
        raise self.fail(f"“{token.text}” does not fit here.", token)

    # -- parts ---------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        token = self.next()
        if self.dot and token.kind == "word" and token.text.lower() == "subgraph":
            if self.peek().kind in NAMES:
                self.next()  # a subgraph's name is about drawing
            token = self.next()
            if token.text != "{" or token.kind != "sign":
                raise self.fail("After “subgraph” a “{” was expected.", token)
        if token.kind == "sign" and token.text == "{":
            return self.group(token)
        return [self.name(token)]

    def group(self, opening: Token) -> list[str]:
        """The names in braces; in DOT these hold statements of their own."""
        start, self.depth = len(self.met), self.depth + 1
        if self.depth > DEEPEST:
            raise self.fail("There are too many groups within groups.", opening, "Write them one by one.")
        while True:
            token = self.peek()
            if token.kind == "end":
                raise self.fail("This “{” is never closed.", opening, "Put a } after the last name.")
            if token.kind == "sign" and token.text == "}":
                self.next()
                self.depth -= 1
                return list(dict.fromkeys(self.met[start:]))
            if token.kind == "newline" or (token.kind == "sign" and token.text in ",;"):
                self.next()
            elif self.dot:
                self.statement()
            else:
                self.name(self.next())

    def name(self, token: Token) -> str:
        if token.kind not in NAMES:
            seen = {"end": "the end of the text", "newline": "a new line"}.get(token.kind, f"“{token.text}”")
            raise self.fail(f"Here a variable's name was expected, not {seen}.", token)
        name = unquoted(token.text)
        if self.dot:
            name = self.without_port(name, token)
        if not name:
            raise self.fail("A variable's name cannot be empty.", token)
        self.marks.setdefault(name, {})
        self.met.append(name)
        return name

    def without_port(self, name: str, token: Token) -> str:
        """``a:n`` and ``"a":n`` say at which side of a box the line begins; a name with a colon is in quotes."""
        if token.kind == "word":
            return name.partition(":")[0]
        if (port := self.peek()).kind == "word" and port.text.startswith(":") and port.at == token.end:
            self.next()
        return name

    def attributes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while self.peek().kind == "sign" and self.peek().text == "[":
            opening = self.next()
            while not ((token := self.next()).kind == "sign" and token.text == "]"):
                if token.kind == "end" or (token.kind == "sign" and token.text in "{}["):
                    raise self.fail("This “[” is never closed.", opening, "Put a ] after the last attribute.")
                if token.kind == "newline" or (token.kind == "sign" and token.text in ",;"):
                    continue
                if token.kind not in NAMES:
                    raise self.fail(f"“{token.text}” is not an attribute.", token)
                found[unquoted(token.text).lower()] = self.value()
        return found

    def value(self) -> str:
        if self.peek().text != "=" or self.peek().kind != "sign":
            return "true"
        self.next()
        token = self.next()
        if token.kind not in NAMES:
            raise self.fail("After “=” a value was expected.", token)
        return unquoted(token.text)

    def join(self, a: list[str], arrow: str, b: list[str], attributes: dict[str, str], at: Token) -> None:
        if arrow not in _ARROWS:
            what = "does not say which causes which" if arrow in _UNDIRECTED else "is not an arrow"
            raise self.fail(f"“{arrow}” {what}.", at, "Use “->”, “<-” or “<->”.")
        kind = _ARROWS[arrow]
        said = {**self.every_edge, **attributes}
        direction = said.get("dir", "forward").lower() if self.dot else "forward"
        if direction == "both":
            kind = "<->"
        elif direction == "back":
            kind = {"->": "<-", "<-": "->"}.get(kind, kind)
        elif direction != "forward":
            raise self.fail(f"An edge with dir={direction} does not say which causes which.", at)
        pairs = [(x, y) for x in a for y in b]
        if kind == "<->":
            self.bidirected += pairs
        else:
            self.directed += pairs if kind == "->" else [(y, x) for x, y in pairs]

    # -- the answer ----------------------------------------------------------------------------------

    def result(self) -> GraphText:
        graph = CausalGraph(self.marks, self.directed, self.bidirected, self.marked(*_LATENT))
        found = {name: _numbers(self.marks[name].get("pos", "").rstrip("!"))[:2] for name in graph.nodes}
        places = {name: (at[0], at[1]) for name, at in found.items() if len(at) == 2}
        down = -1.0 if self.dot else 1.0  # Graphviz counts upwards
        return GraphText(
            graph,
            self.marked("exposure", "e"),
            self.marked("outcome", "o"),
            self.marked("adjusted", "a"),
            self.marked("selected", "s"),
            {name: (x, 0.0 + down * y) for name, (x, y) in places.items()},
            in_pixels=bool(places) and self.frame == frame_of(places.values()),
        )

    def marked(self, *words: str) -> tuple[str, ...]:
        off = ("false", "0", "no")
        return tuple(
            sorted(
                name
                for name, marks in self.marks.items()
                if any(marks.get(word, "no").lower() not in off for word in words)
            )
        )


def _numbers(text: str) -> tuple[float, ...]:
    """Numbers with commas between them; nothing where one of them is none."""
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return found if all(isfinite(number) for number in found) else ()
