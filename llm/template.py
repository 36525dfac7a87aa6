"""The questions of guided mode, and the graph that follows from their answers.

One question a variable: was it settled before the treatment? Whatever was settled before may have had a
hand in who got the treatment, so it points into treatment and outcome and is adjusted for; whatever came
after may be the treatment's own work, so it is not. If the answers are right and nothing unmeasured acts
on both, adjusting for all that came before is valid: it holds every direct cause of the treatment and
nothing that the treatment changed (Pearl, *Causality*, 2009, section 3.3.1, the back-door criterion).

Two finer answers make it valid whenever any set is: that something settled before has a hand in neither
(it is then left out, VanderWeele & Shpitser 2011), and what each unmeasured variable acts on directly. One
more is asked of the outcome itself: whether it came first and helped to decide the treatment. Then the
arrow goes the other way, and there is no effect to adjust for.

>>> people = [VariableInfo(name=n) for n in ("age", "job", "training", "wage")]
>>> answers = {"age": "before", "job": "between"}
>>> graph = template_graph(people, "training", "wage", answers)
>>> [f"{a.source} → {a.target}" for a in graph.arrows]
['training → wage', 'age → training', 'age → wage', 'training → job', 'job → wage']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from llm.hints import hint
from llm.schemas import Arrow, Confidence, Frozen, HiddenCause, Proposal, VariableInfo

Answer = Literal["before", "apart", "after", "between", "side", "last", "unknown", "both", "not_both"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
OutcomeFirst = Literal["no", "yes", "unknown"]
MEASURED_ANSWERS: tuple[Answer, ...] = ("before", "apart", "between", "side", "last", "after", "unknown")
UNMEASURED_ANSWERS: tuple[Answer, ...] = ("both", "not_both", "unknown")
MISSING_ARROWS = (
    "The rules draw only the arrows that decide what to adjust for. A missing arrow is a claim too: look at "
    "those that you know of and add them."
)


class Choice(Frozen):
    """An answer that can be given, and its words."""

    value: Answer
    label: str


class Question(Frozen):
    """What is asked about one variable. ``prefill`` is a guess from its name, with the reason in ``hint``.

    A guess is only ever shown as the answer chosen at first; ``template_graph`` does not use it.
    """

    variable: str
    text: str
    choices: tuple[Choice, ...]
    prefill: Answer = "unknown"
    hint: str = ""


def questions(variables: Sequence[VariableInfo], treatment: str, outcome: str) -> tuple[Question, ...]:
    """One question a variable, in the order given; none for treatment and outcome."""
    asked = [v for v in variables if v.name not in (treatment, outcome)]
    return tuple(
        _when(v, treatment, outcome) if v.measured else _whether(v, treatment, outcome) for v in asked
    )


def hidden_question(treatment: str, outcome: str) -> str:
    """The question for what is not among the variables at all."""
    return (
        f"Is there anything that is not in the list, which both helped to decide “{treatment}” and also "
        f"changes “{outcome}”? Think of why some have “{treatment}” and others not."
    )


def outcome_question(treatment: str, outcome: str) -> str:
    """The question whether it may be the other way round."""
    return (
        f"Is it the other way round: was “{outcome}” settled before “{treatment}”, and did it help to decide "
        f"“{treatment}” directly, not only by way of what is in the list?"
    )


def template_graph(
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    answers: Mapping[str, Answer] | None = None,
    *,
    hidden: Sequence[str] | None = None,
    acts_on: Mapping[str, Sequence[str]] | None = None,
    outcome_first: OutcomeFirst | None = None,
) -> Proposal:
    """The graph that follows from the answers, with the reason of every arrow.

    Parameters
    ----------
    variables : sequence of VariableInfo
        All variables. ``by_lottery`` and ``measured`` count; ``when`` is the answer for a measured
        variable that has none in ``answers``.
    answers : mapping, optional
        Variable to ``"before"``, ``"apart"`` (before, and with a hand in neither), ``"after"`` (no, and
        not known whether before the outcome), ``"between"`` (after the treatment, and it may change the
        outcome), ``"side"`` (after the treatment, and it does not change the outcome), ``"last"`` (after
        the outcome) or ``"unknown"``; for one that is not measured ``"both"``, ``"not_both"`` or
        ``"unknown"``.
    hidden : sequence of str, optional
        What else acts on both treatment and outcome; empty: the person says that nothing does; left
        out: nobody knows.
    acts_on : mapping, optional
        Of variables that are not measured, which others they act on directly. Said of a variable, it is
        drawn as it is, in place of its word in ``answers``.
    outcome_first : {"no", "yes", "unknown"}, optional
        Whether the outcome was settled first and helped to decide the treatment; left out where nobody was
        asked. It does not count where a lottery decided the treatment.

    Returns
    -------
    Proposal
        With ``source="rules"``; what nobody knows stands in ``assumptions``.
    """
    lottery = any(v.by_lottery for v in variables if v.name == treatment)
    first = outcome_first == "yes" and not lottery
    arrows, notes = (
        [_asked_about(treatment, outcome, first=first)],
        [_nothing_to_find(treatment, outcome)] * first,
    )
    assumptions: list[str] = []
    for variable in variables:
        if variable.name in (treatment, outcome):
            continue
        answer = _answer(variable, answers or {})
        if not variable.measured and variable.name in (acts_on or {}):
            arrows += _said_to_act(variable.name, (acts_on or {})[variable.name], variables)
            continue
        if first and answer == "after":  # after the treatment is then after the outcome too
            answer = "side"
        arrows += _arrows(variable, answer, treatment, outcome, lottery=lottery)
        assumptions += _assumed(variable, answer, treatment, outcome)
        if variable.by_lottery and answer == "before":
            notes.append(
                f"“{variable.name}” was decided by lottery. If it can change “{outcome}” only by way of "
                f"“{treatment}”, take out its arrow into “{outcome}”: it is then an instrument."
            )
    if outcome_first == "unknown" and not lottery:
        assumptions.append(f"“{outcome}” did not come first and help to decide “{treatment}”; nobody knows.")
    causes, said = _hidden(hidden, treatment, outcome, lottery=lottery)
    return Proposal(
        source="rules",
        arrows=tuple(arrows),
        hidden=causes,
        assumptions=tuple(assumptions + said),
        notes=(*notes, MISSING_ARROWS),
    )


def _asked_about(treatment: str, outcome: str, *, first: bool) -> Arrow:
    """The arrow between treatment and outcome."""
    if first:
        reason = f"You said that “{outcome}” was settled before “{treatment}” and helped to decide it."
        return Arrow(source=outcome, target=treatment, reason=reason, confidence="medium")
    reason = f"This is the effect that the question asks about: what “{treatment}” does to “{outcome}”."
    return Arrow(source=treatment, target=outcome, reason=reason, confidence="medium")


def _nothing_to_find(treatment: str, outcome: str) -> str:
    return (
        f"By your answers “{outcome}” was settled before “{treatment}”, so “{treatment}” cannot change it. Ask "
        f"about a cause that came before “{outcome}”, or about an outcome that came after “{treatment}”."
    )


def _when(variable: VariableInfo, treatment: str, outcome: str) -> Question:
    prefill, why = hint(variable, treatment)
    labels: dict[Answer, str] = {
        "before": "Yes, before",
        "apart": f"Yes, before, and it changes neither “{treatment}” nor “{outcome}”",
        "between": f"No: after it, and before “{outcome}”",
        "side": f"No: after it, and it does not change “{outcome}”",
        "last": f"No: after “{outcome}”",
        "after": f"No, and I do not know whether before “{outcome}”",
        "unknown": "I do not know",
    }
    return Question(
        variable=variable.name,
        text=f"Was “{variable.name}” settled before “{treatment}”?",
        choices=tuple(Choice(value=value, label=label) for value, label in labels.items()),
        prefill=prefill,
        hint=why,
    )


def _whether(variable: VariableInfo, treatment: str, outcome: str) -> Question:
    labels: dict[Answer, str] = {
        "both": "Yes, both",
        "not_both": "No, at most one of the two",
        "unknown": "I do not know",
    }
    return Question(
        variable=variable.name,
        text=f"“{variable.name}” is not in the data. Did it help to decide “{treatment}”, and does it also "
        f"change “{outcome}”?",
        choices=tuple(Choice(value=value, label=label) for value, label in labels.items()),
    )


def _answer(variable: VariableInfo, answers: Mapping[str, Answer]) -> Answer:
    given = answers.get(variable.name, variable.when if variable.measured else "unknown")
    if not variable.measured and given == "before":  # the same thing said of something unmeasured
        return "both"
    return given


def _arrows(
    variable: VariableInfo, answer: Answer, treatment: str, outcome: str, *, lottery: bool
) -> list[Arrow]:
    name = variable.name
    before = f"“{name}” was settled before “{treatment}”"
    after = f"“{name}” came after “{treatment}”"

    def arrow(source: str, target: str, reason: str, confidence: Confidence = "medium") -> Arrow:
        return Arrow(source=source, target=target, reason=reason, confidence=confidence)

    into_outcome = arrow(name, outcome, f"{before}, so it may have a hand in “{outcome}”.")
    into_treatment = arrow(name, treatment, f"{before}, so it may have helped to decide it.")
    on_the_way = [] if variable.by_lottery else [arrow(treatment, name, f"{after}, so it may be its work.")]
    if answer == "before":
        return [into_outcome] if lottery else [into_treatment, into_outcome]
    if answer == "both":
        why = f"You said that “{name}”, which is not in the data,"
        known = [arrow(name, treatment, f"{why} helped to decide “{treatment}”.")] if not lottery else []
        return [*known, arrow(name, outcome, f"{why} also changes “{outcome}”.")]
    if answer == "between":
        return [*on_the_way, arrow(name, outcome, f"{after} and before “{outcome}”: it may be on the way.")]
    if answer == "side":
        return on_the_way
    if answer == "last":
        return [*on_the_way, *_from_outcome(variable, outcome)]
    if answer == "after":
        return [*on_the_way, arrow(name, outcome, f"{after}: it may be on the way to “{outcome}”.", "low")]
    return []


def _said_to_act(name: str, targets: Sequence[str], variables: Sequence[VariableInfo]) -> list[Arrow]:
    """What a person says of something unmeasured, but for arrows into what a lottery decided."""
    open_to_causes = {v.name for v in variables if not v.by_lottery} - {name}
    reason = f"You said that “{name}”, which is not in the data, acts on it directly."
    return [Arrow(source=name, target=t, reason=reason) for t in targets if t in open_to_causes]


def _from_outcome(variable: VariableInfo, outcome: str) -> list[Arrow]:
    if variable.by_lottery:
        return []
    reason = f"“{variable.name}” came after “{outcome}”, so it may be its work."
    return [Arrow(source=outcome, target=variable.name, reason=reason)]


def _assumed(variable: VariableInfo, answer: Answer, treatment: str, outcome: str) -> list[str]:
    name = variable.name
    if answer == "after":
        return [f"“{name}” is taken to come before “{outcome}”; nobody said so."]
    if answer != "unknown":
        return []
    if not variable.measured:
        return [f"“{name}”, which is not in the data, does not act on both “{treatment}” and “{outcome}”."]
    return [
        f"“{name}” is no common cause of “{treatment}” and “{outcome}”. Nobody knows whether it was settled "
        f"before “{treatment}”, so it is left without arrows and not adjusted for."
    ]


def _hidden(
    hidden: Sequence[str] | None, treatment: str, outcome: str, *, lottery: bool
) -> tuple[tuple[HiddenCause, ...], list[str]]:
    if lottery:
        return (), [f"“{treatment}” was decided by lottery, so nothing else had a hand in it."]
    if hidden is None:
        said = (
            f"Nothing outside the list acts on both “{treatment}” and “{outcome}”; nobody has looked into it."
        )
        return (), [said]
    if not hidden:
        return (), [f"Nothing outside the list acts on both “{treatment}” and “{outcome}”; you said so."]
    pair = (min(treatment, outcome), max(treatment, outcome))
    reason = "You said that it acts on both."
    return tuple(HiddenCause(between=pair, what=what, reason=reason) for what in hidden), []
