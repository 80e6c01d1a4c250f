"""Rewriting: a scenario file's text so that it says changed data, with every other byte as it was."""

from milepost.models.file.rewriting.rewritten import RewriteError, rewritten
from milepost.models.file.rewriting.scalar_text import said

__all__ = ["RewriteError", "rewritten", "said"]
