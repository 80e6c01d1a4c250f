"""Others that can play the same plan: vectorised numpy, and two packages as they come from PyPI."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from network import Network
from numpy.typing import NDArray

_CHUNK = 4096


def numpy_pass(plan: Network, iterations: int, seed: int = 0) -> NDArray[np.float64]:
    """
    Return each milestone's times, float64[n_milestones, iterations] [working days], a column of iterations at a time.

    The chunks keep a plan of 1,000 tasks in some 30 MB; larger and smaller ones are no faster.
    """
    rng = np.random.default_rng(seed)
    alpha, beta = plan.shapes()
    width = plan.high - plan.low
    reached = np.empty((len(plan.milestones), iterations))
    for begin in range(0, iterations, _CHUNK):
        size = min(_CHUNK, iterations - begin)
        finish = np.empty((plan.n_tasks, size))
        for task, links in enumerate(plan.after):
            start = _latest(finish, links)
            finish[task] = start + (plan.low[task] + width[task] * rng.beta(alpha[task], beta[task], size))
        for milestone, links in enumerate(plan.milestones):
            reached[milestone, begin : begin + size] = _latest(finish, links)
    return reached


def _latest(finish: NDArray[np.float64], links: tuple[int, ...]) -> NDArray[np.float64]:
    if not links:
        return np.zeros(finish.shape[1])
    latest: NDArray[np.float64] = finish[links[0]]
    for link in links[1:]:
        latest = np.maximum(latest, finish[link])
    return latest


def packages(plan: Network, iterations: int) -> dict[str, Callable[[], object]]:
    """Return a call that plays the plan for each package that is installed, by the package's name."""
    known = {"pmcontrols": _pmcontrols, "trueppm-scheduler": _trueppm}
    return {name: prepare(plan, iterations) for name, prepare in known.items() if find_spec(name.replace("-", "_"))}


def missing_packages() -> list[str]:
    """Name the packages that are not installed."""
    return [name for name in ("pmcontrols", "trueppm-scheduler") if not find_spec(name.replace("-", "_"))]


def _pmcontrols(plan: Network, iterations: int) -> Callable[[], object]:
    """Milestones are activities that take no time; criticality comes with every run, whether wanted or not."""
    pmcontrols = import_module("pmcontrols")
    activities: list[dict[str, object]] = [
        {"id": f"t{task}", "predecessors": [f"t{i}" for i in links], "a": low, "m": mode, "b": high}
        for task, (links, low, mode, high) in enumerate(zip(plan.after, plan.low, plan.mode, plan.high, strict=True))
    ]
    activities += [
        {"id": f"m{milestone}", "predecessors": [f"t{i}" for i in links], "a": 0, "m": 0, "b": 0}
        for milestone, links in enumerate(plan.milestones)
    ]
    return lambda: pmcontrols.pert(activities, n_sim=iterations)


def _trueppm(plan: Network, iterations: int) -> Callable[[], object]:
    """Whole days only, so the estimates are rounded; milestones are tasks of no duration."""
    trueppm = import_module("trueppm_scheduler")

    def days(value: float) -> timedelta:
        return timedelta(days=round(value))

    tasks = [
        trueppm.Task(
            id=f"t{task}",
            name=f"t{task}",
            duration=days(low),
            optimistic_duration=days(low),
            most_likely_duration=days(mode),
            pessimistic_duration=days(high),
        )
        for task, (low, mode, high) in enumerate(zip(plan.low, plan.mode, plan.high, strict=True))
    ]
    tasks += [trueppm.Task(id=f"m{m}", name=f"m{m}", duration=days(0)) for m in range(len(plan.milestones))]
    dependencies = [
        trueppm.Dependency(predecessor_id=f"t{i}", successor_id=f"{kind}{number}")
        for kind, nodes in (("t", plan.after), ("m", plan.milestones))
        for number, links in enumerate(nodes)
        for i in links
    ]
    project = trueppm.Project(
        id="plan", name="plan", start_date=date(2026, 1, 5), tasks=tasks, dependencies=dependencies
    )
    return lambda: trueppm.monte_carlo(project, runs=iterations, seed=0)
