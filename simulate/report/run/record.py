"""The record: the summary of a run as a JSON document, with what is needed to repeat it."""

import math
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pandas as pd

from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.analysis.statistics.columns import interval_columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.report.media.json import json_text
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.versions import versions
from milepost.simulate.report.run.notes import notes
from milepost.simulate.report.run.sentences import standing_sentences
from milepost.simulate.result import Result

DATES = (
    "due",
    "promise",
    "promise_low",
    "promise_high",
    "p10",
    "p50",
    "p80",
    "p90",
    "occurs_median",
    "retired_median",
    "stops_median",
)

_WITHIN = ("within", "within_low", "within_high")


def summary_document(result: Result, *, files: Iterable[str], plan: PlanFile | None = None) -> str:
    """
    Write the summary: every milestone and risk by id, the chance of being stopped, the money, and the record.

    Parameters
    ----------
    result
        The run.
    files
        Names of the files written with it, in its folder.
    plan
        The file that was played, if there is one.
    """
    scenario, outcome = result.scenario, result.outcome
    until = scenario.days.resolved_until
    document = {
        "scenario": {"name": scenario.name, "start": scenario.days.start.isoformat()},
        "milestones": _by_id(result.milestones, "milestone"),
        "risks": _by_id(result.risks, "risk"),
        "stopping": _stopping(result),
        "cost": _cost(result),
        "net": None if result.money.net is None else _spread(result.money.net),
        "contingency": _contingency(result),
        "joint": {
            one.milestone: {
                **interval_columns("both", one.both),
                **interval_columns("date", one.date),
                **interval_columns("money", one.money),
            }
            for one in result.joint
        },
        "stopped": _stopped(result),
        "gap": None if result.gap is None else {"worst": result.gap.worst, "standings": standing_sentences(result)},
        "cash": _cash(result),
        "record": {
            "versions": versions(),
            "plan": None if plan is None else plan.document(),
            "scenario_sha256": scenario.digest,
            "seed": outcome.seed,
            "iterations": outcome.iterations,
            "detail": outcome.detail,
            "confidence": result.confidence,
            "holidays_known_until": None if until is None else until.isoformat(),
            "holidays": [day.isoformat() for day in scenario.days.holidays],
            "days": {day.isoformat(): part for day, part in scenario.days.parts.items()},
            "notes": notes(result),
            "files": sorted(files),
        },
    }
    return json_text(document) + "\n"


def _by_id(table: pd.DataFrame, id_column: str) -> dict[str, Any]:
    return {
        row[id_column]: {
            str(column): _json_value(str(column), value) for column, value in row.items() if column != id_column
        }
        for row in table.to_dict("records")
    }


def _json_value(column: str, value: str | float) -> str | float | None:
    if isinstance(value, str):
        return None if column in DATES and not value else value
    return value if math.isfinite(value) else None


def _stopping(result: Result) -> dict[str, Any] | None:
    stopping = result.stopping
    if stopping is None:
        return None
    by = {
        id: {
            **interval_columns("probability", cause.either),
            **interval_columns("alone", cause.alone),
            **interval_columns("together", cause.together),
        }
        for id, cause in stopping.by.items()
    }
    return {**interval_columns("probability", stopping.probability), "by": by}


def _cost(result: Result) -> dict[str, Any]:
    money = result.money
    return {
        "currency": result.scenario.currency,
        **_spread(money.cost),
        "budget": result.scenario.budget.total,
        **(dict.fromkeys(_WITHIN) if money.within is None else interval_columns("within", money.within)),
    }


def _contingency(result: Result) -> dict[str, float | None]:
    contingency = result.contingency
    return {
        **_quantile("needed", contingency.needed),
        "plan": contingency.plan,
        **_quantile("over_plan", contingency.over_plan),
        **_quantile("over_median", contingency.over_median),
    }


def _stopped(result: Result) -> dict[str, float | None] | None:
    if result.stopped is None:
        return None
    means = {field.name: getattr(result.stopped, field.name) for field in fields(result.stopped)}
    return _finite({key: value for name, one in means.items() for key, value in _mean(name, one)})


def _mean(name: str, mean: Mean) -> Iterable[tuple[str, float]]:
    yield name, mean.estimate
    yield f"{name}_low", mean.low
    yield f"{name}_high", mean.high
    yield f"{name}_effective", mean.effective
    yield f"{name}_needed", mean.needed


def _cash(result: Result) -> dict[str, Any] | None:
    """Return the peak funding need and its day, with the percentiles that it has."""
    if result.cash is None:
        return None
    percentiles = {"p10": 0.10, "p50": 0.50, "p90": 0.90}
    when = {name: result.cash.when.estimate(p) for name, p in percentiles.items()}
    return {
        "peak": _spread(result.cash.peak),
        "peak_days": {key: time for name, one in when.items() for key, time in _quantile(name, one).items()},
        "peak_date": {name: result.scenario.days.iso(result.cash.dated.quantile(p)) for name, p in percentiles.items()},
    }


def _spread(spread: Spread) -> dict[str, float | None]:
    """Return the means by their names, and each percentile with the ends of its interval."""
    keys: dict[str, float | None] = {}
    for field in fields(spread):
        value = getattr(spread, field.name)
        keys |= _quantile(field.name, value) if isinstance(value, Quantile) else _finite({field.name: value})
    return keys


def _quantile(name: str, quantile: Quantile) -> dict[str, float | None]:
    return _finite({name: quantile.value, f"{name}_low": quantile.low, f"{name}_high": quantile.high})


def _finite(values: dict[str, float]) -> dict[str, float | None]:
    return {key: value if math.isfinite(value) else None for key, value in values.items()}
