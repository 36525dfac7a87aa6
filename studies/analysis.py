"""One question of one table from bytes and text to claims, through the same verbs as the pages."""

from __future__ import annotations

import hashlib
import platform
import shlex
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from causal_core.errors import UnknownColumnError, UnknownVariableError, close_matches
from causal_core.graph.admg import CausalGraph
from causal_core.identification.implications import implied_independences
from causal_core.identification.selection import in_chosen_rows
from causal_core.identification.strategy import Adjustment, Strategy
from causal_core.table.counts import expand_counts
from causal_core.table.issues import Issue
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.claims import Claim, claims
from studies.data import reference
from studies.graph_checks import graph_check_of
from studies.standing import stand_by_all
from studies.study import Question, Study, StudyVariable
from studies.workflow import (
    Answer,
    chosen_strategy,
    estimate_of,
    estimate_study,
    identify_study,
    no_estimate_reason,
    read_graph,
    refute_study,
    report_of,
    set_graph,
)

SCHEMA_VERSION = 1
MOST_IMPLICATIONS, IMPLICATION_SECONDS = 200, 5.0  # a list to read; the library gives all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What ``whyboard analyze`` found: the study with its results, and why there are none where there are none."""

    study: Study
    table: Table
    answer: Answer
    claims: tuple[Claim, ...]
    notes: tuple[str, ...]
    refusal: str
    used: Strategy | None = None

    @property
    def answered(self) -> bool:
        """True when there is an estimate, or the graph itself answers that there is no effect."""
        return self.study.estimate is not None or any(s.kind == "no_effect" for s in self.answer.strategies)

    def to_dict(self) -> dict[str, Any]:
        """The object that ``--json`` prints; its schema is ``docs/analyze.schema.json``."""
        study = self.study
        return {
            "schema_version": SCHEMA_VERSION,
            "question": {
                "treatment": study.question.treatment,
                "outcome": study.question.outcome,
                "treated": study.question.treated,
                "control": study.question.control,
                "kind": "ate",
                "data": None if study.data is None else study.data.model_dump(mode="json"),
                "graph": study.graph().to_dagitty(),
            },
            "identification": identification_dict(self.answer, self.used),
            "estimate": None if study.estimate is None else study.estimate.value,
            "refutation": None if study.refutation is None else study.refutation.value,
            "graph_check": None if study.graph_check is None else study.graph_check.value,
            "claims": [c.to_dict() for c in self.claims],
            "notes": list(self.notes),
            "refusal": self.refusal or None,
            "versions": versions(),
        }


def analyze(
    raw: bytes,
    *,
    name: str,
    graph_text: str,
    treatment: str,
    outcome: str,
    treated: str | None = None,
    control: str | None = None,
    success: str | None = None,
    strategy: str | None = None,
    method: str | None = None,
    counts: str | None = None,
    repairs: tuple[str, ...] = (),
    unit: str = "",
    seed: int = 0,
    stress_tests: bool = True,
) -> Analysis:
    """Read, identify, estimate, attack and say.

    The graph that is given is taken as a statement about all of it: what is drawn, and that nothing else is there.

    Raises
    ------
    CausalError
        Anything that the caller must change: the file, the graph, the question, a choice.
    """
    table = read_table(raw, name=name, repairs=repairs)
    if counts:
        table = expand_counts(table, counts)
    graph = read_graph(graph_text)
    for asked in (treatment, outcome):
        if asked not in graph.nodes:
            raise UnknownVariableError(asked, graph.nodes)
        if asked not in table.names:
            raise UnknownColumnError(asked, table.names)
    graph, notes = _measured(graph, table)
    notes += tuple(
        " ".join(f"{i.message} {i.fix}{_offered(i)}".split())
        for i in table.issues
        if i.severity == "warning" and (i.column is None or i.column in graph.nodes or i.code == "counts")
    )
    study = Study(
        title=f"Does {treatment} change {outcome}?",
        question=Question(
            treatment=treatment,
            outcome=outcome,
            treated=treated,
            control=control,
            success=success,
            unit=unit,
            confirmed=True,
        ),
        data=reference(table, hashlib.sha256(raw).hexdigest(), repairs=repairs, counts_column=counts),
        variables=tuple(
            StudyVariable(
                name=n,
                column=n if n not in graph.latent else None,
                measured=n not in graph.latent,
                unit=unit if n == outcome else "",
            )
            for n in graph.nodes
        ),
        method=method,
    )
    study = stand_by_all(set_graph(study, graph))  # who gives a graph here states all of it
    answer = identify_study(study)
    refusal = no_estimate_reason(answer, strategy)
    used = None if refusal else chosen_strategy(study, answer, strategy)
    if used is not None:
        study = estimate_study(study, table, strategy=strategy, seed=seed)
    if study.estimate is not None and stress_tests:
        study = refute_study(study, table, seed=seed)
    return Analysis(
        study=study,
        table=table,
        answer=answer,
        claims=claims(study, answer),
        notes=notes,
        refusal=refusal,
        used=used,
    )


def _offered(issue: Issue) -> str:
    """The repairs on offer, as options of the command line."""
    if not issue.repairs:
        return ""
    return f" (--repair {' or --repair '.join(shlex.quote(r.id) for r in issue.repairs)})"


def _measured(graph: CausalGraph, table: Table) -> tuple[CausalGraph, tuple[str, ...]]:
    """Variables of the graph that are no columns are not measured; a likely slip of the pen is an error."""
    columns = [v.name for v in table.variables]
    absent = [n for n in graph.nodes if n not in columns and n not in graph.latent]
    for name in absent:
        if any(m not in graph.nodes for m in close_matches(name, columns)):
            raise UnknownVariableError(name, [c for c in columns if c not in graph.nodes], place="data")
    notes = tuple(f"“{n}” is not a column of the data and is taken as not measured." for n in absent)
    return (
        CausalGraph(
            graph.nodes,
            directed=graph.directed,
            bidirected=graph.bidirected,
            latent=(*graph.latent, *absent),
        ),
        notes,
    )


def identification_dict(answer: Answer, used: Strategy | None) -> dict[str, Any]:
    """The identification as plain values; ``used`` is the strategy that the estimate goes by."""
    first = used or (answer.strategies[0] if answer.strategies else None)
    proof = answer.recanting or answer.hedge
    return {
        "verdict": type(answer).__name__,
        "identifiable": answer.identifiable,
        "reason": answer.reason,
        "strategy": None if first is None else first.kind,
        "adjustment_set": list(first.adjustment_set) if isinstance(first, Adjustment) else None,
        "estimand": estimand_dict(first),
        "strategies": [
            {
                "kind": s.kind,
                "sentence": s.sentence,
                "adjustment_set": list(s.adjustment_set) if isinstance(s, Adjustment) else None,
                "assumptions": [asdict(a) for a in s.assumptions],
            }
            for s in answer.strategies
        ],
        "hedge": None
        if answer.hedge is None
        else {"forest": sorted(answer.hedge.forest), "subforest": sorted(answer.hedge.subforest)},
        "why_not": None if answer.identifiable or proof is None else proof.sentence,
        "fixes": [f.sentence for f in answer.fixes],
        "roles": {
            name: [
                {"part": r.kind, "reason": r.reason, "path": None if r.path is None else str(r.path)}
                for r in parts
            ]
            for name, parts in answer.graph.roles(answer.query).items()
        },
        "implications": [
            {"a": i.a, "b": i.b, "given": list(i.given), "tests": list(i.missing_arrow), "sentence": str(i)}
            for i in in_chosen_rows(
                answer.graph,
                implied_independences(answer.graph, limit=MOST_IMPLICATIONS, deadline=IMPLICATION_SECONDS),
                answer.selected,
            )
        ],
    }


def estimand_dict(strategy: Strategy | None) -> dict[str, str] | None:
    """A strategy's formula for a machine, a typesetter and a person; None where there is none."""
    estimand = None if strategy is None else strategy.estimand
    if estimand is None:
        return None
    return {"text": estimand.formula, "latex": estimand.latex(), "words": estimand.words()}


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    names = ("whyboard", "numpy", "pandas", "scipy", "scikit-learn", "networkx")
    return {"python": platform.python_version(), **{n: version(n) for n in names}}


def printed(result: Analysis) -> str:
    """The analysis as lines for a terminal."""
    study, found, report = result.study, estimate_of(result.study), report_of(result.study)
    lines = [f"Question       {study.title}", f"Can it be      {result.answer.reason}"]
    proof = result.answer.recanting or result.answer.hedge
    if proof is not None and not result.answer.identifiable:
        lines.append(f"Why not        {proof.sentence}")
    lines += [f"Note           {n}" for n in result.notes]
    lines += [f"Way            {s.sentence}" for s in result.answer.strategies]
    lines += [
        f"Part           {name}: {', '.join(r.kind.replace('_', ' ') for r in parts)}. {parts[0].reason}"
        for name, parts in result.answer.graph.roles(result.answer.query).items()
    ]
    if result.refusal:
        lines.append(f"No estimate    {result.refusal}")
        lines += [f"Would help     {f.sentence}" for f in result.answer.fixes]
    if found is not None:
        low, high = found.ci
        causal = any(claim.rung == "done" for claim in result.claims)
        lines += [
            f"Method         {found.method} ({', '.join(found.adjustment_set) or 'nothing adjusted for'})",
            f"{'Effect' if causal else 'Difference':<15}{found.value:.6g} {found.unit}".rstrip(),
            f"Interval       {low:.6g} to {high:.6g} ({found.level:.0%})",
            f"Without        {found.naive.value:.6g} (plain difference, nothing adjusted for)",
            f"Rows           {found.n_obs} used, {found.n_dropped} dropped",
        ]
        lines += [f"               {d.count}: {d.reason}" for d in found.dropped]
        lines += [f"Warning        {w}" for w in found.warnings]
    for claim in result.claims:
        lines.append(f"In words       {claim.text}")
        lines += [f"   because     {m}" for m in claim.missing]
    check = graph_check_of(study)
    if check is not None:
        lines.append(f"Graph check    {check.sentence}")
    if report is not None:
        lines += [
            f"Stress test    {r.title}: {r.outcome.replace('_', ' ')}. {r.seen}" for r in report.results
        ]
        lines.append(f"               {report.summary}")
    return "\n".join(lines)
