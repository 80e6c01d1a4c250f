"""Correlations: tasks or risks that go well or badly together."""

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.models.bounds import check_share


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """
    A group of tasks, or of risks, whose draws share a common factor.

    Parameters
    ----------
    name
        What it is called: under one name it draws the same factor whoever is in it; empty for a group known by those.
    tasks, risks
        Ids of the members; one of the two is empty.
    rho
        Correlation of the Gaussian copula between any two members [-]; the Pearson correlation of the durations is
        somewhat less.
    """

    name: str = ""
    tasks: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    rho: float

    def __post_init__(self) -> None:
        check_share("correlation", self.rho)


def check_members(tasks: Sequence[str], risks: Sequence[str]) -> None:
    """Refuse a group that is not one of tasks or one of risks, of two or more."""
    if bool(tasks) == bool(risks):
        what = "both tasks and risks" if tasks else "neither tasks nor risks"
        raise ValueError(f"a group of {what}: name two or more tasks, or two or more risks")
    if len(tasks or risks) == 1:
        raise ValueError(f"{(tasks or risks)[0]!r} is alone in its group: name two or more, or take the group out")
