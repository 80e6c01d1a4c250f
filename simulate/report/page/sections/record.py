"""The record: what the figures are of, what to know about them, and how to have them again."""

import shlex

from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.versions import versions
from milepost.simulate.report.media.words import percent, short_date
from milepost.simulate.report.page.charts.table import Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.run.notes import notes
from milepost.simulate.result import Result


def record(result: Result, plan: PlanFile | None) -> Section:
    """Return the record of a run, with the command that repeats it where the plan has a file."""
    outcome, until = result.outcome, result.scenario.days.timetable.resolved_until
    rows = [
        *([] if plan is None else [["Plan", plan.file], ["Command", _command(result, plan)]]),
        ["Scenario, SHA-256", result.scenario.digest],
        ["Cases", f"{outcome.iterations:,}"],
        ["in detail", f"{outcome.detail:,}"],
        ["Seed", str(outcome.seed)],
        ["Confidence of promises", percent(result.confidence)],
        *([] if until is None else [["Public holidays known until", short_date(until)]]),
        ["Versions", ", ".join(f"{name} {version}" for name, version in versions().items())],
    ]
    return Section(
        id="record",
        heading="Record",
        sentences=[f"{note[:1].upper()}{note[1:]}." for note in notes(result)],
        parts=[Table.of(["What", "Which"], rows)],
    )


def _command(result: Result, plan: PlanFile) -> str:
    settings = [] if result.what_if is None else result.what_if.settings
    return shlex.join(
        [
            *("milepost", "run", plan.file),
            *(part for setting in settings for part in ("--set", setting)),
            *("--iterations", str(result.outcome.iterations), "--seed", str(result.outcome.seed)),
            *("--confidence", f"{result.confidence:.10g}"),
            *([] if result.drivers is not None else ["--no-drivers"]),
        ]
    )
