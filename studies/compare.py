"""What is different between two versions of a study, in sentences.

>>> from causal_core.graph.admg import CausalGraph
>>> from studies.workflow import set_graph, set_question
>>> one = set_graph(set_question(Study(), treatment="t", outcome="y"), CausalGraph.parse("z -> t; t -> y"))
>>> two = set_graph(one, CausalGraph.parse("t -> z; t -> y; z -> y"))
>>> print(*compare(one, two), sep="\\n")
Two arrows changed: “z → y” was added; “z → t” was turned round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from causal_core import words
from causal_core.errors import CausalError
from causal_core.results import Estimate, Refutation, RefutationReport
from studies.labels import OUTCOME_WORDS
from studies.renames import renames, with_names
from studies.standing import standing
from studies.study import Study, StudyVariable
from studies.workflow import Answer, chosen_strategy, estimate_of, identify_study, report_of

R = TypeVar("R", Estimate, RefutationReport)
NUMERALS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
KINDS = {
    None: "whatever the data say",
    "binary": "two values",
    "category": "a category",
    "number": "a number",
}
TIMINGS = {"before": "before the cause", "after": "after the cause", "unknown": "not known"}
QUESTION = {
    "who": "Who the question is about",
    "treatment": "The cause",
    "outcome": "The outcome",
    "treated": "The value that counts as treated",
    "control": "The value it is compared with",
    "success": "The outcome's value that counts as yes",
    "unit": "The outcome's unit",
}
VERDICTS = {"Identified": "yes", "IdentifiedIf": "only with one more assumption", "NotIdentified": "no"}


def compare(before: Study, after: Study) -> tuple[str, ...]:
    """The differences from ``before`` to ``after``, what was said and drawn first, what came of it last.

    Never empty: where nothing differs, that is the sentence.
    """
    said: tuple[Callable[[Study, Study], Iterator[str]], ...] = (
        _title_and_question,
        _data,
        _variables,
        _arrows,
        _stand,
        _adjustment,
    )
    computed: tuple[Callable[[Study, Study], Iterator[str]], ...] = (_estimates, _stress_tests)
    new_names = renames(before, after)
    known = with_names(before, new_names)
    found = (
        *(f"“{old}” is called “{new}” now." for old, new in new_names.items()),
        *(sentence for part in said for sentence in part(known, after)),
        *(sentence for part in computed for sentence in part(before, after)),
    )
    if found:
        return found
    if known.positions != after.positions:
        return ("Only the places of the variables in the picture changed.",)
    if before.model_copy(update={"id": after.id}) == after:
        return ("Nothing changed.",)
    return ("Nothing changed that a person would see or a result depends on.",)


def _moved(what: str, before: str | None, after: str | None) -> Iterator[str]:
    if (before or "") == (after or ""):
        return
    if not before:
        yield f"{what} is “{after}” now; it was not set before."
    elif not after:
        yield f"{what} was “{before}” and is not set now."
    else:
        yield f"{what} changed from “{before}” to “{after}”."


def _title_and_question(before: Study, after: Study) -> Iterator[str]:
    yield from _moved("The title", before.title, after.title)
    if before.question.text != after.question.text:
        yield "The description of the problem changed."
    for part, what in QUESTION.items():
        yield from _moved(what, getattr(before.question, part), getattr(after.question, part))
    if before.question.confirmed != after.question.confirmed:
        yield f"The question is {'confirmed now' if after.question.confirmed else 'no longer confirmed'}."


def _data(before: Study, after: Study) -> Iterator[str]:
    old, new = before.data, after.data
    if old == new:
        return
    if old is None and new is not None:
        yield f"Data were brought: “{new.name}” with {new.n_rows:,} rows."
    elif new is None and old is not None:
        yield f"The data “{old.name}” were taken away."
    elif old is not None and new is not None:
        if old.sha256 == new.sha256:
            yield f"The file “{new.name}” is read in another way: {old.n_rows:,} rows before, {new.n_rows:,} now."
        else:
            yield (
                f"The data changed from “{old.name}” with {old.n_rows:,} rows to “{new.name}” with "
                f"{new.n_rows:,} rows."
            )


def _variables(before: Study, after: Study) -> Iterator[str]:
    old, new = {v.name: v for v in before.variables}, {v.name: v for v in after.variables}
    yield from _listed_changes("variable", sorted(set(new) - set(old)), sorted(set(old) - set(new)))
    for name in sorted(set(old) & set(new)):
        if old[name] != new[name]:
            yield from _variable(old[name], new[name])


def _variable(old: StudyVariable, new: StudyVariable) -> Iterator[str]:
    name = new.name
    if old.measured != new.measured:
        yield f"“{name}” {'is measured now' if new.measured else 'is not measured any more'}."
    yield from _moved(f"The column of “{name}”", old.column, new.column)
    if old.kind != new.kind:
        yield f"“{name}” is taken as {_kind(new)} now, not as {_kind(old)}."
    if old.timing != new.timing:
        yield f"When “{name}” was settled changed from “{TIMINGS[old.timing]}” to “{TIMINGS[new.timing]}”."
    if old.randomised != new.randomised:
        yield f"“{name}” was {'' if new.randomised else 'not '}decided by lottery, it says now."
    if old.selected != new.selected:
        yield f"The rows were {'' if new.selected else 'not '}chosen by “{name}”, it says now."
    yield from _moved(f"The unit of “{name}”", old.unit, new.unit)
    if old.meaning != new.meaning:
        yield f"The meaning of “{name}” changed."


def _kind(variable: StudyVariable) -> str:
    return KINDS.get(variable.kind, f"a {variable.kind}")


def _arrows(before: Study, after: Study) -> Iterator[str]:
    old = {(a.cause, a.effect): a.reason for a in before.arrows if a.status == "accepted"}
    new = {(a.cause, a.effect): a.reason for a in after.arrows if a.status == "accepted"}
    turned = sorted((b, a) for a, b in set(new) - set(old) if (b, a) in old and (b, a) not in new)
    added = sorted(p for p in set(new) - set(old) if p[::-1] not in turned)
    removed = sorted(p for p in set(old) - set(new) if p not in turned)
    yield from _listed_changes(
        "arrow", *([f"{a} → {b}" for a, b in pairs] for pairs in (added, removed, turned))
    )
    old_hidden = {_pair(h.a, h.b): h.reason for h in before.hidden if h.status == "accepted"}
    new_hidden = {_pair(h.a, h.b): h.reason for h in after.hidden if h.status == "accepted"}
    yield from _listed_changes(
        "hidden common cause",
        sorted(set(new_hidden) - set(old_hidden)),
        sorted(set(old_hidden) - set(new_hidden)),
    )
    reasons = [f"{a} → {b}" for a, b in sorted(set(old) & set(new)) if old[a, b] != new[a, b]]
    reasons += [p for p in sorted(set(old_hidden) & set(new_hidden)) if old_hidden[p] != new_hidden[p]]
    if reasons:
        yield f"The reason given for {words.listed(reasons)} changed."
    waiting = [_waiting(s) for s in (before, after)]
    if waiting[0] != waiting[1]:
        yield f"Proposals that wait for a decision: {waiting[0]} before, {waiting[1]} now."


def _waiting(study: Study) -> int:
    undecided = ("proposed", "unsure")
    return sum(a.status in undecided for a in study.arrows) + sum(h.status in undecided for h in study.hidden)


def _pair(a: str, b: str) -> str:
    return " ↔ ".join(sorted((a, b)))


def _listed_changes(
    noun: str, added: Sequence[str], removed: Sequence[str], turned: Sequence[str] = ()
) -> Iterator[str]:
    count = len(added) + len(removed) + len(turned)
    if not count:
        return
    said = [
        f"{words.listed(names)} {'was' if len(names) == 1 else 'were'} {done}"
        for names, done in ((added, "added"), (removed, "taken out"), (turned, "turned round"))
        if names
    ]
    numeral = NUMERALS[count] if count < len(NUMERALS) else f"{count:,}"
    yield f"{numeral} {noun}{'' if count == 1 else 's'} changed: {'; '.join(said)}."


def _stand(before: Study, after: Study) -> Iterator[str]:
    old, new = standing(before), standing(after)
    if (old is None) != (new is None):
        yield f"{'Somebody stands' if new else 'Nobody stands'} by what the graph leaves out now."


def _adjustment(before: Study, after: Study) -> Iterator[str]:
    answers = _answer(before), _answer(after)
    verdicts = [VERDICTS[type(a).__name__] if a is not None else "not asked yet" for a in answers]
    if verdicts[0] != verdicts[1]:
        yield f"Can it be answered? Before: {verdicts[0]}. Now: {verdicts[1]}."
    old, new = (_adjusted(s, a) for s, a in zip((before, after), answers, strict=True))
    if old is not None and new is not None and old != new:
        yield f"What is adjusted for changed from {_set(old)} to {_set(new)}."
    elif before.adjustment_choice != after.adjustment_choice and None in (old, new):
        yield "What you chose to adjust for changed."
    if before.assumed != after.assumed:
        yield "The list of what is assumed besides the graph changed."
    if before.method != after.method:
        yield f"The method changed from {_method(before)} to {_method(after)}."


def _answer(study: Study) -> Answer | None:
    try:
        return identify_study(study)
    except CausalError:
        return None


def _adjusted(study: Study, answer: Answer | None) -> tuple[str, ...] | None:
    if answer is None:
        return None
    try:
        return tuple(getattr(chosen_strategy(study, answer), "adjustment_set", ()))
    except CausalError:
        return None


def _set(names: tuple[str, ...]) -> str:
    return words.listed(names) if names else "nothing"


def _method(study: Study) -> str:
    return (
        "the one chosen for you"
        if study.method is None
        else words.METHOD_WORDS.get(study.method, study.method)
    )


@dataclass(frozen=True, slots=True)
class _Result(Generic[R]):
    value: R | None
    current: bool


def _standing(what: str, says: str, old: _Result[R], new: _Result[R]) -> Iterator[str]:
    """That a result came, went, or stopped or began to count; nothing where both are there and count alike."""
    if old.value is None and new.value is not None:
        yield f"There is {'an' if what == 'answer' else 'a'} {what} now: {says}."
    elif old.value is not None and new.value is None:
        yield f"There is no {what} any more."
    if new.value is not None and not new.current and (old.current or old.value is None):
        yield f"The {what} is out of date now: the study changed after it was computed."
    elif old.value is not None and not old.current and new.current:
        yield f"The {what} is up to date now; before it was not."


def _estimates(before: Study, after: Study) -> Iterator[str]:
    old = _Result(estimate_of(before), before.estimate_is_current())
    new = _Result(estimate_of(after), after.estimate_is_current())
    yield from _standing("answer", "" if new.value is None else _amount(new.value), old, new)
    if old.value is None or new.value is None or old.value == new.value:
        return
    was, is_now = old.value, new.value
    if _amount(was) != _amount(is_now):
        first = _number(was) if _unit(was) == _unit(is_now) else _amount(was)
        yield f"The answer moved from {first} to {_amount(is_now)}."
    if _interval(was) != _interval(is_now):
        yield f"Its interval was {_interval(was)} and is {_interval(is_now)} now."
    if was.n_obs != is_now.n_obs:
        yield f"It rests on {is_now.n_obs:,} rows instead of {was.n_obs:,}."


def _unit(found: Estimate) -> str:
    unit = "times the odds" if found.contrast == "odds_ratio" else words.display_unit(found)[1]
    return "" if unit.startswith("units of ") else unit


def _number(found: Estimate) -> str:
    return words.number(found.value * words.display_unit(found)[0])


def _amount(found: Estimate) -> str:
    return f"{_number(found)} {_unit(found)}".rstrip()


def _interval(found: Estimate) -> str:
    low, high = (words.number(v * words.display_unit(found)[0]) for v in found.ci)
    return f"{low} to {high} ({words.percent(found.level)})"


def _stress_tests(before: Study, after: Study) -> Iterator[str]:
    old = _Result(report_of(before), before.refutation_is_current())
    new = _Result(report_of(after), after.refutation_is_current())
    says = "" if new.value is None else f"“{_verdict(new.value)}”"
    yield from _standing("report of stress tests", says, old, new)
    if old.value is None or new.value is None:
        return
    yield from _moved("The verdict of the stress tests", _verdict(old.value), _verdict(new.value))
    tests = {r.test: r for r in old.value.results}
    for result in new.value.results:
        yield from _test(tests.get(result.test), result)


def _verdict(report: RefutationReport) -> str:
    return report.verdict.removesuffix(".")


def _test(old: Refutation | None, new: Refutation) -> Iterator[str]:
    if old is None:
        yield f"The stress test “{new.title}” was run as well: {OUTCOME_WORDS[new.outcome]}."
    elif old.outcome != new.outcome:
        yield f"The stress test “{new.title}” went from “{OUTCOME_WORDS[old.outcome]}” to “{OUTCOME_WORDS[new.outcome]}”."
