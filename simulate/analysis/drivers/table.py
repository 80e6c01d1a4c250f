"""The long table of drivers: a row for each milestone and whatever drives it, of every kind, for scripts."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from milepost.models import Scenario
from milepost.models.group import BETWEEN
from milepost.models.units import CREWS
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.analysis.drivers.effect import Effect, Effects
from milepost.simulate.analysis.schedule.groups import tasks_by_group
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate, columns
from milepost.simulate.analysis.statistics.rows import Row

DRIVER_COLUMNS: Final = (
    *("milestone", "kind", "driver", "name", "criticality", "cruciality", "ssi", "mean_days"),
    *columns("promise", "_days"),
    *columns("hit", "_points"),
    *columns("cost"),
    "rank",
)


def driver_table(scenario: Scenario, drivers: Drivers) -> pd.DataFrame:
    """
    Tabulate what drives each major milestone, or each if none is major: the columns of drivers.csv.

    What a risk, a response or a category is worth is the plan less the plan without it; what a task is, the plan less
    the plan with the task a tenth shorter; what a group is, the sum of its tasks; what a resource is, the plan less the
    plan with one unit more of it. Of other estimates it is the plan with them, less the plan. Within a milestone and a
    kind, `rank` counts from what moves the promise date most.
    """
    rows = [
        row
        for one in scenario.headline
        for kind in (
            _tasks(one.id, scenario, drivers),
            _groups(one.id, scenario, drivers),
            _risks(one.id, scenario, drivers),
            _responses(one.id, scenario, drivers),
            _units(one.id, scenario, drivers),
            _categories(one.id, drivers),
            _estimates(one.id, drivers),
        )
        for row in _ranked(kind)
    ]
    return pd.DataFrame(rows, columns=list(DRIVER_COLUMNS)).astype({"rank": "Int64"})


def _tasks(milestone: str, scenario: Scenario, drivers: Drivers) -> Iterator[Row]:
    """Yield the tasks that the milestone hangs on; what shortening them is worth is known of the most critical."""
    for id, measured in drivers.driving[milestone].tasks.items():
        effects = drivers.tasks[id].tenth if id in drivers.tasks else None
        yield {
            **_named(milestone, "task", id, scenario.tasks[id].name),
            "criticality": measured.criticality.value,
            "cruciality": measured.cruciality.value,
            "ssi": measured.ssi.value,
            **(_effect(effects.milestones[milestone], effects.cost) if effects else {}),
        }


def _groups(milestone: str, scenario: Scenario, drivers: Drivers) -> Iterator[Row]:
    """Yield the groups of these tasks, each with all below it; what is known of its tasks is added up."""
    driving = drivers.driving[milestone]
    for group, ids in tasks_by_group(scenario).items():
        among = [id for id in ids if id in driving.tasks]
        if among:
            yield {
                **_named(milestone, "group", group, group.rpartition(BETWEEN)[2]),
                "criticality": driving.groups[group].value if group in driving.groups else 0.0,
                **_sum([drivers.tasks[id].tenth for id in among if id in drivers.tasks], milestone),
            }


def _risks(milestone: str, scenario: Scenario, drivers: Drivers) -> Iterator[Row]:
    for id, removal in drivers.risks.items():
        named = _named(milestone, "risk", id, scenario.risks[id].name)
        yield named | _effect(removal.milestones[milestone], removal.cost)


def _responses(milestone: str, scenario: Scenario, drivers: Drivers) -> Iterator[Row]:
    for id, response in drivers.responses.items():
        named = _named(milestone, "response", id, scenario.tasks[id].name)
        yield named | _effect(response.milestones[milestone], response.cost)


def _units(milestone: str, scenario: Scenario, drivers: Drivers) -> Iterator[Row]:
    for id, effects in drivers.units.resources.items():
        what = ("crews", id, "crews") if id == CREWS else ("resource", id, scenario.resources[id].name)
        named = _named(milestone, *what)
        yield named | _effect(effects.milestones[milestone], effects.cost)


def _categories(milestone: str, drivers: Drivers) -> Iterator[Row]:
    build_up = drivers.categories.milestones[milestone]
    hits = {} if build_up.hit is None else build_up.hit.categories
    costs = drivers.categories.cost.categories
    for name, days in build_up.promise.categories.items():
        yield {
            **_named(milestone, "category", name, name),
            **days.columns("promise", "_days"),
            **hits.get(name, UNKNOWN).columns("hit", "_points"),
            **costs.get(name, UNKNOWN).columns("cost"),
        }


def _estimates(milestone: str, drivers: Drivers) -> Iterator[Row]:
    for varied in drivers.estimates:
        named = _named(milestone, "estimates", varied.name, varied.name)
        yield named | _effect(varied.change.milestones[milestone], varied.change.cost)


def _named(milestone: str, kind: str, driver: str, name: str) -> Row:
    return {"milestone": milestone, "kind": kind, "driver": driver, "name": name}


def _effect(effect: Effect, cost: Estimate) -> Row:
    return {
        "mean_days": effect.mean.value,
        **effect.promise.columns("promise", "_days"),
        **effect.hit.columns("hit", "_points"),
        **cost.columns("cost"),
    }


def _sum(some: Sequence[Effects], milestone: str) -> Row:
    """Return what several effects come to together; how surely is not known, as they share their iterations."""
    if not some:
        return {}
    effects = [one.milestones[milestone] for one in some]
    return {
        "mean_days": sum(one.mean.value for one in effects),
        "promise_days": sum(one.promise.value for one in effects),
        "hit_points": sum(one.hit.value for one in effects),
        "cost": sum(one.cost.value for one in some),
    }


def _ranked(rows: Iterator[Row]) -> list[Row]:
    """Put what moves the promise date most first; what is not known of comes last and has no rank."""

    def moved(row: Row) -> float:
        days = row.get("promise_days")
        return abs(days) if isinstance(days, float) and not math.isnan(days) else -1.0

    ordered = sorted(rows, key=moved, reverse=True)
    return [row | ({"rank": rank} if moved(row) >= 0.0 else {}) for rank, row in enumerate(ordered, start=1)]
