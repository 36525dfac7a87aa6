"""What came from a model, checked by code before anybody sees it.

Every arrow is either kept or set aside with a reason that a person understands; nothing disappears. Arrows that
go round in a circle are kept: which of them goes is for the person to say, and :func:`circles_of` names them.

>>> variables = [VariableInfo(name=n) for n in ("smoking", "cancer", "age")]
>>> arrows = [Arrow(source="smoking", target="nicotin"), Arrow(source="cancer", target="smoking")]
>>> kept, aside = check_arrows(arrows, variables, treatment="smoking", outcome="cancer")
>>> [item.item for item in aside]
['smoking → nicotin', 'cancer → smoking']
>>> aside[1].reason
'The question is what “smoking” does to “cancer”, so “cancer” is taken to come later.'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from llm.names import NAME_LETTERS, Names, names_of
from llm.reading import plain
from llm.schemas import RANK, Arrow, HiddenCause, SetAside, Unmeasured, VariableInfo

MAX_ARROWS = 400
MAX_OTHERS = 20  # hidden causes, and unmeasured variables
MAX_AFFECTED = 80
_BEFORE, _TREATMENT, _AFTER = 0, 1, 2


def check_arrows(
    arrows: Sequence[Arrow],
    variables: Sequence[VariableInfo],
    *,
    treatment: str,
    outcome: str,
    rejected: Iterable[tuple[str, str]] = (),
    outcome_last: bool = True,
) -> tuple[tuple[Arrow, ...], tuple[SetAside, ...]]:
    """The arrows that can be proposed, and the others with why not.

    Looked at in this order: both ends known, two ends, not given twice, not turned down before, not into
    what a lottery decided, not against the stated order of time. What is left may hold circles. The outcome
    counts as later than the treatment, but where ``outcome_last`` is false.
    """
    names = names_of(variables)
    lottery = {variable.name for variable in variables if variable.by_lottery}
    tiers = _tiers(variables, treatment, outcome if outcome_last else None)
    turned_down = set(rejected)
    kept: dict[tuple[str, str], Arrow] = {}
    aside: list[SetAside] = []
    for arrow in arrows[:MAX_ARROWS]:
        source, target = names.find(arrow.source), names.find(arrow.target)
        if source is None or target is None:
            reason = names.unknown(arrow.source if source is None else arrow.target)
            aside.append(SetAside(item=_shown(arrow.source, arrow.target), reason=reason))
            continue
        pair = (source, target)
        reason = ""
        if source == target:
            reason = "A variable cannot be its own cause."
        elif pair in kept:
            reason = "It was given twice."
        elif pair in turned_down:
            reason = "You turned it down before."
        elif target in lottery:
            reason = _by_lottery(target)
        else:
            reason = _against_time(pair, tiers, treatment, outcome)
        if reason:
            aside.append(SetAside(item=_shown(*pair), reason=reason))
        else:
            kept[pair] = arrow.model_copy(update={"source": source, "target": target})
    aside.extend(too_many(len(arrows) - MAX_ARROWS, "arrows", MAX_ARROWS))
    return tuple(kept.values()), tuple(aside)


def check_hidden(
    hidden: Sequence[HiddenCause], variables: Sequence[VariableInfo]
) -> tuple[tuple[HiddenCause, ...], tuple[SetAside, ...]]:
    """Hidden common causes of two different known variables, none of them decided by lottery."""
    names = names_of(variables)
    lottery = {variable.name for variable in variables if variable.by_lottery}
    kept: dict[tuple[str, str], HiddenCause] = {}
    aside: list[SetAside] = []
    for cause in hidden[:MAX_OTHERS]:
        first, second = (names.find(end) for end in cause.between)
        reason = ""
        if first is None or second is None:
            reason = names.unknown(cause.between[0 if first is None else 1])
        elif first == second:
            reason = "A hidden common cause needs two different variables."
        elif {first, second} & lottery:
            name = first if first in lottery else second
            reason = f"“{name}” was decided by lottery, so it shares no hidden cause with anything."
        elif (min(first, second), max(first, second)) in kept:
            reason = "A hidden cause of these two was given already."
        else:
            pair = (min(first, second), max(first, second))
            kept[pair] = cause.model_copy(update={"between": pair})
        if reason:
            aside.append(SetAside(item=_shown(*cause.between, sign="↔"), reason=reason))
    aside.extend(too_many(len(hidden) - MAX_OTHERS, "hidden causes", MAX_OTHERS))
    return tuple(kept.values()), tuple(aside)


def check_unmeasured(
    unmeasured: Sequence[Unmeasured], variables: Sequence[VariableInfo]
) -> tuple[tuple[Unmeasured, ...], tuple[SetAside, ...]]:
    """Missing variables that have a name of their own, acting on known ones that no lottery decided."""
    names = names_of(variables)
    lottery = {variable.name for variable in variables if variable.by_lottery}
    fresh = Names({})
    kept: list[Unmeasured] = []
    aside: list[SetAside] = []
    for variable in unmeasured[:MAX_OTHERS]:
        name = plain(variable.name, limit=NAME_LETTERS)
        there = names.find(name)
        if not name or there is not None or fresh.find(name) is not None:
            reason = "It has no name." if not name else "It was given twice."
            if there is not None:
                reason = f"“{there}” is among the variables already."
            aside.append(SetAside(item=name or "a variable", reason=reason))
            continue
        affects = {text: names.find(text) for text in variable.affects[:MAX_AFFECTED]}
        for text, known in affects.items():
            if known is None:
                aside.append(SetAside(item=_shown(name, text), reason=names.unknown(text)))
            elif known in lottery:
                aside.append(SetAside(item=_shown(name, known), reason=_by_lottery(known)))
        aside.extend(too_many(len(variable.affects) - MAX_AFFECTED, f"targets of {name}", MAX_AFFECTED))
        targets = tuple(dict.fromkeys(k for k in affects.values() if k is not None and k not in lottery))
        kept.append(variable.model_copy(update={"name": name, "affects": targets}))
        fresh = Names(dict.fromkeys([*fresh.known, name], ""))
    aside.extend(too_many(len(unmeasured) - MAX_OTHERS, "variables", MAX_OTHERS))
    return tuple(kept), tuple(aside)


def find_circle(arrows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The variables of a shortest circle, the first repeated at the end; empty when the arrows have none.

    Among circles of one length the one through the variable that comes first in ``arrows``. For n variables
    and m arrows it takes n·m steps at most.
    """
    children: dict[str, list[str]] = {}
    for source, target in arrows:
        children.setdefault(source, []).append(target)
    best: tuple[str, ...] = ()
    for root in children:
        found = _way_back(root, children, shorter_than=len(best))
        best = found or best
    return best


def _way_back(root: str, children: Mapping[str, Sequence[str]], *, shorter_than: int) -> tuple[str, ...]:
    """The shortest way from ``root`` to itself, if it has fewer places than a limit (0: no limit)."""
    before: dict[str, str] = {}
    layer = [root]
    places = 2
    while layer and (not shorter_than or places < shorter_than):
        following: list[str] = []
        for node in layer:
            for child in children.get(node, ()):
                if child == root:
                    return _path(root, node, before)
                if child not in before:
                    before[child] = node
                    following.append(child)
        layer = following
        places += 1
    return ()


def _path(root: str, last: str, before: Mapping[str, str]) -> tuple[str, ...]:
    back = [root]
    while last != root:
        back.append(last)
        last = before[last]
    return (root, *reversed(back[1:]), root)


def circles_of(arrows: Sequence[Arrow]) -> tuple[tuple[str, ...], ...]:
    """The circles that are left in, each as its way round; taking the weakest arrow out of each leaves none."""
    return tuple(circle for circle, _ in _weakest(arrows))


def cut_circles(arrows: Sequence[Arrow]) -> tuple[tuple[Arrow, ...], tuple[SetAside, ...]]:
    """The arrows without circles, for where nobody is there to say which one goes.

    Circle by circle, a shortest one first, the least sure arrow goes; the later one in the list among equals.
    """
    cut = {pair: circle for circle, pair in _weakest(arrows)}
    kept = tuple(a for a in arrows if (a.source, a.target) not in cut)
    aside = [
        SetAside(
            item=_shown(*pair),
            reason=f"The arrows {' → '.join(circle)} go round in a circle; this one is the least sure of them.",
        )
        for pair, circle in cut.items()
    ]
    return kept, tuple(aside)


def _weakest(arrows: Sequence[Arrow]) -> list[tuple[tuple[str, ...], tuple[str, str]]]:
    """Circle by circle its way round and its weakest arrow, each looked for without the weakest so far."""
    left = {(a.source, a.target): a for a in arrows}
    order = {pair: place for place, pair in enumerate(left)}
    found = []
    while circle := find_circle(left):
        weakest = min(pairwise(circle), key=lambda pair: (RANK[left[pair].confidence], -order[pair]))
        del left[weakest]
        found.append((circle, weakest))
    return found


def _tiers(variables: Sequence[VariableInfo], treatment: str, last: str | None) -> dict[str, int]:
    places = {"before": _BEFORE, "after": _AFTER}
    tiers = {v.name: places[v.when] for v in variables if v.when in places}
    return tiers | {treatment: _TREATMENT} | ({} if last is None else {last: _AFTER})


def _against_time(pair: tuple[str, str], tiers: Mapping[str, int], treatment: str, outcome: str) -> str:
    source, target = pair
    if source not in tiers or target not in tiers or tiers[source] <= tiers[target]:
        return ""
    if pair == (outcome, treatment):
        question = f"The question is what “{treatment}” does to “{outcome}”"
        return f"{question}, so “{outcome}” is taken to come later."
    if tiers[target] == _BEFORE:
        after = "" if tiers[source] == _TREATMENT else f", and “{source}” came later"
        return f"“{target}” was settled before “{treatment}”{after}: it cannot be caused by “{source}”."
    return f"“{source}” came after “{treatment}”: a later thing does not cause an earlier one."


def _by_lottery(name: str) -> str:
    return f"“{name}” was decided by lottery, so nothing points into it."


def _shown(source: str, target: str, *, sign: str = "→") -> str:
    ends = (plain(end, limit=NAME_LETTERS) or "?" for end in (source, target))
    return f" {sign} ".join(ends)


def too_many(extra: int, what: str, limit: int) -> list[SetAside]:
    if extra <= 0:
        return []
    return [SetAside(item=f"{extra} more of the {what}", reason=f"Only the first {limit} are looked at.")]
