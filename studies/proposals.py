"""Proposals, whoever made them: put into a study as proposed, then accepted or rejected by a person.

A proposed arrow is drawn but is not part of the graph that is computed on. What was rejected is remembered
and not proposed again. Proposed arrows may go round in a circle: the person picks the one that goes
(:func:`circles`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from causal_core.table.table import Table
from llm.checking import find_circle
from llm.context import from_table
from llm.schemas import Proposal, VariableInfo
from studies.study import Arrow, ArrowStatus, HiddenCause, Study, StudyVariable
from studies.workflow import set_arrows, set_variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A study with a proposal in it, and sentences for what was left out and why."""

    study: Study
    left_out: tuple[str, ...]


OPEN = ("proposed", "unsure")  # what waits for a decision
TURNED_DOWN = "You turned it down before."
_RANK = {"low": 0, "medium": 1, None: 1, "high": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Arrows that go round, ``path`` with its first variable repeated at the end.

    ``weakest`` is the arrow to cut if the person has no better idea: the least sure one that is not accepted
    yet, the later one among equals.
    """

    path: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    weakest: Arrow


def variable_infos(study: Study, table: Table | None, *, values: bool = False) -> tuple[VariableInfo, ...]:
    """What is known of the study's variables, for the assistant: never a row.

    With ``values`` also the counts and means that may be sent on consent.
    """
    known = {} if table is None else {i.name: i for i in from_table(table, values=values)}
    infos = []
    for variable in study.variables:
        info = known.get(variable.column or "", VariableInfo(name=variable.name))
        infos.append(
            info.model_copy(
                update={
                    "name": variable.name,
                    "meaning": variable.meaning,
                    "kind": variable.kind or info.kind,
                    "measured": variable.measured,
                    "when": variable.timing,
                    "by_lottery": variable.randomised,
                }
            )
        )
    return tuple(infos)


def rejected_pairs(study: Study) -> tuple[tuple[str, str], ...]:
    """Arrows the person has rejected."""
    return tuple((a.cause, a.effect) for a in study.arrows if a.status == "rejected")


def merge(study: Study, proposal: Proposal) -> Merged:
    """Add a proposal's arrows, hidden causes and unmeasured variables as *proposed*.

    An arrow that is already in the study keeps its standing; one whose reverse is accepted, or that names a
    variable which the study does not have (any more), is left out and named.
    """
    left_out = [f"{s.item}: {s.reason}" for s in proposal.set_aside]
    refused = {u.name for u in proposal.unmeasured} & refused_variables(study)
    left_out += [f"“{name}”: you rejected it before." for name in sorted(refused)]
    new_variables = tuple(
        StudyVariable(name=u.name, meaning=u.reason, measured=False)
        for u in proposal.unmeasured
        if study.variable(u.name) is None and u.name not in refused
    )
    names = {v.name for v in (*study.variables, *new_variables)}
    standing = {(a.cause, a.effect) for a in study.arrows}
    accepted = {(a.cause, a.effect) for a in study.arrows if a.status == "accepted"}
    rejected = set(rejected_pairs(study))
    arrows: list[Arrow] = []
    for arrow in _arrows(proposal):
        pair = (arrow.cause, arrow.effect)
        missing = next((name for name in pair if name not in names), None)
        if missing in refused:
            continue
        if missing is not None:
            left_out.append(f"{_shown(*pair)}: “{missing}” is not among the variables any more.")
        elif pair[::-1] in accepted:
            left_out.append(f"{_shown(*pair)}: the graph already has the opposite arrow.")
        elif pair in rejected:
            left_out.append(f"{_shown(*pair)}: {TURNED_DOWN}")
        elif pair not in standing:
            standing.add(pair)
            arrows.append(arrow)
    left_out += _hidden_left_out(study, proposal, names)
    return Merged(
        study=study.model_copy(
            update={
                "variables": study.variables + new_variables,
                "arrows": study.arrows + tuple(arrows),
                "hidden": study.hidden + _hidden(study, proposal, names),
                "assumed": proposal.assumptions or study.assumed,
            }
        ),
        left_out=tuple(left_out),
    )


def _arrows(proposal: Proposal) -> Iterable[Arrow]:
    signed: dict[str, Any] = {"source": proposal.source, "status": "proposed"}
    by_rules = proposal.source == "rules"  # rules are not more or less sure of one arrow than of another
    for a in proposal.arrows:
        yield Arrow(
            cause=a.source,
            effect=a.target,
            reason=a.reason,
            confidence=None if by_rules else a.confidence,
            wrong_if=a.wrong_if,
            **signed,
        )
    for variable in proposal.unmeasured:
        for target in variable.affects:
            yield Arrow(cause=variable.name, effect=target, reason=variable.reason, **signed)


def _hidden(study: Study, proposal: Proposal, names: Collection[str]) -> tuple[HiddenCause, ...]:
    """The hidden causes of pairs that have none yet; several of one pair are one, with all their reasons."""
    standing = {frozenset((h.a, h.b)) for h in study.hidden}
    new: dict[frozenset[str], HiddenCause] = {}
    for h in proposal.hidden:
        pair = frozenset(h.between)
        if pair in standing or not pair <= set(names):
            continue
        reason = _joined(h.what, h.reason)
        if pair in new:
            new[pair] = new[pair].model_copy(update={"reason": f"{new[pair].reason} {reason}"})
            continue
        new[pair] = HiddenCause(
            a=h.between[0],
            b=h.between[1],
            reason=reason,
            source=proposal.source,
            status="proposed",
            confidence=None if proposal.source == "rules" else h.confidence,
        )
    return tuple(new.values())


def _hidden_left_out(study: Study, proposal: Proposal, names: Collection[str]) -> Iterable[str]:
    """The hidden causes that do not come in again, with why not."""
    rejected = {frozenset((h.a, h.b)) for h in study.hidden if h.status == "rejected"}
    for h in proposal.hidden:
        missing = next((name for name in h.between if name not in names), None)
        if missing is not None:
            yield f"{' ↔ '.join(h.between)}: “{missing}” is not among the variables any more."
        elif frozenset(h.between) in rejected:
            yield f"{' ↔ '.join(h.between)}: {TURNED_DOWN}"


def _shown(cause: str, effect: str) -> str:
    return f"{cause} → {effect}"


def _joined(*parts: str) -> str:
    return " ".join(
        p.strip() if p.strip().endswith((".", "!", "?")) else f"{p.strip()}." for p in parts if p.strip()
    )


def open_proposals(study: Study) -> tuple[tuple[Arrow, ...], tuple[HiddenCause, ...]]:
    """Arrows and hidden causes that wait for a decision: proposed, or proposed and found unsure."""
    return (
        tuple(a for a in study.arrows if a.status in OPEN),
        tuple(h for h in study.hidden if h.status in OPEN),
    )


def decide_arrow(study: Study, cause: str, effect: str, *, accept: bool) -> Study:
    """Accept or reject one arrow.

    Raises
    ------
    CycleError
        Accepting it would close a loop.
    """
    return _with_status(study, cause, effect, "accepted" if accept else "rejected")


def _with_status(study: Study, cause: str, effect: str, status: ArrowStatus) -> Study:
    arrows = [
        a.model_copy(update={"status": status}) if (a.cause, a.effect) == (cause, effect) else a
        for a in study.arrows
    ]
    return _without_refused(set_arrows(_with_variables(study, (cause, effect), status), arrows, study.hidden))


def refused_variables(study: Study) -> frozenset[str]:
    """Variables that were proposed as not measured, rejected, and so are in the study no more.

    Their rejected arrows stay: by these they are remembered and can be brought back.
    """
    gone = {a.cause for a in study.arrows if a.status == "rejected" and study.variable(a.cause) is None}
    return frozenset(gone)


def _without_refused(study: Study) -> Study:
    """The study without the variables that a proposal alone brought and of which nothing is left but rejected arrows."""
    used = {n for a in study.arrows if a.status != "rejected" for n in (a.cause, a.effect)}
    used |= {n for h in study.hidden if h.status != "rejected" for n in (h.a, h.b)}
    used |= {study.question.treatment, study.question.outcome}
    rejected = {(a.cause, a.reason) for a in study.arrows if a.status == "rejected" and a.source != "user"}
    gone = {
        v.name
        for v in study.variables
        if not v.measured and v.column is None and v.name not in used and (v.name, v.meaning) in rejected
    }
    if not gone:
        return study
    left = set_variables(study, [v for v in study.variables if v.name not in gone])
    return left.model_copy(update={"arrows": study.arrows, "hidden": study.hidden})


def _with_variables(study: Study, names: Collection[str], status: ArrowStatus) -> Study:
    """The study with variables that were rejected and are wanted again."""
    back = refused_variables(study) & set(names) if status != "rejected" else ()
    why = {a.cause: a.reason for a in study.arrows}
    added = tuple(StudyVariable(name=n, meaning=why[n], measured=False) for n in sorted(back))
    return study.model_copy(update={"variables": study.variables + added})


def decide_hidden(study: Study, a: str, b: str, *, accept: bool) -> Study:
    """Accept or reject one proposed hidden common cause."""
    return _hidden_with_status(study, a, b, "accepted" if accept else "rejected")


def _hidden_with_status(study: Study, a: str, b: str, status: ArrowStatus) -> Study:
    hidden = [h.model_copy(update={"status": status}) if {h.a, h.b} == {a, b} else h for h in study.hidden]
    return _without_refused(set_arrows(_with_variables(study, (a, b), status), study.arrows, hidden))


def bring_back(study: Study, cause: str, effect: str) -> Study:
    """Make a rejected arrow a proposal again."""
    return _with_status(study, cause, effect, "proposed")


def bring_back_hidden(study: Study, a: str, b: str) -> Study:
    """Make a rejected hidden common cause a proposal again."""
    return _hidden_with_status(study, a, b, "proposed")


def turn_round(study: Study, cause: str, effect: str) -> Study:
    """Reject an arrow and accept the opposite one, as the person's own unless it was proposed already.

    Raises
    ------
    CycleError
        The opposite arrow would close a loop with what is accepted.
    """
    turned = Arrow(cause=effect, effect=cause)
    arrows = []
    for a in study.arrows:
        pair = (a.cause, a.effect)
        if pair == (cause, effect):
            arrows.append(a.model_copy(update={"status": "rejected"}))
        elif pair == (effect, cause) and a.status in OPEN:
            turned = a.model_copy(update={"status": "accepted"})
        elif pair != (effect, cause):
            arrows.append(a)
    return set_arrows(study, [*arrows, turned], study.hidden)


def decide_all(study: Study, *, accept: bool) -> Merged:
    """Accept or reject everything proposed.

    What is on a circle is not accepted but named, and so is what was found unsure: those are decided one by
    one.
    """
    left_out = []
    round_about = _on_circles(study)
    arrows = []
    for a in study.arrows:
        if a.status not in OPEN or (accept and a.status == "unsure"):
            arrows.append(a)
        elif accept and (a.cause, a.effect) in round_about:
            left_out.append(
                f"{_shown(a.cause, a.effect)}: it is part of a circle; choose first which arrow goes."
            )
            arrows.append(a)
        else:
            arrows.append(a.model_copy(update={"status": "accepted" if accept else "rejected"}))
    hidden = [
        h.model_copy(update={"status": "accepted" if accept else "rejected"})
        if h.status in (("proposed",) if accept else OPEN)
        else h
        for h in study.hidden
    ]
    unsure = sum(a.status == "unsure" for a in arrows) + sum(h.status == "unsure" for h in hidden)
    if accept and unsure:
        left_out.append(f"{unsure} left to decide one by one, because two askings did not agree.")
    return Merged(study=_without_refused(set_arrows(study, arrows, hidden)), left_out=tuple(left_out))


def _drawn(study: Study) -> dict[tuple[str, str], Arrow]:
    return {(a.cause, a.effect): a for a in study.arrows if a.status != "rejected"}


def _on_circles(study: Study) -> set[tuple[str, str]]:
    """Every arrow, accepted or open, from whose end a way leads back to its start."""
    graph = nx.DiGraph(list(_drawn(study)))
    part = {name: n for n, names in enumerate(nx.strongly_connected_components(graph)) for name in names}
    return {(a, b) for a, b in graph.edges if part[a] == part[b]}


def circles(study: Study) -> tuple[Circle, ...]:
    """The circles among accepted and open arrows, a shortest one first; cutting the weakest of each leaves none.

    Accepted arrows alone never go round, so every circle has an arrow that is not accepted yet.
    """
    left = _drawn(study)
    place = {pair: n for n, pair in enumerate(left)}
    found = []
    while path := find_circle(left):
        pairs = list(pairwise(path))
        weakest = min(
            (pair for pair in pairs if left[pair].status in OPEN),
            key=lambda pair: (left[pair].status != "unsure", _RANK[left[pair].confidence], -place[pair]),
        )
        arrows = tuple(left[pair] for pair in pairs)
        found.append(Circle(path=path, arrows=arrows, weakest=left.pop(weakest)))
    return tuple(found)
