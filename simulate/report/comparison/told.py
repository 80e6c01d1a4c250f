"""What is told of two plans: lines on what they say differently, a table of milestones, and sentences on the rest."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from milepost.models import Decision, Difference, DifferenceKind, Level, PlanPair
from milepost.models.file.setting import dotted
from milepost.simulate.analysis.comparison.change import Change, Figure
from milepost.simulate.report.comparison.compared import Compared
from milepost.simulate.report.comparison.words import CHANGE, beside, change_words, risk_sentence
from milepost.simulate.report.media.interval_words import UNKNOWN, date_or_never
from milepost.simulate.report.media.words import (
    amount,
    counted,
    currency_words,
    label,
    one_line,
    percent,
    rough_percent,
    short_date,
    shortened,
)

_MOST_LINES: Final = 20
"""Differences that are told, and decisions; of more the first."""
_LONGEST_TEXT: Final = 60
_LONGEST_REASON: Final = 160
_MOST_TOUCHED: Final = 8
_MOST_GAPS: Final = 5
"""Milestones of which the change of the gap is told; of more the last."""

NOTHING_CHANGED: Final = "Nothing changed: the two plans say the same."
NOTHING_ELSE: Final = "Nothing changed but what was decided."
DECISIONS: Final = "What was decided and does not stand in A:"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What is told, in plain words.

    Parameters
    ----------
    heading
        Which plans.
    plan
        What they say differently, a line each.
    decisions
        What was decided and does not stand in A, a line each.
    headings, rows
        The table of milestones that both have; no rows where they have none in common.
    bold
        Which rows are of major milestones.
    explanation
        What the marks of the table mean.
    sentences
        What changes beside the milestones.
    """

    heading: str
    plan: Sequence[str]
    decisions: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    bold: Sequence[bool]
    explanation: str
    sentences: Sequence[str]


def told(compared: Compared) -> Told:
    """Put what is found of two plans into words."""
    shown, result = compared.shown, compared.after
    names = [
        f"{letter}: {label(plan.name)} ({label(file)})"
        for letter, plan, file in zip("AB", (compared.plans.before, compared.plans.after), compared.files, strict=True)
    ]
    outcome = result.outcome
    kept = percent(result.confidence)
    return Told(
        heading=f"{names[0]}; {names[1]}; {counted(outcome.iterations, 'case')}, seed {outcome.seed}",
        plan=list(_plan_lines(compared.plans)),
        decisions=list(_first(compared.plans.decisions, decision_words)),
        headings=("Milestone", "Hit A", "Hit B", CHANGE, f"{kept} by A", f"{kept} by B", CHANGE),
        rows=[_row(compared, one.milestone.id, one.milestone.name) for one in shown],
        bold=[one.milestone.level == Level.MAJOR for one in shown],
        explanation=_explanation(compared),
        sentences=list(_sentences(compared)),
    )


def difference_words(difference: Difference, *, most: int = _LONGEST_TEXT) -> str:
    """
    Return what became of a part of a plan, on one line and not of any length.

    Examples
    --------
    >>> changed = Difference(
    ...     path=("tasks", "build", "duration"), kind=DifferenceKind.CHANGED, before="30", after="[30, 40, 70]"
    ... )
    >>> difference_words(changed)
    'changed: tasks.build.duration: 30 becomes [30, 40, 70]'
    """
    path = label(dotted(difference.path))
    before, after = (_said(text, most) for text in (difference.before, difference.after))
    match difference.kind:
        case DifferenceKind.NEW:
            return f"new: {path}: {after}"
        case DifferenceKind.CHANGED:
            return f"changed: {path}: {before} becomes {after}"
        case DifferenceKind.TAKEN_OUT:
            return f"taken out: {path}: {before}"


def _said(text: str | None, most: int) -> str:
    return "not given" if text is None else shortened(one_line(text), most) or "nothing"


def decision_words(decision: Decision) -> str:
    """
    Return when something was decided, what, why and what it touches, on one line and not of any length.

    Examples
    --------
    >>> from datetime import date
    >>> decision_words(Decision(date=date(2026, 1, 12), what="Sell through a partner", touches=("pilot", "launch")))
    '12 Jan 26: Sell through a partner (touches pilot, launch)'
    """
    ids = ", ".join(decision.touches[:_MOST_TOUCHED]) + (", ..." if len(decision.touches) > _MOST_TOUCHED else "")
    why = shortened(one_line(decision.why), _LONGEST_REASON)
    said = f"{short_date(decision.date)}: {shortened(one_line(decision.what), _LONGEST_REASON)}"
    return said + (f" (touches {ids})" if ids else "") + (f". Why: {why}" if why else "")


def _plan_lines(plans: PlanPair) -> Iterator[str]:
    if not plans.differences:
        yield NOTHING_ELSE if plans.decisions else NOTHING_CHANGED
        return
    yield f"What changed in the plan ({len(plans.differences):,}):"
    yield from _first(plans.differences, difference_words)


def _first(told: Sequence[T], words: Callable[[T], str]) -> Iterator[str]:
    yield from map(words, told[:_MOST_LINES])
    if len(told) > _MOST_LINES:
        yield f"and {len(told) - _MOST_LINES:,} more, which compare.json has"


def _row(compared: Compared, id: str, name: str) -> list[str]:
    change = compared.comparison.change
    hit, promise = change(Figure.HIT, id), change(Figure.PROMISE, id)
    assert promise is not None
    return [
        label(name),
        *("-" if share is None else rough_percent(share) for share in compared.hits(id)),
        change_words(Figure.HIT, hit),
        *dates_of(promise),
        change_words(Figure.PROMISE, promise),
    ]


def dates_of(change: Change) -> tuple[str, str]:
    """Return the dates of a time in either plan, as people read them."""
    return date_or_never(change.before_date, change.before), date_or_never(change.after_date, change.after)


def _explanation(compared: Compared) -> str:
    """Return what the columns mean; nothing without a table."""
    if not compared.shown:
        return ""
    said = [
        "Hit: by the due date, which may be another in B.",
        f"{CHANGE}: from A to B, on the same cases, with its own 95% interval; of shares in points, of dates in "
        "working days.",
    ]
    if any(UNKNOWN in word for one in compared.shown for word in _row(compared, one.milestone.id, "")):
        said.append(f"{UNKNOWN}: too few cases tell of this change for an interval.")
    if len(compared.shown) < len(compared.common):
        said.append(
            f"Shown are {len(compared.shown)} of {len(compared.common):,} milestones, major ones and those with a due "
            "date: compare.csv has all."
        )
    return " ".join(said)


def _sentences(compared: Compared) -> Iterator[str]:
    if not compared.common:
        yield "The two plans have no milestone in common, by its id: there are no dates to compare."
    yield from _lists(compared.plans)
    yield from filter(None, [risk_sentence(compared.comparison, compared.after.scenario.risks)])
    stopped = _share(compared, Figure.STOPPED, of=" of cases")
    if stopped:
        yield f"The project is stopped in {stopped}."
    yield from _money(compared)
    yield from _gaps(compared)


def _lists(plans: PlanPair) -> Iterator[str]:
    """Yield that tasks wait for units of resources by other lists, of those that need some in both plans."""
    short = [plan.resources.keys() & plan.network.pools.keys() for plan in (plans.before, plans.after)]
    listed = [plan.network.listed for plan in (plans.before, plans.after)]
    common = set(listed[0]).intersection(listed[1])
    before, after = ([id for id in ids if id in common] for ids in listed)
    moved = next((pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]), None)
    if any(short) and moved is not None:
        first, other = map(label, moved)
        yield (
            f"Who waits for units is settled by a levelling list of its own in each plan: {first} comes before {other} "
            "in A, and behind it in B. A part of what changes may come from that: give both one levelling order to see."
        )


def _money(compared: Compared) -> Iterator[str]:
    before, after = compared.plans.before, compared.plans.after
    said = _each(compared, {"on average": Figure.COST_MEAN, "P50": Figure.COST_P50, "P80": Figure.COST_P80})
    within = _share(compared, Figure.WITHIN)
    if within:
        said.append(f"within the budget {within}")
    costs = compared.comparison.change(Figure.COST_MEAN)
    if said and (costs is None or costs.before or costs.after):
        yield f"Cost: {'; '.join(said)}."
    kept = percent(compared.after.confidence)
    for what, figures in {
        f"Contingency for {kept}": {"on top of the plan": Figure.CONTINGENCY} if within else {},
        "Peak funding need": {"P50": Figure.PEAK_P50, "P90": Figure.PEAK_P90},
        "Net of the value of milestones": {
            "on average": Figure.NET_MEAN,
            "P10": Figure.NET_P10,
            "P90": Figure.NET_P90,
        },
    }.items():
        if said := _each(compared, figures):
            yield f"{what}: {'; '.join(said)}."
    if costs is None:
        one, other = (label(plan.currency) or "no currency" for plan in (before, after))
        yield f"Amounts are not compared: A is in {one}, B in {other}."


def _each(compared: Compared, figures: Mapping[str, Figure]) -> list[str]:
    """Return what each amount is, by what it is called; what one of the plans does not have is left out."""
    return [f"{what} {words}" for what, figure in figures.items() if (words := _amounts(compared, figure))]


def _gaps(compared: Compared) -> Iterator[str]:
    """Yield how far money runs ahead on due dates of major milestones, or of all that have one if none of those has."""
    gaps = {one.milestone: one for one in compared.common if compared.comparison.change(Figure.GAP, one.milestone.id)}
    majors = [one for one in gaps if one.level == Level.MAJOR] or [*gaps]
    for one in majors[-_MOST_GAPS:]:
        words = _share(compared, Figure.GAP, one.id, of=" of the budget")
        yield f"Money ahead of milestones on the due date of {label(one.name)}: {words}."


def _share(compared: Compared, figure: Figure, id: str = "", *, of: str = "") -> str:
    change = compared.comparison.change(figure, id)
    if change is None:
        return ""
    before, after = (f"{100 * one:.1f}%" if one < 0 else rough_percent(one) for one in (change.before, change.after))
    return _either(before, after, of) + beside(compared.comparison, figure, id)


def _amounts(compared: Compared, figure: Figure) -> str:
    change = compared.comparison.change(figure)
    if change is None or not math.isfinite(change.before) or not math.isfinite(change.after):
        return ""
    currency = currency_words(compared.after.scenario.currency)
    before, after = amount(change.before, ""), amount(change.after, "")
    return _either(before, after, f" {currency}" if currency else "") + beside(compared.comparison, figure)


def _either(before: str, after: str, unit: str) -> str:
    """Write a figure of B, and that of A where it is another."""
    return f"{after}{unit} in both" if before == after else f"{after}{unit} instead of {before}"
