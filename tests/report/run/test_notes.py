from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from milepost.models import Calendar
from milepost.simulate import run
from milepost.simulate.analysis.schedule.latest import latest_time
from milepost.simulate.report.run.notes import notes
from milepost.simulate.result import Result
from tests.plans import milestone, plan, risk, task
from tests.results import result_of


def with_calendar(result: Result, *, start: date, country: str | None) -> Result:
    return replace(result, scenario=replace(result.scenario, start=start, calendar=Calendar(country=country)))


def test_a_plain_run_needs_no_notes() -> None:
    assert notes(result_of({milestone(): [1.0]})) == []


def test_a_start_on_a_weekend_is_noted() -> None:
    result = with_calendar(result_of({milestone(): [1.0]}), start=date(2026, 1, 3), country=None)
    assert notes(result) == ["3 Jan 26 is not a working day: the plan starts on 5 Jan 26"]


def test_the_gap_is_that_of_what_the_library_knows() -> None:
    for country, offset, said in (
        ("LK", 400.0, ["public holidays of LK are known until 31 Dec 26: later dates count none"]),
        ("CN", 400.0, ["public holidays of CN are known until 31 Dec 26: of later ones some are missing"]),
        ("NP", 400.0, []),
    ):
        result = result_of({milestone(): [offset]})
        assert notes(with_calendar(result, start=date(2026, 1, 5), country=country)) == said


@pytest.mark.parametrize(
    ("offset", "country", "noted"),
    [
        (9000.0, "NL", True),  # some 35 years on
        (9000.0, None, False),  # no public holidays to miss
        (500.0, "NL", False),
    ],
)
def test_dates_beyond_the_public_holidays_are_noted(offset: float, country: str | None, noted: bool) -> None:
    result = with_calendar(result_of({milestone(): [offset]}), start=date(2026, 1, 5), country=country)
    assert (notes(result) == ["public holidays of NL are known until 31 Dec 56: later dates count none"]) is noted


def test_the_public_holidays_of_every_calendar_that_is_used_count() -> None:
    told = "public holidays of LK are known until 31 Dec 26: later dates count none"
    calendars = {"site": Calendar(country="LK"), "idle": Calendar(country="CN")}
    for named, said in (("site", [told]), (None, [])):
        result = result_of({milestone(): [400.0]}, [(task(calendar=named), [0.0], [400.0])])
        assert notes(replace(result, scenario=replace(result.scenario, calendars=calendars))) == said


def test_a_date_beyond_the_public_holidays_is_noted_though_the_project_is_mostly_stopped() -> None:
    """One iteration in a hundred takes 35 years to its milestone; the others are stopped, and have no date at all."""
    result = result_of({milestone(): [9000.0, *[np.inf] * 99]}, stop=[np.inf, *[10.0] * 99])
    told = ["public holidays of NL are known until 31 Dec 56: later dates count none"]
    assert notes(with_calendar(result, start=date(2026, 1, 5), country="NL")) == told


def test_work_after_a_stop_reaches_no_date() -> None:
    """The task would end 35 years on, where the project is stopped on day 10 in every iteration."""
    result = result_of({milestone(): [np.inf] * 2}, [(task(), [0.0] * 2, [9000.0] * 2)], stop=[10.0, 10.0])
    assert latest_time(result.outcome) == 10.0
    assert notes(with_calendar(result, start=date(2026, 1, 5), country="NL")) == []


def test_risks_that_mostly_pass_before_they_are_acceptable_are_noted() -> None:
    """The probe ends on day 5: what begins on day 2 is not spared by it, what begins on day 9 is."""
    tasks = [task("probe", 5, retires={"early": 0.9, "late": 0.9}), task("two", 2), task("nine", 9)]
    tasks += [task("first", 4, "two"), task("second", 4, "nine")]
    risks = [
        risk(id, 0.5, acceptable=0.1, exposes=(at,), delay=1) for id, at in (("early", "first"), ("late", "second"))
    ]
    (told,) = notes(run(plan(tasks, {"end": ["first", "second"]}, risks), iterations=256))
    assert told == (
        "in most cases all that is exposed to early begins before so little is left of it that it is acceptable: "
        "retire it sooner, or accept more"
    )
