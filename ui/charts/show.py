"""A picture on the page: the chart, its sentence, and the ways to take it away."""

from __future__ import annotations

from functools import partial

import altair as alt
import streamlit as st

from ui.charts.files import MIME, Kind, picture_file
from ui.text import plain


def show(chart: alt.TopLevelMixin, words: str, *, name: str) -> None:
    """The chart, and what it shows in words, which a screen reader gets too.

    ``name`` tells the pictures of a page apart and names the files. A file is made when its button is pressed.
    """
    with st.container(key=f"picture_{name}"):
        st.altair_chart(chart, alt=words)  # type: ignore[arg-type]
        st.caption(plain(words))
        with st.popover("Save this picture", icon=":material/download:", type="tertiary"):
            kinds: tuple[Kind, ...] = ("png", "svg")
            for kind in kinds:
                st.download_button(
                    f"Save as {kind.upper()}",
                    partial(picture_file, chart, words, kind),
                    file_name=f"{name}.{kind}",
                    mime=MIME[kind],
                    key=f"save_{name}_{kind}",
                    on_click="ignore",
                    width="stretch",
                )
