"""The arithmetic of earned value, against published examples."""

import json
from math import isnan
from pathlib import Path

import pytest

from milepost.simulate.analysis.money.performance import CostPerformance, SchedulePerformance

CASES = json.loads((Path(__file__).parents[2] / "cases" / "published.json").read_text(encoding="utf-8"))
PRA = next(case for case in CASES if case["id"] == "pra_evm")


def pra() -> CostPerformance:
    inputs = PRA["inputs"]
    budget = float(inputs["BAC"])
    return CostPerformance(
        budget=budget,
        planned=inputs["schedule"][inputs["period"] - 1] * budget,
        earned=inputs["pct complete"] * budget,
        actual=float(sum(inputs["period costs"])),
    )


def test_the_indices_are_those_of_the_published_example() -> None:
    """Indices are published to two or three decimals."""
    found, published = pra(), PRA["published"]
    assert [found.planned, found.earned, found.actual] == [published[name] for name in ("PV", "EV", "AC")]
    assert [found.schedule_variance, found.cost_variance] == [published["SV"], published["CV"]]
    assert [found.spi, round(found.cpi, 2)] == [published["SPI"], published["CPI"]]
    assert [found.eac_typical, found.eac_atypical, found.eac_combined, found.to_complete] == pytest.approx(
        [published[name] for name in ("EAC typical", "EAC atypical", "EAC combined", "ETC")]
    )
    assert found.variance_at_completion == pytest.approx(published["VAC"])
    assert [round(found.tcpi_budget, 3), round(found.tcpi_estimate, 2)] == [
        published["TCPI BAC"],
        published["TCPI EAC"],
    ]


def test_the_indices_are_those_of_the_riverside_example() -> None:
    """The case's `trust` names its figures, the indices to three decimals."""
    found = CostPerformance(budget=2.5e6, planned=1.625e6, earned=1.2e6, actual=1.35e6)
    assert [round(found.spi, 3), round(found.cpi, 3)] == [0.738, 0.889]
    assert found.eac_typical == pytest.approx(2_812_500)


def test_what_has_no_denominator_is_not_defined() -> None:
    fresh = CostPerformance(budget=100.0, planned=0.0, earned=0.0, actual=0.0)
    assert all(map(isnan, (fresh.spi, fresh.cpi, fresh.eac_typical, fresh.eac_combined, fresh.to_complete)))
    wasted = CostPerformance(budget=100.0, planned=50.0, earned=0.0, actual=120.0)
    assert wasted.cpi == 0.0
    assert all(map(isnan, (wasted.eac_typical, wasted.tcpi_budget)))
    assert wasted.eac_atypical == 220.0


def test_the_end_is_further_off_as_the_work_is_slower() -> None:
    """Half as far as planned after eight of twenty days: forty in all."""
    found = SchedulePerformance(earned=4.0, actual=8.0, planned=20.0)
    assert (found.variance, found.spi, found.at_completion) == (-4.0, 0.5, 40.0)
    assert isnan(SchedulePerformance(earned=0.0, actual=0.0, planned=20.0).spi)
    assert isnan(SchedulePerformance(earned=0.0, actual=3.0, planned=20.0).at_completion)
