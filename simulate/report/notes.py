"""What a reader of the figures has to know about them."""

from milepost.simulate.report.words import short_date
from milepost.simulate.result import Result


def notes(result: Result) -> list[str]:
    """Say where the start was moved, and where dates lie beyond the public holidays that are known."""
    scenario = result.scenario
    days = scenario.days
    said = []
    if days.start != scenario.start:
        said.append(
            f"{short_date(scenario.start.isoformat())} is not a working day: "
            f"the plan starts on {short_date(days.start.isoformat())}"
        )
    latest = result.milestones["p90"].max() if scenario.milestones else result.tasks["finish_p90"].max()
    if scenario.calendar.country is not None and latest > days.resolved_until.isoformat():
        said.append(
            f"public holidays are known until {short_date(days.resolved_until.isoformat())}: later dates count none"
        )
    return said
