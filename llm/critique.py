"""Ask a model what is wrong with a graph; what it objects to is checked before anybody sees it.

An objection says what taking it up would change. Code checks that the change is one: that an arrow to be
taken out is drawn, that a new one is not, that names, lottery and order of time allow it, and that it closes
no loop. Nothing is changed by an objection: a person takes it up or dismisses it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

from llm.answers import Form, Sure, Words, one_or_more
from llm.checking import check_arrows, check_hidden, find_circle, too_many
from llm.client import Client, opened
from llm.context import Task, build_task, describe
from llm.names import NAME_LETTERS, Names, names_of
from llm.reading import plain
from llm.schemas import (
    Arrow,
    Confidence,
    Frozen,
    HiddenCause,
    SetAside,
    Unmeasured,
    Usage,
    VariableInfo,
)
from llm.settings import LlmSettings
from llm.signing import source_of

Kind = Literal[
    "missing_confounder",
    "mediator_adjusted",
    "collider_adjusted",
    "hidden_cause",
    "reversed_arrow",
    "wrong_arrow",
    "missing_arrow",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
MAX_OBJECTIONS = 12
WHY_LETTERS = 400
Pair = tuple[str, str]


class ObjectionForm(Form):
    """One fault of a graph."""

    kind: Words = ""
    first: Words = ""
    second: Words = ""
    name: Words = ""
    why: Words = ""
    confidence: Sure = "low"


class ChallengeForm(Form):
    """The faults of a graph, the worst first."""

    objections: Annotated[list[ObjectionForm], BeforeValidator(one_or_more)]


class Objection(Frozen):
    """One fault that a graph may have, and what taking it up would do.

    ``add``, ``hidden`` and ``unmeasured`` would come in as proposals; the arrows in ``remove`` would go. A
    reversal is one of each.
    """

    kind: Kind
    why: str
    variables: tuple[str, ...]
    confidence: Confidence = "low"
    add: tuple[Arrow, ...] = ()
    remove: tuple[Pair, ...] = ()
    hidden: tuple[HiddenCause, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()


class Critique(Frozen):
    """What a model objects to in a graph, checked."""

    source: str
    objections: tuple[Objection, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


def challenge_task(
    problem: str,
    variables: Sequence[VariableInfo],
    arrows: Sequence[Arrow],
    hidden: Sequence[HiddenCause],
    treatment: str,
    outcome: str,
    *,
    rejected: Iterable[Pair] = (),
    consent: bool = False,
) -> Task[ChallengeForm]:
    """What ``challenge`` will send."""
    data = {
        "problem": problem,
        "treatment": treatment,
        "outcome": outcome,
        "variables": [describe(variable, consent=consent) for variable in variables],
        "arrows": [f"{a.source} -> {a.target}" for a in arrows],
        "hidden": [f"{h.between[0]} <-> {h.between[1]}" for h in hidden],
        "rejected": [f"{source} -> {target}" for source, target in rejected],
    }
    names = ["", *(variable.name for variable in variables)]
    enums: dict[str, list[str]] = {"kind": list(KINDS), "first": names, "second": names}
    return build_task("challenge.v1", data, ChallengeForm, needs="objections", enums=enums)


def challenge(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo],
    arrows: Sequence[Arrow],
    hidden: Sequence[HiddenCause],
    treatment: str,
    outcome: str,
    *,
    rejected: Iterable[Pair] = (),
    consent: bool = False,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Critique:
    """What may be wrong with the graph, checked; what does not hold is in ``set_aside``.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """
    turned_down = tuple(rejected)
    names = names_of(variables)

    def check(form: ChallengeForm) -> list[str]:
        ends = [end for o in form.objections for end in (o.first, o.second) if end]
        return [names.unknown(end) for end in dict.fromkeys(ends) if names.find(end) is None]

    task = challenge_task(
        problem, variables, arrows, hidden, treatment, outcome, rejected=turned_down, consent=consent
    )
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    drawn = _Drawn(tuple(variables), tuple(arrows), tuple(hidden), treatment, outcome, turned_down)
    kept: list[Objection] = []
    aside: list[SetAside] = []
    for form in answer.value.objections[:MAX_OBJECTIONS]:
        found = drawn.read(form)
        if isinstance(found, SetAside):
            aside.append(found)
        elif any(_does(o) == _does(found) for o in kept):
            aside.append(SetAside(item=_title(form), reason="It was given twice."))
        else:
            kept.append(found)
    aside.extend(too_many(len(answer.value.objections) - MAX_OBJECTIONS, "objections", MAX_OBJECTIONS))
    return Critique(
        source=source_of(settings),
        objections=tuple(kept),
        set_aside=tuple(aside),
        notes=answer.notes,
        usage=answer.usage,
        prompt=task.prompt,
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """What an objection would do, before it is checked."""

    add: tuple[Pair, ...] = ()
    remove: tuple[Pair, ...] = ()
    hidden: tuple[Pair, ...] = ()
    fresh: str = ""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The graph that is objected to."""

    variables: tuple[VariableInfo, ...]
    arrows: tuple[Arrow, ...]
    hidden: tuple[HiddenCause, ...]
    treatment: str
    outcome: str
    rejected: tuple[Pair, ...]

    @property
    def pairs(self) -> set[Pair]:
        return {(a.source, a.target) for a in self.arrows}

    def read(self, form: ObjectionForm) -> Objection | SetAside:
        """The objection as far as it holds together, or why not."""
        kind = next((k for k in KINDS if k == form.kind), None)
        names = names_of(self.variables)
        first, second = names.find(form.first), names.find(form.second)
        why = plain(form.why, limit=WHY_LETTERS)
        reason = ""
        if kind is None:
            reason = "It is not a kind of fault that is known here."
        elif first is None or second is None:
            reason = names.unknown(form.first if first is None else form.second)
        elif first == second:
            reason = "It needs two different variables."
        if reason or kind is None or first is None or second is None:
            return SetAside(item=_title(form), reason=reason)
        change = self._change(kind, first, second, form, names)
        if isinstance(change, str):
            return SetAside(item=_title(form), reason=change)
        return self._checked(kind, why, form, change, (first, second))

    def _change(
        self, kind: Kind, first: str, second: str, form: ObjectionForm, names: Names
    ) -> _Change | str:
        drawn, pair, back = self.pairs, (first, second), (second, first)
        if kind in ("reversed_arrow", "wrong_arrow") and pair not in drawn:
            return "There is no such arrow in the graph."
        if kind == "reversed_arrow":
            return _Change(add=(back,), remove=(pair,))
        if kind == "wrong_arrow":
            return _Change(remove=(pair,))
        if kind == "missing_arrow":
            return "The graph has this arrow already." if pair in drawn else _Change(add=(pair,))
        if kind == "hidden_cause":
            there = any({*h.between} == {first, second} for h in self.hidden)
            return "The graph has this hidden cause already." if there else _Change(hidden=(pair,))
        if kind == "missing_confounder":
            return self._confounder(first, second, form.name, names)
        cause = self.treatment if kind == "mediator_adjusted" else second
        if first in (self.treatment, self.outcome):
            return "The cause and the outcome asked about are not what is adjusted for."
        if self._reaches(cause, first):
            return f"The graph says already that “{first}” comes of “{cause}”."
        away = ((first, cause),) if (first, cause) in drawn else ()
        return _Change(add=((cause, first),), remove=away)

    def _confounder(self, first: str, second: str, name: str, names: Names) -> _Change | str:
        known = names.find(name) if name else None
        if known in (first, second):
            return "A common cause of two variables is not one of the two."
        if known is None:
            fresh = plain(name, limit=NAME_LETTERS)
            return (
                _Change(fresh=fresh, hidden=(), add=((fresh, first), (fresh, second)))
                if fresh
                else "It has no name."
            )
        add = tuple(pair for pair in ((known, first), (known, second)) if pair not in self.pairs)
        return _Change(add=add) if add else f"The graph has the arrows of “{known}” into both already."

    def _reaches(self, start: str, end: str) -> bool:
        seen, ahead = {start}, [start]
        while ahead:
            node = ahead.pop()
            new = {b for a, b in self.pairs if a == node} - seen
            seen |= new
            ahead += sorted(new)
        return end in seen

    def _checked(
        self, kind: Kind, why: str, form: ObjectionForm, change: _Change, ends: Pair
    ) -> Objection | SetAside:
        fresh = change.fresh
        new = [
            Arrow(source=a, target=b, reason=why, confidence=form.confidence)
            for a, b in change.add
            if a != fresh
        ]
        kept, aside = check_arrows(
            new, self.variables, treatment=self.treatment, outcome=self.outcome, rejected=self.rejected
        )
        lottery = {v.name for v in self.variables if v.by_lottery}
        blocked = next((b for a, b in change.add if a == fresh and b in lottery), None) if fresh else None
        if aside:
            return SetAside(item=_title(form), reason=aside[0].reason)
        if blocked is not None:
            return SetAside(
                item=_title(form), reason=f"“{blocked}” was decided by lottery, so nothing points into it."
            )
        stay = self.pairs - set(change.remove)
        circle = find_circle([*sorted(stay), *((a.source, a.target) for a in kept)])
        if kept and circle and not find_circle(sorted(stay)):
            return SetAside(item=_title(form), reason=f"It would go round in a circle: {' → '.join(circle)}.")
        what = plain(form.name, limit=NAME_LETTERS) or "something not measured"
        pairs = [
            HiddenCause(between=p, what=what, reason=why, confidence=form.confidence) for p in change.hidden
        ]
        hidden, hidden_aside = check_hidden(pairs, self.variables)
        if hidden_aside:
            return SetAside(item=_title(form), reason=hidden_aside[0].reason)
        unmeasured = (
            (Unmeasured(name=fresh, reason=why, affects=tuple(b for _, b in change.add)),) if fresh else ()
        )
        about = dict.fromkeys((*ends, *(v for a in kept for v in (a.source, a.target))))
        return Objection(
            kind=kind,
            why=why,
            variables=tuple(about),
            confidence=form.confidence,
            add=kept,
            remove=change.remove,
            hidden=hidden,
            unmeasured=unmeasured,
        )


def _does(objection: Objection) -> tuple[object, ...]:
    """What taking it up would change, without the words."""
    return (
        [(a.source, a.target) for a in objection.add],
        objection.remove,
        [h.between for h in objection.hidden],
        [(u.name, u.affects) for u in objection.unmeasured],
    )


def _title(form: ObjectionForm) -> str:
    kind = plain(form.kind, limit=40).replace("_", " ") or "an objection"
    ends = " and ".join(plain(e, limit=NAME_LETTERS) for e in (form.first, form.second) if e)
    return f"{kind}: {ends or '?'}"
