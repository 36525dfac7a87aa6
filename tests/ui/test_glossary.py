"""Every word of the field is explained in plain sentences, on the page where it stands."""

from __future__ import annotations

import re

import pytest

from ui.choices import ROLE_WORDS
from ui.frame import STEPS
from ui.glossary import HERE, ROLE_TERMS, TERMS, meaning


@pytest.mark.parametrize("word", TERMS)
def test_an_explanation_is_one_to_three_short_sentences(word: str) -> None:
    said = TERMS[word]
    assert said.endswith(".")
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", said)) <= 3
    assert len(said.split()) <= 45


def test_every_page_but_start_explains_its_words() -> None:
    assert {s.key for s in STEPS} - set(HERE) == {"start"}
    assert {word for words in HERE.values() for word in words} <= set(TERMS)


def test_the_parts_of_variables_are_explained() -> None:
    assert set(ROLE_TERMS) <= set(ROLE_WORDS)
    assert set(ROLE_TERMS.values()) <= set(TERMS)
    assert {"mediator", "confounder", "collider", "instrument"} <= set(ROLE_TERMS)


def test_every_word_is_shown_somewhere() -> None:
    shown = {word for words in HERE.values() for word in words} | set(ROLE_TERMS.values())
    assert set(TERMS) == shown


def test_the_words_come_out_one_a_paragraph_with_signs_escaped() -> None:
    assert meaning("M-bias collider").startswith("**M\\-bias collider**")
    assert meaning("overlap", "balance").count("\n\n") == 1
