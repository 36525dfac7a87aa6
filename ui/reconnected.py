"""A page that lost its server is drawn anew once it has one again.

Streamlit joins a page to its old session where there is one. Where there is none, as after the server was started
anew or the computer slept, the page looks as it did, but its fragments are not known to the new session: what is drawn
in the graph or typed into its table would be sent, and dropped without a word. A run of the whole script makes them
known again; the address says which study is open.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

_WATCH = """
let watched = null, lost = false, tell = () => {};
export default function ({ setTriggerValue }) {
  tell = () => setTriggerValue("back", true);
  const app = document.querySelector("[data-testid=stApp]");
  if (!app || app === watched) return;
  watched = app;
  new MutationObserver(() => {
    const joined = app.dataset.testConnectionState === "CONNECTED";
    if (joined && lost) tell();
    lost = !joined;
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component("whyboard_reconnected", js=_WATCH)


def draw_anew_when_reconnected() -> None:
    """Run the script once more when the browser has a server again."""
    _component()(key="reconnected", on_back_change=_nothing, height=1)


def _nothing() -> None:
    """The run that comes with it is all that is wanted."""
