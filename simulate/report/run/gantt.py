"""The probabilistic Gantt chart: where work and milestones may fall."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from milepost.models.dating import BEGINNING
from milepost.simulate.analysis.schedule.tasks import TaskTimes, lasts_always, task_finishes
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.report.media.canvas import date_axis, drawable, due_position, positions
from milepost.simulate.report.media.colours import DUE, GRID, MAJOR, MINOR, SPREAD, TASK
from milepost.simulate.report.media.interval_words import reached_at_all
from milepost.simulate.report.media.words import short_date
from milepost.simulate.report.run.chosen import chosen_milestones
from milepost.simulate.result import Result

MOST_ROWS = 60
"""Rows that are legible on a page; of a larger plan the milestones that matter and the longest tasks are drawn."""

ROWS_IN_SIGHT = 25
"""Rows that are read with one look; above a longer chart the dates stand once more."""

_NAME_LENGTH = 44
_THINNEST = 0.003

_SELDOM = 0.5
"""Work that runs less often is drawn paler [-]."""

_AT_ALL = 1.245
"""Where it is written how often something comes about [widths of the axes]."""


def gantt_rows(result: Result) -> pd.DataFrame:
    """
    Return the rows to draw, top to bottom in order of their median start: milestones among their tasks.

    Of what has the same median the first is what comes first by links. Where there are more than `MOST_ROWS`, major
    milestones and those with a due date come in first, up to half of the rows, then tasks, the longest first. The
    columns are label, level (major, minor or task), due, hit, hit_low, hit_high, comes (the share of iterations in
    which it comes about), said (what is to be said of that) and, as positions on a date axis [days] over those
    iterations, early, begin, end, late and due_at.
    """
    milestones, tasks = result.milestones, result.tasks
    milestones, tasks = milestones[milestones["reached"] > 0], tasks[tasks["runs"] > 0]
    if len(milestones) + len(tasks) > MOST_ROWS:
        milestones = chosen_milestones(milestones, most=max(MOST_ROWS // 2, MOST_ROWS - len(tasks)))
        length = tasks["finish_mean_days"] - tasks["start_mean_days"]
        longest = length.sort_values(ascending=False, kind="stable").index[: MOST_ROWS - len(milestones)]
        tasks = tasks.loc[longest.sort_values()]
    rows = pd.concat([_milestone_rows(result, milestones), _task_rows(result, tasks)], ignore_index=True)
    rows = rows[rows["begin"].notna()]
    place = {id: place for place, id in enumerate(result.scenario.network.order)}
    places = np.array([place[id] for id in rows["id"]], np.float64)
    in_order = np.lexsort([places, rows["end"].to_numpy(), rows["begin"].to_numpy()])
    return rows.iloc[in_order].drop(columns="id").reset_index(drop=True)


def plot_gantt(result: Result, *, rows: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """
    Draw tasks as bars from the P10 of their start to the P90 of their finish, milestones as diamonds with due dates.

    Parameters
    ----------
    result
        The run.
    rows
        What to draw, as `gantt_rows` gives it and unless given.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    rows = gantt_rows(result) if rows is None else rows
    rows = rows.assign(y=np.arange(len(rows), dtype=np.float64))
    low = np.nanmin([positions(result.scenario.days, 0.0), rows["early"].min(), rows["due_at"].min()])
    high = np.nanmax([rows["late"].max(), rows["due_at"].max(), low + 5])
    margin = 0.015 * (high - low)
    ax.set(xlim=(low - margin, high + margin), ylim=(len(rows) - 0.4, -0.6))
    work, thinnest = rows[rows["level"] == "task"], _THINNEST * (high - low)
    _draw_tasks(ax, work[work["comes"] >= _SELDOM], thinnest=thinnest)
    _draw_tasks(ax, work[work["comes"] < _SELDOM], thinnest=thinnest, alpha=0.45)
    for level, colour, size in (("minor", MINOR, 26), ("major", MAJOR, 52)):
        _draw_milestones(ax, rows[rows["level"] == level], colour, size)
    _draw_due_dates(ax, rows[rows["due"] != ""])
    _label_rows(ax, rows)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    date_axis(ax, ticks=14)
    ax.tick_params(axis="x", labeltop=len(rows) > ROWS_IN_SIGHT)
    return ax


def gantt_notes(rows: pd.DataFrame) -> list[str]:
    """Return what stands to the far right, heading first: how often things come about; nothing where all always do."""
    said = [text for text in rows["said"] if text]
    return ["reached at all", *said] if said else []


def gantt_key() -> list[Line2D]:
    """Return the marks with what they mean, for a legend."""
    return [
        Line2D([], [], color=SPREAD, linewidth=9, label="P10 of start to P90 of finish"),
        Line2D([], [], color=TASK, linewidth=5, label="P50 of start to P50 of finish"),
        Line2D([], [], color=MAJOR, marker="D", linewidth=1.2, markersize=6, label="milestone: P10, P50, P90"),
        Line2D([], [], color=MINOR, marker="D", linewidth=1.2, markersize=4.5, label="minor milestone"),
        Line2D([], [], color=DUE, marker="|", linewidth=0, markersize=11, markeredgewidth=2, label="due date"),
    ]


def _milestone_rows(result: Result, table: pd.DataFrame) -> pd.DataFrame:
    days = result.scenario.days
    # Over the detailed iterations, as tasks are: what ends with a task stands where the task does.
    reached = [_came(result.outcome.dated(id)[: result.outcome.detail]) for id in table["milestone"]]
    early, middle, late = ([one.quantile(p) for one in reached] for p in (0.10, 0.50, 0.90))
    return pd.DataFrame(
        {
            "id": table["milestone"],
            "label": _labels(table["name"], table["milestone"]),
            **{column: table[column] for column in ("level", "due", "hit", "hit_low", "hit_high")},
            "comes": table["reached"],
            "said": [str(reached_at_all(row)) if row["reached"] < 1 else "" for row in table.to_dict("records")],
            "early": positions(days, early),
            "begin": positions(days, middle),
            "end": positions(days, middle),
            "late": positions(days, late),
            "due_at": [due_position(days, date.fromisoformat(due)) if due else np.nan for due in table["due"]],
        }
    )


def _task_rows(result: Result, table: pd.DataFrame) -> pd.DataFrame:
    scenario, outcome = result.scenario, result.outcome
    early, begin = (table["start_p10_days"] + BEGINNING).to_list(), (table["start_p50_days"] + BEGINNING).to_list()
    end, late = table["finish_p50_days"].to_list(), table["finish_p90_days"].to_list()
    for place, task in enumerate(table["task"]):
        if not np.isfinite(task_finishes(task, scenario, outcome)).all() or not lasts_always(task, outcome):
            came = TaskTimes.of(task, scenario, outcome).came
            early[place], begin[place] = came.dated_start(0.10), came.dated_start(0.50)
            end[place], late[place] = came.dated_finishes.quantile(0.50), came.dated_finishes.quantile(0.90)
    may_not_run = [scenario.tasks[task].only_if is not None for task in table["task"]]
    return pd.DataFrame(
        {
            "id": table["task"],
            "label": _labels(table["name"], table["task"]),
            "level": "task",
            "due": "",
            "hit": np.nan,
            "hit_low": np.nan,
            "hit_high": np.nan,
            "comes": table["runs"],
            "said": [
                f"runs in {Proportion(share=row['runs'], low=row['runs_low'], high=row['runs_high'])}"
                if may_not
                else ""
                for row, may_not in zip(table.to_dict("records"), may_not_run, strict=True)
            ],
            "early": positions(scenario.days, early),
            "begin": positions(scenario.days, begin),
            "end": positions(scenario.days, end),
            "late": positions(scenario.days, late),
            "due_at": np.nan,
        }
    )


def _came(times: NDArray[np.float64]) -> Sample:
    return Sample(ordered=Sample.of(times).came)


def _labels(names: pd.Series, ids: pd.Series) -> list[str]:
    return [drawable(name, instead=id_, most=_NAME_LENGTH) for name, id_ in zip(names, ids, strict=True)]


def _draw_tasks(ax: Axes, tasks: pd.DataFrame, *, thinnest: float, alpha: float = 1.0) -> None:
    ax.hlines(tasks["y"], tasks["early"], tasks["late"], color=SPREAD, alpha=alpha, linewidth=9, zorder=2)
    end = tasks["end"].clip(lower=tasks["begin"] + thinnest)
    ax.hlines(tasks["y"], tasks["begin"], end, color=TASK, alpha=alpha, linewidth=5, zorder=3)


def _draw_milestones(ax: Axes, milestones: pd.DataFrame, colour: str, size: float) -> None:
    ax.hlines(milestones["y"], milestones["early"], milestones["late"], color=colour, linewidth=1.2, zorder=3)
    ax.scatter(milestones["begin"], milestones["y"], marker="D", s=size, color=colour, edgecolor="white", zorder=4)


def _draw_due_dates(ax: Axes, milestones: pd.DataFrame) -> None:
    ax.scatter(milestones["due_at"], milestones["y"], marker="|", s=120, color=DUE, linewidth=2, zorder=5)
    for row in milestones.to_dict("records"):
        hit = Proportion(share=row["hit"], low=row["hit_low"], high=row["hit_high"])
        text = f"{hit} by {short_date(row['due'])}"
        _write(ax, 1.01, row["y"], text, color=DUE, fontsize=8, weight=_weight(row["level"]))
    if len(milestones):
        _write(ax, 1.01, -0.9, "hit by the due date", color=DUE, fontsize=8)


def _label_rows(ax: Axes, rows: pd.DataFrame) -> None:
    """Write the names beside the axes, as plain text: ticks with labels take three times as long to draw."""
    ax.set_yticks([])
    ax.hlines(rows["y"], 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    for y, label, level, said in zip(rows["y"], rows["label"], rows["level"], rows["said"], strict=True):
        _write(ax, -0.01, y, label, ha="right", weight=_weight(level))
        if said:
            _write(ax, _AT_ALL, y, said, fontsize=8, weight=_weight(level))
    for heading in gantt_notes(rows)[:1]:
        _write(ax, _AT_ALL, -0.9, heading, fontsize=8)


def _write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    ax.text(x, y, text, transform=ax.get_yaxis_transform(), va="center", **style)


def _weight(level: str) -> str:
    return "bold" if level == "major" else "normal"
