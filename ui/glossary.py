"""The words of the field, each in one or two plain sentences, shown where they occur and only when asked for.

A word is explained beside the heading that uses it (a question mark that takes the keyboard's focus), in a table
of parts, and all words of a page together under “Words used here”.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ui.text import plain

TERMS: dict[str, str] = {
    "cause": "What one could change or choose: a treatment, a habit, a rule. The question is what that would do.",
    "outcome": "What might change because of the cause, and what the answer is about.",
    "causal question": "It asks what would happen if the cause were changed, not what goes together with it.",
    "settled before": "A variable is settled before the cause when the cause cannot have changed it any more: age, "
    "or a first measurement.",
    "treated": "The side of the comparison that has the cause, or more of it. The other side is what it is "
    "compared with.",
    "missing value": "A row in which nothing is written for a variable. Rows that lack a variable in use are left "
    "out, and the page says how many.",
    "causal graph": "A picture of what affects what. An arrow says “may affect”; a missing arrow says “does not”, "
    "which is the stronger claim.",
    "arrow": "“A → B” says that changing A may change B, directly, whatever else is held fixed.",
    "hidden common cause": "Something that was not measured and affects two variables at once. It makes them go "
    "together though neither need affect the other; it is drawn as a dashed line with two heads.",
    "confounder": "A common cause of the cause and the outcome. Left alone, it makes them go together even where "
    "the one does nothing to the other.",
    "mediator": "A variable on the way from the cause to the outcome. Part of the effect goes through it, so "
    "adjusting for it takes that part away.",
    "collider": "A variable that two others affect. Adjusting for it, or choosing people by it, makes the two go "
    "together though they did not before.",
    "M-bias collider": "A collider settled before the cause. It looks harmless, yet adjusting for it opens a path "
    "that was closed.",
    "instrument": "A variable that moves the cause and reaches the outcome in no other way, such as a lottery. It "
    "can help where a hidden common cause stands in the way.",
    "precision variable": "It affects the outcome but not the cause. It need not be adjusted for, but doing so "
    "makes the answer more certain.",
    "back-door path": "A way from the cause to the outcome that begins with an arrow into the cause. It carries "
    "coincidence, not effect, until it is closed.",
    "selected on": "Only rows with some value of this variable came into the data. What affects it can then bias "
    "the comparison.",
    "adjustment": "Comparing like with like: rows that are equal in some variables, averaged over everybody. It "
    "takes away what those variables do to both sides.",
    "adjustment set": "The variables made equal when comparing. The graph decides which will do, and which must be "
    "left alone.",
    "identification": "Whether the graph and the measured variables are enough to work the effect out at all. No "
    "amount of rows helps where they are not.",
    "assumption": "Something the answer rests on and the data cannot fully show. Each is listed with where it came "
    "from; if one is wrong, the answer may be.",
    "implication": "Something the graph says about the data that the data could contradict. Passing does not prove "
    "the graph; failing shows that something in it is wrong.",
    "estimand": "The exact quantity that is computed, as a formula of what can be seen.",
    "effect": "How the outcome's average would differ if everybody had the cause, from if nobody had.",
    "as seen": "The plain difference between the two sides, whatever the reason for it.",
    "interval": "The values of the effect that go well with these data. A 95 % interval made this way holds the "
    "true value in 95 of 100 studies, if all else assumed is right.",
    "balance": "Whether the two sides are alike in the variables adjusted for. After adjusting, a distance under "
    "0.1 standard deviations is commonly taken as alike.",
    "overlap": "Whether there are rows of both sides everywhere. Where only one side has rows, there is nobody to "
    "compare with, and the answer there is a guess of the method.",
    "standard deviation": "How far values typically lie from their average.",
    "stress test": "An attack on the answer: something is changed that should not matter, or should matter, and "
    "one looks whether the answer behaves.",
    "placebo": "A made-up cause dealt out at random. A sound method finds no effect of it.",
    "false alarm": "A test speaks against an answer that is right. Each test says how often that happened in "
    "simulated studies.",
    "fingerprint": "A short code worked out from the data. It shows whether a result belongs to these data, "
    "without holding any of them.",
    "language model": "A program that writes text. Here it may propose; it never decides, and no number comes from it.",
}
"""Every word with its explanation."""

HERE: dict[str, tuple[str, ...]] = {
    "question": ("causal question", "cause", "outcome"),
    "variables": ("settled before", "cause", "outcome", "treated", "hidden common cause", "missing value"),
    "graph": (
        "causal graph",
        "arrow",
        "confounder",
        "mediator",
        "collider",
        "hidden common cause",
        "instrument",
        "back-door path",
    ),
    "identify": (
        "identification",
        "adjustment",
        "adjustment set",
        "confounder",
        "mediator",
        "collider",
        "back-door path",
        "hidden common cause",
        "instrument",
        "assumption",
        "implication",
        "estimand",
    ),
    "estimate": (
        "effect",
        "as seen",
        "adjustment",
        "interval",
        "assumption",
        "balance",
        "standard deviation",
        "overlap",
    ),
    "stress_test": ("stress test", "placebo", "confounder", "hidden common cause", "interval", "false alarm"),
    "report": ("fingerprint", "assumption", "interval", "stress test"),
    "settings": ("language model",),
}
"""The words of each page, in the order in which one meets them."""

ROLE_TERMS = {
    "treatment": "cause",
    "outcome": "outcome",
    "selected_on": "selected on",
    "mediator": "mediator",
    "confounder": "confounder",
    "on_back_door_path": "back-door path",
    "collider": "collider",
    "m_bias_collider": "M-bias collider",
    "instrument": "instrument",
    "precision": "precision variable",
}
"""Which word explains a variable's part in the question; parts that say it themselves are left out."""


def meaning(*words: str) -> str:
    """The explanation of each word, for the ``help`` of a heading or a field."""
    return "\n\n".join(f"**{plain(word.capitalize())}**: {plain(TERMS[word])}" for word in words)


def explain(words: Iterable[str]) -> None:
    """The words, one a line."""
    for word in dict.fromkeys(words):
        st.markdown(meaning(word))


def words_here(page: str) -> None:
    """All words of a page behind one button; nothing where the page uses none."""
    words = HERE.get(page)
    if words:
        with st.popover("Words used here", icon=":material/menu_book:", type="tertiary"):
            explain(words)
