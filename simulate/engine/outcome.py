"""Outcome: what came of every iteration."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What came of every iteration of one plan.

    Parameters
    ----------
    seed
        Key of the random numbers.
    iterations
        How many lives of the plan were played, N.
    finish
        By milestone id, in file order: float64[N], the time at which it is reached [working days from start].
    detail
        How many iterations, the first n, also have every task's times.
    task_start, task_finish
        By task id, in file order: float64[n] [working days from start].
    """

    seed: int
    iterations: int
    finish: Mapping[str, NDArray[np.float64]]
    detail: int
    task_start: Mapping[str, NDArray[np.float64]]
    task_finish: Mapping[str, NDArray[np.float64]]
