"""One stroke of the pen each: what a person can do to the graph, as Study -> Study.

Every verb checks what it is given and leaves the rest of the study as it was. A name that is not a variable of
the study is an error, never a new variable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, TypeVar

from causal_core.errors import GraphError, QueryError, UnknownVariableError
from studies.describing import LONGEST_NAME
from studies.places import drawn_graph, tidy_places
from studies.study import Arrow, HiddenCause, Study, StudyVariable
from studies.workflow import set_arrows, set_question, set_variables

Edge = TypeVar("Edge", Arrow, HiddenCause)
Part = Literal["treatment", "outcome", "variable"]
FARTHEST = 100_000.0  # pixels; a place further out is a slip


def clean_name(text: str) -> str:
    """A name as it is kept: white space folded, nothing that cannot be shown.

    Raises
    ------
    QueryError
        Empty, too long, or with control characters in it.
    """
    name = " ".join(text.split())
    if not name:
        raise QueryError("A variable needs a name.", fix="Type a name.")
    if len(name) > LONGEST_NAME:
        raise QueryError(
            f"A name can have {LONGEST_NAME} characters at most; this one has {len(name)}.",
            fix="Shorten the name; what it means can be said on the Variables page.",
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        raise QueryError("This name has a character in it that cannot be shown.", fix="Type it again.")
    return name


def add_variable(study: Study, text: str, at: tuple[float, float], columns: Collection[str] = ()) -> Study:
    """Put a variable into the picture: one the study has already, a column of the file, or a new one.

    ``columns`` are those that no variable has yet. With data in the study any other new variable has no column,
    so it begins as not measured.
    """
    name = clean_name(text)
    if name in drawn_graph(study).nodes:
        raise QueryError(
            f"“{name}” is in the picture already.",
            fix="Choose another name, or draw arrows to it.",
            where=name,
        )
    column = next((c for c in columns if " ".join(c.split()) == name), None)
    if study.variable(name) is None and column is not None:
        variables = (*study.variables, StudyVariable(name=name, column=column))
    elif study.variable(name) is None:
        variables = (*study.variables, StudyVariable(name=name, measured=study.data is None))
    else:
        variables = study.variables
    return study.model_copy(
        update={"variables": variables, "positions": {**study.positions, name: _place(at)}}
    )


def rename_variable(study: Study, name: str, text: str) -> Study:
    """Give a variable another name; its arrows, its part and its place go with it."""
    _known(study, name)
    new = clean_name(text)
    if new == name:
        return study
    rows = [v.model_copy(update={"name": new}) if v.name == name else v for v in study.variables]
    return set_variables(study, rows, {name: new})


def remove(
    study: Study,
    names: Collection[str] = (),
    arrows: Collection[tuple[str, str]] = (),
    hidden: Collection[tuple[str, str]] = (),
) -> Study:
    """Take variables, arrows and hidden common causes out of the picture.

    A variable with a column in the data stays among the study's variables, without arrows and without a part;
    any other is gone. Of an arrow or a hidden cause that an assistant proposed it is remembered that it was turned
    down, so that it is not proposed again.
    """
    gone, pairs = set(names), {frozenset(pair) for pair in hidden}
    kept = [v for v in study.variables if v.name not in gone]
    emptied = set_variables(study, kept)
    back = {v.name: v for v in study.variables if v.name in gone and v.column is not None}
    order = [v for v in study.variables if v.name not in gone or v.name in back]
    return emptied.model_copy(
        update={
            "variables": tuple(order),
            "arrows": tuple(
                _turned_down(a) if (a.cause, a.effect) in arrows else a
                for a in emptied.arrows
                if (a.cause, a.effect) not in arrows or _by_assistant(a)
            ),
            "hidden": tuple(
                _turned_down(h) if frozenset((h.a, h.b)) in pairs else h
                for h in emptied.hidden
                if frozenset((h.a, h.b)) not in pairs or _by_assistant(h)
            ),
        }
    )


def _by_assistant(edge: Arrow | HiddenCause) -> bool:
    return edge.source == "rules" or edge.source.startswith("model:")


def _turned_down(edge: Edge) -> Edge:
    return edge.model_copy(update={"status": "rejected"})


def add_arrow(study: Study, cause: str, effect: str, *, reason: str = "") -> Study:
    """Say that ``cause`` may affect ``effect``; a proposal or a rejection of the same arrow is overruled.

    Raises
    ------
    CycleError
        With the path round.
    """
    _two(study, cause, effect, "affect itself")
    if any((a.cause, a.effect, a.status) == (cause, effect, "accepted") for a in study.arrows):
        raise GraphError(f"The arrow {cause} → {effect} is there already.", where=effect)
    kept = [a for a in study.arrows if (a.cause, a.effect) != (cause, effect)]
    return set_arrows(study, [*kept, Arrow(cause=cause, effect=effect, reason=reason)], study.hidden)


def add_hidden(study: Study, a: str, b: str, *, reason: str = "") -> Study:
    """Say that something not measured moves both."""
    _two(study, a, b, "share a hidden cause with itself")
    pair = {a, b}
    if any({h.a, h.b} == pair and h.status == "accepted" for h in study.hidden):
        raise GraphError(f"{a} and {b} share a hidden cause already.", where=b)
    kept = [h for h in study.hidden if {h.a, h.b} != pair]
    return set_arrows(study, study.arrows, [*kept, HiddenCause(a=a, b=b, reason=reason)])


def reverse_arrow(study: Study, cause: str, effect: str) -> Study:
    """Turn an arrow round. It is now the person's own; the reason was for the other direction and goes.

    Of an arrow that an assistant proposed it is remembered that it was turned down.
    """
    if not any(
        (a.cause, a.effect) == (cause, effect) and a.status in ("accepted", "proposed") for a in study.arrows
    ):
        raise GraphError(f"There is no arrow {cause} → {effect}.", where=effect)
    turned = Arrow(cause=effect, effect=cause)
    kept: list[Arrow] = []
    for a in study.arrows:
        if (a.cause, a.effect) == (cause, effect):
            was = [] if a.source == "user" else [a.model_copy(update={"status": "rejected"})]
            kept += [turned, *was]
        elif (a.cause, a.effect) != (effect, cause):
            kept.append(a)
    return set_arrows(study, kept, study.hidden)


def set_part(study: Study, name: str, part: Part) -> Study:
    """Make a variable the cause or the outcome of the question, or neither. The question is to be confirmed anew."""
    _known(study, name)
    now = {"treatment": study.question.treatment, "outcome": study.question.outcome}
    wanted = {p: "" if held == name and p != part else held for p, held in now.items()}
    if part != "variable":
        wanted[part] = name
    if wanted == now:
        return study
    return set_question(study, **wanted, confirmed=False)


def set_flag(
    study: Study, names: Iterable[str], flag: Literal["measured", "randomised", "selected"], value: bool
) -> Study:
    """Say of variables whether they were measured, whether chance decided them, or whether the rows were chosen by them."""
    wanted = set(names)
    for name in sorted(wanted):
        _known(study, name)
    variables = tuple(v.model_copy(update={flag: value}) if v.name in wanted else v for v in study.variables)
    return study.model_copy(update={"variables": variables})


def move(study: Study, to: Mapping[str, tuple[float, float]]) -> Study:
    """Put variables somewhere else in the picture."""
    for name in sorted(to):
        _known(study, name)
    return study.model_copy(
        update={"positions": {**study.positions, **{n: _place(p) for n, p in to.items()}}}
    )


def tidy(study: Study) -> Study:
    """Lay the picture out anew, in layers from cause to effect."""
    return study.model_copy(update={"positions": tidy_places(drawn_graph(study))})


def _place(at: tuple[float, float]) -> tuple[float, float]:
    x, y = (float(round(min(FARTHEST, max(-FARTHEST, c)))) for c in at)
    return x, y


def _known(study: Study, name: str) -> None:
    if study.variable(name) is None:
        raise UnknownVariableError(name, list(study.graph_nodes()))


def _two(study: Study, a: str, b: str, doing: str) -> None:
    for name in (a, b):
        _known(study, name)
    if a == b:
        raise GraphError(f"“{a}” cannot {doing}.", fix="Choose two different variables.", where=a)
