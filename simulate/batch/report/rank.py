"""A ranking: the runs of a batch that come out best."""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.batch.report.unit import brief
from milepost.simulate.batch.row import RunRow

BY: Final = {"net": "mean net", "hit": "hit", "date": "promise date"}
"""What runs are ranked by, in words; the first of them that there is."""

_NEVER: Final = (-math.inf, -math.inf)
_Held = tuple[tuple[float, ...], int, RunRow]
"""A run that is held: what it is ranked by, minus its number, and its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """
    The best runs of a batch.

    They are ranked by mean net where every run has it; else by the hit of the milestone that is due last, and among
    equals by its promise date; where no milestone has a due date, by the promise date alone. Cost ranks nothing: runs
    that are stopped more often cost less.

    Parameters
    ----------
    rows
        The best first; runs that failed are left out.
    by
        What they are ranked by, a key of `BY`.
    swept
        Parts of a scenario that differ between the runs.
    orderings
        By file the orderings that there are, in order.
    """

    rows: tuple[RunRow, ...]
    by: str
    swept: tuple[str, ...]
    orderings: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, rows: Iterable[RunRow], swept: Sequence[str], *, most: int) -> Self:
        """Find the best of any number of runs; only `most` of them are held."""
        best: dict[str, list[_Held]] = {by: [] for by in BY}
        orderings: dict[str, dict[str, None]] = {}
        every_net, any_hit = True, False
        for number, row in enumerate(row for row in rows if not row.error):
            orderings.setdefault(row.file, {})[row.ordering] = None
            hit, early = (None, _NEVER) if row.judged is None else (row.judged.hit, row.judged.earliness)
            every_net, any_hit = every_net and row.net is not None, any_hit or hit is not None
            _push(best["net"], ((-math.inf if row.net is None else row.net.mean.value,), -number, row), most)
            _push(best["hit"], ((-1.0 if hit is None else hit.value, *early), -number, row), most)
            _push(best["date"], (early, -number, row), most)
        by = "net" if every_net else "hit" if any_hit else "date"
        return cls(
            rows=tuple(row for *_, row in sorted(best[by], key=lambda one: one[:2], reverse=True)),
            by=by,
            swept=tuple(swept),
            orderings={file: tuple(names) for file, names in orderings.items()},
        )

    @property
    def judged(self) -> str:
        """Name the milestones that hits and dates are of."""
        ids = dict.fromkeys(row.judged_by for row in self.rows if row.judged_by)
        return ", ".join(ids) if 0 < len(ids) <= 3 else "the last major milestone of each"

    @property
    def swept_headings(self) -> tuple[str, ...]:
        """Name what was swept over for short."""
        return brief(self.swept)

    @property
    def headings(self) -> tuple[str, ...]:
        """Name what sets the runs apart from each other."""
        files = ("File",) if self._tells_files else ()
        return (*files, *self.swept_headings, *(("Ordering",) if self._tells_orderings else ()))

    def cells(self, row: RunRow) -> tuple[str, ...]:
        """Return what sets a run apart from the others, in the order of the headings."""
        file = (row.file,) if self._tells_files else ()
        return (
            *file,
            *(said(row.setting(path)) for path in self.swept),
            *((row.ordering,) if self._tells_orderings else ()),
        )

    def stand_ins(self, row: RunRow) -> tuple[str, ...]:
        """Return it in plain letters, for a picture that cannot draw what people write."""
        file = (f"file {list(self.orderings).index(row.file) + 1}",) if self._tells_files else ()
        alternative = f"alternative {self.orderings[row.file].index(row.ordering)}"
        return (*file, *("?" for _ in self.swept), *((alternative,) if self._tells_orderings else ()))

    def judgement(self, row: RunRow) -> Estimate | None:
        """Return what a run is ranked by; nothing where it has none."""
        if self.by == "net":
            return None if row.net is None else row.net.mean
        if row.judged is None or self.by == "hit":
            return None if row.judged is None else row.judged.hit
        return row.judged.promise if math.isfinite(row.judged.promise.value) else None

    @property
    def _tells_files(self) -> bool:
        return len(self.orderings) > 1 or not (self.swept or self._tells_orderings)

    @property
    def _tells_orderings(self) -> bool:
        return any(any(names) for names in self.orderings.values())


def said(value: float | str) -> str:
    """Write a value that was set."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _push(best: list[_Held], one: _Held, most: int) -> None:
    if len(best) < most:
        heapq.heappush(best, one)
    else:
        heapq.heappushpop(best, one)
