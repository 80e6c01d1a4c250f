"""Session: an open plan with its tabs; what a tab says is looked up in `handlers.py`, which names what does it."""
