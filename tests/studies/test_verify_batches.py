"""Four batches of explanations, each written before the check was tried on it: altered ones are turned down.

The batches are kept as they were written. What the check does not let through of the faithful ones is listed below by
its first words, so that a good sentence that is lost is seen, and one that is won back is seen too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from llm.facts import Facts
from llm.verify import verify
from tests.studies.batches import (
    altered_a,
    altered_b,
    altered_c,
    altered_d,
    faithful_a,
    faithful_b,
    faithful_c,
    faithful_d,
)
from tests.studies.batches.made import MADE
from tests.studies.mutants import mutants
from tests.studies.test_verify import DOLLARS, FLU, KG, STONES
from tests.studies.verified import facts_of_example

BY_HAND = {"kg": KG, "risk in 100": STONES, "risk lowered": FLU, "dollars": DOLLARS, **MADE}
FAITHFUL = [
    (name, text)
    for batch in (faithful_a, faithful_b, faithful_c, faithful_d)
    for name, texts in batch.FAITHFUL.items()
    for text in texts
]
ALTERED = [
    pytest.param(name, text, id=f"{name}: {why}")
    for batch in (altered_a, altered_b, altered_c, altered_d)
    for name, texts in batch.ALTERED.items()
    for why, text in texts.items()
]
# Faithful ones that are turned down: rarer words, vague shares, and numbers whose side or place is not read.
LOST = (
    "Without adjusting, the vaccinated fell ill",
    "Without adjusting, eligible households own 19,559 US dollars more. Much",
    "The crude data suggest far less",
    "Once the grade of the year before",
    "The data are compatible with tutoring lowering",
    "No word of cause can be used here",
    "Some of the raw difference is due to",
    "The adjusted association is weaker than the raw one",
    "488 of the 2,044 people belong",
    "Members of a union are paid more",
    "Among people of the same age, body weight and salt intake",
    "After adjusting, the scores are about alike",
    "Provided that the graph is right and nothing else affects both, people react 11.8 ms faster",
    "The share who left is 9.3 % at home",
    "Those who kept smoking gained 1.76 kg",
    "The raw data show a larger difference, −1.93",
    "Those on the tablet average 134.2 mmHg",
    "The adjusted difference is larger than the raw one (−6.83",
    "After adjusting for the size of the stone, surgery has",
)
# Sides of the comparison by the words that the faithful explanations call them.
SIDES = {
    "kg": [
        ("quitters", "the others"),
        ("qsmk = 1", "qsmk = 0"),
        ("gave up smoking", "did not give up smoking"),
    ],
    "nhefs": [("those who quit", "those who went on smoking"), ("quitters", "the others")],
    "risk in 100": [("A", "B")],
    "kidney_stones": [("A", "B"), ("open surgery", "the keyhole method")],
    "risk lowered": [("with the shot", "without the shot"), ("got the flu shot", "did not")],
    "dollars": [("trainees", "the others")],
    "sipp1991_401k": [("eligible households", "the others")],
    "ucb_admissions": [("women", "men"), ("female", "male")],
    "discount": [("with a discount", "without one")],
    "union": [("members", "non-members")],
}
# Mutants that say nothing false: a minus or none where the sentence gives the direction in words, and a wish or a
# doubt turned round.
TRUE_ALL_THE_SAME = (
    "the −6.8 mmHg after adjusting may be off",
    "the difference is 3.42 percentage points (95 % interval −5.13 to −1.71)",
    "may raise or higher the score",
    "fewer cases of flu: 2.1 in 100",
    "and 5.3 in 100 after adjusting for age",
    "One cannot conclude from these 614 men that training raises earnings.",
    "with −6.83 mmHg as the best estimate",
)


@cache
def facts_named(name: str) -> Facts:
    """A result made by hand, or that of an example."""
    return BY_HAND[name] if name in BY_HAND else facts_of_example(name, Path(mkdtemp()))


@pytest.mark.parametrize(("name", "text"), ALTERED)
def test_an_altered_explanation_of_a_batch_is_turned_down(name: str, text: str) -> None:
    assert not verify(text, facts_named(name)).ok


def test_a_faithful_explanation_of_a_batch_passes_unless_it_is_listed_as_lost() -> None:
    lost = [text for name, text in FAITHFUL if not verify(text, facts_named(name)).ok]
    assert [text for text in lost if not text.startswith(LOST)] == []
    assert [start for start in LOST if not any(text.startswith(start) for text in lost)] == []


def test_each_batch_has_as_many_as_were_measured() -> None:
    assert (len(FAITHFUL), len(ALTERED)) == (210, 280)


def test_one_thing_changed_by_rule_in_a_faithful_explanation_is_turned_down() -> None:
    tried, through = 0, []
    for name, text in FAITHFUL:
        found = facts_named(name)
        if not verify(text, found).ok:
            continue
        for kind, mutant in mutants(text, SIDES.get(name, ())):
            tried += 1
            if verify(mutant, found).ok and not any(words in mutant for words in TRUE_ALL_THE_SAME):
                through.append((kind, mutant))
    assert tried > 2000
    assert through == []


@pytest.mark.parametrize("name", MADE)
def test_the_built_in_text_of_a_result_made_by_hand_passes(name: str) -> None:
    found = facts_named(name)
    for text in (*found.sentences, found.text):
        assert verify(text, found).faults == ()
