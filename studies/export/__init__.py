"""A study as files that need nothing else: the report, pictures."""
