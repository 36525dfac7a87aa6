"""The pictures a person would rather see than read. Each comes with the same in words.

One pattern for all: a pure function takes a result and gives an Altair chart, another gives its sentence, and
:func:`show` puts both on the page with the ways to take the picture away. Names of people's data are only ever
data or titles, never part of an expression. What differs in colour also differs in shape, line or place.
"""

from ui.charts.benchmark import benchmark_chart, benchmark_words
from ui.charts.comparing import balance_chart, balance_words, overlap_chart, overlap_words
from ui.charts.effect import arms_chart, arms_words, effect_chart, effect_words
from ui.charts.look import display_unit
from ui.charts.show import show
from ui.charts.spread import (
    missing_chart,
    missing_words,
    profile_chart,
    profile_words,
    sides_chart,
    sides_words,
)
from ui.charts.stress import draws_chart, draws_words, glance_chart, glance_words

__all__ = [
    "arms_chart",
    "arms_words",
    "balance_chart",
    "balance_words",
    "benchmark_chart",
    "benchmark_words",
    "display_unit",
    "draws_chart",
    "draws_words",
    "effect_chart",
    "effect_words",
    "glance_chart",
    "glance_words",
    "missing_chart",
    "missing_words",
    "overlap_chart",
    "overlap_words",
    "profile_chart",
    "profile_words",
    "show",
    "sides_chart",
    "sides_words",
]
