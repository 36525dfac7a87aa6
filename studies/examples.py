"""The gallery: real data that ship with the app, each with a described problem and a graph."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from causal_core.table.counts import expand_counts
from causal_core.table.reading import read_table
from studies.data import reference
from studies.standing import stand_by_all
from studies.store import Store, StoreError
from studies.study import Arrow, HiddenCause, Question, Study, StudyVariable

ORDER = (
    "nhefs",
    "nsw_mixtape",
    "lalonde_matchit",
    "close_college",
    "sipp1991_401k",
    "ucb_admissions",
    "kidney_stones",
)


@cache
def gallery() -> tuple[Mapping[str, Any], ...]:
    """Every example's card, in the order they are shown."""
    folder = files("assets.examples")
    return tuple(json.loads(folder.joinpath(f"{name}.json").read_text("utf-8")) for name in ORDER)


def example(example_id: str) -> Mapping[str, Any]:
    """One example's card.

    Raises
    ------
    StoreError
        There is no such example; the message lists those there are.
    """
    for card in gallery():
        if card["id"] == example_id:
            return card
    raise StoreError(
        f"There is no example called “{example_id}”.",
        fix=f"The examples are: {', '.join(str(c['id']) for c in gallery())}.",
    )


def example_bytes(example_id: str) -> bytes:
    """The CSV of an example."""
    return files("assets.examples").joinpath(str(example(example_id)["csv"])).read_bytes()


def study_from_example(example_id: str, store: Store) -> Study:
    """A new study of an example: its question, data, variables and graph, nothing computed yet.

    The graph is the authors', and they stand by it; once it is changed the person has to.
    """
    card = example(example_id)
    raw = example_bytes(example_id)
    table = read_table(raw, name=str(card["csv"]))
    counts = card["counts_column"]
    if counts:
        table = expand_counts(table, counts)
    asked = (card["treatment"], card["outcome"])
    study = Study(
        title=card["title"],
        example=example_id,
        question=Question(
            text=card["problem"],
            who=card["population"],
            treatment=card["treatment"],
            outcome=card["outcome"],
            treated=_text(card["treated"]),
            control=_text(card["control"]),
            success=_text(card.get("success")),
            unit=card["outcome_unit"] or "",
            confirmed=True,
        ),
        data=reference(table, store.keep_data(raw, str(card["csv"])), counts_column=counts),
        variables=tuple(
            StudyVariable(
                name=v["name"],
                column=v["name"] if v["measured"] else None,
                meaning=v["meaning"],
                kind=v["kind"],
                unit=v["unit"] or "",
                measured=v["measured"],
                timing="unknown" if v["name"] in asked else v["timing"],
                randomised=v["randomised"],
            )
            for v in card["variables"]
        ),
        arrows=tuple(
            Arrow(cause=a["cause"], effect=a["effect"], reason=a["reason"], source="example")
            for a in card["arrows"]
        ),
        hidden=tuple(
            HiddenCause(a=h["a"], b=h["b"], reason=h["reason"], source="example") for h in card["hidden"]
        ),
    )
    return stand_by_all(study, source="example")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
