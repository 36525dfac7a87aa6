"""One thin file a step; the order is the user's way."""
