"""A ranking: the runs of a batch that come out best."""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from milepost.simulate.batch.report.unit import brief

Row = Mapping[str, Any]

BY: Final = {"net": "mean net", "hit": "hit", "date": "promise date"}
"""What runs are ranked by, in words; the first of them that there is."""

_Held = tuple[tuple[float, ...], int, Row]
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

    rows: tuple[Row, ...]
    by: str
    swept: tuple[str, ...]
    orderings: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, rows: Iterable[Row], swept: Sequence[str], *, most: int) -> Self:
        """Find the best of any number of runs; only `most` of them are held."""
        best: dict[str, list[_Held]] = {by: [] for by in BY}
        orderings: dict[str, dict[str, None]] = {}
        every_net, any_hit = True, False
        for number, row in enumerate(row for row in rows if not row["error"]):
            orderings.setdefault(row["file"], {})[row["ordering"]] = None
            net, id = row.get("net_mean"), judged_by(row)
            hit, early = row.get(f"{id}.hit"), _early(row, id)
            every_net, any_hit = every_net and net is not None, any_hit or hit is not None
            _push(best["net"], ((-math.inf if net is None else net,), -number, row), most)
            _push(best["hit"], ((-1.0 if hit is None else hit, *early), -number, row), most)
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
        ids = dict.fromkeys(id for id in map(judged_by, self.rows) if id)
        return ", ".join(ids) if 0 < len(ids) <= 3 else "the last major milestone of each"

    @property
    def headings(self) -> tuple[str, ...]:
        """Name what sets the runs apart from each other."""
        swept = brief(self.swept)
        return (*(("File",) if self._tells_files else ()), *swept, *(("Ordering",) if self._tells_orderings else ()))

    def cells(self, row: Row) -> tuple[str, ...]:
        """Return what sets a run apart from the others, in the order of the headings."""
        file = (row["file"],) if self._tells_files else ()
        return (
            *file,
            *(said(row[path]) for path in self.swept),
            *((row["ordering"],) if self._tells_orderings else ()),
        )

    def stand_ins(self, row: Row) -> tuple[str, ...]:
        """Return it in plain letters, for a picture that cannot draw what people write."""
        file = (f"file {list(self.orderings).index(row['file']) + 1}",) if self._tells_files else ()
        alternative = f"alternative {self.orderings[row['file']].index(row['ordering'])}"
        return (*file, *("?" for _ in self.swept), *((alternative,) if self._tells_orderings else ()))

    def judgement(self, row: Row) -> tuple[float, float, float] | None:
        """Return what a run is ranked by, and its interval; nothing where it has none."""
        id = judged_by(row)
        keys = {
            "net": ("net_mean", "net_mean_low", "net_mean_high"),
            "hit": (f"{id}.hit", f"{id}.hit_low", f"{id}.hit_high"),
            "date": (f"{id}.promise_days", f"{id}.promise_low_days", f"{id}.promise_high_days"),
        }[self.by]
        value, low, high = (row.get(key) for key in keys)
        return None if value is None else (value, *(math.nan if end is None else end for end in (low, high)))

    @property
    def _tells_files(self) -> bool:
        return len(self.orderings) > 1 or not (self.swept or self._tells_orderings)

    @property
    def _tells_orderings(self) -> bool:
        return any(any(names) for names in self.orderings.values())


def judged_by(row: Row) -> str | None:
    """Return the milestone of those that a row tells of that is due last, or the last one if none has a due date."""
    ids = milestones_of(row)
    dated = [(row[f"{id}.due"], place, id) for place, id in enumerate(ids) if row[f"{id}.hit"] is not None]
    return max(dated)[2] if dated else ids[-1] if ids else None


def promise_of(row: Row) -> date | None:
    """Return the promise date of the milestone that a row is judged by."""
    text = row[f"{judged_by(row)}.promise"]
    return date.fromisoformat(text) if text else None


def milestones_of(row: Row) -> list[str]:
    """Return the milestones that a row tells of, in the order of the file."""
    ids = (key.removesuffix(".hit") for key in row if key.endswith(".hit"))
    return [id for id in ids if f"{id}.promise" in row]


def said(value: float | str) -> str:
    """Write a value that was set."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _early(row: Row, id: str | None) -> tuple[float, float]:
    """Return how early a promise is: by its date, since runs may start on different days, then by its time."""
    day, days = row.get(f"{id}.promise"), row.get(f"{id}.promise_days")
    if days is None:
        return -math.inf, -math.inf
    return -float(date.fromisoformat(day).toordinal() if day else date.max.toordinal()), -days


def _push(best: list[_Held], one: _Held, most: int) -> None:
    if len(best) < most:
        heapq.heappush(best, one)
    else:
        heapq.heappushpop(best, one)
