"""Saving: a document into its file, over nobody else's changes, and a kept state beside it or into it."""
