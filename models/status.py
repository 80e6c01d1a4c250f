"""Status: what of a plan are facts on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from milepost.models.actual import Actual
from milepost.models.distributions import Distribution
from milepost.models.risk import RiskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """
    What is known on a day, apart from the plan that it is known of.

    Parameters
    ----------
    as_of
        The day; none where nothing has happened.
    spent
        What is spent before it [currency]; none where nobody says.
    actuals
        By the id of a task that was begun, when it was, and when it was finished.
    remaining
        By the id of a task under way, what is left of its duration where somebody says [working days].
    reached
        By the id of a milestone that is reached, the day.
    states
        By the id of a risk of which it is said, what became of it.
    """

    as_of: date | None = None
    spent: float | None = None
    actuals: Mapping[str, Actual] = field(default_factory=dict)
    remaining: Mapping[str, Distribution] = field(default_factory=dict)
    reached: Mapping[str, date] = field(default_factory=dict)
    states: Mapping[str, RiskState] = field(default_factory=dict)
