"""Where a person's own answers and a model's proposed graph differ, and what each difference means.

Neither side is right by itself: the model knows a good deal and errs on whole graphs, the person may not have
thought of everything. A difference is a place to look at.

>>> from studies.study import Arrow, StudyVariable
>>> from studies.workflow import set_question
>>> study = set_question(Study(), treatment="training", outcome="wage")
>>> drawn = (Arrow(cause="training", effect="age", source="model:m", status="proposed"),)
>>> age = StudyVariable(name="age", timing="before")
>>> study = study.model_copy(update={"variables": (*study.variables, age), "arrows": drawn})
>>> differences(study, None)[0].what
'You said that “age” was settled before “training”; the model draws training → age.'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from causal_core.errors import CausalError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import is_adjustment_set
from causal_core.identification.precision import o_set
from causal_core.identification.query import Query
from causal_core.table.table import Table
from llm.checking import cut_circles
from llm.schemas import Arrow
from llm.template import Answer
from studies.guided import answers_of, graph_that_follows
from studies.study import Study

STANDING = ("proposed", "accepted", "unsure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: who says what, and what hangs on it. ``variable`` is the one concerned, or empty."""

    variable: str
    what: str
    means: str


def differences(study: Study, table: Table | None) -> tuple[Difference, ...]:
    """Every difference, variable by variable, then hidden causes, then the sets to adjust for.

    Empty where a model has proposed nothing or the person has answered nothing. "I do not know" differs from
    nothing.
    """
    drawn = _model_graph(study)
    answers = {n: a for n, a in answers_of(study).items() if a != "unknown"}
    said = answers or study.guided.hidden is not None or study.guided.outcome_first == "yes"
    if drawn is None or not said:
        return ()
    found = [d for name in sorted(answers) for d in _about(study, drawn, name, answers[name])]
    found += [*_first(study, drawn), *_hidden(study, drawn)]
    return (*found, *_sets(study, table, drawn))


def _model_graph(study: Study) -> CausalGraph | None:
    """What models drew, proposed or accepted; where it goes round the least sure arrow is left out."""
    by_model = [a for a in study.arrows if a.source.startswith("model:") and a.status in STANDING]
    hidden = [h for h in study.hidden if h.source.startswith("model:") and h.status in STANDING]
    if not by_model and not hidden:
        return None
    arrows, _ = cut_circles(
        [Arrow(source=a.cause, target=a.effect, confidence=a.confidence or "medium") for a in by_model]
    )
    return CausalGraph(
        study.graph_nodes(),
        directed=[(a.source, a.target) for a in arrows],
        bidirected=[(h.a, h.b) for h in hidden],
        latent=[v.name for v in study.variables if not v.measured],
    )


def _about(study: Study, drawn: CausalGraph, name: str, answer: Answer) -> Iterator[Difference]:
    """What the answer about one variable and the model's arrows say against each other."""
    cause, outcome = study.question.treatment, study.question.outcome
    later = drawn.descendants(cause) - {cause}
    to_cause, to_outcome = name in drawn.ancestors(cause), name in drawn.ancestors(outcome)
    others = drawn.subgraph([n for n in drawn.nodes if n != cause])
    by_itself = name in others.ancestors(outcome)
    way = _way(drawn, cause, name)

    def differs(what: str, means: str) -> Difference:
        return Difference(variable=name, what=what, means=means)

    if answer in ("before", "apart") and name in later:
        yield differs(
            f"You said that “{name}” was settled before “{cause}”; the model draws {way}.",
            "If you are right, that cannot be. If the model is right, adjusting for it could hide part of the effect.",
        )
    elif answer == "before" and not to_cause and not to_outcome:
        yield differs(
            f"You said that “{name}” was settled before “{cause}” and may have a hand in cause or outcome; the "
            "model draws no way from it to either.",
            "If the model is right, it can be left out of the adjustment; leaving it in seldom does harm.",
        )
    elif answer == "apart" and (to_cause or to_outcome):
        target = cause if to_cause else outcome
        yield differs(
            f"You said that “{name}” changes neither “{cause}” nor “{outcome}”; the model draws "
            f"{_way(drawn, name, target)}.",
            "If the model is right, it may have to be adjusted for.",
        )
    elif answer in ("between", "side", "last", "after") and to_cause:
        yield differs(
            f"You said that “{name}” came after “{cause}”; the model draws {_way(drawn, name, cause)}.",
            "If you are right, a later thing would cause an earlier one. If the model is right, it may have to be "
            "adjusted for.",
        )
    elif answer in ("side", "last") and to_outcome:
        said = f"came after “{outcome}”" if answer == "last" else f"does not change “{outcome}”"
        yield differs(
            f"You said that “{name}” {said}; the model draws {_way(drawn, name, outcome)}.",
            "It must not be adjusted for either way; but the model sees part of the effect going through it.",
        )
    elif answer == "between" and not to_outcome:
        yield differs(
            f"You said that “{name}” may change “{outcome}”; the model draws no way from it to “{outcome}”.",
            "It must not be adjusted for either way, as long as it came after the cause.",
        )
    elif answer == "both" and not (to_cause and by_itself):
        yield differs(
            f"You said that “{name}”, which is not in the data, acts on both “{cause}” and “{outcome}”; the model "
            "does not draw both.",
            "If you are right, adjusting for what was measured is not enough.",
        )
    elif (
        answer == "not_both"
        and to_cause
        and name in drawn.subgraph([n for n in drawn.nodes if n != cause]).ancestors(outcome)
    ):
        yield differs(
            f"You said that “{name}”, which is not in the data, acts on at most one of “{cause}” and “{outcome}”; "
            "the model draws both.",
            "If the model is right, adjusting for what was measured may not be enough.",
        )


def _way(drawn: CausalGraph, start: str, end: str) -> str:
    """A shortest way along the model's arrows, in words."""
    before: dict[str, str] = {start: ""}
    layer = [start]
    while layer and end not in before:
        following = []
        for node in layer:
            for child in sorted(drawn.children(node)):
                if child not in before:
                    before[child] = node
                    following.append(child)
        layer = following
    path = [end]
    while before.get(path[-1]):
        path.append(before[path[-1]])
    return " → ".join(reversed(path))


def _first(study: Study, drawn: CausalGraph) -> Iterator[Difference]:
    """The outcome said to come first, and drawn by the model as the cause's work."""
    cause, outcome = study.question.treatment, study.question.outcome
    if study.guided.outcome_first == "yes" and outcome in drawn.descendants(cause):
        yield Difference(
            variable=outcome,
            what=f"You said that “{outcome}” was settled before “{cause}”; the model draws "
            f"{_way(drawn, cause, outcome)}.",
            means="If you are right, there is no effect to look for. If the model is right, take your answer back.",
        )


def _hidden(study: Study, drawn: CausalGraph) -> Iterator[Difference]:
    """Hidden common causes of cause and outcome: named by one side only."""
    if not study.guided.hidden_asked or study.guided.hidden is None:
        return
    cause, outcome = study.question.treatment, study.question.outcome
    pair = frozenset((cause, outcome))
    by_model = any(frozenset(ends) == pair for ends in drawn.bidirected)
    latent = [n for n in drawn.latent if {cause, outcome} <= drawn.children(n) and n not in answers_of(study)]
    named = study.guided.hidden
    if not named and (by_model or latent):
        who = f" ({', '.join(f'“{n}”' for n in latent)})" if latent else ""
        yield Difference(
            variable="",
            what=f"You said that nothing outside the list acts on both “{cause}” and “{outcome}”; the model "
            f"proposes a hidden common cause of them{who}.",
            means="If the model is right, adjusting for what was measured is not enough.",
        )
    elif named and not (by_model or latent):
        listed = ", ".join(f"“{n}”" for n in named)
        yield Difference(
            variable="",
            what=f"You named {listed} as acting on both “{cause}” and “{outcome}”; the model proposes no hidden "
            "common cause of them.",
            means="If you are right, the model's graph promises more than the data can give.",
        )


def _sets(study: Study, table: Table | None, drawn: CausalGraph) -> Iterator[Difference]:
    """The set to adjust for that follows from the answers against the one of the model's graph."""
    query = Query(study.question.treatment, study.question.outcome)
    proposal = graph_that_follows(study, table)
    own = CausalGraph(
        study.graph_nodes(),
        directed=[(a.source, a.target) for a in proposal.arrows],
        bidirected=[h.between for h in proposal.hidden],
        latent=drawn.latent,
    )
    try:
        yours, models = (_set_of(graph, query) for graph in (own, drawn))
    except CausalError:  # an effect that runs backwards has no set; the arrows above say so
        return
    if yours == models:
        return
    works = yours is not None and bool(is_adjustment_set(drawn, query, yours))
    means = (
        "Your set would do in the model's graph too."
        if works
        else "Your set would not do in the model's graph: which of the arrows are right decides."
    )
    if yours is None:
        means = "From your answers no set of measured variables is enough; in the model's graph one is."
    yield Difference(
        variable="",
        what=f"From your answers one adjusts for {_listed(yours)}; from the model's graph for {_listed(models)}.",
        means=means,
    )


def _set_of(graph: CausalGraph, query: Query) -> frozenset[str] | None:
    """The set with the least noise, None where no set of measured variables will do."""
    found = o_set(graph, query)
    return None if found is None else frozenset(found)


def _listed(names: frozenset[str] | None) -> str:
    if names is None:
        return "nothing that is measured, because no set is enough"
    return ", ".join(f"“{n}”" for n in sorted(names)) if names else "nothing"
