"""What a command says beside its result."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from milepost.simulate.cli.streams import say


def tell(notes: Iterable[str]) -> None:
    """Report notes on stderr."""
    for note in notes:
        say(f"Note: {note}.", err=True)


def import_notes(found: Any) -> tuple[str, ...]:
    """Return what there is to know of a plan of another program that was read; nothing of a scenario by itself."""
    from milepost.models.distributions import Constant
    from milepost.models.file.import_review import import_review
    from milepost.models.file.imported import Imported

    bottom = found.layers.sources[-1]
    if not isinstance(bottom, Imported):
        return ()
    review = import_review(found.layers, found.scenario)
    said = () if review is None else (review.sentence,)
    durations = [task.duration for task in found.scenario.ahead.values()]
    if not durations or not all(isinstance(one, Constant) for one in durations):
        return said
    uncertain = (
        "every task has one duration, so that only risks are uncertain: lay a scenario with ranges over it, as "
        f"milepost import {Path(bottom.file).name} writes one"
    )
    return *said, uncertain


def tell_of_advice(file: Path, advice: Sequence[object]) -> None:
    """Report on stderr that there is advice on a plan, and what prints it."""
    if advice:
        say(f"Advice on the plan ({len(advice):,}): milepost check {file}", err=True)


def tell_of_cache() -> None:
    """Report on stderr why the compiled engine is not kept in the usual folder, where others could write to that."""
    from milepost.simulate.engine.cache import cache_note

    tell(note for note in [cache_note()] if note)


def tell_of_report(file: Path, folder: Path, replaced: Iterable[str], *, suffix: str = "") -> None:
    """Report on stderr where the report of a plan is, whose folder that is not and what had to make room for it."""
    from milepost.simulate.report.media.folder import folder_for, usual_folder

    tell(replaced)
    usual = usual_folder(file, suffix=suffix)
    if folder == folder_for(file, suffix=suffix) != usual:
        say(f"Note: {usual} has the report of another plan, so that of {file} is in a folder of its own.", err=True)
    say(f"The report is in {folder}", err=True)
