"""The assistant on the pages: a model where one is connected, else rules that say they are rules.

Both propose; the person decides. Before anything is sent to a model its exact text is shown.
"""

from ui.assistant.advice import stress_test_panel
from ui.assistant.asking import ask, show_cost
from ui.assistant.explanation import explain_panel
from ui.assistant.graph import proposal_panel
from ui.assistant.matching import match_panel
from ui.assistant.question import read_panel, unclear_points
from ui.assistant.sending import assistant_badge, consented, known_variables, will_be_sent
from ui.assistant.standing import arrow_standing
from ui.assistant.trying import try_out

__all__ = [
    "arrow_standing",
    "ask",
    "assistant_badge",
    "consented",
    "explain_panel",
    "known_variables",
    "match_panel",
    "proposal_panel",
    "read_panel",
    "show_cost",
    "stress_test_panel",
    "try_out",
    "unclear_points",
    "will_be_sent",
]
