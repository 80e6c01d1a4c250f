import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from milepost.models import Level
from milepost.models.actual import Actual
from milepost.models.distributions import Uniform
from milepost.models.money import Budget, Invoice, Value
from milepost.models.resource import Resource
from milepost.simulate import run
from milepost.simulate.analysis.comparison.carried import Carried
from milepost.simulate.analysis.comparison.table import DIFFERENCE_COLUMNS
from milepost.simulate.analysis.drivers.table import DRIVER_COLUMNS
from milepost.simulate.analysis.money.measures import MEASURE_COLUMNS
from milepost.simulate.analysis.risks.acceptance import acceptance_table
from milepost.simulate.analysis.schedule.resources import resource_table
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.folder import COMPARE_RECORD, ORDERINGS_RECORD, OWN, RECORD, TREND_RECORD
from milepost.simulate.report.run.record import summary_document
from milepost.simulate.report.trend.table import MOVE_COLUMNS, PLAN_COLUMNS, TREND_COLUMNS
from tests.plans import milestone, plan, risk, task

PAGE = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
DONE = [
    task(f"done{k}", Uniform(low=1, high=3), actual=Actual(start=date(2025, 12, 22), finish=date(2025, 12, 24)))
    for k in range(6)
]
RIG = {"rig": 1}
BARE = plan(
    [
        *DONE,
        task("probe", 4, needs=RIG),
        task("work", 10, "scout", cost=100, needs=RIG),
        task("scout", 1, retires={"fatal": 0.5}),
    ],
    {"end": ["work"]},
    [risk("fatal", 0.5, acceptable=0.3, exposes=("probe", "work"), delay=1.0, stop=True)],
    budget=Budget(total=100),
    as_of=date(2026, 1, 5),
    resources={"rig": Resource(id="rig", name="rig", capacity=1)},
)
END = replace(BARE.milestones["end"], due=date(2026, 1, 9), value=Value(amount=1.0), invoice=Invoice(amount=10))
PROBED = milestone("probed", "probe", level=Level.MINOR, due=date(2026, 1, 8))
WRITTEN = replace(BARE, milestones={"probed": PROBED, "end": END})
PLAYED = run(WRITTEN, iterations=256, drivers=True)
CARRIED = Carried(ratio=Estimate(value=1.1, low=1.0, high=1.2), ends={1.0: PLAYED.milestone})
RESULT = PLAYED.changed_from(run(WRITTEN, iterations=256), ["tasks.probe.cost+=0"], carried=CARRIED)
"""A plan that has everything that is reported."""

DOCUMENT = json.loads(summary_document(RESULT, files=[]))
CALIBRATED = DOCUMENT["what_if"]["calibrated"]
PARTS = [
    DOCUMENT[part]
    for part in (
        "today",
        "calibration",
        "earned_value",
        "steepest_drop",
        "schedule",
        "resources",
        "waterfalls",
        "stopping",
        "cost",
        "contingency",
        "stopped",
        "gap",
        "cash",
        "record",
        "what_if",
    )
]


def keys_under(heading: str) -> list[str]:
    """Return what the tables of a section explain: the names in their first column."""
    section = PAGE.split(f"\n{heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return sorted(name for cell in cells for name in re.findall(r"`((?:MILESTONE\.)?\w+)`", cell))


def columns_of(name: str) -> list[str]:
    assert RESULT.gap is not None
    assert RESULT.cash is not None
    assert RESULT.knock_on is not None
    assert RESULT.responses is not None
    assert RESULT.estimates is not None
    assert RESULT.exposure is not None
    assert RESULT.calibration is not None
    tables = {
        "milestones.csv": RESULT.milestones,
        "tasks.csv": RESULT.tasks,
        "paths.csv": RESULT.paths,
        "drivers.csv": pd.DataFrame(columns=list(DRIVER_COLUMNS)),
        "estimates.csv": RESULT.estimates,
        "knock_on.csv": RESULT.knock_on.table,
        "resources.csv": resource_table(RESULT.resources.outlooks),
        "risks.csv": RESULT.risks,
        "stops.csv": RESULT.stops,
        "responses.csv": RESULT.responses,
        "exposure.csv": RESULT.exposure.table,
        "acceptable.csv": acceptance_table(RESULT.acceptance),
        "gap.csv": RESULT.gap.table,
        "cash.csv": RESULT.cash.balance,
        "calibration.csv": RESULT.calibration.table,
        "evm.csv": pd.DataFrame(columns=list(MEASURE_COLUMNS)),
        "differences.csv": pd.DataFrame(columns=list(DIFFERENCE_COLUMNS)),
        "trend.csv": pd.DataFrame(columns=list(TREND_COLUMNS)),
        "trend_plan.csv": pd.DataFrame(columns=list(PLAN_COLUMNS)),
        "moves.csv": pd.DataFrame(columns=list(MOVE_COLUMNS)),
    }
    return [column.replace("end.", "MILESTONE.") for column in tables[name].columns]


@pytest.mark.parametrize(
    "name",
    [
        *("milestones.csv", "tasks.csv", "paths.csv", "drivers.csv", "estimates.csv", "knock_on.csv"),
        *(
            "resources.csv",
            "risks.csv",
            "responses.csv",
            "stops.csv",
            "exposure.csv",
            "acceptable.csv",
            "gap.csv",
            "cash.csv",
        ),
        *("calibration.csv", "differences.csv", "evm.csv", "trend.csv", "trend_plan.csv", "moves.csv"),
    ],
)
def test_the_page_of_outputs_explains_every_column_and_no_other(name: str) -> None:
    assert keys_under(f"## {name}") == sorted(columns_of(name))


def test_the_page_of_outputs_explains_every_key_of_the_summary_and_no_other() -> None:
    keys = [*DOCUMENT, *(key for part in [*PARTS, DOCUMENT["joint"]["end"], CALIBRATED] for key in part)]
    assert keys_under("## summary.json") == sorted(keys)


def test_the_page_of_outputs_names_every_file_and_says_what_each_picture_shows() -> None:
    owned = {name for names in OWN.values() for name in names if not name.endswith(".svg")}
    assert set(re.findall(r"^\| `(?:runs/NAME/)?(\w+\.\w+)` \|", PAGE, re.MULTILINE)) == owned
    described = re.findall(r"^- `(\w+\.png)` has ", PAGE, re.MULTILINE)
    drawn = OWN[RECORD] | OWN[ORDERINGS_RECORD] | OWN[COMPARE_RECORD] | OWN[TREND_RECORD]
    assert sorted(described) == sorted(name for name in drawn if name.endswith(".png"))


@pytest.mark.parametrize("described", ["net", "cash.peak"])
def test_net_and_the_peak_need_are_described_as_cost_is(described: str) -> None:
    part = DOCUMENT
    for key in described.split("."):
        part = part[key]
    assert set(part) < set(DOCUMENT["cost"])
