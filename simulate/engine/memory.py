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
    each, a_detail = _bytes(scenario, also)
    detail = min(detail, iterations, max(1, DETAIL_BYTES // max(1, a_detail)))
    _check_memory(iterations, each, len(followed(scenario, also)), detail * a_detail)
    return detail


def an_iteration(scenario: Scenario, also: Collection[str] = ()) -> int:
    """Return what is kept of an iteration that has no detail [bytes]."""
    return _bytes(scenario, also)[0]


def bytes_kept(scenario: Scenario, iterations: int, detail: int, also: Collection[str] = ()) -> int:
    """Return what is kept of some iterations, of which some have details [bytes]."""
    each, a_detail = _bytes(scenario, also)
    return iterations * each + detail * a_detail


def _bytes(scenario: Scenario, also: Collection[str]) -> tuple[int, int]:
    """Return what is kept of an iteration, and how much more of one that has details [bytes]."""
    each = a_detail = 0
    for name, rows in lengths(scenario, 1, 0, also).items():
        size, in_all = np.dtype(KEPT[name].dtype).itemsize, sum(rows.values())
        each, a_detail = each + size * in_all, a_detail + size * (len(rows) - in_all)
    return each, a_detail


def lengths(
    scenario: Scenario, iterations: int, detail: int, also: Collection[str] = ()
) -> Mapping[str, Mapping[Any, int]]:
    """Return, by field of the outcome and by key, of how many iterations a row is."""
    keys, whole = keys_of(scenario), followed(scenario, also)

    def lengths_of(of: RowsOf) -> Mapping[Any, int]:
        if of.in_all or of.in_detail:
            return dict.fromkeys(keys[of], iterations if of.in_all else detail)
        return {key: iterations if key in whole else detail for key in keys[of]}

    of_kind = {of: lengths_of(of) for of in keys}
    return {name: of_kind[kept.of] for name, kept in KEPT.items()}


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
