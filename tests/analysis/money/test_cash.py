from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from milepost.models import read_scenario
from milepost.models.calendar import Calendar, WorkingDays
from milepost.models.distributions import Constant, Shifted
from milepost.models.money import Budget, Invoice
from milepost.models.scenario import Scenario
from milepost.models.timing import Timing
from milepost.simulate import run
from milepost.simulate.analysis.money.invoices import paid_after
from tests.plans import FAULTS, everything, plan, risk, task

MONDAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("time", "terms", "paid", "day"),
    [
        (2.5, 0, 2.5, "2026-01-07"),  # at once
        (2.5, 7, 7.5, "2026-01-14"),  # Wednesday noon, and the Wednesday after
        (2.0, 1, 3.0, "2026-01-07"),  # the end of Tuesday, and of Wednesday
        (4.5, 1, 5.0, "2026-01-12"),  # Friday noon: Saturday is off, so on Monday morning
        (4.5, 3, 5.5, "2026-01-12"),  # Friday noon: Monday noon
        (0.0, 7, 5.0, "2026-01-12"),  # the beginning of the first day, and of the Monday after
        (2.5, 8, 8.5, "2026-01-15"),  # on a Thursday
        (3.5, 11, 10.0, "2026-01-20"),  # that Monday is a holiday: the next morning
        (np.inf, 30, np.inf, ""),  # never
    ],
)
def test_terms_are_calendar_days_and_end_on_a_working_day(time: float, terms: int, paid: float, day: str) -> None:
    """In working days from a Monday, the 19th of January being free."""
    days = WorkingDays(Calendar(holidays=(date(2026, 1, 19),)), MONDAY)
    arrival = paid_after(days, Timing(), np.array([time]), np.array([time]), terms)
    assert (arrival.time[0], days.iso(arrival.dated[0])) == (paid, day)


def invoiced(scenario: Scenario, **invoices: Invoice) -> Scenario:
    milestones = {id: replace(one, invoice=invoices.get(id)) for id, one in scenario.milestones.items()}
    return replace(scenario, milestones=milestones)


TEN_A_DAY = plan([task("a", 5, daily=10), task("b", 5, "a", daily=10)], {"half": ["a"], "end": ["b"]})
"""Fifty by day 5 and a hundred by day 10."""


@pytest.mark.parametrize(
    ("half", "end", "peak", "when"),
    [
        (None, (100, 0), 100, 10),  # all must be found before it is paid
        ((30, 0), (100, 0), 70, 10),
        ((80, 0), (20, 0), 50, 5),  # the need is largest before the first
        ((50, 0), None, 50, 5),  # as large twice: the first counts
        ((100, 3), None, 60, 6),  # Friday evening and three days: Monday evening, the end of day 6
        ((1, 3_000), None, 100, 10),  # paid long after the last money is spent
    ],
)
def test_the_peak_need_is_just_before_an_invoice_is_paid_or_at_the_end(
    half: tuple[float, int] | None, end: tuple[float, int] | None, peak: float, when: float
) -> None:
    given = {"half": half, "end": end}
    invoices = {id: Invoice(amount=one[0], terms=one[1]) for id, one in given.items() if one}
    cash = run(invoiced(TEN_A_DAY, **invoices), iterations=1).cash
    assert cash is not None
    assert (cash.peak.p50.value, cash.when.times.quantile(0.5)) == pytest.approx((peak, when))


def test_the_peak_need_may_be_just_before_a_risk_saves_money() -> None:
    """Fifty are gone by day 5, when 60 are saved; so 40 are by day 10, when an invoice is paid."""
    luck = risk("luck", exposes=("b",), cost=Shifted(of=Constant(value=0.0), by=60))
    cash = run(invoiced(replace(TEN_A_DAY, risks={"luck": luck}), end=Invoice(amount=40)), iterations=1).cash
    assert cash is not None
    assert (cash.peak.p50.value, cash.when.times.quantile(0.5)) == pytest.approx((50, 5))


def test_what_comes_in_and_goes_out_at_one_moment_is_netted() -> None:
    """A thousand is spent when 800 come in and a charge of 300 falls due: never more than a thousand is missing."""
    cash = run(read_scenario(FAULTS / "peak.yaml"), iterations=1).cash
    assert cash is not None
    assert (cash.peak.p50.value, cash.when.times.quantile(0.5)) == (1000, 10)
    balance = cash.balance.set_index("days")["balance_mean"]
    assert list(balance.loc[[9, 10, 11]]) == [-900, -200, -500]


def test_the_balance_is_what_was_paid_less_what_is_spent() -> None:
    cash = run(invoiced(TEN_A_DAY, half=Invoice(amount=80)), iterations=256).cash
    assert cash is not None
    balance = cash.balance.set_index("days")
    for name in ("mean", "p10", "p50", "p90"):
        assert list(balance.loc[[0, 4, 5, 10], f"balance_{name}"]) == pytest.approx([0, -40, 30, -20])
    assert balance.loc[5, "date"] == "2026-01-09"


@pytest.mark.slow
def test_the_peak_is_never_below_what_the_grid_shows() -> None:
    scenario = replace(everything(), budget=Budget(burn=50))
    last = list(scenario.milestones)[-1]
    cash = run(invoiced(scenario, **{last: Invoice(amount=3_000, terms=14)}), iterations=2_000).cash
    assert cash is not None
    assert cash.peak.mean.value >= -cash.balance["balance_mean"].min() - 1e-6


def test_without_invoices_there_is_no_cash() -> None:
    assert run(replace(TEN_A_DAY, budget=Budget(total=100)), iterations=1).cash is None
