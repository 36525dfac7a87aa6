"""What the tests that are run with a variable need of it: for the page that asks, and for who forgot to say."""

from __future__ import annotations

from causal_core.results import Refutation

NEEDS: dict[str, tuple[str, str]] = {
    "negative_control_outcome": (
        "An outcome that the treatment cannot move",
        "A variable that the treatment cannot have moved, but that whatever else moves the outcome moves as well.",
    ),
    "placebo_period": (
        "The outcome before the treatment",
        "The outcome, or something like it, as it was measured before the treatment.",
    ),
    "negative_control_exposure": (
        "A cause that cannot move the outcome",
        "A variable that cannot move the outcome, except through the treatment, but that comes about in the way the "
        "treatment does.",
    ),
    "as_strong_as": (
        "A hidden cause as strong as a measured one",
        "One of the adjustment columns, to compare a hidden cause with.",
    ),
}
"""Title of each test, and what its variable must be."""


def without_variable(test: str) -> Refutation:
    """A test that was asked for without its variable."""
    title, need = NEEDS[test]
    return Refutation(
        test=test,
        title=title,
        tried="Nothing: the test is run with a variable that you name.",
        expected=need,
        seen="No variable was named.",
        meaning="The test was not run and says nothing.",
        cannot_see="Hidden common causes stay unseen when it is not run.",
        outcome="not_run",
    )
