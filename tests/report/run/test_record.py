import json
import math
from dataclasses import replace
from datetime import date
from typing import Any

from milepost.models.calendar import Calendar, Hours
from milepost.models.money import Value
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.run.record import summary_document
from milepost.simulate.result import Result
from tests.plans import milestone, risk, task
from tests.results import result_of


def document_of(result: Result, files: tuple[str, ...] = ("summary.json",)) -> Any:
    return json.loads(summary_document(result, files=files), parse_constant=lambda text: f"not JSON: {text}")


def test_milestones_come_by_id_with_what_is_not_known_as_null() -> None:
    document = document_of(result_of({milestone("launch", name="Launch"): [1.0, math.inf]}))
    launch = document["milestones"]["launch"]
    assert launch["name"] == "Launch"
    assert launch["p50_days"] == 1.0
    assert launch["p50"] == "2026-01-05"
    assert [launch[key] for key in ("due", "due_days", "hit", "p90", "p90_days", "sd_days")] == [None] * 6
    assert launch["owner"] == ""
    assert "milestone" not in launch


def test_record_says_what_it_takes_to_repeat_the_run() -> None:
    result = result_of({milestone(due=date(2026, 1, 9)): [1.0]})
    record = document_of(result, files=("tasks.csv", "summary.json"))["record"]
    assert set(record["versions"]) == {"milepost", "python", "numpy", "numba", "scipy"}
    assert record["scenario_sha256"] == result.scenario.digest
    assert (record["seed"], record["iterations"], record["detail"], record["confidence"]) == (7, 1, 0, 0.8)
    assert record["holidays"] == []
    assert record["calendars"] == {}
    assert record["files"] == ["summary.json", "tasks.csv"]


def test_record_says_when_each_calendar_that_is_used_works() -> None:
    result = result_of({milestone(): [1.0]}, [(task(calendar="site"), [0.0], [1.0])])
    hours = Hours.parse("07:00-15:00")
    site = Calendar(
        hours=(Hours(),) * 5 + (hours, Hours()), holidays=(date(2026, 5, 2),), days=((date(2026, 5, 3), 0.5),)
    )
    scenario = replace(result.scenario, calendars={"site": site, "idle": Calendar(country="NL")})
    record = document_of(replace(result, scenario=scenario))["record"]
    assert record["calendars"] == {
        "site": {
            "holidays_known_until": None,
            "holidays": ["2026-05-02"],
            "days": {"2026-05-03": 0.5},
            "hours": ["", "", "", "", "", "07:00-15:00", ""],
        }
    }


def test_stopping_risks_and_money_come_by_id_and_unrounded() -> None:
    result = result_of(
        {milestone(value=Value(amount=10.0)): [1.0, math.inf]},
        risks=[(risk(stop=True), [math.inf] * 2, [0.9, 0.1])],
        cost=[0.1 + 0.2, 4.0],
        stop=[math.inf, 3.0],
        stopped_by={"demand": [False, True]},
        currency="EUR",
        budget=1.0,
    )
    document = document_of(result)
    assert (document["risks"]["demand"]["stops"], document["risks"]["demand"]["stops_median"]) == (0.5, "2026-01-07")
    assert document["risks"]["demand"]["occurs_median"] is None
    assert document["stopping"]["probability"] == 0.5
    by = document["stopping"]["by"]["demand"]
    assert (by["probability"], by["alone"], by["together"]) == (0.5, 0.5, 0.0)
    assert by["together_high"] == Proportion.of(0, 2).high
    assert [document["cost"][key] for key in ("currency", "budget", "within", "p10")] == ["EUR", 1, 0.5, 0.1 + 0.2]
    assert (document["net"]["p10"], document["net"]["p90"]) == (-4, 10 - (0.1 + 0.2))


def test_what_a_plan_says_nothing_of_is_null() -> None:
    document = document_of(result_of({milestone(): [1.0]}))
    assert (document["risks"], document["stopping"], document["net"]) == ({}, None, None)
    assert [document["cost"][key] for key in ("budget", "within", "within_low", "sd")] == [None] * 4
    assert document["cost"]["mean"] == 0


def test_the_same_result_gives_the_same_document() -> None:
    texts = {summary_document(result_of({milestone(): [1.0, 2.0]}), files=[]) for _ in range(2)}
    assert len(texts) == 1
