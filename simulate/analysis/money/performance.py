"""Performance: the indices of earned value, of money and of time, and what they foretell."""

from dataclasses import dataclass
from math import nan


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPerformance:
    """
    What has been done for the money by a day, against the plan; NaN is what is not defined.

    The words are those of [1]_, the formulas those of the example in [2]_.

    Parameters
    ----------
    budget
        What the plan costs in all: BAC [currency].
    planned
        What of it the plan had spent by now: planned value, PV [currency].
    earned
        What the work that is done was planned to cost: earned value, EV [currency].
    actual
        What is spent: actual cost, AC [currency].

    References
    ----------
    .. [1] PMI (2019), The Standard for Earned Value Management, ANSI/PMI 19-006-2019.
    .. [2] Project Risk Analysis, chapter 5; the case `pra_evm` in tests/cases/published.json.
    """

    budget: float
    planned: float
    earned: float
    actual: float

    @property
    def schedule_variance(self) -> float:
        """Return EV - PV [currency]."""
        return self.earned - self.planned

    @property
    def cost_variance(self) -> float:
        """Return EV - AC [currency]."""
        return self.earned - self.actual

    @property
    def spi(self) -> float:
        """Return EV / PV [-]; not defined while nothing was planned."""
        return _ratio(self.earned, self.planned)

    @property
    def cpi(self) -> float:
        """Return EV / AC [-]; not defined while nothing is spent."""
        return _ratio(self.earned, self.actual)

    @property
    def eac_typical(self) -> float:
        """Return BAC / CPI, for the case that the rest costs as what is done did [currency]."""
        return _ratio(self.budget, self.cpi)

    @property
    def eac_atypical(self) -> float:
        """Return AC + BAC - EV, for the case that the rest costs what was planned [currency]."""
        return self.actual + self.budget - self.earned

    @property
    def eac_combined(self) -> float:
        """Return AC + (BAC - EV) / (CPI SPI), for the case that being late costs as well [currency]."""
        return self.actual + _ratio(self.budget - self.earned, self.cpi * self.spi)

    @property
    def to_complete(self) -> float:
        """Return EAC - AC, with the typical EAC: ETC [currency]."""
        return self.eac_typical - self.actual

    @property
    def variance_at_completion(self) -> float:
        """Return BAC - EAC, with the typical EAC: VAC [currency]."""
        return self.budget - self.eac_typical

    @property
    def tcpi_budget(self) -> float:
        """Return (BAC - EV) / (BAC - AC), the CPI that would keep BAC [-]; not defined where all of it is spent."""
        return _ratio(self.budget - self.earned, self.budget - self.actual)

    @property
    def tcpi_estimate(self) -> float:
        """Return (BAC - EV) / (EAC - AC), the CPI that would keep the typical EAC [-]."""
        return _ratio(self.budget - self.earned, self.eac_typical - self.actual)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePerformance:
    """
    How far the work has come in time, against the plan; NaN is what is not defined.

    Parameters
    ----------
    earned
        When the plan had earned what is earned now: earned schedule, ES [1]_ [working days from the start].
    actual
        The time that has gone: AT [working days from the start].
    planned
        How long the plan takes: PD [working days].

    References
    ----------
    .. [1] Lipke, Henderson (2006), Earned Schedule Training, slides 24 and 63,
       https://yumpu.com/en/document/view/38186924/earned-schedule-training, after Lipke (2003), Schedule is different.
    """

    earned: float
    actual: float
    planned: float

    @property
    def variance(self) -> float:
        """Return ES - AT, below 0 where the work is behind: SV(t) [working days]."""
        return self.earned - self.actual

    @property
    def spi(self) -> float:
        """Return ES / AT: SPI(t) [-]; not defined before the plan begins."""
        return _ratio(self.earned, self.actual)

    @property
    def at_completion(self) -> float:
        """Return PD / SPI(t), the end if the rest goes as what is done did: EAC(t) [working days from the start]."""
        return _ratio(self.planned, self.spi)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else nan
