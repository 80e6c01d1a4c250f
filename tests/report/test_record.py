import json
import math
from datetime import date
from typing import Any

from milepost.simulate.report.record import summary_document
from milepost.simulate.result import Result
from tests.results import milestone, result_of


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
    assert record["files"] == ["summary.json", "tasks.csv"]


def test_the_same_result_gives_the_same_document() -> None:
    texts = {summary_document(result_of({milestone(): [1.0, 2.0]}), files=[]) for _ in range(2)}
    assert len(texts) == 1
