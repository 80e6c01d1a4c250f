"""A sweep: how likely a milestone is to be hit over one or two swept values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.batch.report.unit import currency_of, plan_names
from milepost.simulate.batch.row import RunRow

MOST_SERIES: Final = 8
"""Lines, or heat maps, that one picture can hold."""
MOST_POINTS: Final = 10_000
"""Runs that a picture can show."""

Value = float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """
    The hits that one line or heat map shows.

    Parameters
    ----------
    file, ordering, milestone
        What they are of; the ordering is empty where there is but one.
    points
        The hit with its interval, by the position of each value on its axis. Runs that failed are not there.
    """

    file: str
    ordering: str
    milestone: str
    points: Mapping[tuple[int, ...], Proportion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """
    Hits over a grid of one or two dimensions.

    Parameters
    ----------
    paths
        What is swept over, one or two parts of a scenario.
    values
        The values of each, in the order in which they were given.
    series
        By file and ordering, and for a sweep of one dimension by milestone too. Of more than a picture can hold, those
        of the milestones that are due last.
    left_out
        How many series there are beyond those.
    currency
        What money is in, empty where the runs do not agree.
    plans
        The name of each plan by its file; the file where it is not always called the same.
    idle
        For each part whether it changes no date of any run in any iteration.
    costs
        The mean cost of the runs of the first plan and ordering, by position, where that is known [currency].
    """

    paths: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    series: tuple[Series, ...]
    left_out: int
    currency: str
    plans: Mapping[str, str]
    idle: tuple[bool, ...]
    costs: Mapping[tuple[int, ...], float]

    @classmethod
    def of(cls, rows: Iterable[RunRow], swept: Sequence[str]) -> Self | None:
        """Lay runs out on their grid; none unless it has one or two dimensions and can be seen at a glance."""
        if len(swept) not in (1, 2):
            return None
        values: list[dict[Value, int]] = [{} for _ in swept]
        points: dict[tuple[str, str, str], dict[tuple[int, ...], Proportion]] = {}
        dues: dict[tuple[str, str, str], date] = {}
        played: dict[tuple[str, str], dict[tuple[int, ...], RunRow]] = {}
        for number, row in enumerate(rows):
            if number >= MOST_POINTS:
                return None
            position = tuple(
                known.setdefault(row.setting(path), len(known)) for path, known in zip(swept, values, strict=True)
            )
            if row.error:
                continue
            played.setdefault((row.file, row.ordering), {})[position] = row
            for id in row.milestones if len(swept) == 1 else filter(None, [row.judged_by]):
                one = row.milestones[id]
                if one.due is not None and one.hit is not None:
                    key = row.file, row.ordering, id
                    points.setdefault(key, {})[position] = one.hit
                    dues[key] = one.due
        if not points or max(len(known) for known in values) < 2:
            return None
        shown = _fitting(dues)
        return cls(
            paths=tuple(swept),
            values=tuple(map(tuple, values)),
            series=tuple(Series(file=key[0], ordering=key[1], milestone=key[2], points=points[key]) for key in shown),
            left_out=len(points) - len(shown),
            currency=currency_of(row for runs in played.values() for row in runs.values()),
            plans=plan_names(row for runs in played.values() for row in runs.values()),
            idle=tuple(all(_is_idle(runs, axis) for runs in played.values()) for axis in range(len(swept))),
            costs={at: row.cost.mean.value for at, row in next(iter(played.values())).items() if row.cost is not None},
        )


def _is_idle(runs: Mapping[tuple[int, ...], RunRow], axis: int) -> bool:
    """Return whether runs that differ in one value alone have the same times in every iteration."""
    times: dict[tuple[int, ...], set[str]] = {}
    for position, row in runs.items():
        times.setdefault((*position[:axis], *position[axis + 1 :]), set()).add(row.times_sha256)
    return all(len(found) == 1 and "" not in found for found in times.values())


def _fitting(dues: Mapping[tuple[str, str, str], date]) -> list[tuple[str, str, str]]:
    """Choose series: of several plans and orderings the last milestone of each, of one the last milestones."""
    keys = list(dues)
    if len(keys) <= MOST_SERIES:
        return keys
    by_due = sorted(keys, key=lambda key: (dues[key], keys.index(key)))
    last = {key[:2]: key for key in by_due}
    chosen = list(last.values()) if len(last) > 1 else by_due[-MOST_SERIES:]
    return sorted(chosen, key=keys.index)[:MOST_SERIES]
