"""The problems of ``whyboard benchmark-llm``."""
