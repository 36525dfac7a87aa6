"""Guided mode on a study: the answers that were given, and the graph that follows from them.

Rules, not an AI: they ask when each variable was settled and draw what follows (:mod:`llm.template`). The answers
are kept in the study, so that they can be changed later and stand beside what a model proposes.

>>> from studies.workflow import set_question
>>> study = set_question(Study(), treatment="training", outcome="wage")
>>> study = study.model_copy(update={"variables": (*study.variables, StudyVariable(name="age"))})
>>> study = keep_answers(study, {"age": "before"})
>>> [(a.cause, a.effect, a.status) for a in draw(study, None).study.arrows][1:]
[('age', 'training', 'proposed'), ('age', 'wage', 'proposed')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from causal_core.errors import QueryError
from causal_core.table.table import Table
from llm.schemas import Proposal
from llm.template import (
    MEASURED_ANSWERS,
    UNMEASURED_ANSWERS,
    Answer,
    OutcomeFirst,
    Question,
    questions,
    template_graph,
)
from studies.proposals import OPEN, Merged, circles, merge, variable_infos
from studies.study import Study, StudyVariable, Timing
from studies.workflow import Answer as CoreAnswer
from studies.workflow import identify_study

TIMING: Mapping[Answer, Timing] = {
    "before": "before",
    "apart": "before",
    "between": "after",
    "side": "after",
    "last": "after",
    "after": "after",
    "unknown": "unknown",
}
RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of the questions have an answer; "I do not know" is one."""

    answered: int
    total: int


def questions_of(study: Study, table: Table | None) -> tuple[Question, ...]:
    """One question a variable, cause and outcome left out."""
    question = study.question
    return questions(variable_infos(study, table), question.treatment, question.outcome)


def answer_of(study: Study, name: str) -> Answer | None:
    """What the person said of a variable, here or on the Variables page; None where nothing was said.

    An answer that the Variables page has overtaken since does not count.
    """
    variable = study.variable(name)
    if variable is None:
        return None
    given = study.guided.answers.get(name)
    if not variable.measured:
        return given if given in UNMEASURED_ANSWERS else None
    if given in MEASURED_ANSWERS and TIMING[given] == variable.timing:
        return given
    return None if variable.timing == "unknown" else variable.timing


def answers_of(study: Study) -> dict[str, Answer]:
    """Every answer that was given, by variable."""
    asked = (v.name for v in _asked(study))
    return {name: answer for name in asked if (answer := answer_of(study, name)) is not None}


def hidden_is_asked(study: Study) -> bool:
    """Whether hidden common causes, and an outcome that came first, are a question.

    They are not where the cause was decided by lottery.
    """
    cause = study.variable(study.question.treatment)
    return cause is None or not cause.randomised


def progress(study: Study) -> Progress:
    """How many questions are answered, the one for hidden common causes among them."""
    hidden = hidden_is_asked(study)
    return Progress(
        answered=len(answers_of(study)) + (hidden and study.guided.hidden_asked),
        total=len(_asked(study)) + hidden,
    )


def keep_answers(
    study: Study, answers: Mapping[str, Answer], acts_on: Mapping[str, Sequence[str]] | None = None
) -> Study:
    """Keep answers, and with them what they say of when a variable was settled.

    Parameters
    ----------
    acts_on : mapping, optional
        Of variables that are not measured, what they act on directly; an empty list takes it back.

    Raises
    ------
    QueryError
        Something is said to act on both cause and outcome, and not to.
    """
    pair = {study.question.treatment, study.question.outcome}
    said = {**study.guided.acts_on, **{name: tuple(targets) for name, targets in (acts_on or {}).items()}}
    given = {**study.guided.answers, **answers}
    for name, targets in said.items():
        if given.get(name) == "not_both" and pair <= set(targets):
            raise QueryError(
                f"“{name}” was said to act on at most one of cause and outcome, and both are in its list.",
                fix="Answer “Yes, both”, or take one of them out of the list.",
                where=name,
            )
    variables = tuple(
        v.model_copy(update={"timing": TIMING[answers[v.name]]})
        if v.measured and v.name in answers and answers[v.name] in TIMING
        else v
        for v in study.variables
    )
    guided = study.guided.model_copy(
        update={"answers": given, "acts_on": {name: targets for name, targets in said.items() if targets}}
    )
    return study.model_copy(update={"variables": variables, "guided": guided})


def keep_hidden(study: Study, hidden: Sequence[str] | None) -> Study:
    """Keep what else acts on both: names, nothing at all (empty), or nobody knows (None)."""
    kept = None if hidden is None else tuple(dict.fromkeys(name.strip() for name in hidden if name.strip()))
    guided = study.guided.model_copy(update={"hidden": kept, "hidden_asked": True})
    return study.model_copy(update={"guided": guided})


def keep_outcome_first(study: Study, said: OutcomeFirst) -> Study:
    """Keep whether the outcome was settled first and helped to decide the cause."""
    return study.model_copy(update={"guided": study.guided.model_copy(update={"outcome_first": said})})


def graph_that_follows(study: Study, table: Table | None) -> Proposal:
    """The graph of the answers; what nobody knows is among its assumptions.

    Raises
    ------
    QueryError
        The question has no cause or no outcome yet.
    """
    question, guided = study.question, study.guided
    if not question.treatment or not question.outcome:
        raise QueryError(
            "The question has no cause and outcome yet.", fix="Choose them on the Question page."
        )
    unmeasured = {v.name for v in study.variables if not v.measured}
    return template_graph(
        variable_infos(study, table),
        question.treatment,
        question.outcome,
        answers_of(study),
        hidden=guided.hidden if guided.hidden_asked else None,
        acts_on={name: to for name, to in guided.acts_on.items() if name in unmeasured},
        outcome_first=guided.outcome_first,
    )


def draw(study: Study, table: Table | None) -> Merged:
    """Propose the graph that follows from the answers.

    What the rules drew from answers that have changed since is taken out and named, accepted or not.
    """
    proposal = graph_that_follows(study, table)
    follows = {(a.source, a.target) for a in proposal.arrows}
    pairs = {frozenset(h.between) for h in proposal.hidden}
    standing = (*OPEN, "accepted")
    old_arrows = [
        a
        for a in study.arrows
        if a.source == RULES and a.status in standing and (a.cause, a.effect) not in follows
    ]
    old_hidden = [
        h
        for h in study.hidden
        if h.source == RULES and h.status in standing and frozenset((h.a, h.b)) not in pairs
    ]
    kept = study.model_copy(
        update={
            "arrows": tuple(a for a in study.arrows if a not in old_arrows),
            "hidden": tuple(h for h in study.hidden if h not in old_hidden),
        }
    )
    shown = [f"{a.cause} → {a.effect}" for a in old_arrows] + [f"{h.a} ↔ {h.b}" for h in old_hidden]
    merged = merge(kept, proposal)
    taken_out = tuple(f"{item}: taken out, because it no longer follows from your answers." for item in shown)
    return replace(merged, left_out=(*taken_out, *merged.left_out))


def answer_if_accepted(study: Study) -> CoreAnswer | None:
    """What could be answered if all that is proposed were accepted; None while it goes round in a circle."""
    if circles(study) or not study.question.treatment or not study.question.outcome:
        return None
    accepted = study.model_copy(
        update={
            "arrows": tuple(
                a.model_copy(update={"status": "accepted"}) if a.status in OPEN else a for a in study.arrows
            ),
            "hidden": tuple(
                h.model_copy(update={"status": "accepted"}) if h.status in OPEN else h for h in study.hidden
            ),
        }
    )
    return identify_study(accepted)


def _asked(study: Study) -> tuple[StudyVariable, ...]:
    return tuple(
        v for v in study.variables if v.name not in (study.question.treatment, study.question.outcome)
    )
