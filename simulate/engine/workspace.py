"""Workspace: what the kernel works in while it plays a block."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.program import Program
from milepost.simulate.engine.shifts import Room

Row = NDArray[np.float64]

BOOKS = 6
"""Rows for what is spent by a date."""


class Workspace(NamedTuple):
    """
    What the kernel works in while it plays a block: rows of float64[n_lanes], unless said otherwise.

    Parameters
    ----------
    rows : float64[n_rows, n_lanes]
        What nodes and risks hand on to later ones, where the program says.
    units : float64[n_units, n_lanes]
        When the units of each resource are free, those of one resource in ascending order [working days].
    surfaces : float64[n_stoppers, n_lanes]
        When each risk that can stop the project does, unless another one has before [working days].
    books : float64[n_dates + 1, 6, n_lanes]
        What is spent on tasks by each date and in all, and what rounding takes from that: on those that cost what is
        known, on the others as drawn, and on these at what they cost on average [currency].
    words : uint32[n_lanes]
        What was drawn.
    cell : int64[n_lanes]
        Room for the lookups.
    room
        And for calendars.
    always
        1 in every lane.
    decided
        When the node under way could be decided, of one that may not run and needs units, and of all where calendars
        differ [days of the axis].
    duration, fresh
        The node's duration, and that of one round [working days].
    passed, rounds
        Whether one of its rounds passed, and how many there were.
    ran, occurs
        Whether it runs at all, whether the risk in question occurs at it.
    probability, impact
        Probability and impact that are left of the risk in question [-].
    stretch, delay
        What the risks multiply and lengthen the duration by [-], [working days].
    stop
        When the project stops, as far as is known [working days].
    expected
        What is spent, with the charges that count at their expectation [currency].
    asked, pushed
        What a link asks for, and what the node is pushed to [days of the axis].
    worked
        The work that its calendar has done by its start [working days].
    """

    rows: NDArray[np.float64]
    units: NDArray[np.float64]
    surfaces: NDArray[np.float64]
    books: NDArray[np.float64]
    words: NDArray[np.uint32]
    cell: NDArray[np.int64]
    room: Room
    always: Row
    decided: Row
    duration: Row
    fresh: Row
    passed: Row
    rounds: Row
    ran: Row
    occurs: Row
    probability: Row
    impact: Row
    stretch: Row
    delay: Row
    stop: Row
    expected: Row
    asked: Row
    pushed: Row
    worked: Row


def make_workspace(program: Program, n_lanes: int) -> Workspace:
    """Make room to play a program in blocks of n_lanes iterations, a multiple of 256."""
    rows = np.empty((len(Workspace._fields) - 8, n_lanes))
    room = np.empty((len(Room._fields) - 1, n_lanes))
    return Workspace(
        np.empty((program.rows, n_lanes)),
        np.empty((program.units, n_lanes)),
        np.empty((program.stoppers, n_lanes)),
        np.empty((program.dates.size + 1, BOOKS, n_lanes)),
        np.empty(n_lanes, np.uint32),
        np.empty(n_lanes, np.int64),
        Room(np.empty(n_lanes, np.uint32), *room),
        np.ones(n_lanes),
        *rows,
    )
