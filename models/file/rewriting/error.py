"""Errors of rewriting: data that a text cannot be made to say."""

from milepost.models.error import MilepostError
from milepost.models.problem import KeyPath


class RewriteError(MilepostError, ValueError):
    """
    Data that a text cannot be made to say.

    Parameters
    ----------
    path
        The part that it is about.
    message
        What is wrong, and how to mend it.

    Attributes
    ----------
    path
        The part that it is about.
    """

    def __init__(self, path: KeyPath, message: str) -> None:
        self.path = path
        place = ".".join(map(str, path))
        super().__init__(f"{place}: {message}" if place else message)
