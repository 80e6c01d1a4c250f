"""Drivers: what the date of each major milestone, and the money, hang on."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from milepost.models import Milestone, Risk, Task
from milepost.models.group import is_in
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.analysis.schedule.driving import Driving
from milepost.simulate.analysis.schedule.groups import tasks_by_group
from milepost.simulate.report.drivers.sentences import driver_sentences
from milepost.simulate.report.drivers.stacked import stacked_milestones
from milepost.simulate.report.drivers.tornado import days_words, kind_words, tornado_remarks, without_a_date
from milepost.simulate.report.drivers.tornado_bars import Bar as TornadoBar
from milepost.simulate.report.drivers.tornado_bars import tornado
from milepost.simulate.report.drivers.waterfall import MilestoneWaterfalls, remarks
from milepost.simulate.report.drivers.waterfall_rows import Row as WaterfallRow
from milepost.simulate.report.drivers.waterfall_rows import money_rows
from milepost.simulate.report.media.colours import category_colour
from milepost.simulate.report.media.positions import due_position
from milepost.simulate.report.media.words import amount, currency_words, label, percent, short_date
from milepost.simulate.report.page.charts.axis import Axis, amount_axis, date_axis, number_axis
from milepost.simulate.report.page.charts.bars import Bar, Bars, Row, Sign
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.palette import token
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Group, Part, Section
from milepost.simulate.result import Result

_MOST_NAMED: Final = 12
"""Tasks of a path that are named; of more those at its ends."""
_MOST_GROUPS: Final = 20
"""Groups that are told of a milestone; of more those that drive it most often."""
_FEW_TASKS: Final = 60
"""Tasks that tell more by themselves than by group."""


def drivers(result: Result) -> Section | None:
    """Return what drives each major milestone, or each if none is major; nothing without milestones."""
    milestones = stacked_milestones(result)
    if not milestones:
        return None
    found = result.drivers
    groups = [Group(heading=label(one.name), parts=_of(result, one)) for one in milestones]
    return Section(
        id="drivers",
        heading="Drivers",
        sentences=[] if found is None else [*driver_sentences(result.scenario, found)],
        parts=[*groups, *([] if found is None else _money(result, found)), *_responses(result)],
    )


def _of(result: Result, milestone: Milestone) -> list[Part]:
    parts: list[Part] = []
    if result.drivers is not None:
        build_up = result.drivers.categories.milestones[milestone.id]
        waterfalls = MilestoneWaterfalls.of(result, milestone, build_up)
        parts += [_dates(result, milestone, waterfalls), *_hits(milestone, waterfalls)]
        parts += _tornado(result, result.drivers, milestone)
    return [*parts, *_groups(result, milestone), *_paths(result, result.driving[milestone.id])]


def _dates(result: Result, milestone: Milestone, found: MilestoneWaterfalls) -> Bars:
    """Return how a promise date builds up."""
    due = [] if milestone.due is None else [due_position(result.scenario.days, milestone.due)]
    promised, said = found.lines
    places = [place for row in found.dates for place in (row.begins, row.ends, row.low, row.high)] + due
    low, high = float(np.nanmin(places)), float(np.nanmax(places))
    margin = 0.03 * max(high - low, 1.0)
    return _waterfall(
        found.dates,
        title=f"{label(milestone.name)}: {promised}",
        what="How the date builds up from the plan by uncertain estimates and by each category of risks; d: working "
        f"days{_more(said)}",
        axis=date_axis(low - margin, high + margin, most=5),
        lines=[(at, "due") for at in due],
        keys=(Key(text="due date", token="due", mark="dotted"),) if due else (),
    )


def _hits(milestone: Milestone, found: MilestoneWaterfalls) -> list[Bars]:
    """Return how a hit builds up; nothing without a due date."""
    if not found.hits:
        return []
    places = [place for row in found.hits for place in (row.begins, row.ends, row.low, row.high)]
    low, high = max(float(np.nanmin(places)) - 2.0, 0.0), min(float(np.nanmax(places)) + 2.0, 100.0)
    return [
        _waterfall(
            found.hits,
            title=f"{label(milestone.name)}: hit by {short_date(milestone.due)} in {found.hits[-1].words} of cases",
            what="How that probability builds up, in percentage points",
            axis=number_axis(low, high, lambda value: f"{value:z.4g}%", most=4),
        )
    ]


def _money(result: Result, found: Drivers) -> list[Bars]:
    """Return how the cost builds up; nothing where there is none."""
    waterfall, currency, budget = found.categories.cost, result.scenario.currency, result.scenario.budget.total
    rows = money_rows(waterfall)
    if not rows:
        return []
    lines = [] if budget is None else [(budget, "money")]
    places = [place for row in rows for place in (row.begins, row.ends, row.low, row.high)]
    places += [budget for budget, _ in lines]
    low, high = float(np.nanmin(places)), float(np.nanmax(places))
    margin = 0.03 * max(high - low, 1e-6)
    said = remarks(waterfall, []).replace("in days", "in money")
    return [
        _waterfall(
            rows,
            title=f"The plan costs {rows[-1].words} {currency_words(currency)} on average".rstrip(),
            what=f"How the mean total cost builds up{_more(said)}",
            axis=amount_axis(low - margin, high + margin, most=4),
            lines=lines,
            keys=(Key(text="budget", token="money", mark="dotted"),) if lines else (),
        )
    ]


def _waterfall(
    rows: Sequence[WaterfallRow],
    *,
    title: str,
    what: str,
    axis: Axis,
    lines: Sequence[tuple[float, str]] = (),
    keys: tuple[Key, ...] = (),
) -> Bars:
    return Bars(
        title=title,
        alternative=f"{what}. {title}.",
        note=what,
        table=Table.of(["Step", "Change"], ([row.name, row.words] for row in rows)),
        keys=(
            Key(text="plan, and what comes of it", token="promise", mark="diamond"),
            Key(text="95% interval of a change", token="ink", mark="line"),
            *keys,
        ),
        axis=axis,
        columns=["Step", "Change"],
        rows=[_step(row) for row in rows],
        lines=lines,
    )


def _step(row: WaterfallRow) -> Row:
    if row.is_sum:
        return Row(name=row.name, words=[row.words], signs=[Sign(at=row.ends, token="promise")], is_bold=True)
    bars = [
        Bar(begins=row.begins, ends=row.ends, token=token(row.colour)),
        Bar(begins=row.low, ends=row.high, token="ink", kind="interval"),
    ]
    return Row(name=row.name, words=[row.words], bars=bars)


def _tornado(result: Result, found: Drivers, milestone: Milestone) -> list[Bars]:
    """Return by how many days risks and tasks move a promise date; nothing where none is known to."""
    moved = tornado(result, found, milestone.id)
    if not moved.bars:
        return []
    kept, first = percent(result.confidence), moved.bars[0]
    has_date = math.isfinite(result.milestone[milestone.id].promise.value)
    said = tornado_remarks(moved) if has_date else without_a_date(moved)
    places = [place for bar in moved.bars for place in (bar.days.value, bar.days.low, bar.days.high, 0.0)]
    low, high = float(np.nanmin(places)), float(np.nanmax(places))
    margin = 0.02 * (high - low)
    what = "By how many working days it would be earlier if a risk could not occur, or a task took a tenth less time"
    finding = (
        f"{label(milestone.name)}: its {kept} date moves most by {label(first.of.name)} "
        f"({days_words(first, moved.decimals)} working days)"
    )
    words = [(label(bar.of.name), days_words(bar, moved.decimals), kind_words(bar)) for bar in moved.bars]
    return [
        Bars(
            title=finding,
            alternative=f"{what}. {finding}.",
            note=f"{what}{_more(said)}",
            table=Table.of(
                ["Risk or task", "Days earlier", "95% from", "to", "What it is"],
                (
                    [
                        name,
                        *(_days(days, moved.decimals) for days in (bar.days.value, bar.days.low, bar.days.high)),
                        kind,
                    ]
                    for bar, (name, _, kind) in zip(moved.bars, words, strict=True)
                ),
            ),
            keys=_keys(moved.bars),
            axis=number_axis(low - margin, high + margin, lambda value: f"{value:.6g}", most=5),
            columns=["Risk or task", "Days earlier", "What it is"],
            rows=[_moved(bar, words) for bar, words in zip(moved.bars, words, strict=True)],
            lines=[(0.0, "ink")],
        )
    ]


def _keys(bars: Sequence[TornadoBar]) -> tuple[Key, ...]:
    return (
        *([Key(text="a task, a tenth shorter", token="task")] if any(isinstance(bar.of, Task) for bar in bars) else []),
        Key(text="95% interval", token="ink", mark="line"),
        *([] if all(bar.is_clear for bar in bars) else [Key(text="not told from no effect", token="faint", pale=True)]),
    )


def _moved(bar: TornadoBar, words: tuple[str, str, str]) -> Row:
    name, *said = words
    colour = token(category_colour(bar.of.category)) if isinstance(bar.of, Risk) else "task"
    return Row(
        name=name,
        words=said,
        bars=[
            Bar(begins=0.0, ends=bar.days.value, token=colour, is_pale=not bar.is_clear),
            Bar(begins=bar.days.low, ends=bar.days.high, token="ink", kind="interval"),
        ],
    )


def _days(days: float, decimals: int) -> Cell:
    return Cell(text=f"{days:.{decimals}f}" if math.isfinite(days) else "-", value=days)


def _groups(result: Result, milestone: Milestone) -> list[Table]:
    """Return how often work of each group drives a milestone; nothing of a small plan, unless groups are asked for."""
    if result.group is None and len(result.scenario.tasks) <= _FEW_TASKS:
        return []
    driving, ids = result.driving[milestone.id].groups, tasks_by_group(result.scenario)
    asked = [group for group in driving if result.group is None or is_in(group, result.group)]
    shown = sorted(asked, key=lambda group: -driving[group].value)[:_MOST_GROUPS]
    shorter = {} if result.drivers is None else result.drivers.tasks
    rows: list[list[str | Cell]] = []
    for group in shown:
        saved = [shorter[id].tenth.milestones[milestone.id].promise.value for id in ids[group] if id in shorter]
        rows.append(
            [
                label(group),
                Cell(text=f"{len(ids[group]):,}", value=len(ids[group])),
                Cell(text=str(driving[group]), value=driving[group].value),
                _days(sum(saved) if saved else math.nan, 1),
            ]
        )
    left_out = f" ({len(shown)} of {len(asked):,} groups)" if len(shown) < len(asked) else ""
    caption = f"By group{left_out}: how often its work drives it, and working days that a tenth less of each task saves"
    return [Table.of(["Group", "Tasks", "Drives it in", "Saves"], rows, caption=caption)] if rows else []


def _paths(result: Result, driving: Driving) -> list[Table]:
    """Return the chains of work that drive a milestone most often; nothing where it waits for none."""
    paths = [one for one in driving.paths if one.ids]
    rows: list[list[str | Cell]] = [
        [_path(result, one.ids), Cell(text=str(one.share), value=one.share.value)] for one in paths
    ]
    return [Table.of(["Driving path", "In"], rows, caption="What drives it most often")] if paths else []


def _path(result: Result, ids: Sequence[str]) -> str:
    tasks = result.scenario.tasks
    names = [label(tasks[id].name) for id in ids if id in tasks]
    half = _MOST_NAMED // 2
    if len(names) > _MOST_NAMED:
        names = [*names[:half], f"{len(names) - 2 * half} more", *names[-half:]]
    return " > ".join(names)


def _responses(result: Result) -> list[Table]:
    """Return whether each task that retires a risk is worth doing; nothing where nobody asked."""
    if result.drivers is None or not result.drivers.responses:
        return []
    scenario, last = result.scenario, result.scenario.schedule.last
    rows: list[list[str | Cell]] = [
        [
            label(scenario.tasks[id].name),
            ", ".join(label(scenario.risks[risk].name) for risk in scenario.tasks[id].retires),
            str(one.verdict),
            *(() if last is None else [_days(one.milestones[last.id].promise.value, 1)]),
            Cell(text=amount(one.cost.value, scenario.currency), value=one.cost.value),
        ]
        for id, one in result.drivers.responses.items()
    ]
    days = [] if last is None else [f"Working days that it costs at {label(last.name)} (less: saves)"]
    return [
        Table.of(
            ["Task that retires a risk", "Risks", "Is it worth doing?", *days, "Costs in all"],
            rows,
            caption="What the plan has other than with each of these tasks left undone",
        )
    ]


def _more(said: str) -> str:
    return f"; {said}" if said else ""
