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


def source_words(source: str) -> str:
    """Where something came from, for a person: a model is named."""
    if source.startswith("model:"):
        return f"model {source.removeprefix('model:')}"
    return SOURCE_WORDS.get(source, source)
