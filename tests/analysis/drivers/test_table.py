"""The long table has each driver of each major milestone once, ranked by what it moves."""

from milepost.simulate import run
from milepost.simulate.analysis.drivers.table import DRIVER_COLUMNS, driver_table
from tests.plans import plan, risk, task


def test_what_moves_the_promise_date_most_comes_first_in_its_kind() -> None:
    scenario = plan(
        [task("dig", 5, retires={"large": 1.0}), task("build", 40), task("idle", 1)],
        {"launch": ["dig", "build"]},
        [
            risk("small", exposes=("build",), probability=1.0, delay=3),
            risk("large", exposes=("build",), probability=1.0, delay=7),
        ],
    )
    result = run(scenario, iterations=512, drivers=True)
    assert result.drivers is not None
    table = driver_table(scenario, result.drivers)
    assert tuple(table.columns) == DRIVER_COLUMNS
    days = {(row.kind, row.driver): (row.promise_days, row.rank) for row in table.itertuples()}
    assert days["risk", "large"] == (7.0, 1)
    assert days["risk", "small"] == (3.0, 2)
    assert days["response", "dig"] == (0.0, 1)
    assert {id for kind, id in days if kind == "estimates"} == {"technology x 0.5", "technology x 1.5"}
    assert days["task", "build"] == (4.0, 1)
    assert days["task", "dig"] == (0.0, 2)
    assert ("task", "idle") not in days
    assert sum(kind == "category" for kind, _ in days) == len({one.category for one in scenario.risks.values()})
