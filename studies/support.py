"""The assumptions under a claim, each with who says so and how it stands.

The core knows what an estimate rests on; the study knows who said it. “The graph is right” is taken apart: the
arrows that are drawn and used, by whom they were proposed, and each thing that is not drawn and relied on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from causal_core import words
from causal_core.results import Assumption, Source, Status
from studies.evidence import contradicted_pairs
from studies.standing import Edge, Relied, not_both_lines, statements, without_doubt
from studies.study import Study

BY_STAND: dict[str, Source] = {"user": "user", "example": "default"}


def rests_on(
    study: Study, assumptions: Iterable[Assumption], relied: Relied | None
) -> tuple[Assumption, ...]:
    """What an answer rests on, as the study stands; without ``relied`` (an older answer) as it stood then."""
    if relied is None:
        return tuple(assumptions)
    out: list[Assumption] = []
    for assumption in assumptions:
        if assumption.id == "graph":
            out += [*_drawn(study, relied), *_not_drawn(study, relied)]
        elif assumption.id == "no_hidden_common_cause" and assumption.status == "untestable":
            out.append(_no_hidden(study, relied, assumption))
        elif assumption.id == "carried_along" and assumption.text in relied.carried:
            out.append(_carried(relied, assumption))
        else:
            out.append(assumption)
    return tuple(out)


def _drawn(study: Study, relied: Relied) -> Iterator[Assumption]:
    """The arrows that are drawn and used, by who proposed them."""
    by: dict[str, list[Edge]] = {}
    sources = {(a.cause, a.effect): a.source for a in study.arrows if a.status == "accepted"}
    for edge in relied.arrows:
        by.setdefault(sources.get(edge, "user"), []).append(edge)
    for source, edges in sorted(by.items()):
        named = words.listed([f"{a} → {b}" for a, b in edges])
        how, short = _who_drew(source)
        yield Assumption(id="arrows", text=f"{named} {how}.", source=short, status="confirmed")


def _who_drew(source: str) -> tuple[str, Source]:
    if source.startswith("model:"):
        return f"as proposed by {source.removeprefix('model:')} and accepted by you", "model"
    if source == "rules":
        return "as it follows from your answers and was accepted by you", "user"
    if source == "example":
        return "as the example has it", "default"
    if source in ("data", "design"):
        return f"as it follows from the {source}", "data" if source == "data" else "design"
    return "as drawn", "user"


def _not_drawn(study: Study, relied: Relied) -> Iterator[Assumption]:
    """What is not drawn and relied on: a line each, but for what stands in the list already."""
    for text in relied.design_lines:
        yield Assumption(
            id="not_drawn", text=f"{text} It follows from the lottery.", source="design", status="confirmed"
        )
    ends, against = frozenset(relied.ends), contradicted_pairs(study)
    missing = [e for e in relied.missing if e not in relied.design_missing]
    shared = [e for e in relied.shared if e not in relied.design_shared and frozenset(e) != ends]
    for bad in (True, False):
        arrows = [e for e in missing if (frozenset(e) in against) == bad]
        ties = [e for e in shared if (frozenset(e) in against) == bad]
        is_open = any(e in relied.open_missing for e in arrows) or any(e in relied.open_shared for e in ties)
        status: Status = "contradicted" if bad else "untestable" if is_open else "confirmed"
        for text in statements(relied.graph, arrows, ties):
            yield Assumption(id="not_drawn", text=text, source=_source(relied), status=status)
    yield from _not_both(relied, relied.common_causes(against))


def _not_both(relied: Relied, wrong: Collection[str]) -> Iterator[Assumption]:
    """The variables that are said not to be a common cause."""
    names = [n for n in relied.not_both if n not in relied.design_not_both]
    is_open = any(n in relied.open_not_both for n in names)
    for bad in (True, False):
        status: Status = "contradicted" if bad else "untestable" if is_open else "confirmed"
        some = [n for n in names if (n in wrong) == bad]
        for text in not_both_lines(relied.graph, some, relied.ends):
            yield Assumption(id="not_drawn", text=text, source=_source(relied), status=status)


def _carried(relied: Relied, assumption: Assumption) -> Assumption:
    """What nobody knew: untested, until somebody stands by it; then it no longer says that nobody knows."""
    if assumption.text in relied.open_carried:
        return assumption
    text = without_doubt(assumption.text)
    return replace(assumption, text=text, source=_source(relied), status="confirmed")


def _no_hidden(study: Study, relied: Relied, assumption: Assumption) -> Assumption:
    """“The two share no further cause”: said by whoever stands by the list."""
    pair = [e for e in relied.shared if set(e) == set(relied.ends)]
    if pair and frozenset(pair[0]) in contradicted_pairs(study):
        return replace(assumption, source=_source(relied), status="contradicted")
    is_open = not relied.source or any(e in relied.open_shared for e in pair)
    return replace(assumption, source=_source(relied), status="untestable" if is_open else "confirmed")


def _source(relied: Relied) -> Source:
    return BY_STAND.get(relied.source, "default")
