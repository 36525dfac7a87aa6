"""The little CSS that Streamlit's themes do not cover; colours come from the theme."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st


@cache
def _css() -> str:
    return files("assets.css").joinpath("whyboard.css").read_text("utf-8")


def page_style() -> None:
    """Put the style sheet on the page."""
    st.html(f"<style>{_css()}</style>")
