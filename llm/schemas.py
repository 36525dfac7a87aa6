"""What goes to a model and what is handed on from it, or from the rules when there is no model.

Everything here is frozen data. A proposal looks the same whoever made it: ``source`` says who did, as
``"model:<name>"`` or ``"rules"``. What was left out stands in ``set_aside`` with the reason.

>>> arrow = Arrow(source="age", target="smoking", reason="habits change with age", confidence="high")
>>> Proposal(source="rules", arrows=(arrow,)).arrows[0].target
'smoking'
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["low", "medium", "high"]
When = Literal["before", "after", "unknown"]
VariableKind = Literal["binary", "category", "number", "time", "unknown"]
RANK: dict[str, int] = {"low": 0, "medium": 1, "high": 2}


class Frozen(BaseModel):
    """Data that is not changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Level(Frozen):
    """One value of a category and how often it occurs."""

    name: str
    count: int


class VariableInfo(Frozen):
    """What is known of one variable. Only part of it is ever sent: see ``llm.context``.

    ``when`` is relative to the treatment. ``levels``, ``mean`` and ``std`` are sent on consent only.
    """

    name: str
    meaning: str = ""
    kind: VariableKind = "unknown"
    measured: bool = True
    when: When = "unknown"
    by_lottery: bool = False
    n_rows: int | None = None
    n_missing: int | None = None
    n_distinct: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    levels: tuple[Level, ...] = ()
    mean: float | None = None
    std: float | None = None


class Usage(Frozen):
    """What asking took. ``counted`` is False where the server did not say and tokens are estimated.

    ``cost`` is in US dollars at the price in the settings; None where that is not known.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    mode: str = ""
    counted: bool = True
    cost: float | None = None


class SetAside(Frozen):
    """Something proposed that is not used, and why."""

    item: str
    reason: str


class Arrow(Frozen):
    """A direct cause proposed: how it would work, how sure, and what would make it wrong."""

    source: str
    target: str
    reason: str = ""
    confidence: Confidence = "medium"
    wrong_if: str = ""


class HiddenCause(Frozen):
    """Something not among the variables that acts on two of them."""

    between: tuple[str, str]
    what: str
    reason: str = ""
    confidence: Confidence = "medium"


class Unmeasured(Frozen):
    """A variable that matters and is not in the data, and which of the known ones it acts on."""

    name: str
    reason: str = ""
    affects: tuple[str, ...] = ()


class Proposal(Frozen):
    """A graph proposed for one question, with its reasons; nothing in it is decided.

    ``assumptions`` are sentences that the graph rests on because nobody knew better. ``circles`` are the ways
    round that the arrows still hold, each with its first variable repeated at the end: the person picks the
    arrow that goes.
    """

    source: str
    arrows: tuple[Arrow, ...] = ()
    hidden: tuple[HiddenCause, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


class Found(Frozen):
    """A part of the question: the words that say it and the column that fits them (``""``: none does).

    ``others`` are columns that fit almost as well, best first.
    """

    words: str = ""
    column: str = ""
    confidence: Confidence = "low"
    others: tuple[str, ...] = ()


class Understanding(Frozen):
    """A problem text read: who, which cause, which outcome, in which unit, and what is not clear.

    ``ambiguous`` has at most three questions back to the person.
    """

    source: str
    who: str = ""
    treatment: Found = Found()
    outcome: Found = Found()
    unit: str = ""
    ambiguous: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


class StressSuggestion(Frozen):
    """A stress test that matters for this study, and why; ``variables`` are those it would use.

    ``control`` is the one that plays the test's part (the negative control, the column to compare with), for a
    test that is run with a variable. ``runnable`` is False for what can only be looked into by hand.
    """

    test: str
    why: str
    variables: tuple[str, ...] = ()
    control: str = ""
    runnable: bool = True


class StressAdvice(Frozen):
    """Which stress tests matter, the most telling first."""

    source: str
    suggestions: tuple[StressSuggestion, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""
