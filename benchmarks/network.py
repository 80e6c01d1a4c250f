"""The plan that every contender plays, told in each one's own terms."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WINDOW = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """
    A plan as plain numbers: tasks in an order that respects the links, all finish-to-start.

    Parameters
    ----------
    low, mode, high
        Three-point estimates, float64[n_tasks] [working days]; every task has a shape of its own.
    after
        For each task the numbers of its predecessors, all smaller than its own.
    milestones
        For each milestone the numbers of the tasks it waits for.
    """

    low: NDArray[np.float64]
    mode: NDArray[np.float64]
    high: NDArray[np.float64]
    after: tuple[tuple[int, ...], ...]
    milestones: tuple[tuple[int, ...], ...]

    @property
    def n_tasks(self) -> int:
        """Return the number of tasks."""
        return len(self.after)

    def shapes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the two parameters of each task's beta distribution on [low, high], PERT with weight 4."""
        width = self.high - self.low
        return 1.0 + 4.0 * (self.mode - self.low) / width, 1.0 + 4.0 * (self.high - self.mode) / width


def network(n_tasks: int, n_milestones: int = 8, seed: int = 0) -> Network:
    """
    Make a plan of tasks with one to three predecessors each, and milestones spread evenly over it.

    Each milestone but the last waits for three tasks of its part of the plan; the last waits for all that nothing
    else waits for. Predecessors are among the thirty tasks before, as in plans made by people.
    """
    rng = np.random.default_rng(seed)
    low = rng.uniform(5.0, 20.0, n_tasks)
    mode = low + rng.uniform(2.0, 10.0, n_tasks)
    high = mode + rng.uniform(2.0, 30.0, n_tasks)
    after = tuple(_earlier(rng, n_tasks))
    waited_for = {earlier for links in after for earlier in links}
    parts = np.array_split(np.arange(n_tasks), n_milestones)
    gates = [tuple(int(i) for i in part[-3:]) for part in parts[:-1]]
    gates.append(tuple(i for i in range(n_tasks) if i not in waited_for))
    return Network(low=low, mode=mode, high=high, after=after, milestones=tuple(gates))


def _earlier(rng: np.random.Generator, n_tasks: int) -> Iterator[tuple[int, ...]]:
    yield ()
    for task in range(1, n_tasks):
        window = np.arange(max(0, task - _WINDOW), task)
        chosen = rng.choice(window, size=min(len(window), int(rng.integers(1, 4))), replace=False)
        yield tuple(sorted(int(i) for i in chosen))
