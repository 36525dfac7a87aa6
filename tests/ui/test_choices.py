from __future__ import annotations

import sys

from causal_core.refutation.battery import TESTS
from ui.choices import test_choices as choices


def test_a_stress_test_has_one_name_where_it_is_chosen_and_where_its_result_stands() -> None:
    titles = {name: sys.modules[run.__module__].TITLE for name, run in TESTS.items()}  # type: ignore[attr-defined]
    assert choices() == titles
