"""A sweep: how likely a milestone is to be hit over one or two swept values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from milepost.simulate.report.batch_rank import judged_by

MOST_SERIES: Final = 8
"""Lines, or heat maps, that one picture can hold."""
MOST_POINTS: Final = 10_000
"""Runs that a picture can show."""

Value = float | str


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
        By file and ordering, and for a sweep of one dimension by milestone too: the hit with its interval, by the
        place of each value. Runs that failed are not there.
    left_out
        How many series there are beyond those.
    """

    paths: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    series: Mapping[str, Mapping[tuple[int, ...], tuple[float, float, float]]]
    left_out: int

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], swept: Sequence[str]) -> Self | None:
        """Lay runs out on their grid; none unless it has one or two dimensions and can be seen at a glance."""
        if len(swept) not in (1, 2):
            return None
        values: list[dict[Value, int]] = [{} for _ in swept]
        points: dict[tuple[str, str, str], dict[tuple[int, ...], tuple[float, float, float]]] = {}
        for number, row in enumerate(rows):
            if number >= MOST_POINTS:
                return None
            place = tuple(known.setdefault(row[path], len(known)) for path, known in zip(swept, values, strict=True))
            if row["error"]:
                continue
            for id in _milestones(row) if len(swept) == 1 else filter(None, [judged_by(row)]):
                if row[f"{id}.hit"] is not None:
                    hit = row[f"{id}.hit"], row[f"{id}.hit_low"], row[f"{id}.hit_high"]
                    points.setdefault((row["file"], row["ordering"], id), {})[place] = hit
        if not points or max(len(known) for known in values) < 2:
            return None
        shown = list(points)[:MOST_SERIES]
        return cls(
            paths=tuple(swept),
            values=tuple(map(tuple, values)),
            series={_label(key, points): points[key] for key in shown},
            left_out=len(points) - len(shown),
        )


def _milestones(row: Mapping[str, Any]) -> list[str]:
    ids = (key.removesuffix(".hit") for key in row if key.endswith(".hit"))
    return [id for id in ids if f"{id}.promise" in row]


def _label(key: tuple[str, str, str], keys: Iterable[tuple[str, str, str]]) -> str:
    """Name a series by what differs between series, and always by its milestone."""
    differing = [len({other[place] for other in keys}) > 1 for place in range(2)]
    return ", ".join([key[2], *(key[place] for place in range(2) if differing[place] and key[place])])
