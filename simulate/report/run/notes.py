"""What a reader of the figures has to know about them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.schedule.latest import latest_time
from milepost.simulate.report.media.undrawn import undrawn
from milepost.simulate.report.media.words import label, short_date
from milepost.simulate.report.run.support_words import support_notes
from milepost.simulate.result import Result

_MOST_RISKS: Final = 3
"""Risks that a note names; the others are counted."""


def notes(result: Result) -> list[str]:
    """Return what to know beside the figures: of the file, the start, holidays, what rests on little, what passes."""
    scenario = result.scenario
    days = scenario.days
    said = [*result.told]
    if days.start != scenario.start:
        said.append(f"{short_date(scenario.start)} is not a working day: the plan starts on {short_date(days.start)}")
    said.extend(_holiday_notes(result))
    said.extend(support_notes(result))
    said.extend(_passed_notes(result))
    said.extend(undrawn(_names(scenario)))
    others = sum(one.iterations < result.outcome.iterations for one in result.milestone.values())
    if others:
        milestones = "milestone" if others == 1 else "milestones"
        said.append(
            f"the first {result.outcome.detail:,} cases tell of {others:,} minor {milestones} without a due date"
        )
    return said


def _holiday_notes(result: Result) -> list[str]:
    """Return of which calendars public holidays are not known as far as figures depend on them."""
    said = []
    for timetable in result.scenario.timetables.values():
        if timetable.resolved_until is not None and _latest(result) > timetable.resolved_until:
            country, until = timetable.calendar.country, short_date(timetable.resolved_until)
            missing = "of later ones some are missing" if timetable.thins_out else "later dates count none"
            said.append(f"public holidays of {country} are known until {until}: {missing}")
    return [*dict.fromkeys(said)]


def _passed_notes(result: Result) -> list[str]:
    """Return which risks mostly pass before so little is left of them that they are acceptable."""
    passed = [one for one in result.acceptance if one.risk is not None and one.passed.value > 0.5]
    if not passed:
        return []
    names = ", ".join(label(one.risk.name) for one in passed[:_MOST_RISKS] if one.risk is not None)
    more = f" and {len(passed) - _MOST_RISKS:,} more" if len(passed) > _MOST_RISKS else ""
    return [
        f"in most cases all that is exposed to {names}{more} begins before so little is left of it that it is "
        "acceptable: retire it sooner, or accept more"
    ]


def _names(scenario: Scenario) -> Iterator[str]:
    """Yield all names that pictures of a plan may have."""
    yield scenario.name
    for part in (scenario.milestones, scenario.tasks, scenario.risks):
        yield from (one.name for one in part.values())


def _latest(result: Result) -> date:
    """Return the last date that figures depend on, if only in one iteration; the calendar's last for one beyond it."""
    dues = [one.due for one in result.scenario.milestones.values() if one.due is not None]
    return max([result.scenario.days.date_of(latest_time(result.outcome)) or date.max, *dues])
