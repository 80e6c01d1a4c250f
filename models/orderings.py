"""Orderings: the sequence in which risk-reduction tasks take the crews that do them, or the units of a resource."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from milepost.models.bounds import check_count

IN_FORCE: Final = "in force"
"""What the list in force is called beside its alternatives."""
MOST_CREWS: Final = 1_000
"""Number of crews beyond which a plan is refused."""
MOST_ALTERNATIVES: Final = 15
"""Number of alternatives beyond which a plan is refused: more cannot be told apart with confidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """
    What could be done instead of what is planned.

    Parameters
    ----------
    name
        The planner's own words for it; they may be any.
    order
        Ids in the order in which they take a crew; the list in force if there is none.
    hold
        By the id of a task or milestone, those of tasks and milestones that it has to wait for as well.
    without
        Ids of the tasks among those that need a crew that are left undone; the order may name them or not.
    """

    name: str
    order: tuple[str, ...] | None = field(default=None, metadata={"sequence": True})
    hold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orderings:
    """
    Tasks that compete for crews, or for a resource, and the list in which they take them.

    Parameters
    ----------
    among
        Ids of the tasks that need a crew, or the resource.
    crews
        How many of them can be under way at once; of no account where there is a resource.
    resource
        Id of the resource that they need; none where they need crews.
    order
        The same ids in the order in force, save perhaps some of tasks that have begun; by early start where it is left
        out.
    compare
        What the list in force is compared with, in the order of the file.
    """

    among: tuple[str, ...]
    crews: int = 1
    resource: str | None = None
    order: tuple[str, ...] | None = field(default=None, metadata={"sequence": True})
    compare: tuple[Alternative, ...] = ()

    def __post_init__(self) -> None:
        check_among(self.among)
        check_count("crews", self.crews, 1, MOST_CREWS)
        check_compare(self.compare)


def check_among(among: Sequence[str]) -> None:
    """Refuse crews that nothing needs."""
    if not among:
        raise ValueError("an empty list: name the tasks that need a crew, or take orderings out")


def check_compare(compare: Collection[object]) -> None:
    """Refuse more alternatives than can be told apart."""
    if len(compare) > MOST_ALTERNATIVES:
        raise ValueError(
            f"{len(compare)} alternatives, and at most {MOST_ALTERNATIVES} can be told apart: keep those that matter"
        )


def check_name(name: str) -> None:
    """Refuse an alternative without a name."""
    if not name.strip():
        raise ValueError("an alternative without a name: give it a few words, as `market first`")
