"""Followed: the milestones of which every iteration is kept, and not the detailed ones alone."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from milepost.models.scenario import Scenario


def followed(scenario: Scenario, also: Collection[str] = ()) -> frozenset[str]:
    """
    Return the ids of the milestones of which every iteration is kept.

    These are what dates, money and progress are judged by: major milestones, or all if none is major, and those with a
    due date, a value, an invoice or a weight. Large plans have many more, and what is told of these the detailed
    iterations tell as well.

    Parameters
    ----------
    scenario
        The plan.
    also
        Ids of others that somebody asks for, such as those that orders are compared by.
    """
    weights = scenario.weights
    judged = (
        id
        for id, one in scenario.milestones.items()
        if weights[id] or one.level == "major" or one.due or one.value or one.invoice
    )
    return frozenset(judged).union(also)


def followed_rows(scenario: Scenario, also: Collection[str] = ()) -> NDArray[np.bool_]:
    """Return whether every iteration of each milestone is kept, bool[n_milestones] in the order of the file."""
    ids = followed(scenario, also)
    return np.array([id in ids for id in scenario.milestones], np.bool_)
