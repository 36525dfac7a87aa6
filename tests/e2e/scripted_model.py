"""A model server on this computer that answers by a script, over real HTTP, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LONGEST_HANG = 120.0  # seconds; a test that forgets to let go ends all the same


class ScriptedModel:
    """Speaks the chat API of OpenAI. ``answers`` maps a field of the form that is asked for to what is said.

    Clear ``free`` and it hangs before it answers; set ``refusal`` to a status and it refuses.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.refusal: int | None = None
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """As it is typed on the Settings page."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self) -> None:
        """Let go of whatever hangs, and stop."""
        self.free.set()
        self._http.shutdown()
        self._http.server_close()

    def _answer(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        system = body["messages"][0]["content"]
        self.asked.append("\n\n".join(f"[{m['role']}]\n{m['content']}" for m in body["messages"]))
        self.free.wait(LONGEST_HANG)
        if self.refusal is not None:
            return self.refusal, {"error": {"message": "no", "code": "invalid_api_key"}}
        said = next(said for field, said in self.answers.items() if f'"{field}"' in system)
        message = {"role": "assistant", "content": json.dumps(said)}
        return 200, {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": body["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200},
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, said = model._answer(body)
                raw = json.dumps(said).encode()
                try:
                    self.send_response(status)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(raw)))
                    self.end_headers()
                    self.wfile.write(raw)
                except OSError:
                    return  # whoever asked has hung up

            def log_message(self, *_: object) -> None:
                return

        return Handler
