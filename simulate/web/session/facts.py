"""Facts: what a page is told of how the plan is played."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from milepost.scenarios import TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    What a page is told of how the plan is played.

    Parameters
    ----------
    iterations, confidence
        As for a run.
    version
        Of Milepost.
    templates
        What may be started from.
    """

    iterations: int
    confidence: float
    version: str
    templates: Sequence[str]

    @classmethod
    def of(cls, *, iterations: int, confidence: float) -> "Facts":
        """Return what a page of this version is told."""
        return cls(
            iterations=iterations, confidence=confidence, version=version("milepost"), templates=tuple(TEMPLATES)
        )
