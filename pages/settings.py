"""Settings: the assistant's server (for this session), and where things are kept."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from llm.detect import detect
from llm.reach import check_reach
from llm.settings import LlmSettings, from_environment, read_price
from studies.settings import settings
from ui import state
from ui.assistant import try_out
from ui.faults import shown_errors
from ui.frame import params
from ui.text import plain

SHOWN = 6  # models of one server that get a button; the others are named
session = state.session()


def assistant_form() -> None:
    """Address, model and key of an OpenAI-compatible server; kept for this session only."""
    current = session.llm
    with st.form("assistant"):
        address = st.text_input(
            "Server address", value=current.base_url, placeholder="http://localhost:11434/v1", max_chars=500
        )
        model = st.text_input(
            "Model", value=current.model, placeholder="the model's name on that server", max_chars=200
        )
        key = st.text_input(
            "Key",
            type="password",
            placeholder="kept in this session only, never stored" if not current.api_key else "a key is set",
            autocomplete="off",
            max_chars=500,
        )
        price = st.text_input(
            "Price, if you know it",
            value="" if current.price is None else "/".join(f"{part:g}" for part in current.price),
            placeholder="0.40/1.60",
            help="US dollars for a million tokens read, and written. Only used to say what asking cost.",
            max_chars=40,
        )
        use = st.form_submit_button("Use this server", type="primary")
    if use:
        with shown_errors():
            chosen = replace(current, base_url=address, model=model, api_key=key, price=read_price(price))
            if not key and chosen.base_url == current.base_url:
                chosen = replace(
                    chosen, api_key=current.api_key
                )  # a key stays with the server it was typed for
            check_reach(chosen)
            session.llm = chosen
            state.notice("The assistant's server is set for this session.")
            st.rerun()


def on_this_computer() -> None:
    """Servers that answer on this computer: offered, never switched to by themselves."""
    if st.button("Look for a model server on this computer", icon=":material/search:"):
        found = detect()
        if not found:
            st.info("None answered on the usual ports (Ollama, LM Studio, llama.cpp, vLLM).")
        session.memory["found_servers"] = found
    found = session.memory.get("found_servers")
    for number, server in enumerate(found if isinstance(found, tuple | list) else ()):
        for model in server.models[:SHOWN]:
            if st.button(f"Use {plain(model)} on {plain(server.name)}", key=f"server_{number}_{model}"):
                session.llm = LlmSettings(base_url=server.base_url, model=model)
                state.notice(f"{model} is now the assistant of this session.")
                st.rerun()
        if len(server.models) > SHOWN:
            st.caption(
                f"{plain(server.name)} also has {plain(', '.join(server.models[SHOWN:]))}. Type the name above to use one."
            )
        if server.relayed:
            st.caption(
                f"{plain(server.name)} also lists {plain(', '.join(server.relayed))}: these are relayed to a cloud, so "
                "what is sent would leave this computer. Type the name above if that is what you want."
            )


def assistant() -> None:
    """What the assistant is at present, and the way to change it."""
    st.subheader("Assistant", anchor=False)
    if session.llm.configured:
        st.markdown(f"The assistant is **{plain(session.llm.model)}** at {plain(session.llm.server)}.")
        if session.llm.warning:
            st.warning(plain(session.llm.warning))
        try_out()
        if st.button("Go back to rules", icon=":material/close:"):
            session.llm = LlmSettings()
            st.rerun()
    else:
        st.markdown(
            "No language model is connected. Whyboard works without one: simple rules, which are not an AI, help "
            "with the question and the graph."
        )
    st.caption(
        "Any OpenAI-compatible server will do: OpenAI, Azure, Ollama, LM Studio, llama.cpp, vLLM. What is sent are "
        "names, kinds, ranges and missing counts, never rows; you see the text before it is sent."
    )
    st.page_link(
        st.session_state["_pages"]["benchmark"],
        label="How good is the assistant?",
        icon=":material/checklist:",
        query_params=params(),
    )
    assistant_form()
    if not settings().hosted:
        on_this_computer()
    started_with = from_environment()
    if (
        started_with.configured
        and started_with != session.llm
        and st.button("Use the server's own setting again")
    ):
        session.llm = started_with
        st.rerun()


def places() -> None:
    """Where studies are kept, and deleting the open one."""
    st.subheader("Where things are kept", anchor=False)
    found = settings()
    where = "" if found.hosted else f", in {plain(found.data_dir)}"
    st.markdown(f"Studies and uploaded files are kept on this server{where}.")
    study = session.study
    if study is None:
        return
    with st.popover("Delete the open study", icon=":material/delete:"):
        st.markdown(f"“{plain(study.title or 'Untitled study')}” and all its versions will be gone for good.")
        if st.button("Delete it", type="primary"):
            state.store().delete(study.id)
            state.close_study()
            st.query_params.clear()
            st.rerun()


assistant()
places()
