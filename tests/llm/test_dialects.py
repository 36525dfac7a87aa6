"""Every dialect ends in a valid proposal and every fault in one clear sentence, within the caps."""

from __future__ import annotations

import json

import httpx2
import pytest

from llm.client import Client
from llm.errors import SENTENCES, LlmError
from llm.habits import habits_of
from llm.propose import propose
from llm.schemas import Proposal, VariableInfo
from llm.settings import LlmSettings
from tests.llm.fake_server import FAILING, VARIABLES, WORKING, Body, Server, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", api_key="sk-my-own-key", seconds=5)
INFOS = tuple(VariableInfo(name=name) for name in VARIABLES)
PROBLEM = "Does smoking cause cancer?"


def ask(server: Server, settings: LlmSettings = SETTINGS) -> Proposal:
    with Client(settings, transport=server) as client:
        return propose(settings, PROBLEM, INFOS, "smoking", "cancer", client=client)


def test_there_are_enough_dialects_to_mean_something() -> None:
    assert len(WORKING) + len(FAILING) >= 29


def test_an_answer_of_nothing_but_unknown_names_is_read_in_time_that_grows_with_its_length() -> None:
    """Like names are looked up for so many unknown ones only: the rest is set aside without a suggestion."""
    from llm import names

    arrows = [{"source": f"smokin{i}", "target": f"cance{i}"} for i in range(3000)]
    proposal = ask(Server(lambda body, n: chat(json.dumps({"arrows": arrows}))))
    suggested = [s for s in proposal.set_aside if "Did you mean" in s.reason]
    assert 0 < len(suggested) <= names.MAX_NEAR
    assert len(proposal.set_aside) == 401


@pytest.mark.parametrize("sure", ["1" + "0" * 400, "NaN", "Infinity", "-Infinity", "1e999", "-3", "250"])
def test_a_number_that_is_no_share_is_no_confidence(sure: str) -> None:
    from tests.llm.fake_server import TEXT

    proposal = ask(Server(lambda body, n: chat(TEXT.replace('"high"', sure))))
    assert [a.confidence for a in proposal.arrows] == ["low", "low", "medium"]


@pytest.mark.parametrize("name", WORKING)
def test_every_working_dialect_gives_the_same_proposal(name: str) -> None:
    server = Server(WORKING[name])
    proposal = ask(server)
    assert [(a.source, a.target) for a in proposal.arrows] == [
        ("age", "smoking"),
        ("smoking", "tar"),
        ("tar", "cancer"),
    ]
    assert [a.confidence for a in proposal.arrows] == ["high", "high", "medium"]
    assert proposal.hidden[0].between == ("cancer", "smoking")
    assert proposal.unmeasured[0].affects == ("smoking", "cancer")
    assert proposal.set_aside == ()
    assert proposal.usage is not None
    assert proposal.usage.calls == len(server.requests) <= SETTINGS.max_calls


@pytest.mark.parametrize("name", WORKING)
def test_what_worked_is_remembered_so_that_the_second_question_takes_one_call(name: str) -> None:
    ask(Server(WORKING[name]))
    second = Server(lambda body, n: WORKING[name](body, n + 1))  # the passing troubles are over
    ask(second)
    assert len(second.requests) == (2 if name in ("small_context", "low_limit") else 1)


@pytest.mark.parametrize("name", FAILING)
def test_every_fault_is_one_clear_sentence_within_the_caps(name: str) -> None:
    dialect, kind = FAILING[name]
    server = Server(dialect)
    settings = LlmSettings(
        base_url=SETTINGS.base_url, model="m", api_key="sk-my-own-key", seconds=0.5 if name == "hang" else 5
    )
    with pytest.raises(LlmError) as caught:
        ask(server, settings)
    error = caught.value
    assert error.kind == kind
    assert error.message.endswith(".")
    assert error.fix.endswith((".", "?"))
    assert error.where == "models.example"
    assert error.calls == len(server.requests) <= settings.max_calls


@pytest.mark.parametrize("name", FAILING)
def test_no_error_carries_a_key_or_what_the_server_wrote(name: str) -> None:
    settings = LlmSettings(
        base_url=SETTINGS.base_url, model="m", api_key="sk-my-own-key", seconds=0.5 if name == "hang" else 5
    )
    with pytest.raises(LlmError) as caught:
        ask(Server(FAILING[name][0]), settings)
    error = caught.value
    shown = repr(error) + str(error) + repr(error.args) + repr(vars(error))
    assert "SECRET-REPLY" not in shown
    assert "sk-my-own-key" not in shown
    assert error.__cause__ is None
    assert error.__context__ is None  # not even in a traceback


def test_a_wrong_name_that_stays_wrong_is_set_aside_with_the_names_that_are_near() -> None:
    from tests.llm.fake_server import TEXT

    proposal = ask(Server(lambda body, n: chat(TEXT.replace('"tar"', '"tarr"'))))
    assert [(a.source, a.target) for a in proposal.arrows] == [("age", "smoking")]
    assert [s.item for s in proposal.set_aside] == ["smoking → tarr", "tarr → cancer"]
    assert proposal.set_aside[0].reason == "There is no variable called “tarr”. Did you mean “tar”?"
    assert proposal.usage is not None
    assert proposal.usage.calls == 2


def test_a_repair_that_makes_it_worse_is_not_taken() -> None:
    from tests.llm.fake_server import TEXT

    once = TEXT.replace('"target": "tar"', '"target": "tarr"')
    proposal = ask(Server(lambda body, n: chat(once if n == 1 else "sorry")))
    assert len(proposal.arrows) == 2
    assert [s.item for s in proposal.set_aside] == ["smoking → tarr"]


def test_the_repair_names_the_fault_and_keeps_the_question() -> None:
    server = Server(WORKING["wrong_name_then_good"])
    ask(server)
    roles = [message["role"] for message in server.bodies[1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert server.bodies[1]["messages"][:2] == server.bodies[0]["messages"]
    assert "There is no variable called “nicotine”" in server.bodies[1]["messages"][3]["content"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_calls_than_allowed(limit: int) -> None:
    settings = LlmSettings(base_url=SETTINGS.base_url, model="m", max_calls=limit)
    server = Server(FAILING["garbage"][0])
    with pytest.raises(LlmError):
        ask(server, settings)
    assert len(server.requests) == limit


def test_no_more_tokens_than_allowed() -> None:
    settings = LlmSettings(base_url=SETTINGS.base_url, model="m", max_total_tokens=1500)
    server = Server(FAILING["garbage"][0])  # each answer is counted with 1,100 tokens
    with pytest.raises(LlmError) as caught:
        ask(server, settings)
    assert caught.value.kind == "budget"
    assert len(server.requests) == 1


@pytest.mark.parametrize("letters", [4, 2])
@pytest.mark.parametrize("cap", [1500, 3000, 5000, 9000])
def test_a_server_that_keeps_to_its_limits_never_makes_a_question_cost_more_than_its_cap(
    cap: int, letters: int
) -> None:
    """It writes as much as it may each time, and counts a token for every so many letters."""
    settings = LlmSettings(
        base_url=SETTINGS.base_url, model=f"cap-{cap}-{letters}", max_total_tokens=cap, max_calls=20
    )
    taken: list[tuple[int, int]] = []

    def reply(body: Body, n: int) -> httpx2.Response:
        sent = sum(len(message["content"]) for message in body["messages"]) // letters
        taken.append((sent, body.get("max_tokens") or body["max_completion_tokens"]))
        return chat("no form", usage={"prompt_tokens": sent, "completion_tokens": taken[-1][1]})

    with pytest.raises(LlmError) as caught:
        ask(Server(reply), settings)
    assert caught.value.kind == "budget"
    assert taken
    unforeseen = (
        taken[0][0] - taken[0][0] * letters // 4
    )  # how a server counts is known from its first answer on
    assert sum(map(sum, taken)) <= cap + unforeseen + 1


def test_tokens_are_estimated_where_the_server_does_not_count() -> None:
    usage = ask(Server(WORKING["no_usage"])).usage
    assert usage is not None
    assert not usage.counted
    assert usage.prompt_tokens > 300
    assert usage.completion_tokens > 100


def test_all_requests_of_a_question_are_paid_for() -> None:
    settings = LlmSettings(base_url=SETTINGS.base_url, model="m", price=(1000.0, 10_000.0))
    usage = ask(Server(WORKING["bad_then_good"]), settings).usage  # 900 and 200 tokens, twice
    assert usage is not None
    assert usage.cost == pytest.approx(2 * (0.9 + 2.0))
    known = ask(Server(WORKING["openai"])).usage
    assert known is not None
    assert known.cost is None


PROTOTYPES = {  # the behaviours of the study that this client came out of, and where each stands here
    "openai": "openai", "openai_reasoning": "openai_reasoning", "lmstudio": "lm_studio", "deepseek": "deepseek",
    "tool_only": "tool_only", "llamacpp_fail_open": "fenced", "thinking": "thinking", "text_only": "text_only",
    "bad_then_good": "bad_then_good", "halluc_then_good": "wrong_name_then_good", "halluc_always": "",
    "garbage": "garbage", "empty": "empty", "cut_then_good": "cut_then_good", "cut_always": "cut_always",
    "refusal": "refusal", "azure_filter": "azure_filter", "filter_finish": "filter_finish", "too_long": "too_long",
    "auth": "auth", "quota": "quota", "rate": "rate", "rate_then_ok": "rate_then_good", "nomodel": "no_model",
    "down": "down", "slow": "slow", "html": "html", "err200": "error_200", "500": "fault",
}  # fmt: skip


def test_every_behaviour_of_the_first_study_is_still_tried() -> None:
    """The empty one is a test of its own: a wrong name that stays wrong."""
    assert len(PROTOTYPES) == 29
    assert {name for name in PROTOTYPES.values() if name} <= WORKING.keys() | FAILING.keys()


def test_a_prompt_that_was_cut_by_the_server_is_noticed() -> None:
    from tests.llm.fake_server import TEXT

    cut = {"prompt_tokens": 64, "completion_tokens": 10}
    notes = ask(Server(lambda body, n: chat(TEXT, usage=cut))).notes
    assert any("only part of the text" in note for note in notes)


def test_a_server_that_fails_is_asked_afresh_from_the_top_the_next_time() -> None:
    ask(Server(WORKING["deepseek"]))
    assert habits_of(SETTINGS).mode == "json_object"
    with pytest.raises(LlmError):
        ask(Server(FAILING["garbage"][0]))
    assert habits_of(SETTINGS).mode == "json_schema"


def test_a_bad_network_does_not_make_it_forget() -> None:
    ask(Server(WORKING["deepseek"]))
    with pytest.raises(LlmError):
        ask(Server(FAILING["down"][0]))
    assert habits_of(SETTINGS).mode == "json_object"


def test_every_kind_of_fault_has_a_sentence_and_a_way_out() -> None:
    for message, fix in SENTENCES.values():
        assert message.endswith(".")
        assert fix.endswith((".", "?"))
