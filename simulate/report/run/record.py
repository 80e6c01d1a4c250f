"""The record: the summary of a run as a JSON document, with what is needed to repeat it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from milepost.models.calendar import Timetable, WorkingDays, iso_text
from milepost.models.timing import PROJECT
from milepost.simulate.analysis.money.abandonment import Stopped
from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.analysis.risks.acceptance import acceptance_row
from milepost.simulate.analysis.risks.register import risk_row
from milepost.simulate.analysis.risks.steepest import Drop
from milepost.simulate.analysis.schedule.milestones import milestone_row
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.rows import Row
from milepost.simulate.analysis.stops import stop_row
from milepost.simulate.report.comparison.document import what_if_document
from milepost.simulate.report.drivers.waterfall_document import waterfall_document
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import SETTINGS
from milepost.simulate.report.media.json import json_text, known
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.versions import versions
from milepost.simulate.report.run.calibration_words import estimate_sentences
from milepost.simulate.report.run.earned_value_words import earned_value_document
from milepost.simulate.report.run.notes import notes
from milepost.simulate.report.run.resource_words import resource_document
from milepost.simulate.report.run.sentences import schedule_sentences, standing_sentences, today_sentence
from milepost.simulate.result import Result


def summary_document(
    result: Result, *, files: Iterable[str], plan: PlanFile | None = None, csv_style: CsvStyle = CsvStyle.PLAIN
) -> str:
    """
    Write the summary: every milestone and risk by id, the plan's schedule, what stops it, the money, and the record.

    Parameters
    ----------
    result
        The run.
    files
        Names of the files written with it, in its folder.
    plan
        The file that was played, if there is one.
    csv_style
        How the tables are written.
    """
    scenario, outcome = result.scenario, result.outcome
    document = {
        "scenario": {"name": scenario.name, "start": scenario.days.start},
        **({} if result.what_if is None else {"what_if": what_if_document(result.what_if)}),
        "milestones": {
            id: _without("milestone", milestone_row(one, scenario.days)) for id, one in result.milestone.items()
        },
        "risks": {id: _without("risk", risk_row(one)) for id, one in result.risk.items()},
        "acceptable": [_without("", acceptance_row(one)) for one in result.acceptance],
        "steepest_drop": None if result.steepest is None else _steepest(result.steepest, result.scenario.days),
        "today": _today(result),
        "calibration": _calibration(result),
        "earned_value": earned_value_document(result),
        "schedule": _schedule(result),
        "resources": resource_document(result),
        "waterfalls": None if result.drivers is None else waterfall_document(result.drivers.categories),
        "estimates": None if result.estimates is None else [known(row) for row in result.estimates.to_dict("records")],
        "decisions": [asdict(one) for one in scenario.decisions],
        "stopping": _stopping(result),
        "stops": {id: _without("risk", stop_row(one)) for id, one in result.stop.items()},
        "cost": _cost(result),
        "net": None if result.money.net is None else _figures(result.money.net),
        "contingency": _contingency(result),
        "joint": {
            one.milestone: {
                **one.both.columns("both"),
                **one.date.columns("date"),
                **one.money.columns("money"),
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
            **({} if result.what_if is None else {SETTINGS: list(result.what_if.settings)}),
            "seed": outcome.seed,
            "iterations": outcome.iterations,
            "detail": outcome.detail,
            "confidence": result.confidence,
            **_calendar(scenario.timetables[PROJECT]),
            "calendars": {name: _calendar(one) for name, one in scenario.timetables.items() if name != PROJECT},
            "notes": notes(result),
            "csv_style": csv_style,
            "files": sorted(files),
        },
    }
    return json_text(document) + "\n"


def _calendar(timetable: Timetable) -> dict[str, Any]:
    """Return the days and hours that a calendar comes to."""
    hours = timetable.calendar.hours
    return {
        "holidays_known_until": timetable.resolved_until,
        "holidays": timetable.holidays,
        "days": {day.isoformat(): part for day, part in timetable.parts.items()},
        "hours": None if hours is None else list(map(str, hours)),
    }


def _today(result: Result) -> dict[str, Any] | None:
    """Return how things stand on the day of the status, and that in words; none without a status."""
    today = result.today
    if today is None:
        return None
    sentence = today_sentence(today, result.scenario.currency)
    return {"sentence": sentence, **{field.name: getattr(today, field.name) for field in fields(today)}}


def _calibration(result: Result) -> dict[str, Any] | None:
    """Return how finished tasks compare with their estimates, and that in words; none where they are too few."""
    found = result.calibration
    if found is None:
        return None
    shares = {key: cell for p, one in found.below.items() for key, cell in one.columns(f"below_p{100 * p:.0f}").items()}
    return {
        "sentences": list(estimate_sentences(result)),
        "tasks": len(found.tasks),
        "finished": found.finished,
        "independent": found.independent,
        **known({**found.ratio.columns("ratio"), **shares, **found.within.columns("within")}),
        "bias": found.bias,
        "narrow": found.is_narrow,
    }


def _schedule(result: Result) -> dict[str, Any]:
    """Return when the milestones that are told first fall without risks, by what, and the last of them in words."""
    scenario = result.scenario
    return {
        "sentences": list(schedule_sentences(result)),
        "milestones": {
            one.id: {
                "days": float(scenario.days.worked(scenario.network.planned_times[one.id][1])),
                "date": scenario.days_of(one.id).iso(scenario.dating.planned[one.id][1]),
                "critical_path": scenario.schedule.critical_path(one.id),
            }
            for one in scenario.headline
        },
    }


def _steepest(drop: Drop, days: WorkingDays) -> Row:
    """Return where the burn-down falls most, and the milestone nearest to the end of that."""
    row: Row = {field.name: getattr(drop, field.name) for field in fields(drop) if field.name != "nearest"}
    begins, ends = days.worked([drop.begins_days, drop.ends_days]).tolist()
    row |= {"begins_days": begins, "ends_days": ends}
    near = drop.nearest
    off = dict.fromkeys(columns("off", "_days")) if near is None else near.off.columns("off", "_days")
    return {**row, "nearest": None if near is None else near.milestone, **known(off)}


def _stopping(result: Result) -> dict[str, Any] | None:
    stopping = result.stopping
    if stopping is None:
        return None
    by = {
        id: {
            **cause.either.columns("probability"),
            **cause.alone.columns("alone"),
            **cause.together.columns("together"),
        }
        for id, cause in stopping.by.items()
    }
    return {
        **stopping.probability.columns("probability"),
        **known(stopping.when.columns("median", "_days")),
        "median": stopping.when.date,
        "by": by,
    }


def _cost(result: Result) -> Row:
    money = result.money
    return {
        "currency": result.scenario.currency,
        **_figures(money.cost),
        "budget": result.scenario.budget.total,
        **(dict.fromkeys(columns("within")) if money.within is None else money.within.columns("within")),
    }


def _contingency(result: Result) -> Row:
    contingency = result.contingency
    row: Row = {
        **contingency.needed.columns("needed"),
        "plan": contingency.plan,
        **contingency.over_plan.columns("over_plan"),
        **contingency.over_median.columns("over_median"),
    }
    return {**known(row)}


def _stopped(result: Result) -> Row | None:
    return None if result.stopped is None else _figures(result.stopped)


def _cash(result: Result) -> dict[str, Row] | None:
    """Return the peak funding need and its day, with the percentiles that it has."""
    if result.cash is None:
        return None
    when = {
        name: result.cash.when.estimate(p, result.scenario.days)
        for name, p in {"p10": 0.10, "p50": 0.50, "p90": 0.90}.items()
    }
    return {
        "peak": _figures(result.cash.peak),
        "peak_days": known({key: time for name, one in when.items() for key, time in one.columns(name).items()}),
        "peak_date": {name: iso_text(one.date) for name, one in when.items()},
    }


def _figures(of: Stopped | Spread) -> Row:
    """Return figures by their names, each estimate with what is known of it."""
    row: Row = {}
    for field in fields(of):
        value = getattr(of, field.name)
        if isinstance(value, Mapping):  # what is told by risk stands there
            continue
        row |= value.columns(field.name) if isinstance(value, Estimate) else {field.name: value}
    return {**known(row)}


def _without(id: str, row: Row) -> Row:
    """Return what is known in a row, without the column of ids."""
    return {key: known(cell) for key, cell in row.items() if key != id}
