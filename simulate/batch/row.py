"""What the table of a batch says of one run."""

from typing import Any

from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.result import Result

_JUDGED = ("due", "hit", "hit_low", "hit_high", "reached", "reached_low", "reached_high")
_PROMISED = ("promise", "promise_state", "promise_days", "promise_low_days", "promise_high_days")
_GAP = (
    *("gap_mean", "excess_mean", "excess_mean_low", "excess_mean_high", "excess_mean_effective", "excess_mean_needed"),
    *("beyond", "beyond_low", "beyond_high"),
)


def row_of(result: Result) -> dict[str, Any]:
    """
    Return the columns of runs.csv that a run decides, with `MILESTONE.` in front of those of a milestone.

    Of the milestones the major ones are told, or all if none is major.
    """
    money = result.money
    scenario = result.scenario
    row: dict[str, Any] = {"name": scenario.name, "currency": scenario.currency, "scenario_sha256": scenario.digest}
    if result.stopping is not None:
        row |= result.stopping.probability.columns("stopped")
    row |= _spread("cost", money.cost)
    if money.within is not None:
        row |= money.within.columns("within")
    if money.net is not None:
        row |= _spread("net", money.net)
    table = result.milestones
    major = table[table["level"] == "major"]
    gaps = {} if result.gap is None else result.gap.rows("due").set_index("milestone").to_dict("index")
    for judged in (table if major.empty else major).to_dict("records"):
        id = judged["milestone"]
        row |= {f"{id}.{key}": judged[key] for key in (*_JUDGED, *_PROMISED)}
        if id in gaps:
            row |= {f"{id}.{key}": float(gaps[id][key]) for key in _GAP}
    return row


def _spread(name: str, spread: Spread) -> dict[str, float]:
    return {
        **spread.mean.columns(f"{name}_mean"),
        **spread.p50.columns(f"{name}_p50"),
        **spread.p80.columns(f"{name}_p80"),
    }
