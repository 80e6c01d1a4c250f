"""Memory: what an outcome takes, and whether there is as much."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import psutil

from milepost.models.error import MilepostError
from milepost.models.scenario import Scenario
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.keys import RowsOf, keys_of
from milepost.simulate.engine.outcome import KEPT

DETAIL_BYTES = 160 * 2**20
"""Memory that the detailed iterations may take."""


class OutOfMemoryError(MilepostError):
    """A run needs more memory than is free; nothing has been started."""


def details_kept(scenario: Scenario, iterations: int, detail: int = 10_000, also: Collection[str] = ()) -> int:
    """
    Return for how many iterations every task's times are kept, of as many as are asked for.

    Raises
    ------
    OutOfMemoryError
        When what is kept of all iterations would not fit into the memory that is free.
    """
    a_detail = bytes_kept(scenario, 0, 1, also)
    detail = min(detail, iterations, max(1, DETAIL_BYTES // max(1, a_detail)))
    _check_memory(iterations, an_iteration(scenario, also), len(followed(scenario, also)), detail * a_detail)
    return detail


def an_iteration(scenario: Scenario, also: Collection[str] = ()) -> int:
    """Return what is kept of an iteration that has no detail [bytes]."""
    return bytes_kept(scenario, 1, 0, also)


def bytes_kept(scenario: Scenario, iterations: int, detail: int, also: Collection[str] = ()) -> int:
    """Return what is kept of some iterations, of which some have details [bytes]."""
    return sum(
        np.dtype(KEPT[name].dtype).itemsize * length
        for name, rows in lengths(scenario, iterations, detail, also).items()
        for length in rows.values()
    )


def lengths(
    scenario: Scenario, iterations: int, detail: int, also: Collection[str] = ()
) -> Mapping[str, Mapping[Any, int]]:
    """Return, by field of the outcome and by key, of how many iterations a row is."""
    keys, whole = keys_of(scenario), followed(scenario, also)

    def length(of: RowsOf, key: Any) -> int:
        return iterations if of.in_all or (key in whole and not of.in_detail) else detail

    return {name: {key: length(kept.of, key) for key in keys[kept.of]} for name, kept in KEPT.items()}


def _check_memory(iterations: int, an_iteration: int, milestones: int, details: int) -> None:
    """Compare what is kept, with sorted copies of one milestone's times and of the cost, with what is free [bytes]."""
    least = an_iteration + 16
    free = psutil.virtual_memory().available
    if iterations * least + details > free:
        raise OutOfMemoryError(
            f"{iterations:,} iterations of {milestones:,} milestones need "
            f"{(iterations * least + details) / 1e9:.1f} GB of memory and {free / 1e9:.1f} GB are free: "
            f"ask for at most {max(0, free - details) // least:,} iterations"
        )
