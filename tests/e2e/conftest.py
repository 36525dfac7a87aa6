"""A real server and a real Chromium, which fails on any console error, page error or request that leaves."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from studies.settings import settings
from studies.store import Store
from tests.e2e import held_work
from tests.e2e.kept import keep_studies

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong
LOCAL = {"127.0.0.1", "localhost", ""}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser-{Path(item.path).stem}"))  # one server a file


def chromium() -> str:
    wanted = (os.environ.get("CHROMIUM", ""), *NAMES)
    found = next((p for n in wanted if n and (p := shutil.which(n))), None)
    if found is None:
        pytest.fail(
            "Chromium is needed for this test: install the package “chromium”, or run “make browser”."
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        yield started
        started.close()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its studies; a test may put a computed one there."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def kept(data_dir: Path) -> dict[str, str]:
    """The ids of three kept studies: a computed example, a computed own CSV, an empty one."""
    return keep_studies(data_dir)


@pytest.fixture(scope="session")
def store(data_dir: Path) -> Store:
    """The server's store, to put a study there before a test opens it."""
    return Store(settings({"WHYBOARD_DATA_DIR": str(data_dir)}).database_url)


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[str]:
    """The app as ``whyboard run`` starts it, with a store of its own and no model."""
    with served(data_dir) as url:
        yield url


@contextmanager
def served(folder: Path, port: int | None = None) -> Iterator[str]:
    """The app as it is started by hand, with its studies in that folder."""
    start = ["-m", "studies.cli", "run", "--address", "127.0.0.1", "--no-browser"]
    yield from _served(folder, start, port=port)


SLOW = """
import runpy, sys, time
import ui.paths
quick = ui.paths.arrow_meanings
def slow(*given):
    time.sleep(1.0)
    return quick(*given)
ui.paths.arrow_meanings = slow
sys.argv = ["streamlit", "run", "app.py", "--server.address", "127.0.0.1", *sys.argv[1:]]
runpy.run_module("streamlit", run_name="__main__")
"""


@pytest.fixture
def slow_store(tmp_path: Path) -> Store:
    """The slow server's store."""
    return Store(settings({"WHYBOARD_DATA_DIR": str(tmp_path)}).database_url)


@pytest.fixture
def slow_server(tmp_path: Path) -> Iterator[str]:
    """The app on a machine so slow that a run of the graph page takes over a second."""
    yield from _served(tmp_path, ["-c", SLOW], "--server.port")


@contextmanager
def held_server(folder: Path) -> Iterator[str]:
    """The app with long work at the test's pace, see :mod:`tests.e2e.held_work`."""
    yield from _served(folder, ["-c", held_work.SERVER], "--server.port")


def _served(
    folder: Path, start: list[str], port_option: str = "--port", port: int | None = None
) -> Iterator[str]:
    port = port or free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("WHYBOARD_", "OPENAI_"))}
    env["WHYBOARD_DATA_DIR"] = str(folder)
    command = [sys.executable, *start, port_option, str(port)]
    kept_log = folder / f"server-{port}.log"
    with kept_log.open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, kept_log)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, 15)
            process.wait(10)
    text = kept_log.read_text()
    assert "Traceback" not in text, text[-4000:]


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(log.read_text())


class Watch:
    """Everything that went wrong in the browser."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def attach(self, page: Page) -> None:
        page.on("pageerror", lambda e: self.faults.append(f"page error: {e}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and (parts.hostname or "") not in LOCAL:
            self.faults.append(f"request left the machine: {request.url}")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def context(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": 1400, "height": 950}, reduced_motion="reduce", accept_downloads=True
    )
    made.set_default_timeout(60_000)
    yield made
    made.close()
    assert watch.faults == []


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    made = context.new_page()
    watch.attach(made)
    return made
