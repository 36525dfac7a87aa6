"""What each strategy takes for granted, in words.

>>> overlap(("drug",), ("age",)).text
'In every group alike in “age” every value of “drug” that is compared does occur.'
"""

from __future__ import annotations

from causal_core.estimand.words import listed
from causal_core.results import Assumption

Names = tuple[str, ...]


def graph_is_right() -> Assumption:
    """Every strategy reads the graph."""
    return Assumption(id="graph", text="The graph is right: what is not drawn is not there.")


def overlap(treatments: Names, alike: Names) -> Assumption:
    """Every value compared must be there to be seen."""
    among = f"In every group alike in {listed(alike)}" if alike else "In the data"
    return Assumption(
        id="overlap",
        text=f"{among} every value of {listed(treatments)} that is compared does occur.",
        status="untested",
    )


def no_hidden_common_cause(treatments: Names, outcomes: Names, alike: Names) -> Assumption:
    """Adjustment: nothing unmeasured is behind both."""
    both = f"{listed(treatments)} and {listed(outcomes)}"
    among = f"Among cases alike in {listed(alike)}, {both} share no further cause." if alike else ""
    return Assumption(id="no_hidden_common_cause", text=among or f"{both} share no common cause.")


def front_door(treatments: Names, outcomes: Names, mediators: Names) -> tuple[Assumption, ...]:
    """The three conditions of the front door."""
    x, y, m = listed(treatments), listed(outcomes), listed(mediators)
    return (
        Assumption(id="carries_all", text=f"All of the effect of {x} on {y} passes through {m}."),
        Assumption(id="clean_start", text=f"{x} and {m} share no hidden cause."),
        Assumption(id="clean_end", text=f"{m} and {y} share no hidden cause beside {x}."),
    )


def instrument(name: str, treatments: Names, outcomes: Names, alike: Names) -> tuple[Assumption, ...]:
    """Relevance, exclusion, and what must be added."""
    among = f"Among cases alike in {listed(alike)}, " if alike else ""
    z, x, y = listed((name,)), listed(treatments), listed(outcomes)
    return (
        Assumption(id="relevance", text=f"{among}{z} goes together with {x}.", status="untested"),
        Assumption(id="exclusion", text=f"{among}{z} reaches {y} only through {x}."),
        Assumption(id="instrument_unconfounded", text=f"{among}{z} and {y} share no hidden cause."),
        Assumption(id="linear_or_monotone", text=extra_for_instrument(name, treatments) + "."),
    )


def chosen_rows(by: Names, treatments: Names, outcomes: Names, *, among: bool) -> tuple[Assumption, ...]:
    """Rows that were chosen: by what, and for whom the answer is."""
    v = listed(by)
    chosen = Assumption(id="chosen_rows", text=f"The rows were chosen by {v} and by nothing else.")
    if among:
        text = f"The answer is the effect among those chosen by {v}; for anybody else it may be another."
        return (chosen, Assumption(id="chosen_only", text=text))
    text = f"Choosing the rows by {v} changes nothing about what {listed(treatments)} does to {listed(outcomes)}."
    return (chosen, Assumption(id="choice_harmless", text=text))


def extra_for_instrument(name: str, treatments: Names) -> str:
    """The assumption that the graph cannot give."""
    return (
        f"either the effect is the same for everybody (linear), or “{name}” moves nobody's "
        f"{listed(treatments)} the wrong way (then the answer is the effect among those it moves)"
    )
