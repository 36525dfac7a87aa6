"""From a stroke in the graph editor to Python's answer on screen: milliseconds, and bytes sent each way.

    python -m benchmarks.editor [--nodes 12 60] [--edits 30]

Starts the app with a store of its own and drives Chromium. A stroke is measured in the browser, from the moment it
is sent until the frame in which the picture shows Python's answer (the paths and what is adjusted for), and until
the run has ended and everything that it says is on the page: the sentence and the table too. The bytes are those
of the page's WebSocket. Half of the strokes draw an arrow, half take it out again. Run it on an idle machine.
Needs the test environment (playwright).
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from causal_core.graph.admg import CausalGraph
from studies.store import Store
from studies.study import Study
from studies.workflow import set_graph, set_question
from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.editor_page import EditorPage

ROOT = Path(__file__).resolve().parents[1]


def example(nodes: int) -> Study:
    """A random graph of that many variables and twice as many arrows, with a question across it."""
    rng = random.Random(nodes)
    names = [f"variable {i + 1:02d}" for i in range(nodes)]
    arrows = [(names[i], names[i + 1]) for i in range(nodes - 1)]
    while len(arrows) < 2 * nodes:
        i, j = sorted(rng.sample(range(nodes), 2))
        if (names[i], names[j]) not in arrows:
            arrows.append((names[i], names[j]))
    study = set_question(Study(), treatment=names[nodes // 3], outcome=names[-1], confirmed=True)
    return set_graph(study, CausalGraph(names, arrows))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The app on a free port, with its store in ``folder``."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    command = [sys.executable, "-m", "studies.cli", "run", "--port", str(port), "--address", "127.0.0.1"]
    env = {**os.environ, "WHYBOARD_DATA_DIR": str(folder)}
    process = subprocess.Popen(
        [*command, "--no-browser"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


WATCH = """
const stroke = ed.stroke; let began = 0; ed.whole = [];
ed.stroke = function (op) { began = performance.now(); return stroke.call(this, op); };
const app = document.querySelector('[data-testid=stApp]');
const look = () => {
  const answered = began && !ed.pending.length && app.dataset.testScriptState === 'notRunning';
  if (answered) { ed.whole.push(performance.now() - began); began = 0; }
  requestAnimationFrame(look);
};
look();
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Of each stroke: milliseconds until the picture and until the page is answered, bytes sent and received."""

    picture: list[float]
    page: list[float]
    sent: list[int]
    received: list[int]


def measure(page: Page, url: str, study: Study, edits: int) -> Measured:
    """Do that many strokes, and two before them that are not counted."""
    sent = received = 0

    def size(payload: str | bytes) -> int:
        return len(payload if isinstance(payload, bytes) else payload.encode())

    def count_sent(payload: str | bytes) -> None:
        nonlocal sent
        sent += size(payload)

    def count_received(payload: str | bytes) -> None:
        nonlocal received
        received += size(payload)

    page.on(
        "websocket",
        lambda ws: (ws.on("framesent", count_sent), ws.on("framereceived", count_received)),
    )
    page.goto(f"{url}/graph?study={study.id}")
    editor = EditorPage(page).ready()
    there = {(a.cause, a.effect) for a in study.arrows}
    names = sorted(study.graph_nodes())
    free = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if (a, b) not in there]
    pairs = random.Random(1).sample(free, (edits + 3) // 2)
    editor.look(WATCH)
    up, down = [], []
    for number in range(edits + 2):  # the first two also run the whole page: there was nothing to undo before
        a, b = (editor.key(n) for n in pairs[number // 2])
        sent = received = 0
        if number % 2 == 0:
            editor.look("ed.drawn('arrow', arg[0], arg[1])", [a, b])
        else:
            editor.look("ed.canvas.select([], [`d ${arg[0]} ${arg[1]}`]); ed.remove()", [a, b])
        editor.answered()
        editor.until("return ed.whole.length === arg", number + 1)
        page.wait_for_timeout(400)  # nothing of this stroke is left to do when the next one begins
        up.append(sent)
        down.append(received)
    times = editor.look("return [ed.answers, ed.whole]")
    return Measured(picture=times[0][2:], page=times[1][2:], sent=up[2:], received=down[2:])


def late(times: list[float]) -> float:
    """The time that nine in ten stay under."""
    return statistics.quantiles(times, n=10)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[12, 60])
    parser.add_argument("--edits", type=int, default=30)
    chosen = parser.parse_args()
    print(
        "| variables | arrows | picture: median ms | 90 % under | whole page: median ms | 90 % under "
        "| sent kB | received kB |\n|---|---|---|---|---|---|---|---|"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        store = Store(f"sqlite:///{folder}/studies.sqlite3")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for nodes in chosen.nodes:
            study = example(nodes)
            store.save(study, "Begin")
            page = browser.new_page(viewport={"width": 1400, "height": 950})
            found = measure(page, url, study, chosen.edits)
            times = [f"{statistics.median(t):.0f} | {late(t):.0f}" for t in (found.picture, found.page)]
            sizes = [f"{statistics.median(b) / 1000:.1f}" for b in (found.sent, found.received)]
            print(" | ".join([f"| {nodes}", str(len(study.arrows)), *times, *sizes]) + " |", flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
