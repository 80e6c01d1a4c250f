"""The pictures of a run, composed and rendered."""

import math
from collections.abc import Iterable, Sequence

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from milepost.simulate.report.media.canvas import drawable, drawing, png, text_width, write_key
from milepost.simulate.report.run.cash import cash_key, peak_texts, plot_cash
from milepost.simulate.report.run.chosen import chosen_milestones
from milepost.simulate.report.run.gantt import MOST_ROWS, ROWS_IN_SIGHT, gantt_key, gantt_notes, gantt_rows, plot_gantt
from milepost.simulate.report.run.gap import WIDTH, gap_key, plot_gap, worst_text
from milepost.simulate.report.run.joint import joint_key, plot_joint
from milepost.simulate.report.run.risks import COLUMNS, plot_risks, risk_key, risk_rows
from milepost.simulate.report.run.scurve import plot_scurve
from milepost.simulate.result import Result

MOST_PANELS = 24
"""Curves that one picture can hold; of more milestones the least likely to be hit are drawn."""

_TITLE_LETTERS = 7
"""How many letters of a title go into an inch at the least."""


def scurves_png(result: Result) -> bytes:
    """Draw the S-curve of every major milestone, or of every milestone if none is major, a panel each."""
    table = result.milestones
    major = table[table["level"] == "major"]
    ids = list((table if major.empty else major)["milestone"])
    shown = _chosen(result, ids)
    columns = {1: 1, 2: 2, 4: 2}.get(len(shown), 3 if len(shown) <= 6 else 4)
    rows = math.ceil(len(shown) / columns)
    lines = 3 if (table["reached"] < 1).any() else 2
    head = 0.18 * lines
    width, height = 4.1 * columns + 0.6 + (1.6 if columns == 1 else 0), (3.14 + head) * rows + 0.7
    with drawing():
        figure = Figure(figsize=(width, height))
        figure.subplots_adjust(
            left=0.65 / width,
            right=1 - 0.25 / width,
            top=1 - (0.99 + head) / height,
            bottom=0.6 / height,
            wspace=0.2 if columns == 1 else 0.12,
            hspace=0.45 + 0.47 * head,
        )
        left_out = _left_out(len(shown), len(ids))
        _title(figure, result, f"The probability that a milestone is reached by each date{left_out}")
        for k, milestone in enumerate(shown):
            ax = plot_scurve(result, milestone, ax=figure.add_subplot(rows, columns, k + 1))
            ax.tick_params(labelleft=k % columns == 0)
        return png(figure)


def gantt_png(result: Result) -> bytes:
    """Draw the probabilistic Gantt chart."""
    rows = gantt_rows(result)
    in_all = len(result.milestones) + len(result.tasks)
    with drawing():
        left = _room(rows["label"], rows["level"] == "major")
        top = 1.45 if len(rows) > ROWS_IN_SIGHT else 1.15
        right = 1.8 + max((0.2 + text_width(said, size=8, bold=True) for said in gantt_notes(rows)), default=0.0)
        width, height = left + 7.4 + right, 0.24 * len(rows) + top + 0.55
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.55 / height, 7.4 / width, 0.24 * len(rows) / height))
        left_out = (
            f" ({len(rows)} of {in_all:,} rows: major milestones, those with a due date, and the longest tasks)"
            if in_all > MOST_ROWS
            else ""
        )
        condition = ", in the iterations in which they come about" if (rows["comes"] < 1).any() else ""
        _title(figure, result, f"When work and milestones may fall{condition}{left_out}")
        plot_gantt(result, rows=rows, ax=ax)
        _key(figure, gantt_key())
        return png(figure)


def risks_png(result: Result) -> bytes:
    """Draw the chart of risks."""
    rows = risk_rows(result)
    with drawing():
        left = _room(rows["label"], rows["may_stop"])
        right = 5.4 * (COLUMNS["category"] - 1) + max(text_width(text, size=8) for text in ["category", *rows["said"]])
        width, height = max(left + 5.4 + right + 0.2, 8.0), 0.27 * len(rows) + 1.65
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.5 / height, 5.4 / width, 0.27 * len(rows) / height))
        left_out = f" (the first {len(rows)} of {len(result.risks)})" if len(result.risks) > len(rows) else ""
        _title(figure, result, f"How often risks occur before and after what the plan does about them{left_out}")
        plot_risks(result, rows=rows, ax=ax)
        _key(figure, risk_key())
        return png(figure)


def gap_png(result: Result) -> bytes:
    """Draw the gap chart of a plan with a budget."""
    with drawing():
        width = WIDTH + 0.8
        figure = Figure(figsize=(width, 5.2))
        plot_gap(result, ax=figure.add_axes((0.6 / width, 0.1, WIDTH / width, 0.67)))
        _title(figure, result, worst_text(result))
        _key(figure, gap_key())
        return png(figure)


def cash_png(result: Result) -> bytes:
    """Draw the cash chart of a plan with invoices."""
    with drawing():
        need, day = peak_texts(result)
        width = max(8.4, 0.36 + text_width(need))
        figure = Figure(figsize=(width, 4.6))
        plot_cash(result, ax=figure.add_axes((0.92 / width, 0.105, 1 - 1.18 / width, 0.63)))
        _title(figure, result, f"{need}\n{day}")
        write_key(figure, cash_key(), down=0.88)
        return png(figure)


def joints_png(result: Result) -> bytes:
    """Draw date against money for each major milestone, or for each milestone if none is major, a panel each."""
    judged = {one.milestone: one for one in result.joint}
    shown = [judged[id] for id in _chosen(result, list(judged))]
    columns = {1: 1, 2: 2, 4: 2}.get(len(shown), 3 if len(shown) <= 6 else 4)
    rows = math.ceil(len(shown) / columns)
    width, height = max(4.6 * columns + 0.3, 6.4), 3.5 * rows + 0.9
    with drawing():
        figure = Figure(figsize=(width, height))
        figure.subplots_adjust(
            left=0.85 / width,
            right=1 - 0.3 / width,
            top=1 - 1.45 / height,
            bottom=0.5 / height,
            wspace=0.28,
            hspace=0.5,
        )
        left_out = _left_out(len(shown), len(result.joint))
        currency = drawable(result.scenario.currency, instead="")
        unit = f" [{currency}]" if currency else ""
        _title(figure, result, f"When each milestone is reached, and what the whole plan costs{unit}{left_out}")
        _key(figure, joint_key(result))
        for k, joint in enumerate(shown):
            plot_joint(result, joint, ax=figure.add_subplot(rows, columns, k + 1))
        return png(figure)


def _chosen(result: Result, ids: Sequence[str]) -> list[str]:
    """Choose the milestones that are drawn, of some that could be."""
    table = result.milestones
    return list(chosen_milestones(table[table["milestone"].isin(ids)], most=MOST_PANELS)["milestone"])


def _left_out(shown: int, in_all: int) -> str:
    """State that not all milestones are drawn, and which are."""
    return f" (the {shown} least likely to be hit of {in_all:,})" if in_all > shown else ""


def _room(labels: Iterable[str], bold: Iterable[bool]) -> float:
    """Return how much room names need to the left of the axes [inches]."""
    return 0.3 + max((text_width(label, bold=one) for label, one in zip(labels, bold, strict=True)), default=0)


def _key(figure: Figure, marks: Sequence[Artist]) -> None:
    """Write below the title what the marks mean."""
    write_key(figure, marks, down=0.68)


def _title(figure: Figure, result: Result, text: str) -> None:
    """Write the plan's name, as much of it as fits, and below it what the picture shows."""
    width, height = figure.get_size_inches()
    name = drawable(result.scenario.name, instead="The plan", most=int(_TITLE_LETTERS * (width - 0.4)))
    figure.text(0.18 / width, 1 - 0.12 / height, name, fontsize=13, fontweight="bold", va="top")
    figure.text(0.18 / width, 1 - 0.42 / height, text, va="top")
