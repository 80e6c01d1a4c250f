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


def test_a_group_is_worth_what_its_tasks_are_together() -> None:
    scenario = plan(
        [
            task("dig", 10, group="Site/Earth"),
            task("pour", 30, "dig", group="Site/Concrete"),
            task("paint", 20, "pour"),
            task("idle", 1, group="Elsewhere"),
            task("plant", 5, "dig", group="Garden"),
        ],
        {"launch": ["paint", "plant"]},
    )
    result = run(scenario, iterations=512, drivers=True)
    assert result.drivers is not None
    rows = {(row.kind, row.driver): row for row in driver_table(scenario, result.drivers).itertuples()}
    groups = {driver: row for (kind, driver), row in rows.items() if kind == "group"}
    assert {group: (row.promise_days, row.criticality) for group, row in groups.items()} == {
        "Site": (4.0, 1.0),
        "Site/Concrete": (3.0, 1.0),
        "Site/Earth": (1.0, 1.0),
        "Garden": (0.0, 0.0),
    }
    assert [(row.driver, row.rank, row.name) for row in groups.values()][:2] == [
        *(("Site", 1, "Site"), ("Site/Concrete", 2, "Concrete")),
    ]
    assert rows["task", "pour"].promise_days == 3.0
