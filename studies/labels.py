"""Words for the short names that results and documents keep: sources, standings, outcomes."""

from __future__ import annotations

SOURCE_WORDS = {
    "user": "you",
    "example": "the example",
    "rules": "rules",
    "design": "the design",
    "data": "seen in the data",
    "default": "taken as given",
}
STANDING_WORDS = {
    "confirmed": "confirmed",
    "untested": "not tested",
    "contradicted": "contradicted",
    "untestable": "cannot be tested with data",
}
OUTCOME_WORDS = {
    "passed": "held",
    "warning": "take care",
    "failed": "speaks against it",
    "not_run": "could not be run",
}

RUNG_WORDS = {"seen": "what is seen", "done": "what would change", "imagined": "what would have been"}
SPEAKS_WORDS = {
    "against": "speaks against it",
    "doubt": "take care",
    "not_against": "does not speak against it",
    "nothing": "could not be looked at",
}
PAGE_WORDS = {
    "question": "Question",
    "variables": "Variables",
    "graph": "Graph",
    "identify": "Can it be answered?",
    "estimate": "Answer",
    "stress_test": "Stress tests",
}
_CONFIRMED = {
    "user": "you stand by it",
    "model": "proposed by a model, accepted by you",
    "design": "follows from the design",
    "data": "seen in the data",
    "default": "the example's authors stand by it",
}


def standing_words(source: str, status: str) -> str:
    """How an assumption stands and who says so; data confirm nothing but what can be seen in them."""
    if status == "confirmed":
        return _CONFIRMED[source]
    return f"{STANDING_WORDS[status]}; {source_words(source)}"


def page_words(step: str) -> str:
    """Where something is done: the title of the page."""
    return PAGE_WORDS[step]


def source_words(source: str) -> str:
    """Where something came from, for a person: a model is named."""
    if source.startswith("model:"):
        return f"model {source.removeprefix('model:')}"
    return SOURCE_WORDS.get(source, source)
