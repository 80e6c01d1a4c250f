"""Marks of dates that several charts of a page have."""

from collections.abc import Iterable
from typing import Final

from milepost.models import Scenario
from milepost.simulate.report.media.due_marks import DueMark
from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.media.words import one_line, shortened
from milepost.simulate.report.page.charts.curves import Mark

_NAME_LENGTH: Final = 30


def todays(scenario: Scenario) -> list[Mark]:
    """Return where the day of the status begins; nothing in a plan without one."""
    if scenario.as_of is None:
        return []
    return [Mark(at=day_position(scenario.as_of), name="today", token="ink", style="solid")]


def dues(marks: Iterable[DueMark]) -> list[Mark]:
    """Return due dates with what is due."""
    return [Mark(at=one.at, name=shortened(one_line(one.name), _NAME_LENGTH), token="due") for one in marks]
