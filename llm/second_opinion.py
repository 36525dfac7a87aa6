"""Ask a model twice which of two things changes the other, in another order each time.

What models say of a pair depends on the order in which the answers are offered. So every pair is asked in
four options without a natural order, in two requests in which each option stands in another place. An answer
that changes with the order is no knowledge: it becomes ``"unsure"``.

>>> first, second = second_opinion_tasks("", [VariableInfo(name="a"), VariableInfo(name="b")], [("a", "b")])
>>> first.user == second.user
False
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator

from causal_core.errors import QueryError
from llm.answers import Form, Words, one_or_more
from llm.checking import too_many
from llm.client import Client, opened
from llm.context import Task, build_task, describe
from llm.ladder import Answer, Check
from llm.reading import plain
from llm.schemas import Frozen, SetAside, Usage, VariableInfo
from llm.settings import LlmSettings
from llm.signing import source_of

Said = Literal["a_causes_b", "b_causes_a", "neither", "unknown"]
Verdict = Literal["a_causes_b", "b_causes_a", "neither", "unknown", "unsure"]
OPTIONS: tuple[Said, ...] = ("a_causes_b", "b_causes_a", "neither", "unknown")
LETTERS = ("A", "B", "C", "D")
MAX_PAIRS = 30
WHY_LETTERS = 300
Pair = tuple[str, str]
Key = Mapping[str, tuple[Pair, tuple[Said, ...]]]  # a pair's id: the pair, and what A to D mean


class OpinionForm(Form):
    """What is said of one pair."""

    pair: Words = ""
    answer: Words = ""
    why: Words = ""


class OpinionsForm(Form):
    """What is said of every pair."""

    opinions: Annotated[list[OpinionForm], BeforeValidator(one_or_more)]


class Opinion(Frozen):
    """What a model says of one pair. ``answers`` are those of the two askings, ``""`` where there is none."""

    a: str
    b: str
    verdict: Verdict
    why: str = ""
    answers: tuple[str, str] = ("", "")


class SecondOpinion(Frozen):
    """What a model says of some pairs when asked twice."""

    source: str
    opinions: tuple[Opinion, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


def second_opinion_tasks(
    problem: str,
    variables: Sequence[VariableInfo],
    pairs: Sequence[Pair],
    *,
    seed: int = 0,
    consent: bool = False,
) -> tuple[Task[OpinionsForm], Task[OpinionsForm]]:
    """The two requests that ``second_opinion`` will send.

    Raises
    ------
    QueryError
        A pair names something that is not among the variables, or there is no pair.
    """
    known = {v.name for v in variables}
    unknown = next((name for pair in pairs for name in pair if name not in known), None)
    if unknown is not None:
        raise QueryError(f"“{unknown}” is not among the variables.", where=unknown)
    itself = next((a for a, b in pairs if a == b), None)
    if itself is not None:
        raise QueryError(f"“{itself}” and itself are no pair to ask about.", where=itself)
    if not pairs:
        raise QueryError("There is no pair of variables to ask about.")
    keys = _keys(_once(pairs), seed)
    first, second = (_task(problem, variables, key, consent=consent) for key in keys)
    return first, second


def second_opinion(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo],
    pairs: Sequence[Pair],
    *,
    seed: int = 0,
    consent: bool = False,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> SecondOpinion:
    """What the model says of each pair; the caps hold for both requests together.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    QueryError
        A pair names something that is not among the variables, or there is no pair.
    """
    asked = _once(pairs)
    tasks = second_opinion_tasks(problem, variables, asked, seed=seed, consent=consent)
    answers: list[Answer[OpinionsForm]] = []
    with opened(settings, client) as model:
        for task in tasks:
            used = answers[-1].usage if answers else None
            answers.append(model.ask(task, check=_faults(task), cancel=cancel, used=used))
    aside: list[SetAside] = []
    said = [_said(a.value, key, aside) for a, key in zip(answers, _keys(asked, seed), strict=True)]
    aside.extend(too_many(len(_distinct(pairs)) - MAX_PAIRS, "pairs", MAX_PAIRS))
    return SecondOpinion(
        source=source_of(settings),
        opinions=tuple(_opinion(pair, said[0].get(pair), said[1].get(pair)) for pair in asked),
        set_aside=tuple(aside),
        notes=tuple(dict.fromkeys(note for a in answers for note in a.notes)),
        usage=answers[-1].usage,
        prompt=tasks[0].prompt,
    )


def _distinct(pairs: Sequence[Pair]) -> list[Pair]:
    """Each two variables once, as they came first."""
    return list({frozenset(pair): pair for pair in reversed(pairs)}.values())[::-1]


def _once(pairs: Sequence[Pair]) -> list[Pair]:
    return _distinct(pairs)[:MAX_PAIRS]


def _keys(pairs: Sequence[Pair], seed: int) -> tuple[Key, Key]:
    """What is asked under which name and letter, twice: each option of a pair stands elsewhere the second time."""
    draw = random.Random(seed)
    orders = {pair: draw.sample(OPTIONS, len(OPTIONS)) for pair in dict.fromkeys(pairs)}
    turns = {pair: draw.randrange(1, len(OPTIONS)) for pair in orders}
    keys: list[Key] = []
    for again in (False, True):
        shuffled = draw.sample(list(orders), len(orders))
        keys.append(
            {
                f"p{n}": (pair, tuple(_turned(orders[pair], turns[pair] if again else 0)))
                for n, pair in enumerate(shuffled, start=1)
            }
        )
    return keys[0], keys[1]


def _turned(order: Sequence[Said], by: int) -> list[Said]:
    return [*order[by:], *order[:by]]


def _task(problem: str, variables: Sequence[VariableInfo], key: Key, *, consent: bool) -> Task[OpinionsForm]:
    data = {
        "problem": problem,
        "variables": [describe(variable, consent=consent) for variable in variables],
        "pairs": [
            {"id": name, "options": {x: _words(o, *pair) for x, o in zip(LETTERS, order, strict=True)}}
            for name, (pair, order) in key.items()
        ],
    }
    enums = {"pair": list(key), "answer": list(LETTERS)}
    return build_task("second_opinion.v1", data, OpinionsForm, needs="opinions", enums=enums)


def _words(option: Said, a: str, b: str) -> str:
    first, second = sorted((a, b))
    return {
        "a_causes_b": f"Changing “{a}” would change “{b}”.",
        "b_causes_a": f"Changing “{b}” would change “{a}”.",
        "neither": f"Neither of “{first}” and “{second}” changes the other.",
        "unknown": f"It cannot be known whether “{first}” or “{second}” changes the other.",
    }[option]


def _faults(task: Task[OpinionsForm]) -> Check[OpinionsForm]:
    ids = {pair["id"] for pair in json.loads(task.user)["pairs"]}

    def check(form: OpinionsForm) -> list[str]:
        given = {o.pair.strip() for o in form.opinions if _letter(o.answer)}
        missing = sorted(ids - given)
        return [f"There is no answer A, B, C or D for {', '.join(missing[:MAX_PAIRS])}."] if missing else []

    return check


def _letter(text: str) -> str:
    letter = text.strip().rstrip(".)").upper()
    return letter if letter in LETTERS else ""


def _said(form: OpinionsForm, key: Key, aside: list[SetAside]) -> dict[Pair, tuple[Said, str]]:
    """The answers of one asking by pair; a second answer to one pair and strange ones are set aside."""
    out: dict[Pair, tuple[Said, str]] = {}
    for opinion in form.opinions[: 2 * MAX_PAIRS]:
        name, letter = opinion.pair.strip(), _letter(opinion.answer)
        shown = plain(opinion.pair, limit=40) or "a pair without a name"
        if name not in key or not letter:
            reason = "There is no such pair." if name not in key else "The answer is none of A, B, C and D."
            aside.append(SetAside(item=shown, reason=reason))
            continue
        pair, order = key[name]
        if pair in out:
            aside.append(SetAside(item=f"{pair[0]} and {pair[1]}", reason="It was answered twice."))
            continue
        out[pair] = (order[LETTERS.index(letter)], plain(opinion.why, limit=WHY_LETTERS))
    return out


def _opinion(pair: Pair, first: tuple[Said, str] | None, second: tuple[Said, str] | None) -> Opinion:
    answers = (first[0] if first else "", second[0] if second else "")
    agreed = first is not None and second is not None and first[0] == second[0]
    verdict: Verdict = first[0] if agreed and first is not None else "unsure"
    why = first[1] if agreed and first is not None else ""
    return Opinion(a=pair[0], b=pair[1], verdict=verdict, why=why, answers=answers)
