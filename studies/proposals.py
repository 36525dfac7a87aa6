"""Proposals, whoever made them: put into a study as proposed, then accepted or rejected by a person.

A proposed arrow is drawn but is not part of the graph that is computed on. What was rejected is remembered
and not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from causal_core.errors import GraphError
from causal_core.table.table import Table
from llm.context import from_table
from llm.schemas import Proposal, VariableInfo
from studies.study import Arrow, HiddenCause, Study, StudyVariable
from studies.workflow import set_arrows


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A study with a proposal in it, and sentences for what was left out and why."""

    study: Study
    left_out: tuple[str, ...]


def variable_infos(study: Study, table: Table | None) -> tuple[VariableInfo, ...]:
    """What is known of the study's variables, for the assistant: never a row."""
    known = {} if table is None else {i.name: i for i in from_table(table)}
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

    An arrow that is already in the study keeps its standing; one whose reverse is accepted is left out and
    named.
    """
    left_out = [f"{s.item}: {s.reason}" for s in proposal.set_aside]
    new_variables = tuple(
        StudyVariable(name=u.name, meaning=u.reason, measured=False)
        for u in proposal.unmeasured
        if study.variable(u.name) is None
    )
    standing = {(a.cause, a.effect) for a in study.arrows}
    accepted = {(a.cause, a.effect) for a in study.arrows if a.status == "accepted"}
    arrows: list[Arrow] = []
    for arrow in _arrows(proposal):
        cause, effect = arrow.cause, arrow.effect
        if (cause, effect) in standing:
            continue
        if (effect, cause) in accepted:
            left_out.append(f"{cause} → {effect}: the graph already has the opposite arrow.")
            continue
        standing.add((cause, effect))
        arrows.append(arrow)
    pairs = {frozenset((h.a, h.b)) for h in study.hidden}
    hidden = tuple(
        HiddenCause(
            a=h.between[0],
            b=h.between[1],
            reason=_joined(h.what, h.reason),
            source=proposal.source,
            status="proposed",
            confidence=h.confidence,
        )
        for h in proposal.hidden
        if frozenset(h.between) not in pairs
    )
    merged = study.model_copy(
        update={
            "variables": study.variables + new_variables,
            "arrows": study.arrows + tuple(arrows),
            "hidden": study.hidden + hidden,
            "assumed": proposal.assumptions or study.assumed,
        }
    )
    return Merged(study=merged, left_out=tuple(left_out))


def _arrows(proposal: Proposal) -> Iterable[Arrow]:
    for arrow in proposal.arrows:
        yield Arrow(
            cause=arrow.source,
            effect=arrow.target,
            reason=arrow.reason,
            source=proposal.source,
            status="proposed",
            confidence=arrow.confidence,
            wrong_if=arrow.wrong_if,
        )
    for variable in proposal.unmeasured:
        for target in variable.affects:
            yield Arrow(
                cause=variable.name,
                effect=target,
                reason=variable.reason,
                source=proposal.source,
                status="proposed",
            )


def _joined(*parts: str) -> str:
    return " ".join(
        p.strip() if p.strip().endswith((".", "!", "?")) else f"{p.strip()}." for p in parts if p.strip()
    )


def open_proposals(study: Study) -> tuple[tuple[Arrow, ...], tuple[HiddenCause, ...]]:
    """Arrows and hidden causes that wait for a decision."""
    return (
        tuple(a for a in study.arrows if a.status == "proposed"),
        tuple(h for h in study.hidden if h.status == "proposed"),
    )


def decide_arrow(study: Study, cause: str, effect: str, *, accept: bool) -> Study:
    """Accept or reject one proposed arrow.

    Raises
    ------
    CycleError
        Accepting it would close a loop.
    """
    status = "accepted" if accept else "rejected"
    arrows = [
        a.model_copy(update={"status": status}) if (a.cause, a.effect) == (cause, effect) else a
        for a in study.arrows
    ]
    return set_arrows(study, arrows, study.hidden)


def decide_hidden(study: Study, a: str, b: str, *, accept: bool) -> Study:
    """Accept or reject one proposed hidden common cause."""
    status = "accepted" if accept else "rejected"
    hidden = [h.model_copy(update={"status": status}) if {h.a, h.b} == {a, b} else h for h in study.hidden]
    return set_arrows(study, study.arrows, hidden)


def decide_all(study: Study, *, accept: bool) -> Merged:
    """Accept or reject everything proposed; an arrow that would close a loop stays proposed and is named."""
    left_out: list[str] = []
    arrows, hidden = open_proposals(study)
    for h in hidden:
        study = decide_hidden(study, h.a, h.b, accept=accept)
    for arrow in arrows:
        try:
            study = decide_arrow(study, arrow.cause, arrow.effect, accept=accept)
        except GraphError as error:
            left_out.append(f"{arrow.cause} → {arrow.effect}: {error.message}")
    return Merged(study=study, left_out=tuple(left_out))
