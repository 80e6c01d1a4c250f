"""Errors of saving."""

from milepost.models.error import MilepostError


class SavingError(MilepostError):
    """Something cannot be written; the text says what, why, and that nothing is lost."""


class FileChangedError(MilepostError):
    """Somebody else has changed the file, or one that it lies over, since it was read."""
