"""What a reader of the figures has to know about them."""

from milepost.simulate.analysis.latest import latest_time
from milepost.simulate.report.support_words import support_notes
from milepost.simulate.report.words import short_date
from milepost.simulate.result import Result

_BEYOND = "9999-12-31"
"""What stands for a date beyond the calendar's end."""


def notes(result: Result) -> list[str]:
    """Say where the start was moved, where dates lie beyond the holidays known, and which means rest on too little."""
    scenario = result.scenario
    days = scenario.days
    said = []
    if days.start != scenario.start:
        said.append(
            f"{short_date(scenario.start.isoformat())} is not a working day: "
            f"the plan starts on {short_date(days.start.isoformat())}"
        )
    if days.resolved_until is not None and _latest(result) > days.resolved_until.isoformat():
        until = short_date(days.resolved_until.isoformat())
        missing = "of later ones some are missing" if days.thins_out else "later dates count none"
        said.append(f"public holidays of {scenario.calendar.country} are known until {until}: {missing}")
    said.extend(support_notes(result))
    return said


def _latest(result: Result) -> str:
    """Return the last date that figures depend on, if only in one iteration [ISO date, which sort as text]."""
    days = result.scenario.days
    dues = [one.due.isoformat() for one in result.scenario.milestones.values() if one.due is not None]
    return max([days.iso(latest_time(result.outcome)) or _BEYOND, *dues])
