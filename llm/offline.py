"""Guided mode: what rules can do without a model. Rules, not an AI; they know nothing of the world.

``find_question`` reads a problem text by the form of its sentences and matches the phrases to columns.
The questions that the graph is drawn from, and the drawing, are in ``llm.template``; both are offered
here as well. Everything is a suggestion: the person confirms each part.

>>> found = find_question("Among smokers, does quitting change weight?", ["age", "quit", "weight_kg"])
>>> found.who, found.treatment.column, found.outcome.column, found.source
('smokers', 'quit', 'weight_kg', 'rules')
"""

from __future__ import annotations

from collections.abc import Sequence

from llm.matching import Column, Match, ranked, tokens_of
from llm.phrases import Reading, readings
from llm.pronouns import is_pronoun, meant
from llm.reading import plain
from llm.rule_tests import suggest_stress_tests
from llm.schemas import Confidence, Found, Understanding, VariableInfo
from llm.template import hidden_question, questions, template_graph
from llm.vocabulary import word_set

__all__ = ["find_question", "hidden_question", "questions", "suggest_stress_tests", "template_graph"]
MAX_TRIED = 40  # readings looked at, the most telling first
FITS = 0.35  # below this a column is not offered
SURE, FAIRLY = (0.7, 0.15), (0.5, 0.05)  # how good a match must be, and how far ahead of the next
HINT = 0.04  # what a hint in a name may tip: less than any match of words


def find_question(text: str, columns: Sequence[VariableInfo | str]) -> Understanding:
    """Among whom, which cause and which outcome a text asks about, with the columns that fit.

    Parameters
    ----------
    text : str
        A question or a whole description; a question in it is looked for first.
    columns : sequence of VariableInfo or str
        May be empty: then only the words are found.

    Returns
    -------
    Understanding
        With ``source="rules"``; ``confidence`` says how well words and column fit, ``others`` which
        columns came close, ``ambiguous`` what to ask the person.
    """
    variables = [c if isinstance(c, VariableInfo) else VariableInfo(name=c) for c in columns]
    tried = readings(text)[:MAX_TRIED]
    if not tried:
        treatment, outcome = (_by_role(variables, role) for role in ("called_treatment", "called_outcome"))
        return _ask(Understanding(source="rules", treatment=treatment, outcome=outcome))
    matcher = _Matcher(variables)
    scored = [(matcher.pair(reading), reading) for reading in tried]
    (_, treatment, outcome), reading = max(scored, key=lambda item: item[0][0])
    found = Understanding(
        source="rules",
        who=plain(reading.who or next((r.who for r in tried if r.who), ""), limit=200),
        treatment=treatment,
        outcome=outcome,
    )
    return _ask(meant(found, text, variables), reading)


class _Matcher:
    """Columns ranked for phrases, each phrase once."""

    def __init__(self, variables: Sequence[VariableInfo]) -> None:
        self._variables = variables
        self._columns = [Column(v.name, v.meaning) for v in variables]
        self._cause_hint = {v.name: _cause_hint(v) for v in variables}
        self._effect_hint = _effect_hints(variables)
        self._ranked: dict[str, list[Match]] = {}

    def pair(self, reading: Reading) -> tuple[float, Found, Found]:
        """The two different columns that fit a reading best together, and how well they do."""
        causes = self._of(reading.cause, self._cause_hint)
        effects = self._of(reading.effect, self._effect_hint)
        best, treatment, outcome = max(
            (
                (c.score * (c.score >= FITS) + e.score * (e.score >= FITS), c, e)
                for c in causes[:8] or [Match("", 0.0)]
                for e in effects[:8] or [Match("", 0.0)]
                if not c.name or c.name != e.name
            ),
            key=lambda item: item[0],
            default=(0.0, Match("", 0.0), Match("", 0.0)),
        )
        sure = reading.directed
        total = reading.weight * (0.3 + best / 2)
        return (
            total,
            _found(reading.cause, treatment, causes, sure=sure, taken=outcome.name),
            _found(reading.effect, outcome, effects, sure=sure, taken=treatment.name),
        )

    def _of(self, phrase: str, hints: dict[str, float]) -> list[Match]:
        if phrase not in self._ranked:
            self._ranked[phrase] = ranked(phrase, self._columns) if phrase else []
        hinted = [Match(m.name, m.score + hints[m.name] if m.score else 0.0) for m in self._ranked[phrase]]
        return sorted(hinted, key=lambda match: -match.score)


def _found(words: str, best: Match, matches: Sequence[Match], *, sure: bool, taken: str) -> Found:
    rest = [m for m in matches if m.name not in (best.name, taken) and m.score >= FITS]
    others = tuple(m.name for m in rest if m.score >= best.score - 0.25)[:4]
    if best.score < FITS:
        return Found(words=plain(words, limit=200), others=others)
    margin = best.score - max((match.score for match in rest), default=0.0)
    confidence: Confidence = "low"
    if sure and best.score >= FAIRLY[0] and margin >= FAIRLY[1]:
        confidence = "high" if best.score >= SURE[0] and margin >= SURE[1] else "medium"
    return Found(words=plain(words, limit=200), column=best.name, confidence=confidence, others=others)


def _by_role(variables: Sequence[VariableInfo], role: str) -> Found:
    """A column that is called what it is (*treatment*, *outcome*), as a guess and no more."""
    for variable in variables:
        if word_set(role) & set(tokens_of(variable.name)):
            return Found(column=variable.name, confidence="low")
    return Found()


def _cause_hint(variable: VariableInfo) -> float:
    hint = HINT if word_set("called_treatment") & set(tokens_of(variable.name)) else 0.0
    hint += HINT / 2 if variable.kind == "binary" else 0.0
    return hint if variable.measured else hint - HINT


def _effect_hints(variables: Sequence[VariableInfo]) -> dict[str, float]:
    """Of columns that differ by their time only, the latest is the likelier outcome."""
    hints: dict[str, float] = {}
    for variable in variables:
        tokens = set(tokens_of(variable.name)) | set(tokens_of(variable.meaning))
        hint = HINT * (
            bool(tokens & word_set("later"))
            - bool(tokens & word_set("earlier"))
            + bool(tokens & word_set("called_outcome")) / 2
        )
        latest = max((_year(token) for token in tokens_of(variable.name)), default=0)
        hints[variable.name] = hint + HINT * latest / 2200 - HINT * (not variable.measured)
    return hints


def _year(token: str) -> int:
    """The year that a number in a name may be, of four figures or of the last two; 0 for other tokens."""
    if not token.isdigit() or len(token) not in (2, 4):
        return 0
    number = int(token)
    return number if number > 99 else 2000 + number if number < 30 else 1900 + number


def _ask(found: Understanding, reading: Reading | None = None) -> Understanding:
    """With the questions that are left, at most three."""
    questions = []
    for part, what in ((found.treatment, "cause"), (found.outcome, "outcome")):
        if not part.column:
            said = f" (the text says “{part.words}”)" if part.words else ""
            questions.append(f"Which variable is the {what} you ask about{said}?")
        elif is_pronoun(part.words):
            questions.append(f"The text says “{part.words}”: is the {what} “{part.column}”?")
        elif part.confidence == "low" and part.others:
            listed = " or ".join(f"“{name}”" for name in (part.column, *part.others)[:3])
            questions.append(f"Which is the {what}: {listed}?")
    if reading is not None and not reading.directed:
        questions.append(
            "The text does not say which of two things changes the other. Which is the cause you ask about?"
        )
    if not found.who:
        questions.append("Among whom, or among what, is the question asked?")
    return found.model_copy(update={"ambiguous": tuple(questions[:3])})
