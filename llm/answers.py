"""The forms a model is asked to fill in, read with patience: what matters is checked afterwards.

Models name the same thing differently, leave things out and add things. Whatever can be read without
guessing is read: other common names for a field, missing words as empty ones, confidence as a number.
A form that lacks its main part is not one.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from llm.schemas import Confidence

_OTHER_NAMES = {
    "source": ("from", "cause", "parent", "start"),
    "target": ("to", "effect", "child", "end"),
    "mechanism": ("reason", "explanation", "why", "rationale"),
    "wrong_if": ("could_be_wrong_if", "could be wrong if", "caveat"),
    "variables": ("names", "members"),
    "name": ("variable", "id", "test"),
    "tiers": ("order", "time_order", "levels", "layers"),
    "arrows": ("edges", "links", "graph"),
    "unmeasured": ("not_measured", "unmeasured_variables", "missing"),
    "hidden": ("hidden_causes", "hidden_common_causes", "latent"),
    "tests": ("stress_tests", "suggestions"),
    "population": ("who", "among"),
    "questions": ("ambiguous", "questions_back"),
}


def _words(value: object) -> object:
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


def one_or_more(value: object) -> object:
    return [] if value is None else [value] if isinstance(value, str | dict) else value


def _texts(value: object) -> object:
    value = one_or_more(value)
    return [_words(item) for item in value] if isinstance(value, list) else value


def _confidence(value: object) -> object:
    """``"Very high"``, ``0.8`` or nothing as one of the three words; what cannot be read is low."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 <= value <= 100:  # neither a share nor a percentage; also what is no number at all
            return "low"
        share = value / 100 if value > 1 else value
        return "high" if share >= 0.75 else "medium" if share >= 0.4 else "low"
    text = str(value or "").lower()
    return next((word for word in ("low", "medium", "high") if word in text), "low")


Words = Annotated[str, BeforeValidator(_words)]
Texts = Annotated[list[Words], BeforeValidator(_texts)]
Sure = Annotated[Confidence, BeforeValidator(_confidence)]


class Form(BaseModel):
    """A form with room for other names of its fields."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        out = dict(value)
        for name in cls.model_fields:
            if name not in out:
                other = next((o for o in _OTHER_NAMES.get(name, ()) if o in out), None)
                if other is not None:
                    out[name] = out[other]
        return out


class ArrowForm(Form):
    """One arrow; also read from ``"a -> b"`` and ``["a", "b"]``. A missing end is an empty name."""

    source: Words = ""
    target: Words = ""
    mechanism: Words = ""
    confidence: Sure = "low"
    wrong_if: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = [end.strip() for end in re.split("->|→|=>", value)]
        if isinstance(value, list) and len(value) == 2:
            return {"source": value[0], "target": value[1]}
        return value


class HiddenForm(Form):
    """Something unseen behind two variables."""

    first: Words = ""
    second: Words = ""
    what: Words = ""
    mechanism: Words = ""
    confidence: Sure = "low"


class UnmeasuredForm(Form):
    """A variable that is missing from the data."""

    name: Words = ""
    mechanism: Words = ""
    affects: Texts = []


class TierForm(Form):
    """Variables that are settled at about the same time; also read from a bare list of names."""

    when: Words = ""
    variables: Texts = []

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"variables": value} if isinstance(value, list | str) else value


class TiersForm(Form):
    """The variables in the order in which they are settled, earliest first."""

    tiers: Annotated[list[TierForm], BeforeValidator(one_or_more)]


class ArrowsForm(Form):
    """A part of a graph."""

    arrows: Annotated[list[ArrowForm], BeforeValidator(one_or_more)]
    hidden: Annotated[list[HiddenForm], BeforeValidator(one_or_more)] = []


class LastArrowsForm(Form):
    """The last part of a graph, with what is not measured."""

    unmeasured: Annotated[list[UnmeasuredForm], BeforeValidator(one_or_more)] = []
    arrows: Annotated[list[ArrowForm], BeforeValidator(one_or_more)]
    hidden: Annotated[list[HiddenForm], BeforeValidator(one_or_more)] = []


class ProposeForm(Form):
    """A whole graph, in the order in which it is thought of: time, what is not measured, arrows, hidden causes."""

    tiers: Annotated[list[TierForm], BeforeValidator(one_or_more)] = []
    unmeasured: Annotated[list[UnmeasuredForm], BeforeValidator(one_or_more)] = []
    arrows: Annotated[list[ArrowForm], BeforeValidator(one_or_more)]
    hidden: Annotated[list[HiddenForm], BeforeValidator(one_or_more)] = []


class UnderstandForm(Form):
    """A problem text, read."""

    population: Words = ""
    treatment_words: Words = ""
    treatment: Words
    outcome_words: Words = ""
    outcome: Words
    unit: Words = ""
    questions: Texts = []


class TestForm(Form):
    """One stress test and why it matters here."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    name: Words = ""
    why: Words = ""
    variables: Texts = []
    control: Words = ""


class StressForm(Form):
    """The stress tests that matter, most telling first."""

    tests: Annotated[list[TestForm], BeforeValidator(one_or_more)]


class ReadyForm(Form):
    """The smallest form, to try a server out."""

    ready: bool


def other_names(field: str) -> tuple[str, ...]:
    """Names under which models give ``field``."""
    return _OTHER_NAMES.get(field, ())
