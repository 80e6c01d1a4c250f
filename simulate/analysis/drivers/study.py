"""Studies: which variants of a plan are to be played, and what is made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patch, Patching

Kept = TypeVar("Kept")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Study(Generic[Kept, Found]):
    """
    A question to variants of a plan; that it is known before anything is played tells how long that will take.

    Parameters
    ----------
    patches
        What each variant has other than the plan.
    iterations
        Which to play, the first a multiple of 256.
    keeps
        Make of each variant's outcome, which has no detailed iterations, what is kept of it; called in a thread.
    conclude
        What follows from all that is kept, by variant.
    """

    patches: Sequence[Patch]
    iterations: range
    keeps: Sequence[Callable[[Outcome], Kept]]
    conclude: Callable[[Sequence[Kept]], Found]

    @property
    def work(self) -> int:
        """Return how many iterations are to be played in all."""
        return len(self.patches) * len(self.iterations)

    def answer(self, variants: Variants, programs: Patching) -> Found:
        """Play the variants and conclude."""
        asked = zip(map(programs.program, self.patches), self.keeps, strict=True)
        return self.conclude(variants.kept_each(asked, self.iterations))
