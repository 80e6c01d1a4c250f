"""Cases: what there is to run, a file with settings and an ordering."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from pathlib import Path
from typing import Final

from milepost.models import Scenario, ScenarioError, problems_of, read_scenario, with_alternative
from milepost.models.file.setting import Setting, check_apart
from milepost.models.forecast import forecast
from milepost.models.orderings import IN_FORCE

MOST_RUNS: Final = 1_000_000
"""Runs of a batch beyond which it is refused."""

_LONGEST_NAME: Final = 60


@dataclass(frozen=True, kw_only=True)
class Case:
    """
    One run of a batch.

    Parameters
    ----------
    path
        The scenario file.
    settings
        What is put in the place of what it says.
    ordering
        Name of one of its alternatives, "in force" for none of them, or empty where orderings are not asked for.
    title
        What tells the file from others in the batch; its name unless given.
    """

    path: Path
    settings: tuple[Setting, ...] = ()
    ordering: str = ""
    title: str = ""

    @property
    def file(self) -> str:
        """Name the file, without the folders that lead to it."""
        return self.title or self.path.name

    @property
    def key(self) -> str:
        """Distinguish the case from all others of a batch."""
        return "|".join([self.file, self.ordering, *map(str, self.settings)])

    @cached_property
    def label(self) -> str:
        """
        Return a name for a folder: letters, digits and signs that every system takes, and short.

        It need not be unique, and is followed by what is.
        """
        parts = [
            self.file.removesuffix(self.path.suffix),
            *(f"{one.path[-1]}{one.operator}{one.text}" for one in self.settings),
            self.ordering,
        ]
        text = unicodedata.normalize("NFKD", "_".join(part for part in parts if part))
        plain = re.sub(r"[^A-Za-z0-9.=-]+", "_", text.encode("ascii", "ignore").decode())
        return plain[:_LONGEST_NAME].strip("._-=") or "run"

    def scenario(self) -> Scenario:
        """
        Read the file with the settings, and put the ordering in force.

        Raises
        ------
        ScenarioError
            When that gives no valid scenario; no folder is named.
        ValueError
            When the alternative cannot be judged.
        """
        try:
            written = read_scenario(self.path, self.settings)
        except ScenarioError as error:
            bare = [replace(one, file=self._bare(one.file)) for one in error.problems]
            raise ScenarioError(bare, error.more) from None
        scenario = forecast(written)
        if self.ordering in ("", IN_FORCE):
            return scenario
        compare = () if scenario.orderings is None else scenario.orderings.compare
        alternative = next((one for one in compare if one.name == self.ordering), None)
        if alternative is None:
            raise ValueError(f"{self.file}: with these settings there is no alternative {self.ordering!r}")
        problems = problems_of(scenario, alternative)
        if problems:
            raise ValueError(f"{self.file}: {self.ordering}: {'; '.join(problems)}")
        varied = with_alternative(scenario, alternative)
        if written.orderings is None or scenario is written:
            return varied
        as_written = next(one for one in written.orderings.compare if one.name == self.ordering)
        return replace(varied, written=with_alternative(written, as_written))

    def _bare(self, file: str) -> str:
        """Name the file, or one that it lies over, without the folder that leads to it."""
        if file.startswith(str(self.path)):
            return file.replace(str(self.path), self.file, 1)
        return file.removeprefix(f"{self.path.parent}{os.sep}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """
    Every combination of files, values and orderings.

    Parameters
    ----------
    paths
        The scenario files.
    settings
        What is put into each.
    sweeps
        For each of some settings its values.
    orderings
        Whether each is run under each of the alternatives in its file too.

    Raises
    ------
    ValueError
        When there are more runs than anybody would want, a file is given twice, or of two settings and sweeps one
        replaces what the other sets.
    """

    paths: Sequence[Path]
    settings: tuple[Setting, ...] = ()
    sweeps: tuple[tuple[Setting, ...], ...] = ()
    orderings: bool = False

    def __post_init__(self) -> None:
        runs = prod(map(len, self.sweeps)) * len(self.paths)
        if runs > MOST_RUNS:
            raise ValueError(
                f"the sweeps make {runs:,} runs, more than {MOST_RUNS:,}: take longer steps, or fewer sweeps"
            )
        check_apart([*self.settings, *(values[0] for values in self.sweeps)])
        names = [*(one.name for one in self.settings), *self.swept]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is given twice: leave one of them out")
        times = Counter(path.resolve() for path in self.paths)
        same = next((path for path in self.paths if times[path.resolve()] > 1), None)
        if same is not None:
            raise ValueError(f"{same} is given twice: name it once")

    @property
    def swept(self) -> tuple[str, ...]:
        """Return what is swept over, by the names of its settings."""
        return tuple(values[0].name for values in self.sweeps)

    def __len__(self) -> int:
        values = 1
        for sweep in self.sweeps:
            values *= len(sweep)
        return values * sum(len(self._orderings(path)) for path in self.paths)

    def __iter__(self) -> Iterator[Case]:
        """Yield the cases, by file, then ordering, then the sweeps as they were given, the last one fastest."""
        for path, title in zip(self.paths, _titles(self.paths), strict=True):
            for ordering in self._orderings(path):
                for values in product(*self.sweeps):
                    yield Case(path=path, settings=(*self.settings, *values), ordering=ordering, title=title)

    def names_in(self, file: str) -> Mapping[str, str]:
        """Return what is called what in a plan, by the path that leads to it; nothing where it cannot be read."""
        case = next((one for one in self if one.file == file), None)
        try:
            scenario = None if case is None else read_scenario(case.path, case.settings)
        except ScenarioError:
            scenario = None
        if scenario is None:
            return {}
        return {
            **{f"tasks.{id}": one.name for id, one in scenario.tasks.items()},
            **{f"milestones.{id}": one.name for id, one in scenario.milestones.items()},
            **{f"risks.{id}": one.name for id, one in scenario.risks.items()},
        }

    def _orderings(self, path: Path) -> Sequence[str]:
        """Name the orderings of a file; one that cannot be read fails once for all, when it is run."""
        if not self.orderings:
            return ("",)
        try:
            found = read_scenario(path, self.settings).orderings
        except ScenarioError:
            return ("",)
        return ("",) if found is None else (IN_FORCE, *(one.name for one in found.compare))


def _titles(paths: Sequence[Path]) -> Sequence[str]:
    """Name files, with as many of their folders in front as it takes to tell apart those of one name."""
    files = [path.resolve().parts for path in paths]
    titles, length = [""] * len(files), 0
    while not all(titles):
        length += 1
        alike = Counter(file[-length:] for file in files)
        titles = [
            title or ("/".join(file[-length:]) if alike[file[-length:]] == 1 else "")
            for title, file in zip(titles, files, strict=True)
        ]
    return titles
