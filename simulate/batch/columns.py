"""Columns: a row of a batch laid flat, as its table and its file have it, and made of that again."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from milepost.models.calendar import iso_text
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends, Quantile
from milepost.simulate.batch.row import RunGap, RunMilestone, RunMoney, RunRow
from milepost.simulate.report.media.json import known

Flat = dict[str, Any]
"""Texts, numbers and None by the name of the column."""

HEAD: Final = ("run", "file", "ordering", "error", "iterations", "seed", "confidence")
PLAN: Final = ("name", "currency", "scenario_sha256", "times_sha256")

_STATE: Final = ".promise_state"
"""What only a column of a milestone ends with, after its id."""


def flattened(row: RunRow) -> Flat:
    """
    Return the columns of a row, with `MILESTONE.` in front of those of a milestone.

    What was set has its path as a column. What is infinite or not known is None.
    """
    head = {**{name: getattr(row, name) for name in HEAD}, **row.settings}
    return head if row.error else head | _figures(row)


def row_from(flat: Mapping[str, Any]) -> RunRow:
    """
    Make a row of its columns again.

    Raises
    ------
    ValueError, KeyError, TypeError
        When they are not those of a row.
    """
    head = RunRow(
        **{name: flat[name] for name in HEAD},
        settings={name: cell for name, cell in flat.items() if name not in HEAD},
    )
    if head.error:
        return head
    ids = [name.removesuffix(_STATE) for name in flat if name.endswith(_STATE)]
    row = replace(
        head,
        **{name: flat[name] for name in PLAN},
        stopped=_share(flat, "stopped"),
        cost=_money(flat, "cost"),
        within=_share(flat, "within"),
        net=_money(flat, "net"),
        milestones={id: _milestone(flat, f"{id}.") for id in ids},
    )
    figures = _figures(row)
    return replace(row, settings={name: cell for name, cell in head.settings.items() if name not in figures})


def _figures(row: RunRow) -> Flat:
    flat: Flat = {name: getattr(row, name) for name in PLAN}
    flat |= {} if row.stopped is None else _share_columns("stopped", row.stopped)
    flat |= {} if row.cost is None else _money_columns("cost", row.cost)
    flat |= {} if row.within is None else _share_columns("within", row.within)
    flat |= {} if row.net is None else _money_columns("net", row.net)
    for id, one in row.milestones.items():
        flat |= _milestone_columns(f"{id}.", one)
    return flat


def _share_columns(name: str, share: Proportion | None) -> Flat:
    return dict.fromkeys(columns(name)) if share is None else known(share.columns(name))


def _share(flat: Mapping[str, Any], name: str) -> Proportion | None:
    return None if flat.get(name) is None else Proportion(**_ends(flat, name))


def _money_columns(name: str, money: RunMoney) -> Flat:
    percentiles = money.p50.columns(f"{name}_p50") | money.p80.columns(f"{name}_p80")
    return {**known(money.mean.columns(f"{name}_mean") | percentiles)}


def _money(flat: Mapping[str, Any], name: str) -> RunMoney | None:
    if f"{name}_mean" not in flat:
        return None
    p50, p80 = (Estimate(**_ends(flat, f"{name}_{which}")) for which in ("p50", "p80"))
    return RunMoney(mean=_mean(flat, f"{name}_mean"), p50=p50, p80=p80)


def _milestone_columns(prefix: str, one: RunMilestone) -> Flat:
    return {
        f"{prefix}due": iso_text(one.due),
        **_share_columns(f"{prefix}hit", one.hit),
        **_share_columns(f"{prefix}reached", one.reached),
        f"{prefix}promise": iso_text(one.promise_date),
        f"{prefix}promise_state": one.promise.ends.value,
        **known(one.promise.columns(f"{prefix}promise", "_days")),
        **({} if one.gap is None else _gap_columns(prefix, one.gap)),
    }


def _milestone(flat: Mapping[str, Any], prefix: str) -> RunMilestone:
    ends = Ends(flat[f"{prefix}promise_state"])
    return RunMilestone(
        due=_date(flat[f"{prefix}due"]),
        hit=_share(flat, f"{prefix}hit"),
        reached=Proportion(**_ends(flat, f"{prefix}reached")),
        promise=Quantile(**_ends(flat, f"{prefix}promise", "_days"), ends=ends),
        promise_date=_date(flat[f"{prefix}promise"]),
        gap=_gap(flat, prefix) if f"{prefix}gap_mean" in flat else None,
    )


def _gap_columns(prefix: str, gap: RunGap) -> Flat:
    excess = {name: float(cell) for name, cell in gap.excess.columns(f"{prefix}excess_mean").items()}
    return {**known({f"{prefix}gap_mean": gap.mean, **excess}), **_share_columns(f"{prefix}beyond", gap.beyond)}


def _gap(flat: Mapping[str, Any], prefix: str) -> RunGap:
    mean, excess = _number(flat[f"{prefix}gap_mean"]), _mean(flat, f"{prefix}excess_mean")
    return RunGap(mean=mean, excess=excess, beyond=_share(flat, f"{prefix}beyond"))


def _mean(flat: Mapping[str, Any], name: str) -> Mean:
    effective, needed = (_number(flat[f"{name}_{what}"]) for what in ("effective", "needed"))
    return Mean(**_ends(flat, name), sd=math.nan, effective=effective, needed=needed)


def _ends(flat: Mapping[str, Any], name: str, unit: str = "") -> dict[str, float]:
    """Return the value of an estimate and the ends of its interval."""
    cells = (_number(flat[column]) for column in columns(name, unit))
    return dict(zip(("value", "low", "high"), cells, strict=True))


def _number(cell: float | None) -> float:
    return math.nan if cell is None else cell


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
