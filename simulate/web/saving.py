"""Saving: a document into its file, and a kept state beside it."""

import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from milepost.models import Scenario, forecast
from milepost.models.error import MilepostError
from milepost.models.file.open_file import OpenFile
from milepost.models.file.overlay_of import OverlayError, overlay_of
from milepost.models.file.reader import read_scenario
from milepost.models.file.rewriting.matching import same
from milepost.models.file.source import LARGEST
from milepost.models.file.writer import text_of
from milepost.models.problem import ScenarioError
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.merging import Difference, Whose, differences, merged
from milepost.simulate.web.ops.op import Op
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.ops.state import State
from milepost.simulate.web.question import switched_off
from milepost.simulate.web.said_off import said_off

_MOST_BESIDE: Final = 1_000


class SavingError(MilepostError):
    """Something cannot be written; the text says what, why, and that nothing is lost."""


class FileChangedError(MilepostError):
    """Somebody else has changed the file, or one that it lies over, since it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """
    A plan that was changed in its file and in the page.

    Parameters
    ----------
    base
        What both began with.
    mine
        As it is in the page.
    file
        As it is on disk.
    below
        Files below it that were changed.
    is_of_save
        Whether it came up when the plan was to be saved.
    """

    base: Any
    mine: Any
    file: OpenFile
    below: Sequence[Path] = ()
    is_of_save: bool = False

    def differences(self) -> list[Difference]:
        """Return in which parts they differ."""
        return differences(self.base, self.mine, self.file.data)

    def taken(self, take: str) -> Any:
        """
        Return the plan of a choice: mine, theirs, or both, where what both have changed is mine.

        Raises
        ------
        SavingError
            When it is no choice.
        """
        match take:
            case Whose.MINE:
                return self.mine
            case Whose.THEIRS:
                return self.file.data
            case Whose.BOTH:
                return merged(self.base, self.mine, self.file.data)
        raise SavingError("choose mine, theirs or both")


def saved(document: Document) -> OpenFile:
    """
    Write a document into its file, in the place of what stands there, and return the file as it is then.

    Raises
    ------
    FileChangedError
        When somebody else has changed it, or one that it lies over.
    SavingError
        When it cannot be written.
    """
    file, text = document.file, document.text
    if len(text.encode()) > LARGEST:
        raise SavingError(f"{file.path} would have more than {LARGEST:,} bytes: split the plan")
    if file.changed():
        raise FileChangedError(f"{file.path} has changed on disk")
    try:
        replaced(file.path, text.encode())
    except OSError as error:
        raise SavingError(
            f"{error.filename or file.path} cannot be written ({error.strerror}): nothing is lost; make room or give "
            "the right to write there, and save again"
        ) from None
    return file.saved(text)


def conflict_of(document: Document) -> Conflict:
    """
    Return what stands against saving a document.

    Raises
    ------
    ScenarioError
        When what is on disk cannot be read.
    """
    changed = document.file.changed()
    file = OpenFile.of(document.file.path)
    below = [path for path in changed if path != document.file.path]
    return Conflict(base=document.saved.data, mine=document.state.data, file=file, below=below, is_of_save=True)


def replaced(path: Path, content: bytes) -> None:
    """
    Write a file in the place of the one that may be there, at once and for good; it keeps its rights.

    Raises
    ------
    OSError
        When it cannot be written; then the old one is as it was.
    """
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            if mode is not None:
                part.chmod(mode)
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _sync_folder(path.parent)


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


def ordering_of(document: Document, name: str, state: State) -> Sequence[Op]:
    """
    Return the changes by which the order of a state is compared with the one in force.

    Raises
    ------
    SavingError
        When the state has no order of its own.
    """
    orderings = _orderings(document.file.merged(state.data))
    order = orderings.get("order")
    if not isinstance(order, list):
        raise SavingError(f"{name!r} has no order of its own: put its tasks in another sequence first")
    without = _without(orderings, state)
    entry: Any = {"order": order, "without": without} if without else order
    return read_ops([["set", ["orderings", "compare", name], entry]])


def is_order_alone(document: Document, state: State) -> bool:
    """Return whether a state differs from the present one in its order, and what it leaves undone of it, alone."""
    orderings = _orderings(document.file.merged(state.data))
    said = {f"tasks.{id}" for id in _without(orderings, state)}
    rest, now = (_but_order(document.file.merged(one.data)) for one in (state, document.state))
    return state.off <= said | document.state.off and same(rest, now)


def _without(orderings: Mapping[str, Any], state: State) -> list[str]:
    among = orderings.get("among") or []
    undone = [one.removeprefix("tasks.") for one in sorted(state.off) if one.startswith("tasks.")]
    return [one for one in undone if one in among]


def _but_order(data: Mapping[str, Any]) -> dict[str, Any]:
    orderings = {key: one for key, one in _orderings(data).items() if key not in ("order", "compare")}
    return {**data, "orderings": orderings}


def _orderings(data: Any) -> Any:
    found = data.get("orderings")
    return found if isinstance(found, dict) else {}


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
