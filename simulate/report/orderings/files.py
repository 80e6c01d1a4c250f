"""Everything that a comparison of orders leaves in its folder."""

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from milepost.models.calendar import iso_text
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.contrast import Contrast
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.question import LEVEL
from milepost.simulate.analysis.orderings.ranking import Rank
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import ORDERINGS_RECORD
from milepost.simulate.report.media.json import json_text, known
from milepost.simulate.report.media.pictures import PLAIN_LOOK, Look, basis_words, written
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.versions import versions
from milepost.simulate.report.orderings.footing_words import hangs_on
from milepost.simulate.report.orderings.guarantee import guarantee
from milepost.simulate.report.orderings.picture import orderings_png
from milepost.simulate.report.orderings.remarks import remarks
from milepost.simulate.report.orderings.verdict import verdict
from milepost.simulate.report.orderings.words import WORDS, criterion_words, without_limit, yaml_order

ORDERING_COLUMNS = (
    *("criterion", "unit", "name", "also", "role", "order", "hold", "without"),
    *("estimate", "estimate_low", "estimate_high", "estimate_date"),
    *("to_in_force", "to_in_force_low", "to_in_force_high"),
    *("ahead", "ahead_low", "ahead_high", "rank_low", "rank_high", "may_be_best", "on_front"),
    *("stops", "stops_low", "stops_high", "mean_cost"),
)

DIFFERENCE_COLUMNS = (
    *("criterion", "unit", "first", "second", "difference", "difference_low", "difference_high"),
    *("verdict", "iterations_to_tell", "effective", "hangs_on"),
)

_IN_FORCE, _REFERENCE, _COMPARED = "in force", "reference", "compared"


def orderings_files(
    orders: Orders,
    *,
    plan: PlanFile | None = None,
    csv_style: CsvStyle = CsvStyle.PLAIN,
    look: Look = PLAIN_LOOK,
) -> dict[str, bytes]:
    """Make the files of a comparison, whose record names the plan's file: contents by name, the record last."""
    question = orders.question
    footer = basis_words(
        iterations=question.iterations,
        seed=question.seed,
        confidence=question.confidence,
        as_of=orders.scenario.as_of,
    )
    files = {
        "orderings.csv": csv_bytes(orderings_table(orders), csv_style),
        "ordering_differences.csv": csv_bytes(differences_table(orders), csv_style),
        **written(lambda: {"orderings.png": orderings_png(orders)}, look=look, footer=footer),
    }
    record = orderings_document(orders, files=[*files, ORDERINGS_RECORD], plan=plan, csv_style=csv_style)
    return {**files, ORDERINGS_RECORD: record.encode()}


def orderings_table(orders: Orders) -> pd.DataFrame:
    """Return a row for each criterion and order as they are ranked, and then the plan without the crew limit."""
    rows: list[dict[str, Any]] = []
    numbers = {one.name: number for number, one in enumerate(orders.contenders)}
    for k, criterion in enumerate(orders.criteria):
        family = orders.families[k]
        common = {"criterion": criterion.text, "unit": WORDS[criterion.kind].unit}
        for rank in orders.rankings[k].rows:
            number = numbers[rank.name]
            one, stops = orders.contenders[number], orders.stops[number]
            rows.append(
                {
                    **common,
                    **_described(one),
                    "role": _COMPARED if number else _IN_FORCE,
                    **_ranked(rank, _counted(orders, criterion.kind, rank.estimate)),
                    "estimate_date": _date(orders, criterion.kind, rank.estimate.value),
                    **family.between(number, 0).columns("to_in_force"),
                    "on_front": number in orders.front,
                    **stops.columns("stops"),
                    "mean_cost": orders.cost[number],
                }
            )
        reference = orders.reference
        rows.append(
            {
                **common,
                "name": without_limit(orders.scenario),
                "role": _REFERENCE,
                **_counted(orders, criterion.kind, reference.estimate[k]).columns("estimate"),
                "estimate_date": _date(orders, criterion.kind, reference.estimate[k].value),
                **reference.difference[k].columns("to_in_force"),
                **reference.stops.columns("stops"),
                "mean_cost": reference.cost,
            }
        )
    table = pd.DataFrame(rows, columns=list(ORDERING_COLUMNS))
    text = ["also", "order", "hold", "without", "estimate_date"]
    whole = ["rank_low", "rank_high"]
    return table.assign(**table[text].fillna(""), **table[whole].astype("Int64"))


def differences_table(orders: Orders) -> pd.DataFrame:
    """Return a row for each criterion and pair of orders, the one that is ranked higher first."""
    rows = [
        {
            "criterion": criterion.text,
            "unit": WORDS[criterion.kind].unit,
            "first": one.first,
            "second": one.second,
            "difference": one.difference,
            "difference_low": one.low,
            "difference_high": one.high,
            "verdict": one.verdict,
            "iterations_to_tell": one.iterations,
            "effective": math.nan if one.footing is None else one.footing.effective,
            "hangs_on": "" if one.footing is None else hangs_on(one.footing),
        }
        for criterion, ranking in zip(orders.criteria, orders.rankings, strict=True)
        for one in ranking.comparisons
    ]
    table = pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))
    return table.assign(iterations_to_tell=table["iterations_to_tell"].astype("Int64"))


def orderings_document(
    orders: Orders, *, files: Iterable[str], plan: PlanFile | None = None, csv_style: CsvStyle = CsvStyle.PLAIN
) -> str:
    """
    Write the comparison as JSON: the verdict, orders and differences by criterion, why, and the record.

    Parameters
    ----------
    orders
        The comparison.
    files
        Names of the files written with it, in its folder.
    plan
        The file that was compared, if there is one.
    csv_style
        How the tables are written.
    """
    scenario = orders.scenario
    document = {
        "scenario": {"name": scenario.name, "start": scenario.days.start.isoformat(), "currency": scenario.currency},
        "verdict": verdict(orders),
        "remarks": remarks(orders),
        "best": orders.best.name,
        "yaml": yaml_order(orders.best),
        "orderings": _records(orderings_table(orders)),
        "differences": _records(differences_table(orders)),
        "criteria": _criteria(orders),
        "front": [orders.contenders[index].name for index in orders.front],
        "why": None if orders.contrast is None else _why(orders.contrast),
        "no_difference": None if orders.no_difference is None else asdict(orders.no_difference),
        "not_judged_in_all": orders.unjudged_in_all,
        "not_judged": [asdict(one) for one in orders.unjudged],
        "record": {**_record(orders, plan), "csv_style": csv_style, "files": sorted(files)},
    }
    return json_text(known(document)) + "\n"


def _criteria(orders: Orders) -> list[dict[str, Any]]:
    selection = orders.selection
    return [
        {
            "criterion": criterion.text,
            "name": criterion_words(criterion, orders.scenario),
            "unit": WORDS[criterion.kind].unit,
            "larger_is_better": criterion.larger_is_better,
            "indifference": criterion.zone,
            "may_be_best": list(ranking.may_be_best),
            "raced_by": raced.text,
            "raced_limit_days": known(float(orders.scenario.days.worked(raced.limit))),
            "cut": cut,
            "guarantee": guarantee(orders, index),
        }
        for index, (criterion, ranking, raced, cut) in enumerate(
            zip(orders.criteria, orders.rankings, selection.raced_by, selection.cut, strict=True)
        )
    ]


def _record(orders: Orders, plan: PlanFile | None) -> dict[str, Any]:
    question, selection = orders.question, orders.selection
    return {
        "versions": versions(),
        "plan": None if plan is None else plan.document(),
        "scenario_sha256": orders.scenario.digest,
        "seed": question.seed,
        "confidence": question.confidence,
        "level": LEVEL,
        "selection": selection.method,
        "selection_iterations": [orders.seen.start, orders.seen.stop],
        "choice_iterations": [orders.choice.start, orders.choice.stop],
        "figure_iterations": [0, question.iterations],
        "orders_simulated": selection.orders,
        "orders_tried_by_search": selection.tried,
        "iterations_of_selection": selection.iterations,
    }


def _described(one: Contender) -> dict[str, str]:
    return {
        "name": one.name,
        "also": "; ".join(one.names[1:]),
        "order": " > ".join(one.order),
        "hold": "; ".join(f"{id} for {', '.join(ids)}" for id, ids in one.alternative.hold.items()),
        "without": ", ".join(one.alternative.without),
    }


def _ranked(rank: Rank, estimate: Estimate) -> dict[str, float | int | bool]:
    return {
        **estimate.columns("estimate"),
        **rank.ahead.columns("ahead"),
        "rank_low": rank.rank_low,
        "rank_high": rank.rank_high,
        "may_be_best": rank.may_be_best,
    }


def _counted(orders: Orders, kind: Kind, estimate: Estimate) -> Estimate:
    """Return what an order came to, of a promise date in working days."""
    if kind != Kind.PROMISE:
        return estimate
    value, low, high = orders.scenario.days.worked([estimate.value, estimate.low, estimate.high]).tolist()
    return Estimate(value=value, low=low, high=high)


def _date(orders: Orders, kind: Kind, days: float) -> str:
    return orders.scenario.days.iso(days) if kind == Kind.PROMISE else ""


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): None if value is pd.NA or value == "" else value for key, value in row.items()}
        for row in table.astype(object).to_dict("records")
    ]


def _why(why: Contrast) -> dict[str, Any]:
    plain = {key: value for key, value in asdict(why).items() if key != "criterion"}
    for key in plain:
        one = getattr(why, key)
        if isinstance(one, Estimate):
            plain[key] = {"estimate": one.value, "low": one.low, "high": one.high}
    for shift in plain["shifts"]:
        shift |= {key: iso_text(shift[key]) for key in ("first_date", "second_date")}
    return {"criterion": why.criterion.text, **plain, "share_of_risk": why.share_of_risk}
