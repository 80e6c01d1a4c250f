"""
The types that Milepost shows to those who write Python, as a type checker sees them; nothing here is run.

`make types` checks it against the sources, `make wheel` against the installed wheel, whose own `py.typed` counts.
"""

from datetime import date
from pathlib import Path
from typing import assert_type

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Milestone, Problem, Risk, Scenario, Task, read_scenario, review_scenario
from milepost.simulate import Orders, Result, compare_orders, run
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile

Floats = NDArray[np.float64]


def a_plan_is_read(path: Path) -> None:
    scenario = read_scenario(path)
    assert_type(scenario, Scenario)
    assert_type(scenario.tasks["build"], Task)
    assert_type(scenario.milestones["launch"], Milestone)
    assert_type(scenario.risks["demand"], Risk)
    assert_type(scenario.milestones["launch"].due, date | None)
    assert_type(scenario.weights["launch"], float)
    assert_type(scenario.due_days["launch"], float)
    assert_type(scenario.headline, tuple[Milestone, ...])
    assert_type(scenario.network.listed, tuple[str, ...])
    assert_type(scenario.days.iso(3.0), str)
    assert_type(review_scenario(path), tuple[Scenario, tuple[Problem, ...]])


def a_run_has_tables_and_arrays(scenario: Scenario) -> None:
    result = run(scenario, iterations=20_000, seed=1, threads=2, confidence=0.8)
    assert_type(result, Result)
    assert_type(result.milestones, pd.DataFrame)
    assert_type(result.milestone["launch"].hit, Proportion | None)
    assert_type(result.milestone["launch"].promise, DatedQuantile)
    assert_type(result.milestone["launch"].promise.value, float)
    assert_type(result.milestone["launch"].mean, Mean)
    assert_type(result.finish["launch"], Floats)
    assert_type(result.cost, Floats)
    assert_type(result.net, Floats | None)
    assert_type(result.outcome.stop, Floats)
    assert_type(result.summary(), str)


def orders_are_compared(scenario: Scenario) -> None:
    orders = compare_orders(scenario, by=["cost"], iterations=2_000)
    assert_type(orders, Orders)
    assert_type(orders.best.name, str)
    assert_type(orders.best.order, tuple[str, ...])
