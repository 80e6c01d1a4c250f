"""Orders: which of many is the best, by how much, how sure that is, and why."""

from dataclasses import dataclass

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.burn_down import BurnDowns
from milepost.simulate.analysis.orderings.contenders import Contender, Unjudged
from milepost.simulate.analysis.orderings.contrast import Contrast
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.analysis.orderings.footing import Footing
from milepost.simulate.analysis.orderings.gap_overlay import GapOverlay
from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.no_difference import NoDifference
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.analysis.orderings.ranking import Ranking
from milepost.simulate.analysis.orderings.reference import Reference
from milepost.simulate.analysis.orderings.selection import Selection
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.proportion import Proportion


@dataclass(frozen=True, kw_only=True, repr=False)
class Orders:
    """
    Orders compared.

    Parameters
    ----------
    question
        What was asked of them.
    contenders
        The finalists, the one in force first.
    best
        The one to take by the first criterion. It had the best estimate on the iterations that served to choose, of
        equals the one in force, among those that may be the best by the figures, which come from other iterations; the
        one in force where none of these beats it by the least difference that matters.
    families, rankings
        By criterion, over the contenders; the rankings in the sequence in which the contenders were chosen.
    footings
        By criterion, why what the order in force came to is not known, for its mean hangs on too few iterations; none
        where it does not.
    stops
        By contender, how often the project was stopped.
    cost
        By contender, the mean cost [currency].
    apart
        By contender, the share of iterations in which it fares otherwise than the order in force: another time of a
        milestone or a stop, or another cost [-].
    front
        Indices of those contenders that no other beats by the estimates of all criteria.
    reference
        The plan without the limit of crews.
    unjudged
        What cannot be judged, and why: all that have a name, and some of the others.
    unjudged_in_all
        How many there are.
    selection
        How the finalists were chosen.
    contrast
        The best by the first criterion against the order in force, or where that is the best against the best of the
        others; none where there is one contender.
    gaps
        By contender, the gap over time; none where the plan has no gap.
    burn_downs
        How the exposure to threats falls under the order in force, the best and the worst by the first criterion; none
        where no risk takes time.
    no_difference
        Why the order makes no difference; none where it makes one.
    seen
        The iterations, far beyond those of the figures, that the selection took.
    choice
        The iterations, after those of the figures, that put the finalists in sequence; none where there is one.
    """

    question: Question
    contenders: tuple[Contender, ...]
    best: Contender
    families: tuple[Family, ...]
    rankings: tuple[Ranking, ...]
    footings: tuple[Footing | None, ...]
    stops: tuple[Proportion, ...]
    cost: tuple[float, ...]
    apart: tuple[float, ...]
    front: tuple[int, ...]
    reference: Reference
    unjudged: tuple[Unjudged, ...]
    unjudged_in_all: int
    selection: Selection
    contrast: Contrast | None
    gaps: GapOverlay | None
    burn_downs: BurnDowns | None
    no_difference: NoDifference | None
    seen: range
    choice: range

    def __repr__(self) -> str:
        """Return what was compared, by what, and which order is to be taken."""
        by = ", ".join(one.text for one in self.criteria)
        return (
            f"{self.scenario.name}: {len(self.contenders):,} orders by {by}, {self.question.iterations:,} iterations, "
            f"seed {self.question.seed}; take '{self.best.name}'"
        )

    @property
    def scenario(self) -> Scenario:
        """Return the plan."""
        return self.question.scenario

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return what the orders were compared by."""
        return self.question.criteria

    @property
    def guaranteed(self) -> tuple[bool, ...]:
        """
        Return by criterion whether the best order is a finalist with the level's probability.

        It is if it is better than every other by at least the zone. A search guarantees nothing, nor does a race that
        was cut, or by something else than the criterion, or by a mean that hangs on more than its opening tells.
        """
        selection = self.selection
        return tuple(
            selection.method == Method.ALL and one == by and not cut and thin is None
            for one, by, cut, thin in zip(self.criteria, selection.raced_by, selection.cut, selection.thin, strict=True)
        )

    @property
    def in_force(self) -> Contender:
        """Return the order in force."""
        return self.contenders[0]

    def contender(self, name: str) -> Contender:
        """Find a contender by its name."""
        return next(one for one in self.contenders if one.name == name)
