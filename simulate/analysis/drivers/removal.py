"""Removal: what each risk costs, by runs in which it never occurs."""

from collections.abc import Mapping

from milepost.simulate.analysis.drivers.effect import Effects, Reference
from milepost.simulate.analysis.drivers.study import Study
from milepost.simulate.engine.patch import Patch


def removal(reference: Reference) -> Study[Effects, Mapping[str, Effects]]:
    """Ask what the plan has other than without each risk, by its id, in file order."""
    ids = list(reference.scenario.risks)
    return Study(
        patches=[Patch(probability={id: 0.0}) for id in ids],
        iterations=reference.iterations,
        keep=reference.effects,
        conclude=lambda kept: dict(zip(ids, kept, strict=True)),
    )
