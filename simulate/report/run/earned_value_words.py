"""Earned value in the planner's words."""

from collections.abc import Iterator
from math import isinf, isnan
from typing import Any, Final

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.money.earned_value import EarnedValue
from milepost.simulate.analysis.money.measures import earned_date, measure_rows
from milepost.simulate.report.media.interval_words import amount_words, date_or_never, day_words
from milepost.simulate.report.media.json import known
from milepost.simulate.report.media.words import amount, short_date
from milepost.simulate.result import Result

_SHOWN: Final = 0.05
"""Below which a number of working days is shown as none."""


def earned_value_sentences(result: Result) -> Iterator[str]:
    """Yield what is earned for the money, how far the work is in time, and what both come to; nothing without it."""
    if result.earned_value is not None:
        earned, days, currency = result.earned_value, result.scenario.days, result.scenario.currency
        yield _money(earned, currency)
        yield _time(earned, days)
        yield completion_sentence(earned, days, currency)


def earned_value_document(result: Result) -> dict[str, Any] | None:
    """Return these sentences, and the measures by their names as evm.csv has them; none without earned value."""
    if result.earned_value is None:
        return None
    rows = measure_rows(result.earned_value, result.scenario.days, result.scenario.currency)
    measures = {row.pop("measure"): known(row) for row in rows}
    return {"sentences": [*earned_value_sentences(result)], "measures": measures}


def completion_sentence(earned: EarnedValue, days: WorkingDays, currency: str) -> str:
    """Return what indices and the simulation say of cost and end of the whole."""
    eac, end = earned.money.eac_typical, earned.completion_at
    by_money = "" if isnan(eac) else f"{amount(eac, currency)} at this CPI (EAC)"
    by_time = "" if isnan(end) else f"on {day_words(end, days)} at this SPI(t)"
    indices = ", ".join(filter(None, [by_money, by_time])) or "the indices say nothing while nothing is earned"
    p50, cost = earned.p50, amount_words(earned.cost.p50, currency)
    if p50 is None or isinf(p50.value):
        rest = "" if p50 is None else ", and fewer than half of the cases reach the last milestone"
        return f"At completion: {indices}; the simulation says {cost} in half of the cases{rest}."
    day = date_or_never(p50.date, p50.value)
    return f"At completion: {indices}; the simulation says {cost} and {day}, each in half of the cases."


def indices_words(earned: EarnedValue) -> str:
    """Return the indices that are defined, and how far the work is behind or ahead."""
    figures = {"CPI": earned.money.cpi, "SPI": earned.money.spi, "SPI(t)": earned.time.spi}
    told = ", ".join(f"{name} {value:.2f}" for name, value in figures.items() if not isnan(value))
    off = "" if isnan(earned.time.spi) else f": the work is {_off(earned)}"
    return f"{told or 'No index is defined yet'}{off}"


def _money(earned: EarnedValue, currency: str) -> str:
    money = earned.money
    guessed = "" if earned.is_known else " by the costs of the plan"
    cpi = "there is no CPI while nothing is spent" if isnan(money.cpi) else f"CPI {money.cpi:.2f}"
    planned, done, spent = (amount(one, currency) for one in (money.planned, money.earned, money.actual))
    return (
        f"Earned value: work planned at {done} is done (EV) for {spent}{guessed} (AC): {cpi}; the plan had {planned} "
        "of work done by now (PV)."
    )


def _time(earned: EarnedValue, days: WorkingDays) -> str:
    time, spi = earned.time, earned.money.spi
    by_money = "there is no SPI while nothing was to be done" if isnan(spi) else f"by money SPI {spi:.2f}"
    if isnan(time.spi):
        return f"Schedule: the plan begins on {short_date(days.start)}, so there is no SPI(t) yet; {by_money}."
    planned = short_date(earned_date(earned, days))
    return (
        f"Schedule: the work is as far as the plan had it on {planned} (earned schedule), "
        f"{_off(earned)}: SPI(t) {time.spi:.2f}; {by_money}."
    )


def _off(earned: EarnedValue) -> str:
    off = earned.time.variance
    if abs(off) < _SHOWN:
        return "on schedule"
    return f"{abs(off):.1f} working days {'behind' if off < 0 else 'ahead'}"
