"""The kernel: plays a program out, a block of iterations at a time and node by node within it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.cache import entry, jit
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.philox import GROUP, Purpose, draw
from milepost.simulate.engine.program import Program

_DURATION = int(Purpose.DURATION)

Times = NDArray[np.float64]


@entry
def play(
    program: Program,
    seed: np.uint64,
    first: int,
    last: int,
    origin: int,
    lanes: int,
    finish: Times,
    task_start: Times,
    task_finish: Times,
) -> None:
    """
    Play the iterations [first, last).

    Parameters
    ----------
    program : Program
        What to play.
    seed : uint64
        Key of the random numbers.
    first, last : int64
        The iterations; `first` is a multiple of 256.
    origin : int64
        The iteration that stands first in the arrays written to, a multiple of 256.
    lanes : int64
        How many iterations make a block, a multiple of 256.
    finish : float64[n_milestones, N]
        Written: when each milestone is reached [working days].
    task_start, task_finish : float64[n_tasks, n]
        Written for the iterations before origin + n: each task's times [working days].
    """
    nodes, links, tables = program.nodes, program.links, program.tables
    rows = np.empty((program.rows, lanes))
    duration = np.empty(lanes)
    words = np.empty(lanes, np.uint32)
    cell = np.empty(lanes, np.int64)
    for block in range(first, last, lanes):
        begin = block - origin
        length = min(lanes, last - block)
        for node in nodes:
            start = rows[node.start_row]
            end = rows[node.finish_row]
            wait_for_links(node, links, rows, start)
            if node.quantity >= 0:
                draw(seed, node.entity, _DURATION, 0, block // GROUP, words)
                quantiles(words, node.quantity, tables, cell, duration)
                push_by_links(node, links, rows, duration, start)
                add(start, duration, end)
                if begin < task_start.shape[1]:
                    record(start, length, begin, task_start[node.task])
                    record(end, length, begin, task_finish[node.task])
            else:
                duration[:] = 0.0
                push_by_links(node, links, rows, duration, start)
                end[:] = start
                record(end, length, begin, finish[node.milestone])


@jit
def wait_for_links(node: Any, links: NDArray[np.void], rows: Times, start: Times) -> None:
    """Set the decision time: the latest of the node's floor and what its FS and SS links wait for."""
    start[:] = node.floor
    for link in links[node.first_link : node.end_link]:
        if not link.holds_finish:
            wait(rows[link.row], link.lag, start)


@jit
def push_by_links(node: Any, links: NDArray[np.void], rows: Times, duration: Times, start: Times) -> None:
    """Push the start so far that the finish satisfies the node's FF and SF links."""
    for link in links[node.first_link : node.end_link]:
        if link.holds_finish:
            push(rows[link.row], link.lag, duration, start)


@jit
def wait(row: Times, lag: float, start: Times) -> None:
    """Raise each lane's start to what a link waits for."""
    for k in range(start.size):
        start[k] = max(start[k], row[k] + lag)


@jit
def push(row: Times, lag: float, duration: Times, start: Times) -> None:
    """Raise each lane's start until its finish is where a link holds it."""
    for k in range(start.size):
        start[k] = max(start[k], row[k] + lag - duration[k])


@jit
def add(start: Times, duration: Times, finish: Times) -> None:
    """Give each lane its finish."""
    for k in range(start.size):
        finish[k] = start[k] + duration[k]


@jit
def record(times: Times, length: int, begin: int, out: Times) -> None:
    """Copy a block's times to their place, as far as there is one."""
    for k in range(min(length, out.size - begin)):
        out[begin + k] = times[k]
