"""Orderings: what comparing them came to, as the folder of the report remembers it."""

import math
from collections.abc import Mapping
from typing import Any

from milepost.models import Scenario
from milepost.simulate.report.media.words import amount, label, rough_percent
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.result import Result


def orderings(result: Result, document: Mapping[str, Any]) -> Section | None:
    """Return what a comparison of orders came to; nothing where it is not of this plan and this seed, or not whole."""
    try:
        return _section(result, document)
    except (KeyError, TypeError):  # a file in a folder may be of another version, or anything
        return None


def _section(result: Result, document: Mapping[str, Any]) -> Section | None:
    record = document["record"]
    if (record["scenario_sha256"], record["seed"]) != (result.scenario.digest, result.outcome.seed):
        return None
    return Section(
        id="orderings",
        heading="Orderings",
        sentences=[*document["verdict"], *document["remarks"]],
        parts=[_table(criterion, document, result.scenario) for criterion in document["criteria"]],
    )


def _table(criterion: Mapping[str, str], document: Mapping[str, Any], scenario: Scenario) -> Table:
    currency = scenario.currency
    name = label(criterion.get("name", criterion["criterion"]))
    rows = [row for row in document["orderings"] if row["criterion"] == criterion["criterion"]]
    heading = f"{name[:1].upper()}{name[1:]}"
    return Table.of(
        ["Order", "Tasks in sequence", heading, "To the order in force", "95% from", "to", "Stopped in"],
        (
            [
                label(row["name"]),
                _tasks(row["order"] or "-", scenario),
                _figure(row, "estimate", currency),
                *(_figure(row, f"to_in_force{end}", currency, is_difference=True) for end in ("", "_low", "_high")),
                Cell(text=rough_percent(row["stops"]), value=row["stops"]),
            ]
            for row in rows
        ),
        caption=f"Orders by {name}, the first choice first",
    )


def _tasks(order: str, scenario: Scenario) -> str:
    """Write an order of ids in the names of its tasks."""
    ids = order.split(" > ")
    return ", ".join(label(scenario.tasks[id].name if id in scenario.tasks else id) for id in ids)


def _figure(row: Mapping[str, Any], name: str, currency: str, *, is_difference: bool = False) -> Cell:
    """Write a figure in the unit of its criterion; a date as one, where it is no difference."""
    value = row[name]
    if value is None:
        return Cell(text="-", value=math.nan)
    if row["unit"] == "share":
        text = f"{100 * value:+z.1f} points" if is_difference else f"{value:.1%}"
    elif row["unit"] == "days" and not is_difference:
        text = row["estimate_date"] or f"{value:.1f} days"
    else:
        unit = {"currency": currency}.get(row["unit"], row["unit"])
        text = f"{'+' if is_difference and value > 0 else ''}{amount(value, unit)}"
    return Cell(text=text, value=value)
