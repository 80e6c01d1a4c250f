"""No difference: why a plan may not care in which order its tasks take the crews."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from milepost.models import Scenario
from milepost.models.variant import without_crews
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.differences import same_tasks
from milepost.simulate.analysis.orderings.figures import Figures
from milepost.simulate.analysis.orderings.footing import unseen
from milepost.simulate.analysis.orderings.player import Player


class Reason(StrEnum):
    """Why the order makes no difference."""

    NO_CONFLICT = "no_conflict"
    """No task ever waits for a crew."""
    RETIRES_NOTHING = "retires_nothing"
    """Nothing in the list takes anything from a risk that a task meets."""
    GATE = "gate"
    """Whatever is exposed to what they retire waits for one thing that waits for them all."""
    ALL_BEFORE = "all_before"
    """Whatever is exposed to what they retire waits for all of them."""
    UNKNOWN = "unknown"
    """For none of these reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDifference:
    """
    Why the order makes no difference.

    Parameters
    ----------
    reason
        What it is for.
    gate
        Id of what everything waits for, where it is a gate.
    """

    reason: Reason
    gate: str = ""


def no_difference(player: Player, finalists: Sequence[Contender], figures: Figures) -> NoDifference | None:
    """
    Find out why the order makes no difference, if under all orders the plan fares the same in every iteration.

    Where no reason is found it may be that what makes the difference is too rare to have happened in these iterations.
    """
    orders = [index for index, one in enumerate(finalists) if one.only_reorders]
    if len(orders) < 2 or any(figures.played[index].apart for index in orders):
        return None
    if not all(family.tie[np.ix_(orders, orders)].all() for family in figures.families):
        return None
    in_force, scenario = figures.in_force.outcome, player.scenario
    free = player.outcome(without_crews(scenario), range(in_force.detail))
    found = why_no_difference(scenario, no_conflict=same_tasks(free, in_force))
    rare = any(unseen(scenario, one, in_force.iterations) for one in player.question.criteria)
    return None if found.reason == Reason.UNKNOWN and rare else found


def why_no_difference(scenario: Scenario, *, no_conflict: bool) -> NoDifference:
    """
    Find out why the order makes no difference, given that every order comes to the same in every iteration.

    Parameters
    ----------
    scenario
        The plan.
    no_conflict
        Whether every task starts and finishes at the same times when there are crews enough for all.
    """
    if no_conflict:
        return NoDifference(reason=Reason.NO_CONFLICT)
    listed = set(scenario.network.ordered)
    met = {id for (id, _), acting in scenario.network.retirements.items() if listed.intersection(acting)}
    if not met:
        return NoDifference(reason=Reason.RETIRES_NOTHING)
    before = {id: scenario.network.ancestors([id]) for id in met}
    if not all(listed <= earlier for earlier in before.values()):
        return NoDifference(reason=Reason.UNKNOWN)
    for id in scenario.network.order:
        if all(id == one or id in before[one] for one in met) and listed <= scenario.network.ancestors([id]):
            return NoDifference(reason=Reason.GATE, gate=id)
    return NoDifference(reason=Reason.ALL_BEFORE)
