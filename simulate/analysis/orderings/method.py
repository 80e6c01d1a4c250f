"""Methods: how the finalists of a comparison are found."""

from enum import StrEnum


class Method(StrEnum):
    """How the finalists are found among the orders."""

    NAMED = "named"
    """None has to be: those that have a name are compared."""
    ALL = "all"
    """Every order races."""
    SEARCH = "search"
    """Those race that a search finds."""
