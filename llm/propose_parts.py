"""The requests for a graph: all in one, or, of many variables, the order of time first and then part by part.

What several requests use counts together towards the caps. A part that fails is named in the notes; the rest
stands.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from llm.answers import (
    ArrowForm,
    ArrowsForm,
    HiddenForm,
    LastArrowsForm,
    ProposeForm,
    TiersForm,
    UnmeasuredForm,
)
from llm.client import Client
from llm.context import Task, build_task
from llm.errors import Kind, LlmError
from llm.names import NAME_LETTERS, names_of
from llm.reading import plain
from llm.schemas import Arrow, HiddenCause, SetAside, Unmeasured, Usage, VariableInfo
from llm.tiers import Order, Part, check_tiers, parts

REASON_LETTERS = 400
NAMED = 5  # variables named in a sentence
GO_ON: frozenset[Kind] = frozenset(
    {"refusal", "content_filter", "truncated", "invalid_output"}
)  # one part may fail


@dataclass
class Said:
    """What a model said in one request or in several."""

    order: Order = field(default_factory=Order)
    arrows: list[Arrow] = field(default_factory=list)
    hidden: list[HiddenCause] = field(default_factory=list)
    unmeasured: list[Unmeasured] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    def take(self, form: ProposeForm | ArrowsForm | LastArrowsForm) -> None:
        """Add what stands in a form."""
        self.arrows += _arrows(form.arrows)
        self.hidden += _hidden(form.hidden)
        self.unmeasured += [] if isinstance(form, ArrowsForm) else _unmeasured(form.unmeasured)


def in_one_go(
    model: Client,
    task: Task[Any],
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    cancel: threading.Event | None,
) -> Said:
    answer = model.ask(task, check=_ends_known(variables), cancel=cancel)
    tiers = [(tier.when, tier.variables) for tier in answer.value.tiers]
    order, aside = check_tiers(tiers, variables, treatment, outcome)
    said = Said(order=order, aside=list(aside), notes=list(answer.notes), usage=answer.usage)
    said.take(answer.value)
    return said


@dataclass(frozen=True)
class Begun:
    """The order of time that a model gave, and the parts in which the arrows are asked for next."""

    said: Said
    parts: tuple[Part, ...]

    @property
    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """The variables in the order of time, as far as it held."""
        return self.said.order.tiers

    def tasks(self, task: Task[Any]) -> tuple[Task[Any], ...]:
        """The requests that follow, in order; ``task`` is the first one, whose data they repeat."""
        last = len(self.parts)
        return tuple(
            part_task(task, self.said.order, part, last=number == last)
            for number, part in enumerate(self.parts, start=1)
        )


def ask_order(
    model: Client,
    task: Task[Any],
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    cancel: threading.Event | None,
) -> Begun:
    """The first request: which variable comes when."""
    first = model.ask(task, check=_members_known(variables), cancel=cancel)
    tiers = [(tier.when, tier.variables) for tier in first.value.tiers]
    order, aside = check_tiers(tiers, variables, treatment, outcome)
    said = Said(order=order, aside=list(aside), notes=list(first.notes), usage=first.usage)
    return Begun(said, parts(order, variables))


def ask_parts(
    model: Client,
    begun: Begun,
    task: Task[Any],
    variables: Sequence[VariableInfo],
    cancel: threading.Event | None,
) -> Said:
    """The further requests: what causes what, part by part, within what the first one left of the budget."""
    said = replace(
        begun.said,
        aside=list(begun.said.aside),
        notes=list(begun.said.notes),
        arrows=[],
        hidden=[],
        unmeasured=[],
    )
    failed: LlmError | None = None
    heard = 0
    for number, (part, asked) in enumerate(zip(begun.parts, begun.tasks(task), strict=True)):
        try:
            answer = model.ask(asked, check=_ends_known(variables), cancel=cancel, used=said.usage)
        except LlmError as error:
            if error.kind == "cancelled":
                raise
            failed = error
            stop = error.kind not in GO_ON
            missing = [name for p in (begun.parts[number:] if stop else [part]) for name in p.targets]
            said.notes.append(_not_asked(missing, error))
            said.usage = error.usage or said.usage
            if stop:
                break
        else:
            heard += 1
            said.take(answer.value)
            said.notes += answer.notes
            said.usage = answer.usage
    if failed is not None and not heard:
        raise failed
    return said


def part_task(task: Task[Any], order: Order, part: Part, *, last: bool) -> Task[Any]:
    """The request for the arrows into one part of the variables: the first one's data, the order, and the part."""
    data = {
        **json.loads(task.user),
        "tiers": [list(tier) for tier in order.tiers],
        "targets": list(part.targets),
        "sources": list(part.sources),
    }
    names = [variable["name"] for variable in data["variables"]]
    enums = dict.fromkeys(("first", "second", "affects"), names)
    enums |= {"source": list(part.sources), "target": list(part.targets)}
    if last:
        return build_task("tier_arrows_last.v1", data, LastArrowsForm, needs="arrows", enums=enums)
    return build_task("tier_arrows.v1", data, ArrowsForm, needs="arrows", enums=enums)


def _not_asked(names: Sequence[str], error: LlmError) -> str:
    shown = ", ".join(f"“{plain(name, limit=NAME_LETTERS)}”" for name in names[:NAMED])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"What causes {shown}{more} was not answered: {error.message} Add those arrows yourself, or ask again."


def _ends_known(variables: Sequence[VariableInfo]) -> Callable[[Any], list[str]]:
    names = names_of(variables)

    def check(form: ProposeForm | ArrowsForm | LastArrowsForm) -> list[str]:
        ends = [end for arrow in form.arrows for end in (arrow.source, arrow.target)]
        ends += [end for pair in form.hidden for end in (pair.first, pair.second)]
        return [names.unknown(end) for end in dict.fromkeys(ends) if names.find(end) is None]

    return check


def _members_known(variables: Sequence[VariableInfo]) -> Callable[[Any], list[str]]:
    names = names_of(variables)

    def check(form: TiersForm) -> list[str]:
        members = [name for tier in form.tiers for name in tier.variables]
        if not any(names.find(name) for name in members):
            return ["No variable of the list is in any tier."]
        return [names.unknown(name) for name in dict.fromkeys(members) if names.find(name) is None]

    return check


def _arrows(forms: Sequence[ArrowForm]) -> list[Arrow]:
    return [
        Arrow(
            source=arrow.source,
            target=arrow.target,
            reason=plain(arrow.mechanism, limit=REASON_LETTERS),
            confidence=arrow.confidence,
            wrong_if=plain(arrow.wrong_if, limit=REASON_LETTERS),
        )
        for arrow in forms
    ]


def _hidden(forms: Sequence[HiddenForm]) -> list[HiddenCause]:
    return [
        HiddenCause(
            between=(pair.first, pair.second),
            what=plain(pair.what, limit=NAME_LETTERS) or "something not measured",
            reason=plain(pair.mechanism, limit=REASON_LETTERS),
            confidence=pair.confidence,
        )
        for pair in forms
    ]


def _unmeasured(forms: Sequence[UnmeasuredForm]) -> list[Unmeasured]:
    return [
        Unmeasured(
            name=variable.name,
            reason=plain(variable.mechanism, limit=REASON_LETTERS),
            affects=tuple(variable.affects),
        )
        for variable in forms
    ]
