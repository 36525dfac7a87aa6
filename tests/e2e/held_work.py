"""Long work whose pace a test decides, so that no test of the pages hangs on how fast the machine is.

It is the real work, which begins when the file ``pace`` says “go”. Until then it says that as many percent are done
as the file says.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from studies import jobs
from studies.jobs import Made

real = jobs.do
SERVER = """
import runpy, sys
import studies.jobs
from tests.e2e import held_work
studies.jobs.do = held_work.do
sys.argv = ["streamlit", "run", "app.py", "--server.address", "127.0.0.1", *sys.argv[1:]]
runpy.run_module("streamlit", run_name="__main__")
"""
"""The app with work at the test's pace."""


def set_pace(folder: Path, pace: int | str) -> None:
    """Let work go on to so many percent, or with “go” to its end."""
    (folder / "pace.new").write_text(str(pace))
    (folder / "pace.new").replace(folder / "pace")


def do(*asked: Any, progress: Any) -> Made:
    """Wait as the file says, then work."""
    pace, said = Path(os.environ["WHYBOARD_DATA_DIR"]) / "pace", ""
    while (now := pace.read_text()) != "go":
        if now != said:
            progress(int(now), 100, "held")
            said = now
        time.sleep(0.05)
    return real(*asked, progress=lambda *_: None)
