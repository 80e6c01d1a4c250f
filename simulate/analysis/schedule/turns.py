"""Turns: when units of a resource are free for the tasks that need them, at the times that came out."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from milepost.models import Scenario
from milepost.simulate.engine.outcome import Outcome, Times


class TurnTaken(NamedTuple):
    """A task's turn to take units of a resource, in each detailed iteration."""

    task: str
    holds: bool
    """Whether it has them whatever the list says."""
    free: Times
    """float64[n], when as many were free as it needs; written over with the next turn [days of the axis]."""
    released: Times
    """float64[n], when it gave them back [days of the axis]."""


def turns_of(scenario: Scenario, outcome: Outcome, resource: str) -> Iterator[TurnTaken]:
    """Let the tasks take their units of a resource that can be short once more, one after the other."""
    network, pool = scenario.network, scenario.network.pools[resource]
    units = np.full((pool.capacity, outcome.detail), -np.inf)
    for id in (*network.holding, *network.listed):
        if id in pool.needs:
            needed, holds = min(pool.needs[id], pool.capacity), id in network.history.holding
            free, released = units[needed - 1], released_by(outcome, id)
            if holds:
                released = np.maximum(free, released)
            yield TurnTaken(task=id, holds=holds, free=free, released=released)
            moved = np.minimum(units[needed:], released)
            kept = pool.capacity - needed
            np.maximum(units[:kept], moved, out=units[:kept])
            np.maximum(units[kept:], released, out=units[kept:])


def released_by(outcome: Outcome, id: str) -> Times:
    """Return, float64[n], when a task gives its units back: at its finish, or when it is known not to run."""
    if id not in outcome.task_payments:
        return outcome.task_finish[id]
    return np.where(outcome.runs(id), outcome.task_finish[id], outcome.decided(id))
