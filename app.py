"""The ASGI app, and nothing else: ``streamlit run app.py`` or any ASGI server."""

import streamlit as st
from starlette.middleware import Middleware

from ui.faults import on_fault
from ui.server import KnownBase, loaded

app = st.App("ui/main.py", on_script_error=on_fault, lifespan=loaded, middleware=[Middleware(KnownBase)])
