"""Drivers: what the milestones hang on, by re-runs of variants of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from milepost.models import Scenario
from milepost.simulate.analysis.drivers.categories import Categories, categories
from milepost.simulate.analysis.drivers.effect import Reference
from milepost.simulate.analysis.drivers.estimates import Varied, estimates
from milepost.simulate.analysis.drivers.more_units import MoreUnits, more_units, more_units_work
from milepost.simulate.analysis.drivers.removal import Removal, removal
from milepost.simulate.analysis.drivers.responses import Response, responses
from milepost.simulate.analysis.drivers.shorter import Shorter, most_critical, shorter, shorter_work
from milepost.simulate.analysis.schedule.driving import Driving, driving_of
from milepost.simulate.analysis.variants import Progress, Variants
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patching


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """
    What the milestones of a plan hang on.

    Parameters
    ----------
    driving
        By the ids of the major milestones, or of all if none is major, what drives them in the plan itself.
    risks
        By the id of each risk, what the plan has other than without it.
    categories
        How dates, hits and money build up by category of risks.
    responses
        By the id of each task that retires a risk, what the plan has other than with it left undone.
    tasks
        By the ids of the most critical tasks, the most critical first, what shortening each is worth.
    units
        What one unit more of a resource is worth, and what it is worth if nothing waits for units.
    estimates
        What the plan becomes if its ranges, or the probabilities of a category of risks, are others.
    """

    driving: Mapping[str, Driving]
    risks: Mapping[str, Removal]
    responses: Mapping[str, Response]
    categories: Categories
    tasks: Mapping[str, Shorter]
    units: MoreUnits
    estimates: Sequence[Varied]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        outcome: Outcome,
        *,
        confidence: float,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """
        Play variants of a plan on the iterations of its outcome, the first of which is 0, and hold them against it.

        Parameters
        ----------
        scenario
            The plan.
        outcome
            What came of it.
        confidence
            Probability with which promise dates are kept [-].
        threads, progress
            As for `Variants`.
        """
        variants = Variants(scenario, seed=outcome.seed, threads=threads, progress=progress)
        reference = Reference(scenario, outcome, confidence=confidence)
        driving = driving_of(scenario, outcome)
        risks, undone = removal(reference), responses(reference)
        kinds, others = categories(reference), estimates(reference)
        critical = most_critical(scenario, driving)
        work = risks.work + undone.work + kinds.work + others.work + shorter_work(critical)
        work += more_units_work(scenario, outcome.iterations)
        variants.begin("Playing variants of the plan", work)
        tasks = shorter(variants, outcome, critical, confidence=confidence)
        patches = [*risks.patches, *undone.patches, *kinds.patches, *others.patches, *tasks.patches]
        programs = Patching(scenario, patches)
        return cls(
            driving=driving,
            risks=risks.answer(variants, programs),
            responses=undone.answer(variants, programs),
            categories=kinds.answer(variants, programs),
            tasks=tasks.answer(variants, programs),
            units=more_units(variants, reference),
            estimates=others.answer(variants, programs),
        )
