"""What models are told, one file a task and version; a changed prompt is a new file."""
