"""The pictures of a run, composed and rendered."""

import math

from matplotlib.figure import Figure

from milepost.simulate.report.gantt import MOST_ROWS, ROWS_IN_SIGHT, gantt_key, gantt_rows, plot_gantt
from milepost.simulate.report.picture import drawable, drawing, png
from milepost.simulate.report.scurve import plot_scurve
from milepost.simulate.report.words import shortened
from milepost.simulate.result import Result

MOST_PANELS = 24
"""Curves that one picture can hold; of more milestones the first are drawn."""

_TITLE_LETTERS = 7
"""How many letters of a title go into an inch at the least."""


def scurves_png(result: Result) -> bytes:
    """Draw the S-curve of every major milestone, or of every milestone if none is major, a panel each."""
    table = result.milestones
    major = table[table["level"] == "major"]
    ids = list((table if major.empty else major)["milestone"])
    shown = ids[:MOST_PANELS]
    columns = {1: 1, 2: 2, 4: 2}.get(len(shown), 3 if len(shown) <= 6 else 4)
    rows = math.ceil(len(shown) / columns)
    width, height = 4.1 * columns + 0.6 + (1.6 if columns == 1 else 0), 3.5 * rows + 0.7
    with drawing():
        figure = Figure(figsize=(width, height))
        figure.subplots_adjust(
            left=0.65 / width,
            right=1 - 0.25 / width,
            top=1 - 1.35 / height,
            bottom=0.6 / height,
            wspace=0.2,
            hspace=0.62,
        )
        left_out = f" (the first {len(shown)} of {len(ids)})" if len(ids) > len(shown) else ""
        _title(figure, result, f"The probability that a milestone is reached by each date{left_out}")
        for k, milestone in enumerate(shown):
            plot_scurve(result, milestone, ax=figure.add_subplot(rows, columns, k + 1))
        return png(figure)


def gantt_png(result: Result) -> bytes:
    """Draw the probabilistic Gantt chart."""
    rows = gantt_rows(result)
    in_all = len(result.milestones) + len(result.tasks)
    with drawing():
        left = 0.5 + 0.066 * max(map(len, rows["label"]), default=0)
        top = 1.45 if len(rows) > ROWS_IN_SIGHT else 1.15
        width, height = left + 9.2, 0.24 * len(rows) + top + 0.55
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.55 / height, 7.4 / width, 0.24 * len(rows) / height))
        left_out = (
            f" (the milestones and the longest tasks: {len(rows)} of {in_all:,} rows)" if in_all > MOST_ROWS else ""
        )
        _title(figure, result, f"When work and milestones may fall{left_out}")
        plot_gantt(result, rows=rows, ax=ax)
        figure.legend(
            handles=gantt_key(),
            loc="upper left",
            bbox_to_anchor=(0.18 / width, 1 - 0.68 / height),
            ncols=5,
            frameon=False,
            fontsize=8,
            borderaxespad=0,
            borderpad=0,
        )
        return png(figure)


def _title(figure: Figure, result: Result, text: str) -> None:
    """Write the plan's name, as much of it as fits, and below it what the picture shows."""
    width, height = figure.get_size_inches()
    name = shortened(drawable(result.scenario.name, instead="The plan"), int(_TITLE_LETTERS * (width - 0.4)))
    figure.text(0.18 / width, 1 - 0.12 / height, name, fontsize=13, fontweight="bold", va="top")
    figure.text(0.18 / width, 1 - 0.42 / height, text, va="top")
