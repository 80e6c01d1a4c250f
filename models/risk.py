"""Risks: uncertain events that harm the tasks exposed to them, and what takes them away."""

from dataclasses import dataclass
from enum import StrEnum

from milepost.models.bounds import check_share
from milepost.models.distributions import Constant, Distribution

_NOTHING = Constant(value=0.0)
_AS_IT_IS = Constant(value=1.0)


class RiskState(StrEnum):
    """What is known of a risk on the day of the status."""

    OPEN = "open"
    CLOSED = "closed"
    OCCURRED = "occurred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """
    An uncertain event that harms every task exposed to it [1]_.

    It has one latent state and one draw of each impact in an iteration, shared by all exposed tasks.

    Parameters
    ----------
    id
        Unique among risks.
    name
        For people; the id where the file gives none.
    category
        Market, technology, relationship, dependency, operational, support, or the planner's own word.
    probability
        That it occurs if nothing is done about it [-].
    acceptable
        Probability at which nobody worries about it any more [-]; none where nobody has said.
    exposes
        Ids of the tasks that suffer when it occurs.
    delay
        Added to the duration of each exposed task that it occurs at, down to 0; below 0 it saves time [working days].
    stretch
        Multiplies the duration of each exposed task that it occurs at [-].
    cost
        Charged once; below 0 it saves money [currency].
    stop
        Whether the project ends when the risk surfaces.
    state
        Whether it may still occur, as it is written, or cannot any more, or has; none where nobody has said, which
        counts as open.
    owner, notes
        For people.

    References
    ----------
    .. [1] Hulett (2009), Practical Schedule Risk Analysis, Gower, chapter on the risk driver method.
    """

    id: str
    name: str
    category: str
    probability: float
    acceptable: float | None = None
    exposes: tuple[str, ...] = ()
    delay: Distribution = _NOTHING
    stretch: Distribution = _AS_IT_IS
    cost: Distribution = _NOTHING
    stop: bool = False
    state: RiskState | None = None
    owner: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        check_share("probability", self.probability)
        if self.acceptable is not None:
            check_share("acceptable", self.acceptable)

    @property
    def only_saves(self) -> bool:
        """Return whether it is an opportunity and no threat: on average it adds nothing, and saves something."""
        adds = self.delay.mean, self.stretch.mean - 1.0, self.cost.mean
        return not self.stop and max(adds) <= 0.0 and min(adds) < 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """
    What finishing a task takes away from a risk.

    Parameters
    ----------
    probability
        Share of the probability that is left [-].
    impact
        Share of the impacts that are left [-].
    """

    probability: float = 0.0
    impact: float = 0.0

    def __post_init__(self) -> None:
        check_share("share", self.probability)
        check_share("share", self.impact)
