"""How what a model proposed is signed.

>>> from llm.settings import LlmSettings
>>> source_of(LlmSettings(base_url="http://localhost:11434", model="qwen3:8b"))
'model:qwen3:8b'
"""

from __future__ import annotations

from llm.reading import plain
from llm.settings import LlmSettings


def source_of(settings: LlmSettings) -> str:
    """How a proposal of this model is signed."""
    return f"model:{plain(settings.model, limit=80)}"
