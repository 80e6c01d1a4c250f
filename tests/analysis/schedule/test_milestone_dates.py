"""The dates of milestones, found without putting anything in order, are those that outlooks have."""

from dataclasses import fields
from pathlib import Path

import pytest

from milepost.models import read_scenario
from milepost.simulate import run
from milepost.simulate.analysis.schedule.milestones import MilestoneDates

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.mark.parametrize("name", ["hr_app.yaml", "hr_app_week_9.yaml"])
def test_dates_alone_are_those_of_the_outlook(name: str) -> None:
    result = run(read_scenario(SCENARIOS / name), iterations=5_000)
    dates = result.dates
    assert list(dates) == list(result.milestone)
    for id, outlook in result.milestone.items():
        for field in fields(MilestoneDates):
            assert getattr(dates[id], field.name) == getattr(outlook, field.name), (id, field.name)
