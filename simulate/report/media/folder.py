"""The folder of a report: it knows its plan, is replaced as one, and has nothing left over from an earlier run."""

import errno
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from milepost.simulate.report.media.folder_lock import in_turn
from milepost.simulate.report.media.json import json_text
from milepost.simulate.report.media.pictures import svg_name
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.put_off import signals_put_off
from milepost.simulate.report.media.words import printable

RECORD: Final = "summary.json"
ORDERINGS_RECORD: Final = "orderings.json"
BATCH_RECORD: Final = "batch.json"
RUN_RECORD: Final = "run.json"
COMPARE_RECORD: Final = "compare.json"
TREND_RECORD: Final = "trend.json"
WHAT_IF: Final = "-what-if"
CALIBRATED: Final = "-calibrated"
COMPARE: Final = "-compare"
TREND: Final = "-trend"
"""What the folder of a what-if, a calibrated forecast, a comparison or a trend has behind the name of the file."""

SETTINGS: Final = "settings"
"""What a record says was set in the plan, where that is not as it is written."""

_OF_A_RUN: Final = frozenset(
    {
        RECORD,
        *("milestones.csv", "tasks.csv", "paths.csv", "drivers.csv", "estimates.csv", "knock_on.csv"),
        *("risks.csv", "responses.csv", "stops.csv", "exposure.csv", "acceptable.csv", "gap.csv", "cash.csv"),
        *("differences.csv", "evm.csv", "evm.png", "report.xlsx"),
        *("calibration.csv", "calibration.png", "resources.csv", "resources.png"),
        *("gantt.png", "scurves.png", "knock_on.png", "risks.png", "gap.png", "jcl.png", "cash.png", "waterfall.png"),
        *("tornado.png", "burndown.png", "report.html"),
    }
)
_PNG_AND_TABLES: Final[Mapping[str, frozenset[str]]] = {
    RECORD: _OF_A_RUN,
    ORDERINGS_RECORD: frozenset({ORDERINGS_RECORD, "orderings.csv", "ordering_differences.csv", "orderings.png"}),
    BATCH_RECORD: frozenset({BATCH_RECORD, "runs.csv", "runs.parquet", "ranking.png", "sweep.png"}),
    RUN_RECORD: _OF_A_RUN | {RUN_RECORD},
    COMPARE_RECORD: frozenset({COMPARE_RECORD, "compare.csv", "compare.png"}),
    TREND_RECORD: frozenset({TREND_RECORD, "trend.csv", "trend_plan.csv", "moves.csv", "trend.png"}),
}
OWN: Final[Mapping[str, frozenset[str]]] = {
    record: names | {svg_name(name) for name in names if name.endswith(".png")}
    for record, names in _PNG_AND_TABLES.items()
}
"""By record, the names of all files that are ever written beside it: of no other name is anything removed."""

Content: TypeAlias = bytes | Callable[[BinaryIO], None]
"""What is in a file, or what writes it."""

_OF_A_PLAN: Final = (RECORD, ORDERINGS_RECORD, COMPARE_RECORD, TREND_RECORD)
"""The records that may stand in one folder, if they are of one plan."""

_OF_A_SAMPLE: Final = ("scenario_sha256", "seed")
"""What a comparison and a run must have in common for one to tell about the other."""

_PART: Final = re.compile(rf"\.({'|'.join(map(re.escape, sorted(frozenset().union(*OWN.values()))))})\.[0-9]+\.part")
_UNFINISHED: Final = "the files of this report are being replaced, or were when it was ended: run the command again"


def folder_for(file: Path, *, suffix: str = "") -> Path:
    """
    Choose the folder of a plan's report: the usual one or, where that is of another plan, one of its own.

    What came of a plan in which something was set, or beside another plan, has a suffix: it never takes the place of
    the report of the plan as it is written.
    """
    usual = usual_folder(file, suffix=suffix)
    own = usual.with_name(f"{usual.name}-{PlanFile.of(file, folder=usual).place[:8]}")
    is_own = PlanFile.of(file, folder=own) in _plans_in(own)
    return own if is_own or _plans_in(usual) - {PlanFile.of(file, folder=usual)} else usual


def usual_folder(file: Path, *, suffix: str = "") -> Path:
    r"""
    Name the folder of a file's report: by its name, or where that is none for a folder, by one made from it.

    Examples
    --------
    >>> usual_folder(Path("plans/launch.yaml")).as_posix(), usual_folder(Path("a\nb.yaml")).as_posix()
    ('reports/launch', 'reports/plan-39198ed4')
    >>> usual_folder(Path("plans/launch.yaml"), suffix=WHAT_IF).as_posix()
    'reports/launch-what-if'
    """
    name = file.stem
    if not name.strip(". ") or printable(name) != name or set(name) & set("/\\:"):
        name = f"plan-{hashlib.sha256(os.fsencode(file.name)).hexdigest()[:8]}"
    return Path("reports") / f"{name}{suffix}"


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """
    Make the folder if it is not there, and see that it can be written to before time is spent on what goes into it.

    Where that time ends in an error or an interruption, the folders that were made go again, if nothing is in them.

    Raises
    ------
    OSError
        When it cannot be made or written to.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        yield
    except BaseException:
        for path in made:
            with suppress(OSError):  # there is something in it, or it is not there
                path.rmdir()
        raise


def write_folder(folder: Path, files: Mapping[str, Content], *, record: str = RECORD) -> list[str]:
    """
    Write the files of a report, the record among them.

    All are written beside their places first, so that an error or an interruption leaves the earlier report as it was.
    While they are renamed into their places, which only a signal that kills interrupts, the record says that the report
    is unfinished; the record itself comes last. What the earlier record lists and this run does not write is removed,
    and so are what a process that was killed left beside, the other record of a report and its files where they are of
    another plan, and a comparison of orders that is not of the scenario and the seed of the run that is written.

    Parameters
    ----------
    folder
        Where to.
    files
        Contents by name.
    record
        Which of them is the record: a comparison of orders has one of its own, and leaves the files of a run of the
        same plan alone.

    Returns
    -------
    list of str
        Sentences on what was replaced that had not been of this plan as it is.

    Raises
    ------
    OSError
        When the disk, a permission or something else in the way does not allow it.
    """
    unknown = files.keys() - OWN[record]
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: not among the files beside {record}: name it in OWN")
    folder.mkdir(parents=True, exist_ok=True)
    own = _record_of(_document(files[record]))
    with in_turn(folder):
        clear_parts(folder)
        leftover = (_listed(_recorded(folder / record)) & OWN[record]) - files.keys()
        strange, notes = _strange(folder, record, own)
        listed = {"files": sorted(files.keys() | leftover), "plan": own.get("plan")}
        unfinished = {"unfinished": _UNFINISHED, "record": listed}
        marker = folder / f".{record}.0.part"
        parts = {name: folder / f".{name}.{os.getpid()}.part" for name in files}
        try:
            _write(marker, json_text(unfinished).encode())
            for name, part in parts.items():
                _write(part, files[name])
            with signals_put_off():
                marker.replace(folder / record)
                for name in sorted(files.keys() - {record}):
                    parts[name].replace(folder / name)
                _remove(folder, leftover)
                for other in strange:
                    _remove(folder, _listed(_recorded(folder / other)) & OWN[other] - {other})
                    _remove(folder, [other])
                parts[record].replace(folder / record)
        except BaseException:
            clear_parts(folder)
            raise
    return notes


def document_in(path: Path) -> dict[str, Any]:
    """Read a document that a report left in a folder; one that cannot be read says nothing."""
    try:
        return _document(path.read_bytes())
    except OSError:
        return {}


def clear_parts(folder: Path) -> None:
    """Remove what was being written when a process was ended."""
    for path in folder.iterdir():
        if _PART.fullmatch(path.name):
            with suppress(OSError):  # what is in the way is told when its place is needed
                path.unlink()


def _write(part: Path, content: Content) -> None:
    with part.open("xb") as stream:
        if isinstance(content, bytes):
            stream.write(content)
        else:
            content(stream)


def _recorded(path: Path) -> dict[str, Any]:
    """Read what the file of an earlier record says; one that cannot be read says nothing."""
    return _record_of(document_in(path))


def _document(text: Content) -> dict[str, Any]:
    try:
        document = json.loads(text) if isinstance(text, bytes) else None
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _record_of(document: Mapping[str, Any]) -> dict[str, Any]:
    record = document.get("record")
    return record if isinstance(record, dict) else {}


def _listed(record: Mapping[str, Any]) -> set[str]:
    """Return the files that a record lists."""
    names = record.get("files")
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def _plans_in(folder: Path) -> set[PlanFile]:
    """Return the plans that a folder has reports of, as far as their records tell."""
    plans = (PlanFile.recorded(_recorded(folder / record)) for record in _OF_A_PLAN)
    return {plan for plan in plans if plan is not None}


def _strange(folder: Path, record: str, own: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the other record where its files must go, and sentences on what is of another plan or out of date."""
    plan = PlanFile.recorded(own)
    earlier = {name: _recorded(folder / name) for name in _OF_A_PLAN}
    if plan is not None and record in _OF_A_PLAN:
        others = ((name, PlanFile.recorded(said)) for name, said in earlier.items())
        foreign = {name: other for name, other in others if other is not None and other != plan}
        if foreign:
            files = " and ".join(sorted({other.file for other in foreign.values()}))
            note = f"{folder} had the report of another plan, {files}: that has been replaced"
            return [name for name in foreign if name != record], [note]
    replaced = []
    if record == RECORD and own.get(SETTINGS) and earlier[RECORD] and not earlier[RECORD].get(SETTINGS):
        replaced = [f"{folder} had the report of the plan as written: that has been replaced"]
    orderings = earlier[ORDERINGS_RECORD]
    if record == RECORD and any(key in orderings and orderings[key] != own.get(key) for key in _OF_A_SAMPLE):
        gone = "the comparison of orders was of the plan as it stood before, or of another seed, and has been removed"
        return [ORDERINGS_RECORD], [*replaced, f"{gone}: give milepost order again"]
    return [], replaced


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        if path.is_file() or path.is_symlink():
            path.unlink()
