"""Questions about a result: answered from the facts, checked, or refused with the reason."""

from __future__ import annotations

import json

import httpx2
import pytest

from llm import offline_questions as rules
from llm.client import Client
from llm.context import preview
from llm.errors import LlmError
from llm.questions import LONGEST_QUESTION, Reply, ask, ask_task
from llm.rungs import asks_what_would_have_been
from llm.verify import verify
from tests.llm.fake_server import Body, Server, chat
from tests.llm.test_explain import FACTS, SETTINGS

GOOD = ["The 95 % interval of the adjusted difference goes from 2.40 to 4.39 kg."]
BAD = ["Quitting causes a gain of 3.93 kg."]


def asked(question: str, *replies: dict[str, object]) -> tuple[Reply, Server]:
    def dialect(body: Body, n: int) -> httpx2.Response:
        return chat(json.dumps(replies[min(n, len(replies)) - 1]))

    server = Server(dialect)
    with Client(SETTINGS, transport=server) as client:
        found = ask(SETTINGS, FACTS, question, client=client)
        if server.bodies:
            assert client.sent[0] == preview(ask_task(FACTS, question))
    return found, server


def test_an_answer_that_passes_is_handed_on() -> None:
    found, server = asked("How sure is it?", {"answered": "yes", "sentences": GOOD})
    assert (found.source, found.text, found.turned_down) == ("model:m", GOOD[0], ())
    assert len(server.bodies) == 1


def test_one_that_fails_is_asked_for_once_more_and_then_the_rules_answer() -> None:
    found, server = asked("How sure is it?", {"answered": "yes", "sentences": BAD})
    assert len(server.bodies) == 2
    assert found.source == "rules"
    assert found.turned_down
    assert found.text == rules.answer(FACTS, "How sure is it?").text


def test_a_model_that_says_that_the_facts_hold_no_answer_is_believed() -> None:
    found, _ = asked("Who paid for the study?", {"answered": "no", "sentences": []})
    assert not found.known
    assert "cannot be answered from what was computed" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "Would this man have gained weight if he had not quit?",
        "How many of the cases were caused by smoking?",
        "What share of the gain is due to quitting?",
        "Was it the drug that cured her?",
        "If they had not quit, what would have happened?",
        "How much of it is attributable to quitting?",
        "Would my father have lived without the drug?",
        "How many deaths could have been avoided?",
        "How many deaths did smoking cause?",
        "Did quitting cause John's weight gain?",
        "How much of each kilo is down to quitting?",
        "What is the effect of quitting for Mary?",
        "For those who quit, what if they hadn't?",
        "Who was saved by the treatment?",
        "What is the probability of necessity?",
        "What would be their weight now if they were still smokers?",
        "Was it the training that got him the job?",
        "Did the training make the difference for those who got a job?",
        "Is quitting the reason why Mary gained 4 kg?",
    ],
)
def test_what_would_have_been_is_refused_without_asking_anybody(question: str) -> None:
    found, server = asked(question, {"answered": "yes", "sentences": GOOD})
    assert server.bodies == []
    assert (found.rung, found.known, found.source) == ("imagined", False, "rules")
    assert "needs a structural model, stated and fitted" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "What would happen if everybody quit?",
        "How sure is it?",
        "Is it cause and effect?",
        "What would have to be true for this to be causal?",
        "How many people were used?",
        "Why does it differ from the plain difference?",
        "What is the effect for Americans on average?",
        "How many people quit?",
        "How much weight does quitting cause on average?",
        "How much of the difference is due to age?",
        "What if there is a hidden cause?",
        "How large is the effect on re78?",
    ],
)
def test_an_ordinary_question_is_not_taken_for_one_of_what_would_have_been(question: str) -> None:
    assert not asks_what_would_have_been(question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How certain can I be about that number?", "how_sure"),
        ("Is that statistically significant?", "how_sure"),
        ("Which variables did you control for?", "adjusted"),
        ("How big was the sample?", "rows"),
        ("What about unmeasured confounders?", "hidden_cause"),
        ("Does this apply to other countries?", "who"),
        ("Is this causal or just a correlation?", "is_causal"),
        ("What is missing for a causal statement?", "missing"),
        ("Why is the raw difference different?", "differs"),
        ("What are the assumptions?", "rests_on"),
        ("How large is the effect?", "how_big"),
        ("Did the stress tests hold?", "tests"),
    ],
)
def test_the_rules_know_the_usual_questions(question: str, kind: str) -> None:
    assert rules.kind_of(question) == kind


def test_every_suggestion_is_answered_as_its_own_kind() -> None:
    assert [rules.kind_of(q) for q in rules.suggested()] == list(rules.ORDER)
    assert set(rules.ORDER) == set(rules.KINDS)


@pytest.mark.parametrize("kind", ["how_sure", "adjusted", "differs", "how_big"])
def test_the_numbers_of_the_rules_pass_the_check_of_a_model(kind: str) -> None:
    text = rules.KINDS[kind].text(FACTS)
    assert [f for f in verify(text, FACTS).faults if f.kind in ("number", "name")] == []


def test_an_unknown_question_gets_the_list_of_what_can_be_asked() -> None:
    found = rules.answer(FACTS, "What is the capital of France?")
    assert not found.known
    assert all(q in found.text for q in rules.suggested())


def test_a_question_that_is_too_long_is_a_sentence() -> None:
    with pytest.raises(LlmError, match="longer than"):
        ask_task(FACTS, "x" * (LONGEST_QUESTION + 1))


def test_earlier_turns_travel_along_and_no_row_does() -> None:
    data = json.loads(ask_task(FACTS, "And why?", history=[("How sure?", "Quite.")]).user)
    assert data["asked_before"] == [{"question": "How sure?", "answer": "Quite."}]
    assert data["question"] == "And why?"
