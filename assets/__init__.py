"""Files that ship with the app."""
