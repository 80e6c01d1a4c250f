"""A day that is worked in part counts its part in what is played, judged, paid and drawn."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from milepost.models import Calendar, WorkingDays, read_scenario
from milepost.models.timing import Timing
from milepost.simulate import run
from milepost.simulate.analysis.money.invoices import paid_after
from milepost.simulate.report.media.positions import positions

CHRISTMAS = """\
start: 2026-12-21
calendar: {holidays: [2026-12-25], days: {2026-12-24: 0.5, 2026-12-27: 1}}
budget: {total: 1000, burn: 100}
tasks:
  a: {duration: 3.5}
  b: {duration: 1, after: [a]}
  c: {duration: 0.5, after: [b]}
milestones:
  eve: {due: 2026-12-24, after: [a], value: {amount: 1000, per_day_late: 100}}
  sooner: {due: 2026-12-23, after: [a], value: {amount: 1000, per_day_late: 100}}
  sunday: {due: 2026-12-27, after: [b]}
  monday: {due: 2026-12-28, after: [c], not_before: 2026-12-28}
"""
"""Monday to Wednesday are whole days, Thursday is half a day, Friday is off, and the Sunday is worked."""
DAYS = WorkingDays(
    Calendar(holidays=(date(2026, 12, 25),), days=((date(2026, 12, 24), 0.5), (date(2026, 12, 27), 1.0))),
    date(2026, 12, 21),
)


def test_a_plan_runs_through_half_days_and_days_made_up_for(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(CHRISTMAS)
    result = run(read_scenario(path), iterations=100)
    rows = result.milestones.set_index("milestone")
    assert dict(rows["hit"]) == {"eve": 1.0, "sooner": 0.0, "sunday": 1.0, "monday": 1.0}
    assert dict(rows["due_days"]) == {"eve": 3.5, "sooner": 3.0, "sunday": 4.5, "monday": 5.5}
    assert dict(rows["p50_days"]) == {"eve": 3.5, "sooner": 3.5, "sunday": 4.5, "monday": 5.0}
    assert dict(rows["p50"]) == {
        "eve": "2026-12-24",
        "sooner": "2026-12-24",
        "sunday": "2026-12-27",
        "monday": "2026-12-28",
    }
    assert (result.cost == 500.0).all(), "five working days of burn, until the last milestone"
    assert result.money.net is not None
    assert result.money.net.p50.value == 2000 - 50 - 500, "half a day late, and the burn"
    assert result.tasks.set_index("task").loc["b", "start_p50"] == "2026-12-27"


@pytest.mark.parametrize(
    ("time", "terms", "paid"),
    [
        (2.25, 1, 3.25),  # on Wednesday morning: on the morning of the half day
        (2.75, 1, 3.5),  # on Wednesday afternoon: when the half day ends
        (2.75, 2, 3.5),  # on the Friday, which is off: the next morning, of the Sunday
        (3.5, 3, 4.0),  # at noon: at noon of the Sunday
    ],
)
def test_what_is_paid_on_a_half_day_is_paid_before_it_ends(time: float, terms: int, paid: float) -> None:
    arrival = paid_after(DAYS, Timing(), np.array([time]), np.array([time]), terms)
    assert arrival.time[0] == pytest.approx(paid)


def test_a_half_day_is_drawn_from_its_midnight_to_its_noon() -> None:
    midnight = float(np.datetime64("2026-12-24").astype(np.int64))
    assert positions(DAYS, [3.25, 3.5, 3.75]) == pytest.approx([midnight + 0.25, midnight + 0.5, midnight + 3.25])


SITE = """\
start: 2026-01-05
as_of: 2026-01-07
calendar: {hours: {Mon-Thu: "07:00-12:00, 12:30-16:00", Fri: "07:00-12:00"}, day: 8, days: {2026-01-10: 1}}
tasks:
  done: {duration: 1, actual: {start: 2026-01-05 12:30, finish: 2026-01-06 12:00}}
  rest: {duration: 9, after: [done], actual: {start: 2026-01-06 13:00}, remaining: 2.75}
  noon: {duration: 0.25, not_before: 2026-01-09 10:00}
  late: {duration: 0.26, not_before: 2026-01-09 10:00}
  off: {duration: 1, after: [late, rest]}
milestones:
  handed_over: {reached: 2026-01-06 12:00, after: [done]}
  friday: {due: 2026-01-09, after: [rest, noon]}
  saturday: {due: 2026-01-09, after: [late]}
  monday: {due: 2026-01-12, after: [off]}
"""
"""Four days of 1.0625 working days, a Friday of 0.625 and a Saturday of 1.0625."""


def test_a_plan_runs_through_days_of_hours(tmp_path: Path) -> None:
    """From Wednesday on 2.75 are done on Friday at noon, two hours after ten, and a minute more on Saturday."""
    path = tmp_path / "plan.yaml"
    path.write_text(SITE)
    result = run(read_scenario(path), iterations=100)
    rows = result.milestones.set_index("milestone")
    assert dict(rows["p50"]) == {
        "handed_over": "2026-01-06",
        "friday": "2026-01-09",
        "saturday": "2026-01-10",
        "monday": "2026-01-10",
    }
    assert dict(rows["hit"].dropna()) == {"friday": 1.0, "saturday": 0.0, "monday": 1.0}
    assert rows.loc["friday", "p50_days"] == pytest.approx(4.875)
    tasks = result.tasks.set_index("task")
    assert [tasks.loc["done", f"{end}_p50"] for end in ("start", "finish")] == ["2026-01-05", "2026-01-06"]
    assert tasks.loc["noon", "start_p50"] == "2026-01-09"
    assert tasks.loc["off", "start_p50"] == "2026-01-10"
    dates = positions(read_scenario(path).days, np.linspace(-3.0, 30.0, 500))
    assert (np.diff(dates) > 0.0).all(), "later is further on the axis"
