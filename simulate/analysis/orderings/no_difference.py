"""Idle orders: why a plan may not care in which order its tasks take the crews."""

from dataclasses import dataclass

from milepost.models import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """
    Why the order makes no difference.

    Parameters
    ----------
    reason
        `no_conflict`: no task ever waits for a crew; `retires_nothing`: nothing in the list takes anything from a risk
        that a task meets; `gate`: whatever is exposed to what they retire waits for one thing that waits for them all;
        `all_before`: it waits for all of them; `unknown`: for none of these reasons.
    gate
        Id of what everything waits for.
    """

    reason: str
    gate: str = ""


def idle_reason(scenario: Scenario, *, no_conflict: bool) -> Idle:
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
        return Idle(reason="no_conflict")
    listed = set(scenario.network.listed)
    met = {id for (id, _), acting in scenario.network.retirements.items() if listed.intersection(acting)}
    if not met:
        return Idle(reason="retires_nothing")
    before = {id: scenario.network.ancestors([id]) for id in met}
    if not all(listed <= earlier for earlier in before.values()):
        return Idle(reason="unknown")
    for id in scenario.network.order:
        if all(id == one or id in before[one] for one in met) and listed <= scenario.network.ancestors([id]):
            return Idle(reason="gate", gate=id)
    return Idle(reason="all_before")
