"""The record: the summary of a run as a JSON document, with what is needed to repeat it."""

import json
import math
from collections.abc import Iterable
from importlib.metadata import version
from platform import python_version

from milepost.simulate.report.notes import notes
from milepost.simulate.result import Result

DATES = ("due", "promise", "p10", "p50", "p80", "p90")


def summary_document(result: Result, *, files: Iterable[str]) -> str:
    """
    Write the summary: every milestone by id, and the record.

    Parameters
    ----------
    result
        The run.
    files
        Names of the files written with it, in its folder.
    """
    scenario, outcome = result.scenario, result.outcome
    rows = result.milestones.to_dict("records")
    document = {
        "scenario": {"name": scenario.name, "start": scenario.days.start.isoformat()},
        "milestones": {
            row["milestone"]: {
                str(column): _json_value(str(column), value) for column, value in row.items() if column != "milestone"
            }
            for row in rows
        },
        "record": {
            "versions": {
                "milepost": version("milepost"),
                "python": python_version(),
                **{name: version(name) for name in ("numpy", "numba", "scipy")},
            },
            "scenario_sha256": scenario.digest,
            "seed": outcome.seed,
            "iterations": outcome.iterations,
            "detail": outcome.detail,
            "confidence": result.confidence,
            "holidays": [day.isoformat() for day in scenario.days.holidays],
            "notes": notes(result),
            "files": sorted(files),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _json_value(column: str, value: str | float) -> str | float | None:
    if isinstance(value, str):
        return None if column in DATES and not value else value
    return value if math.isfinite(value) else None
