"""Overlay: a kept state as a scenario that lies over the plan, in a file beside it."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from milepost.models import Scenario, forecast
from milepost.models.file.overlay_of import OverlayError, overlay_of
from milepost.models.file.reader import read_scenario
from milepost.models.file.writer import text_of
from milepost.models.problem import ScenarioError
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.ops.state import State
from milepost.simulate.web.question import switched_off
from milepost.simulate.web.saving.error import SavingError
from milepost.simulate.web.saving.said_off import said_off

_MOST_BESIDE: Final = 1_000
"""Files beside a plan beyond which no other is written."""


def overlay_beside(document: Document, name: str, state: State) -> Path:
    """
    Write a state as a scenario that lies over the plan as saved, beside it, and return its file.

    The name of the file comes from that of the plan, and never from that of the state, which may be any text.

    Raises
    ------
    SavingError
        When it cannot be.
    """
    file = document.file
    if file.is_new:
        raise SavingError("an overlay lies over the plan as saved: save the plan first")
    base, data = document.saved.data, state.data
    if file.below is not None:
        base, data = file.merged(base), file.merged(data)
    try:
        plan = file.read(state.data) if state.off else None
        if plan is not None:
            data = said_off(data, state.off, plan)
        text = text_of(overlay_of(base, data, plan=file.path.name, name=name))
    except OverlayError as error:
        raise SavingError(str(error)) from None
    except ScenarioError as error:
        raise SavingError(f"{name!r} is no valid plan, and cannot be written: {error.problems[0].message}") from None
    path = _new_beside(file.path, text)
    if plan is not None and not _says(path, switched_off(plan, state.off)):
        path.unlink()
        raise SavingError(
            f"what is switched off in {name!r} ({', '.join(sorted(state.off))}) cannot be said by a file that lies "
            "over the plan: switch it on, keep the state anew, and write that"
        )
    return path


def _new_beside(plan: Path, text: str) -> Path:
    """Write a text to a file beside a plan that is not there yet, and return that."""
    for number in range(2, _MOST_BESIDE):
        path = plan.with_name(f"{plan.stem}-{number}.yaml")
        try:
            with path.open("xb") as stream:
                stream.write(text.encode())
        except FileExistsError:
            continue
        except OSError as error:
            raise SavingError(f"{path} cannot be written ({error.strerror})") from None
        return path
    raise SavingError(f"too many files stand beside {plan}: clear up the folder")


def _says(path: Path, wanted: Scenario) -> bool:
    """Return whether a file says a plan, whatever that is called and compared with."""
    try:
        found = forecast(read_scenario(path))
    except ScenarioError:
        return False
    return _played(found) == _played(wanted)


def _played(scenario: Scenario) -> str:
    orderings = scenario.orderings
    rest = None if orderings is None else replace(orderings, order=scenario.network.ordered, compare=())
    return replace(scenario.unnamed, orderings=rest, written=None).digest
