"""A scripted OpenAI-compatible server: dialects and faults of real ones, from their issue trackers.

Each dialect is a function from the request's body and the number of the request (from 1) to a response.
``Server`` is the transport that a ``Client`` gets in place of the network; it keeps every request.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2

Body = dict[str, Any]
Dialect = Callable[[Body, int], httpx2.Response]

VARIABLES = ("age", "smoking", "tar", "cancer")
GOOD = {
    "unmeasured": [{"name": "genes", "mechanism": "taste for tobacco", "affects": ["smoking", "cancer"]}],
    "arrows": [
        {
            "source": "age",
            "target": "smoking",
            "mechanism": "habits change",
            "confidence": "high",
            "wrong_if": "x",
        },
        {"source": "smoking", "target": "tar", "mechanism": "smoke", "confidence": "high", "wrong_if": ""},
        {"source": "tar", "target": "cancer", "mechanism": "harm", "confidence": "medium", "wrong_if": ""},
    ],
    "hidden": [
        {"first": "smoking", "second": "cancer", "what": "genes", "mechanism": "both", "confidence": "low"}
    ],
}
TEXT = json.dumps(GOOD)


class Server(httpx2.MockTransport):
    """Answers by one dialect and remembers what it was asked."""

    def __init__(self, dialect: Dialect) -> None:
        self.requests: list[httpx2.Request] = []
        self.bodies: list[Body] = []

        def handle(request: httpx2.Request) -> httpx2.Response:
            self.requests.append(request)
            self.bodies.append(json.loads(request.content) if request.content else {})
            return dialect(self.bodies[-1], len(self.bodies))

        super().__init__(handle)


def chat(
    content: Any = None,
    *,
    finish: str | None = "stop",
    refusal: str | None = None,
    arguments: Any = None,
    usage: Any = "counted",
    **extra: Any,
) -> httpx2.Response:
    """A completion."""
    message: Body = {"role": "assistant", "content": content, "refusal": refusal, **extra}
    if arguments is not None:
        function = {"name": "ProposeForm", "arguments": arguments}
        message["tool_calls"] = [{"id": "c", "type": "function", "function": function}]
    counted = {"prompt_tokens": 900, "completion_tokens": 200, "total_tokens": 1100}
    body = {
        "id": "x",
        "object": "chat.completion",
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": counted if usage == "counted" else usage,
    }
    return httpx2.Response(200, json=body)


def bad(status: int, message: str, code: str | None = None, **headers: str) -> httpx2.Response:
    """An error as most servers give it."""
    error = {"message": message, "type": "invalid_request_error", "code": code, "param": None}
    return httpx2.Response(status, json={"error": error}, headers=headers)


def mode(body: Body) -> str:
    """Which rung of the ladder a request stands on."""
    if "tools" in body:
        return "tool"
    return str(body.get("response_format", {}).get("type", "text"))


# ---- servers with ways of their own --------------------------------------------------------------


def openai(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT)


def openai_reasoning(body: Body, n: int) -> httpx2.Response:
    if "temperature" in body:
        return bad(
            400, "Unsupported value: 'temperature' does not support 0.0 with this model.", "unsupported_value"
        )
    if "max_tokens" in body:
        return bad(400, "Unsupported parameter: 'max_tokens' is not supported with this model. "
                        "Use 'max_completion_tokens' instead.", "unsupported_parameter")  # fmt: skip
    return chat(TEXT)


def lm_studio(body: Body, n: int) -> httpx2.Response:
    if mode(body) == "json_object":
        return bad(400, "'response_format.type' must be 'json_schema' or 'text'")
    return chat(TEXT)


def deepseek(body: Body, n: int) -> httpx2.Response:
    if mode(body) == "json_schema":
        return bad(400, "This response_format type is unavailable now")
    if mode(body) == "tool":
        return bad(400, "tool_choice is not supported")
    return chat(TEXT)


def tool_only(body: Body, n: int) -> httpx2.Response:
    if "response_format" in body:
        return httpx2.Response(422, json={"detail": [{"msg": "extra fields not permitted: response_format"}]})
    return chat(arguments=TEXT) if "tools" in body else chat("I think that …")


def tool_object(body: Body, n: int) -> httpx2.Response:
    return bad(400, "response_format unsupported") if "response_format" in body else chat(arguments=GOOD)


def text_only(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT) if mode(body) == "text" else bad(400, f"unknown field for {mode(body)}")


def openrouter_cannot(body: Body, n: int) -> httpx2.Response:
    if mode(body) in ("json_schema", "tool"):
        return bad(404, "No endpoints found that support the requested parameters.")
    return chat(TEXT)


def grammar_crash(body: Body, n: int) -> httpx2.Response:
    return bad(500, "failed to parse grammar") if mode(body) == "json_schema" else chat(TEXT)


def no_system_role(body: Body, n: int) -> httpx2.Response:
    roles = [message["role"] for message in body["messages"]]
    return bad(400, "System role not supported") if "system" in roles else chat(TEXT)


def small_context(body: Body, n: int) -> httpx2.Response:
    if body["max_tokens"] > 2000:
        return bad(
            400,
            "This model's maximum context length is 4096 tokens. You requested 5000.",
            "context_length_exceeded",
        )
    return chat(TEXT)


def low_limit(body: Body, n: int) -> httpx2.Response:
    return (
        bad(400, "max_tokens is too large: 4000. At most 2048.") if body["max_tokens"] > 2048 else chat(TEXT)
    )


def fenced(body: Body, n: int) -> httpx2.Response:
    return chat(f"Sure! Here is the graph:\n```json\n{TEXT}\n```\nHope this helps.")


def thinking(body: Body, n: int) -> httpx2.Response:
    return chat('<think>maybe {"arrows": []}? smoking causes …</think>\n' + TEXT)


def thinking_unopened(body: Body, n: int) -> httpx2.Response:
    return chat('maybe {"arrows": []}</think>' + TEXT)


def reasoning_field(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT, reasoning_content="let me think " * 200)


def parts(body: Body, n: int) -> httpx2.Response:
    return chat([{"type": "text", "text": TEXT[:50]}, {"type": "text", "text": TEXT[50:]}])


def wrapped(body: Body, n: int) -> httpx2.Response:
    return chat(json.dumps({"answer": GOOD}))


def loose_commas(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT.replace("}]", "},]"))


def other_names(body: Body, n: int) -> httpx2.Response:
    text = TEXT.replace('"arrows"', '"edges"').replace('"source"', '"from"').replace('"target"', '"to"')
    return chat(text.replace('"medium"', "0.6").replace('"high"', '"Very high"'))


def echo(body: Body, n: int) -> httpx2.Response:
    return chat(body["messages"][0]["content"] + body["messages"][1]["content"] + TEXT)


def plain_type(body: Body, n: int) -> httpx2.Response:
    return httpx2.Response(200, text=chat(TEXT).text, headers={"content-type": "text/plain"})


def streamed(body: Body, n: int) -> httpx2.Response:
    events = [{"choices": [{"delta": {"content": TEXT[at : at + 40]}}]} for at in range(0, len(TEXT), 40)]
    lines = [f"data: {json.dumps(event)}\n\n" for event in events] + ["data: [DONE]\n\n"]
    return httpx2.Response(200, text="".join(lines), headers={"content-type": "text/event-stream"})


def no_usage(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT, usage=None)


def bad_usage(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT, usage={"prompt_tokens": "many", "completion_tokens": -3})


def rate_then_good(body: Body, n: int) -> httpx2.Response:
    return bad(429, "Rate limit", **{"retry-after": "0.01"}) if n == 1 else chat(TEXT)


def loading_then_good(body: Body, n: int) -> httpx2.Response:
    return bad(503, "Loading model", **{"retry-after": "0.01"}) if n == 1 else chat(TEXT)


def bad_then_good(body: Body, n: int) -> httpx2.Response:
    return chat('{"edges": "x"}') if n == 1 else chat(TEXT)


def prose_then_good(body: Body, n: int) -> httpx2.Response:
    return chat("Smoking causes cancer by way of tar.") if n == 1 else chat(TEXT)


def wrong_name_then_good(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT.replace('"smoking"', '"nicotine"')) if n == 1 else chat(TEXT)


def cut_then_good(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT[:200], finish="length") if n == 1 else chat(TEXT)


def cut_after_the_end(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT + "\nAnd furthermore", finish="length")


def finish_missing(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT, finish=None)


def marked_bytes(body: Body, n: int) -> httpx2.Response:
    return httpx2.Response(200, content=b"\xef\xbb\xbf" + chat(TEXT).content)


def utf16(body: Body, n: int) -> httpx2.Response:
    return httpx2.Response(200, content=chat(TEXT).text.encode("utf-16"))


def accepted(body: Body, n: int) -> httpx2.Response:
    return httpx2.Response(202, content=chat(TEXT).content, headers={"content-type": "application/xml"})


def twice(body: Body, n: int) -> httpx2.Response:
    return chat('{"arrows": [], ' + TEXT[1:])  # the same key again: the last one counts


def wild_usage(body: Body, n: int) -> httpx2.Response:
    raw = chat(TEXT, usage={"prompt_tokens": 10**40, "completion_tokens": -1}).text
    return httpx2.Response(200, text=raw.replace("-1", "NaN" if n == 1 else "Infinity"))


def streamed_with_signs_of_life(body: Body, n: int) -> httpx2.Response:
    delta = {"tool_calls": [{"index": 0, "function": {"arguments": TEXT}}]}
    event = json.dumps({"choices": [{"delta": delta}]})
    return httpx2.Response(200, text=f": processing\r\n\r\nevent: x\r\ndata: {event}\r\n\r\ndata: [DONE]\r\n")


def null_parts(body: Body, n: int) -> httpx2.Response:
    return chat([None, {"type": "text", "text": None}, {"text": TEXT}], tool_calls=[], refusal=None)


def halves_of_letters(body: Body, n: int) -> httpx2.Response:
    return chat(TEXT.replace("habits", "\\ud83d\\u0000 habits"))


WORKING: dict[str, Dialect] = {
    f.__name__: f
    for f in (
        *(
            openai,
            openai_reasoning,
            lm_studio,
            deepseek,
            tool_only,
            tool_object,
            text_only,
            openrouter_cannot,
        ),
        *(grammar_crash, no_system_role, small_context, low_limit, fenced, thinking, thinking_unopened),
        *(reasoning_field, parts, wrapped, loose_commas, other_names, echo, plain_type, streamed, no_usage),
        *(bad_usage, rate_then_good, loading_then_good, bad_then_good, prose_then_good, wrong_name_then_good),
        *(cut_then_good, cut_after_the_end, finish_missing, marked_bytes, utf16, accepted, twice, wild_usage),
        *(streamed_with_signs_of_life, null_parts, halves_of_letters),
    )
}


# ---- servers that cannot be used: the fault, and the kind of sentence it must become --------------


def _status(status: int, message: str, code: str | None = None, **headers: str) -> Dialect:
    return lambda body, n: bad(status, message, code, **headers)


def _always(response: Callable[[], httpx2.Response]) -> Dialect:
    return lambda body, n: response()


def _raises(error: type[httpx2.TransportError]) -> Dialect:
    def dialect(body: Body, n: int) -> httpx2.Response:
        raise error("SECRET-REPLY")

    return dialect


def _deep(body: Body, n: int) -> httpx2.Response:
    return httpx2.Response(200, text="[" * 100_000)


def _hang(body: Body, n: int) -> httpx2.Response:
    time.sleep(1.5)
    return chat(TEXT)


def _packed(body: Body, n: int) -> httpx2.Response:
    import gzip

    packed = gzip.compress(b" " * 50_000_000 + chat(TEXT).content)
    return httpx2.Response(200, content=packed, headers={"content-encoding": "gzip"})


def _chunks(end: bytes) -> Iterator[bytes]:
    yield from (b" " * 10_000 for _ in range(100))
    yield end


FAILING: dict[str, tuple[Dialect, str]] = {
    "garbage": (_always(lambda: chat("I am not able to produce JSON today. SECRET-REPLY")), "invalid_output"),
    "empty": (_always(lambda: chat("")), "invalid_output"),
    "null": (_always(lambda: chat(None)), "invalid_output"),
    "wrong_shape": (_always(lambda: chat('{"arrows": 7, "SECRET-REPLY": 1}')), "invalid_output"),
    "cut_always": (_always(lambda: chat(TEXT[:200], finish="length")), "truncated"),
    "refusal": (_always(lambda: chat(None, refusal="SECRET-REPLY")), "refusal"),
    "azure_filter": (_status(400, "The response was filtered due to the prompt triggering Azure OpenAI's content "
                                  "management policy. SECRET-REPLY", "content_filter"), "content_filter"),
    "filter_finish": (_always(lambda: chat("", finish="content_filter")), "content_filter"),
    "too_long": (_status(400, "This model's maximum context length is 900 tokens."), "too_long"),
    "payload": (_status(413, "Request Entity Too Large"), "too_long"),
    "auth": (_status(401, "Incorrect API key provided: sk-SECRET-REPLY", "invalid_api_key"), "auth"),
    "auth_400": (_status(400, "API key not valid. Please pass a valid API key."), "auth"),
    "permission": (_status(403, "You are not allowed to sample from this model"), "permission"),
    "quota": (_status(429, "You exceeded your current quota", "insufficient_quota"), "quota"),
    "payment": (_status(402, "Insufficient Balance"), "quota"),
    "rate": (_status(429, "Rate limit reached", **{"retry-after": "3600"}), "rate_limit"),
    "no_model": (_status(404, "The model `m` does not exist", "model_not_found"), "no_model"),
    "ollama_no_model": (_status(404, 'model "m" not found, try pulling it first'), "no_model"),
    "not_found": (_always(lambda: httpx2.Response(404, text="404 page not found")), "not_found"),
    "method": (_always(lambda: httpx2.Response(405, text="SECRET-REPLY")), "not_openai_api"),
    "down": (_raises(httpx2.ConnectError), "connection"),
    "dropped": (_raises(httpx2.RemoteProtocolError), "connection"),
    "slow": (_raises(httpx2.ReadTimeout), "timeout"),
    "gateway": (_status(504, "upstream timed out"), "timeout"),
    "html": (_always(lambda: httpx2.Response(200, text="<html>SECRET-REPLY</html>",
                                             headers={"content-type": "text/html"})), "not_openai_api"),
    "list": (_always(lambda: httpx2.Response(200, json=["SECRET-REPLY"])), "not_openai_api"),
    "no_choices": (_always(lambda: httpx2.Response(200, json={"choices": []})), "not_openai_api"),
    "no_message": (_always(lambda: httpx2.Response(200, json={"choices": [{"text": "x"}]})), "not_openai_api"),
    "nothing": (_always(lambda: httpx2.Response(200, content=b"")), "not_openai_api"),
    "not_utf8": (_always(lambda: httpx2.Response(200, content=b"\xff\xfe\x00SECRET-REPLY")), "not_openai_api"),
    "deep": (_deep, "not_openai_api"),
    "error_200": (_always(lambda: httpx2.Response(200, json={"error": "no model loaded"})), "server"),
    "error_200_coded": (_always(lambda: httpx2.Response(200, json={"error": {"code": 429, "message": "busy"}})),
                        "rate_limit"),
    "fault": (_always(lambda: httpx2.Response(500, text="SECRET-REPLY")), "server"),
    "teapot": (_always(lambda: httpx2.Response(418, text="SECRET-REPLY")), "bad_request"),
    "huge": (_always(lambda: httpx2.Response(200, content=_chunks(chat(TEXT).content))), "too_large"),
    "huge_error": (_always(lambda: httpx2.Response(400, content=_chunks(b""))), "too_large"),
    "packed": (_packed, "too_large"),
    "redirect": (_always(lambda: httpx2.Response(307, headers={"location": "https://evil.example/v1"})), "redirect"),
    "moved": (_always(lambda: httpx2.Response(301, headers={"location": "https://evil.example/v1"})), "redirect"),
    "hang": (_hang, "timeout"),
    # answers of half a million letters that would take a careless reader minutes
    "all_thinking": (_always(lambda: chat("<think>" * 60_000)), "invalid_output"),
    "all_braces": (_always(lambda: chat('{"a":"' * 60_000)), "invalid_output"),
    "all_commas": (_always(lambda: chat('{"arrows":[' + "," * 450_000)), "invalid_output"),
    "all_blanks": (_always(lambda: chat(json.dumps({"arrows": ["a" + " " * 400_000 + "b"]}))), "invalid_output"),
    "deep_inside": (_always(lambda: chat('{"arrows":' + "[" * 90_000)), "invalid_output"),
    "endless_number": (_always(lambda: chat('{"arrows": 1' + "0" * 5000 + "}")), "invalid_output"),
    "no_content": (_always(lambda: httpx2.Response(204)), "not_openai_api"),
    "queued": (_always(lambda: httpx2.Response(202, json={"status": "queued"})), "not_openai_api"),
    "choices_object": (_always(lambda: httpx2.Response(200, json={"choices": {"0": 1}})), "not_openai_api"),
    "choice_null": (_always(lambda: httpx2.Response(200, json={"choices": [None]})), "not_openai_api"),
    "stream_cut": (_always(lambda: httpx2.Response(200, text='data: {"choices":[{"delta":{"content":"{"}}]}\n\ndata: {"c')),
                   "not_openai_api"),
    "stream_error": (_always(lambda: httpx2.Response(200, text='data: {"error": {"message": "SECRET-REPLY"}}\n\n')), "server"),
    "native": (_always(lambda: httpx2.Response(200, json={"message": {"content": TEXT}, "done": True})), "not_openai_api"),
    "not_modified": (_always(lambda: httpx2.Response(304)), "redirect"),
    "odd_location": (_always(lambda: httpx2.Response(302, headers={"location": "\x01::"})), "redirect"),
    "odd_status": (_always(lambda: httpx2.Response(999, text="SECRET-REPLY")), "server"),
    "brotli": (_always(lambda: httpx2.Response(200, content=b"x", headers={"content-encoding": "br"})), "too_large"),
    "retry_never": (_status(429, "SECRET-REPLY", **{"retry-after": "1e400"}), "rate_limit"),
}  # fmt: skip
