"""The chart of risks: how likely each is as given, and how often it occurs after what the plan does about it."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from milepost.simulate.analysis.statistics.columns import ENDS
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.canvas import drawable
from milepost.simulate.report.media.colours import FAINT, GRID, INK, category_colour
from milepost.simulate.result import Result

MOST_RISKS = 40
"""Rows that one picture can hold; of more risks those that matter most are drawn."""

COLUMNS = {"given → occurs": 1.02, "stops": 1.30, "category": 1.48}
"""What is written beside the bars, and where it begins [widths of the axes]."""

_NAME_LENGTH = 56
_CATEGORY_LENGTH = 16
_WHITE = 0.62
"""How much white goes into the colour of a probability as given [-]."""


def risk_rows(result: Result) -> pd.DataFrame:
    """
    Return the risks to draw, those that stop the project first, then those that occur most often, up to `MOST_RISKS`.

    The columns are label, category, said (the category as it is written), probability, occurs, occurs_low, occurs_high,
    stops, stops_low, stops_high and may_stop.
    """
    table = result.risks
    rows = pd.DataFrame(
        {
            "label": [
                drawable(name, instead=id, most=_NAME_LENGTH)
                for name, id in zip(table["name"], table["risk"], strict=True)
            ],
            **{
                column: table[column]
                for column in ("category", "probability", *(f"{x}{end}" for x in ("occurs", "stops") for end in ENDS))
            },
            "said": [drawable(category, instead="own", most=_CATEGORY_LENGTH) for category in table["category"]],
            "may_stop": [risk.stop for risk in result.scenario.risks.values()],
        }
    )
    ranked = rows.sort_values(["stops", "occurs", "probability"], ascending=False, kind="stable", ignore_index=True)
    return ranked.head(MOST_RISKS)


def plot_risks(result: Result, *, rows: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """
    Draw each risk as a pale bar up to its probability as given and a full one up to how often it occurs.

    Parameters
    ----------
    result
        The run.
    rows
        What to draw, as `risk_rows` gives it and unless given.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    rows = risk_rows(result) if rows is None else rows
    rows = rows.assign(y=np.arange(len(rows), dtype=np.float64), colour=rows["category"].map(category_colour))
    pale = rows["colour"].map(_paler)
    ax.hlines(rows["y"], 0, rows["probability"], color=pale, linewidth=11, zorder=2)
    ax.hlines(rows["y"], 0, rows["occurs"], color=rows["colour"], linewidth=11, zorder=3)
    ax.hlines(rows["y"], rows["occurs_low"], rows["occurs_high"], color=INK, linewidth=1.2, zorder=4)
    stopping = rows[rows["stops"] > 0]
    ax.scatter(stopping["stops"], stopping["y"], marker="X", s=46, color=INK, edgecolor="white", zorder=5)
    most = rows[["probability", "occurs_high", "stops"]].max().max()
    ax.set(xlim=(0, max(1.04 * most, 0.05)), ylim=(len(rows) - 0.4, -0.6))
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    ax.grid(axis="x")
    _write_rows(ax, rows)
    return ax


def risk_key() -> list[Line2D | Patch]:
    """Return the marks with what they mean, for a legend."""
    return [
        Patch(color=_paler(FAINT), linewidth=0, label="probability as given"),
        Patch(color=FAINT, linewidth=0, label="occurs at a task exposed to it, with its 95% interval"),
        Line2D(
            [], [], color=INK, marker="X", linewidth=0, markersize=7, markeredgecolor="w", label="stops the project"
        ),
    ]


def _write_rows(ax: Axes, rows: pd.DataFrame) -> None:
    """Write the names and the figures beside the axes, as plain text: ticks with labels take longer to draw."""
    ax.set_yticks([])
    ax.hlines(rows["y"], 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    change, stops, category = COLUMNS.values()
    for row in rows.to_dict("records"):
        occurs = Proportion(share=row["occurs"], low=row["occurs_low"], high=row["occurs_high"])
        weight = "bold" if row["may_stop"] else "normal"
        _write(ax, -0.01, row["y"], row["label"], ha="right", weight=weight)
        _write(ax, change, row["y"], f"{100 * row['probability']:.3g}% → {occurs}", fontsize=8)
        if row["may_stop"]:
            stopped = Proportion(share=row["stops"], low=row["stops_low"], high=row["stops_high"])
            _write(ax, stops, row["y"], str(stopped), fontsize=8, weight="bold")
        _write(ax, category, row["y"], row["said"], fontsize=8)
    for heading, x in COLUMNS.items():
        if heading != "stops" or rows["may_stop"].any():
            _write(ax, x, -0.95, heading, fontsize=8, color=FAINT)


def _paler(colour: str) -> str:
    """Mix white into a colour: opaque, so that no line behind it shows."""
    red, green, blue = (part * (1 - _WHITE) + _WHITE for part in to_rgb(colour))
    return to_hex((red, green, blue))


def _write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    ax.text(x, y, text, transform=ax.get_yaxis_transform(), va="center", **style)
