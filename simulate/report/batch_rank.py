"""A ranking: the runs of a batch that come out best."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """
    The best runs of a batch.

    They are ranked by mean net where every run has it, else by the hit of its last major milestone with a due date.
    Cost ranks nothing: runs that are stopped more often cost less.

    Parameters
    ----------
    rows
        The best first; runs that failed are left out.
    by
        What they are ranked by: net or hit.
    swept
        Parts of a scenario that differ between the runs.
    several
        Whether they are of several files.
    """

    rows: tuple[Row, ...]
    by: str
    swept: tuple[str, ...]
    several: bool

    @classmethod
    def of(cls, rows: Iterable[Row], swept: Sequence[str], *, most: int) -> Self:
        """Find the best of any number of runs; only `most` of them are held."""
        by_net: list[tuple[float, int, Row]] = []
        by_hit: list[tuple[float, int, Row]] = []
        files: set[str] = set()
        every_net = True
        for number, row in enumerate(row for row in rows if not row["error"]):
            files.add(row["file"])
            every_net = every_net and row.get("net_mean") is not None
            if every_net:
                _push(by_net, (row["net_mean"], -number, row), most)
            hit = row.get(f"{judged_by(row)}.hit")
            _push(by_hit, (-1.0 if hit is None else hit, -number, row), most)
        best = sorted(by_net if every_net else by_hit, key=lambda one: (-one[0], -one[1]))
        return cls(
            rows=tuple(row for _, _, row in best),
            by="net" if every_net else "hit",
            swept=tuple(swept),
            several=len(files) > 1,
        )

    @property
    def judged(self) -> str:
        """Name the milestones that hits are of."""
        ids = dict.fromkeys(id for id in map(judged_by, self.rows) if id)
        return ", ".join(ids) if 0 < len(ids) <= 3 else "the last major milestone of each"

    def label(self, row: Row) -> str:
        """Say what sets a run apart from the others."""
        parts = [row["file"]] if self.several or not (self.swept or row["ordering"]) else []
        parts += [f"{path}={said(row[path])}" for path in self.swept]
        return ", ".join([*parts, *filter(None, [row["ordering"]])])


def judged_by(row: Row) -> str | None:
    """Give the last of the milestones that a row tells of, in the order of the file, with a due date if any has one."""
    ids = [id for id in (key.removesuffix(".hit") for key in row if key.endswith(".hit")) if f"{id}.promise" in row]
    return next((id for id in reversed(ids) if row[f"{id}.hit"] is not None), ids[-1] if ids else None)


def said(value: float | str) -> str:
    """Write a value that was set."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _push(best: list[tuple[float, int, Row]], one: tuple[float, int, Row], most: int) -> None:
    if len(best) < most:
        heapq.heappush(best, one)
    else:
        heapq.heappushpop(best, one)
