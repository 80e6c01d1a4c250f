"""Paths: the chains of work that drive a milestone most often."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

import numpy as np
import pandas as pd

from milepost.simulate.analysis.schedule.walk import Walk
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.proportion import Proportion

MOST_PATHS: Final = 5
"""Paths of a milestone that are told."""

PATH_COLUMNS: Final = ("milestone", "rank", *columns("share"), "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivingPath:
    """
    A path that drives a milestone.

    Parameters
    ----------
    share
        In which share of the iterations in which the milestone is reached [-].
    ids
        The tasks that it passes from start to finish, and the milestones, first to last, without that at its end.
        Empty where nothing but a date, or the start of the plan, was waited for.
    """

    share: Proportion
    ids: tuple[str, ...]


def driving_paths(walk: Walk, milestone: str) -> tuple[DrivingPath, ...]:
    """Return the paths that drive a milestone most often, at most five; ties by what comes first in the network."""
    reached, bit = walk.reached[milestone], walk.bit(milestone)
    rows = {id: row for id, passed in walk.passed.items() if (row := (passed & bit) > 0).any()}
    passed = np.array([*rows.values()], np.bool_).reshape(len(rows), reached.size)[:, reached]
    counts = Counter(way.tobytes() for way in np.packbits(passed, axis=0).T)
    most = nsmallest(MOST_PATHS, ((-count, way) for way, count in counts.items()))
    return tuple(
        DrivingPath(share=Proportion.of(-less, counts.total()), ids=_members(tuple(rows), way)) for less, way in most
    )


def path_table(paths: Mapping[str, Iterable[DrivingPath]]) -> pd.DataFrame:
    """Tabulate the paths by milestone: the columns of paths.csv."""
    rows = [
        {"milestone": id, "rank": rank, **one.share.columns("share"), "path": " > ".join(one.ids)}
        for id, found in paths.items()
        for rank, one in enumerate(found, 1)
    ]
    return pd.DataFrame(rows, columns=list(PATH_COLUMNS))


def _members(ids: tuple[str, ...], way: bytes) -> tuple[str, ...]:
    is_passed = np.unpackbits(np.frombuffer(way, np.uint8))
    return tuple(id for id, passed in zip(ids, is_passed, strict=False) if passed)
