"""
The bare kernel: random numbers, a linear table and maxima, and nothing else.

It is the yardstick of the engine and so owes nothing to it. Quantiles are right to 4e-4 only, links are
finish-to-start, and nothing is kept but the milestones' times.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import numba
import numpy as np
from network import Network
from numpy.typing import NDArray
from scipy.special import betaincinv

_Function = TypeVar("_Function", bound=Callable[..., Any])

_LANES = 512
_LANES_A_JOB = 16 * _LANES
_CELLS = 1024
_UNIT = 2.0**-32

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)

_CELL = np.uint32(22)
_WITHIN_CELL = np.uint64(2**22 - 1)
_FULL_SCALE = np.uint64(10)


class BareKernel:
    """A plan laid out for the kernel; making it is not part of what is timed."""

    def __init__(self, plan: Network) -> None:
        nodes = plan.after + plan.milestones
        rows, self._n_rows = _assign_rows(plan)
        self._rows = np.array(rows, np.int64)
        self._first = np.cumsum([0, *(len(links) for links in nodes)])
        self._links = np.array([rows[i] for links in nodes for i in links], np.int64)
        self._ready = np.array([max(links) for links in plan.milestones], np.int64)
        self._low, self._width = plan.low, plan.high - plan.low
        self._tables = _tables(plan)

    def run(self, iterations: int, seed: int = 0, threads: int = 1) -> NDArray[np.float64]:
        """Return each milestone's times, float64[n_milestones, iterations] [working days]."""
        reached = np.empty((len(self._ready), iterations))
        plan = (self._rows, self._first, self._links, self._ready, self._low, self._width, self._tables)

        def play(begin: int) -> None:
            _play(begin, min(begin + _LANES_A_JOB, iterations), seed, self._n_rows, *plan, reached)

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(play, range(0, iterations, _LANES_A_JOB)))
        return reached


def _assign_rows(plan: Network) -> tuple[Sequence[int], int]:
    """Return each task a row of times, using again what nobody will read any more, so that they stay in cache."""
    last_reader = list(range(plan.n_tasks))
    for reader, links in [*enumerate(plan.after), *((max(links), links) for links in plan.milestones)]:
        for i in links:
            last_reader[i] = max(last_reader[i], reader)
    released: list[list[int]] = [[] for _ in range(plan.n_tasks + 1)]
    rows: list[int] = []
    free: list[int] = []
    for task in range(plan.n_tasks):
        free += released[task]
        rows.append(free.pop() if free else 1 + max(rows, default=-1))
        released[last_reader[task] + 1].append(rows[task])
    return rows, 1 + max(rows)


def _tables(plan: Network) -> NDArray[np.uint64]:
    """Pack each cell's value and its rise, both a share of the task's width in units of 2^-32, in one word's halves."""
    alpha, beta = plan.shapes()
    share = betaincinv(alpha[:, None], beta[:, None], np.linspace(0.0, 1.0, _CELLS + 1))
    value = np.minimum(share / _UNIT, 2.0**32 - 1.0).astype(np.uint64)
    packed: NDArray[np.uint64] = (value[:, :-1] << _HALF) | np.diff(value)
    return packed


def _jit(function: _Function) -> _Function:
    return cast("_Function", numba.njit(nogil=True, cache=True)(function))


@_jit
def _play(
    begin: int,
    end: int,
    seed: int,
    n_rows: int,
    rows: NDArray[np.int64],
    first: NDArray[np.int64],
    links: NDArray[np.int64],
    ready: NDArray[np.int64],
    low: NDArray[np.float64],
    width: NDArray[np.float64],
    tables: NDArray[np.uint64],
    reached: NDArray[np.float64],
) -> None:
    """
    Play the iterations [begin, end) a block of lanes at a time, and task by task within it.

    Parameters
    ----------
    n_rows, rows
        How many rows of times there are, and the one that each task writes, int64[n_tasks].
    first, links
        The rows that a task, and after the tasks a milestone, waits for: links[first[i]:first[i + 1]].
    ready
        For each milestone the task after which it can be computed, ascending.
    low, width, tables
        Each task's estimate and table.
    reached
        Written: float64[n_milestones, iterations].
    """
    n_tasks = len(rows)
    finish = np.empty((n_rows, _LANES))
    gate = np.empty(_LANES)
    words = np.empty(_LANES, np.uint32)
    cells = np.empty(_LANES, np.uint64)
    for start in range(begin, end, _LANES):
        size = min(_LANES, end - start)
        milestone = 0
        for task in range(n_tasks):
            row = finish[rows[task]]
            _latest(finish, links[first[task] : first[task + 1]], row)
            _draw(start // _LANES, task, seed, words)
            _look_up(words, tables[task], cells)
            _interpolate(words, cells, low[task], width[task], row)
            while milestone < len(ready) and ready[milestone] == task:
                node = n_tasks + milestone
                _latest(finish, links[first[node] : first[node + 1]], gate)
                reached[milestone, start : start + size] = gate[:size]
                milestone += 1


@_jit
def _latest(finish: NDArray[np.float64], links: NDArray[np.int64], row: NDArray[np.float64]) -> None:
    if len(links) == 0:
        row[:] = 0.0
        return
    one, other = finish[links[0]], finish[links[-1]]
    for k in range(_LANES):
        row[k] = max(one[k], other[k])
    for i in range(1, len(links) - 1):
        other = finish[links[i]]
        for k in range(_LANES):
            row[k] = max(row[k], other[k])


@_jit
def _draw(block: int, task: int, seed: int, words: NDArray[np.uint32]) -> None:
    """Fill the words by Philox 4x32-10, four lanes to a counter; 64-bit arithmetic vectorises as it stands."""
    quarter = _LANES // 4
    for lane in range(quarter):
        c0, c1, c2, c3 = np.uint64(block * quarter + lane) & _LOW, np.uint64(0), np.uint64(task), np.uint64(0)
        k0, k1 = np.uint64(seed) & _LOW, np.uint64(seed) >> _HALF
        for _ in range(10):
            p0, p1 = c0 * _MULTIPLIER_0, c2 * _MULTIPLIER_1
            c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
            k0, k1 = (k0 + _WEYL_0) & _LOW, (k1 + _WEYL_1) & _LOW
        words[lane] = np.uint32(c0)
        words[quarter + lane] = np.uint32(c1)
        words[2 * quarter + lane] = np.uint32(c2)
        words[3 * quarter + lane] = np.uint32(c3)


@_jit
def _look_up(words: NDArray[np.uint32], table: NDArray[np.uint64], cells: NDArray[np.uint64]) -> None:
    """Fetch the cells in a loop of its own: scattered loads do not vectorise, and would keep the rest from it."""
    for k in range(_LANES):
        cells[k] = table[np.uint64(words[k] >> _CELL)]


@_jit
def _interpolate(
    words: NDArray[np.uint32], cells: NDArray[np.uint64], low: float, width: float, row: NDArray[np.float64]
) -> None:
    """Add each lane's duration to its start."""
    scale = width * _UNIT
    for k in range(_LANES):
        rise = ((cells[k] & _LOW) * (np.uint64(words[k]) & _WITHIN_CELL)) << _FULL_SCALE
        row[k] += low + scale * np.float64(np.int64((cells[k] + rise) >> _HALF))
