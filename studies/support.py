"""The assumptions under a claim, each with who says so and how it stands.

The core knows what an estimate rests on; the study knows who said it. “The graph is right” is taken apart: the
arrows that are drawn and used, by whom they were proposed, and each thing that is not drawn and relied on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from causal_core import words
from causal_core.results import Assumption, Source, Status
from studies.evidence import contradicted_pairs
from studies.standing import Edge, Relied, statements
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
    ends = frozenset(relied.ends)
    missing = [e for e in relied.missing if e not in relied.by_design]
    shared = [e for e in relied.shared if e not in relied.by_design and frozenset(e) != ends]
    against = contradicted_pairs(study)
    for text in relied.design_lines:
        yield Assumption(
            id="not_drawn",
            text=f"{text} It follows from the lottery.",
            source="design",
            status="confirmed",
        )
    bad = [e for e in (*missing, *shared) if frozenset(e) in against]
    for group, status in ((bad, "contradicted"), ([e for e in (*missing, *shared) if e not in bad], "")):
        lines = statements(
            relied.graph, [e for e in group if e in missing], [e for e in group if e in shared]
        )
        for text in lines:
            yield Assumption(
                id="not_drawn", text=text, source=_source(relied), status=_status(relied, group, status)
            )


def _no_hidden(study: Study, relied: Relied, assumption: Assumption) -> Assumption:
    """“The two share no further cause”: said by whoever stands by the list."""
    pair = [e for e in relied.shared if frozenset(e) == frozenset(relied.ends)]
    bad = bool(pair) and frozenset(pair[0]) in contradicted_pairs(study)
    status = "contradicted" if bad else _status(relied, pair, "")
    return replace(assumption, source=_source(relied), status=status)


def _source(relied: Relied) -> Source:
    return BY_STAND.get(relied.source, "default")


def _status(relied: Relied, edges: list[Edge], given: str) -> Status:
    if given == "contradicted":
        return "contradicted"
    still_open = {*relied.open_missing, *relied.open_shared}
    return "untestable" if not relied.source or still_open.intersection(edges) else "confirmed"
