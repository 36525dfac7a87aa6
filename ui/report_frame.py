"""The report on its page: as tall as it is, in a frame in which no script runs.

The frame is sandboxed without scripts, forms, or new windows; that it counts as of the page's own origin lets the
page measure how tall its content is, also after the window is turned or a part of the report is opened.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

_FRAME = """
const WATCHED = new WeakMap();
export default function (component) {
  const { data, parentElement } = component;
  const host = parentElement.querySelector(".wb-report");
  let frame = host.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.title = "The report";
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.style.cssText = "display:block;width:100%;border:0;min-height:300px";
    const fit = () => {
      const root = frame.contentDocument?.documentElement;
      if (root) frame.style.height = `${Math.ceil(root.getBoundingClientRect().height)}px`;
    };
    frame.addEventListener("load", () => {
      WATCHED.get(frame)?.disconnect();
      const watch = new ResizeObserver(fit);
      watch.observe(frame.contentDocument.documentElement);
      WATCHED.set(frame, watch);
      fit();
    });
    host.append(frame);
  }
  if (frame.srcdoc !== data.html) frame.srcdoc = data.html;
  return () => WATCHED.get(frame)?.disconnect();
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component("whyboard_report", html='<div class="wb-report"></div>', js=_FRAME)


def report_frame(html: str) -> None:
    """Show the report whole."""
    _component()(key="report", data={"html": html}, height="content")
