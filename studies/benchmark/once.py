"""One run from the choice of the assistant to the record: what the command line and the page both call."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llm.client import Client
from llm.settings import LlmSettings
from studies.benchmark.asking import Say
from studies.benchmark.problems import Problem
from studies.benchmark.record import BUILT_IN, Record, now, recorded
from studies.benchmark.run import run_guided, run_model


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be run. With ``settings`` a model is asked, without them guided mode."""

    problems: tuple[Problem, ...]
    settings: LlmSettings | None = None
    wrong: float = 0.0
    shuffles: int = 2
    exam: bool = False
    seed: int = 0
    source: str = BUILT_IN


def run_once(
    order: Order, *, say: Say, cancel: threading.Event | None = None
) -> tuple[dict[str, Any], Record]:
    """The run as one object, and as the record that is kept.

    Raises
    ------
    LlmError
        The model's server cannot be used at all, or ``cancel`` was set.
    """
    when, began = now(), time.monotonic()
    found = _found(order, order.problems, say, cancel)
    record = recorded(found, when=when, seconds=time.monotonic() - began, source=order.source)
    stamps = record.model_dump(mode="json", include={"when", "seconds", "source", "versions"})
    return found | stamps, record


def _found(
    order: Order, problems: Sequence[Problem], say: Say, cancel: threading.Event | None
) -> dict[str, Any]:
    if order.settings is None:
        say(0, 1, "guided mode")
        return run_guided(problems, wrong=order.wrong, seed=order.seed, exam=order.exam)
    with Client(order.settings) as client:
        return run_model(
            client,
            problems,
            shuffles=order.shuffles,
            seed=order.seed,
            exam=order.exam,
            say=say,
            cancel=cancel,
        )
