"""Heuristics: orders that a rule of thumb gives, to hold the others against."""

import math
from collections.abc import Callable, Mapping, Sequence

from milepost.models import Scenario, Task


def heuristic_orders(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """
    Return the orders of rules of thumb by name; each takes, of the tasks that its links leave free, the best next.

    Cheapest first goes by cost and daily cost at the mean duration. Most exposure retired per working day first goes by
    what the task takes off the expected delay in days, risk by risk: probability left, times share retired, times harm
    over the exposed tasks that neither come before it by links nor before it in the list, all over its mean duration.
    Harm is the mean delay, and the mean stretch of the mean duration. What earlier tasks of the list have retired is
    gone.

    Cost over chance of stopping goes by c / (1 - p), with c the cost, daily cost and burn at the mean duration and
    1 - p the probability that the task ends the project by what it reveals or suffers; tasks that never do come last.
    It is the cheapest order where tests are independent and free of links [1]_. It is left out where nothing in the
    list can stop the project. Ties go by the list in force.

    References
    ----------
    .. [1] Mitten (1960), An analytic solution to the least cost testing sequence problem, Journal of Industrial
       Engineering 11, 17.
    """
    tasks = {id: scenario.tasks[id] for id in scenario.network.ordered}
    orders = {
        "cheapest first": _greedy(scenario, lambda id, _: _cost(tasks[id], burn=0.0)),
        "most exposure retired per day first": _greedy(scenario, _Exposure(scenario)),
    }
    stops = {id: _probability_of_stopping(scenario, task) for id, task in tasks.items()}
    if any(stops.values()):
        burn = scenario.budget.burn
        orders["cost over chance of stopping"] = _greedy(
            scenario, lambda id, _: _cost(tasks[id], burn=burn) / stops[id] if stops[id] else math.inf
        )
    return orders


def mean_duration(task: Task) -> float:
    """Return the mean duration if no risk occurs, that of all its rounds where it has several [working days]."""
    return task.duration.mean * _mean_rounds(task)


def _mean_rounds(task: Task) -> float:
    """Return 1 + f + f^2 + ..., with f the probability that a round fails, over the rounds that are allowed."""
    if task.rounds is None:
        return 1.0
    fail = 1.0 - task.rounds.probability
    return sum(fail**k for k in range(task.rounds.at_most))


def _greedy(scenario: Scenario, rate: Callable[[str, Sequence[str]], float]) -> tuple[str, ...]:
    """Take next, of the tasks that are free, the one that a rate makes least of, given those taken so far."""
    listed = scenario.network.ordered
    before = {id: scenario.network.ancestors([id]) & set(listed) for id in listed}
    taken: list[str] = []
    while len(taken) < len(listed):
        free = [id for id in listed if id not in taken and before[id] <= set(taken)]
        taken.append(min(free, key=lambda id: rate(id, taken)))
    return tuple(taken)


def _cost(task: Task, *, burn: float) -> float:
    return task.cost.mean * _mean_rounds(task) + (task.daily.mean + burn) * mean_duration(task)


def _probability_of_stopping(scenario: Scenario, task: Task) -> float:
    """Return how probable it is that a task ends the project, its risks independent and nothing of them retired."""
    passing = 1.0
    for id, risk in scenario.risks.items():
        if risk.stop and (id in task.reveals or task.id in risk.exposes):
            passing *= 1.0 - risk.probability
    return 1.0 - passing


class _Exposure:
    """Minus the exposure that a task retires per working day of its own, given the tasks before it in the list."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._before = {id: scenario.network.ancestors([id]) for id in scenario.network.ordered}

    def __call__(self, id: str, taken: Sequence[str]) -> float:
        task = self._scenario.tasks[id]
        retired = 0.0
        for risk_id, retirement in task.retires.items():
            risk = self._scenario.risks[risk_id]
            harm = sum(
                risk.delay.mean + mean_duration(self._scenario.tasks[exposed]) * (risk.stretch.mean - 1.0)
                for exposed in risk.exposes
                if exposed != id and exposed not in self._before[id] and exposed not in taken
            )
            left, impact = self._left(risk_id, taken)
            kept = (1.0 - retirement.probability) * (1.0 - retirement.impact)
            retired += risk.probability * left * impact * harm * (1.0 - kept) * _probability_of_effect(task)
        days = mean_duration(task)
        return -retired / days if days > 0 else -math.inf if retired else 0.0

    def _left(self, risk_id: str, taken: Sequence[str]) -> tuple[float, float]:
        probability = impact = 1.0
        for id in taken:
            task = self._scenario.tasks[id]
            if risk_id in task.retires:
                probability *= 1.0 - task.retires[risk_id].probability * _probability_of_effect(task)
                impact *= 1.0 - task.retires[risk_id].impact * _probability_of_effect(task)
        return probability, impact


def _probability_of_effect(task: Task) -> float:
    """Return the probability that a round passes; that work runs at all is taken for granted."""
    return 1.0 if task.rounds is None else 1.0 - (1.0 - task.rounds.probability) ** task.rounds.at_most
