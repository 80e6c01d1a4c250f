"""Sorting: by what a Primavera P6 export sorts its activities: their place in the breakdown of work, codes, fields."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.row import Row

MOST_LEVELS: Final = 100
"""Levels of a breakdown of work beyond which it is refused; P6 shows fewer."""

_UNNAMED: Final = "(New)"
"""The short name that P6 gives a code which has none."""


class Level(NamedTuple):
    """
    A level of the breakdown of work.

    Parameters
    ----------
    names
        Of the levels that lead to it, and its own, without the project's.
    code
        Their short names, from the project's on, with dots between them.
    """

    names: tuple[str, ...] = ()
    code: str = ""


def levels(tables: Tables, project: str) -> Mapping[str, Level]:
    """Return by key each level of the breakdown of a project's work; what is its own parent is refused."""
    rows = {key: row for key, row in tables.by_key("PROJWBS", "wbs_id").items() if row.key("proj_id") == project}
    for row in rows.values():
        row.name = row.text("wbs_short_name")
    found: dict[str, Level] = {}
    for key, row in rows.items():
        chain: list[str] = []
        at = key
        while at in rows and at not in found and at not in chain and len(chain) <= MOST_LEVELS:
            chain.append(at)
            at = "" if rows[at].flag("proj_node_flag") else rows[at].key("parent_wbs_id")
        if at in chain or len(chain) > MOST_LEVELS:
            message = "it lies within itself" if at in chain else f"it lies more than {MOST_LEVELS} levels deep"
            row.refuse(f"{message}: move it, and export the plan again", "parent_wbs_id")
            at = ""
        level = found.get(at, Level())
        for one in reversed(chain):
            level = _below(level, rows[one])
            found[one] = level
    return found


def name_of_project(tables: Tables, project: str) -> str:
    """Return what the top of a project's breakdown of work is called; empty where there is none."""
    tops = (row for row in tables.rows("PROJWBS") if row.key("proj_id") == project and row.flag("proj_node_flag"))
    return next((row.text("wbs_name") for row in tops), "")


def codes(tables: Tables) -> Mapping[str, Mapping[str, str]]:
    """Return by the key of an activity what it is sorted under, by the names of codes."""
    kinds = {
        key: row.text("actv_code_type") or key for key, row in tables.by_key("ACTVTYPE", "actv_code_type_id").items()
    }
    values = tables.by_key("ACTVCODE", "actv_code_id")
    by_kind: defaultdict[str, list[Row]] = defaultdict(list)
    for row in values.values():
        by_kind[row.key("actv_code_type_id")].append(row)
    field = {kind: _telling_field(rows) for kind, rows in by_kind.items()}
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.rows("TASKACTV"):
        value = values.get(row.key("actv_code_id"))
        kind = value.key("actv_code_type_id") if value else ""
        if value and kind in kinds:
            said = value.text(field[kind]) or value.text("actv_code_name")
            if said:
                found[row.key("task_id")][kinds[kind]] = said
    return found


def fields(tables: Tables) -> Mapping[str, Mapping[str, str]]:
    """Return by the key of an activity what the fields of the user say, by their names."""
    kinds = {
        key: row.text("udf_type_label") or key
        for key, row in tables.by_key("UDFTYPE", "udf_type_id").items()
        if row.key("table_name") == "TASK"
    }
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.rows("UDFVALUE"):
        kind = kinds.get(row.key("udf_type_id"))
        said = next(filter(None, map(row.text, ("udf_text", "udf_number", "udf_date"))), "")
        if kind and said:
            found[row.key("fk_id")][kind] = said
    return found


def _below(above: Level, row: Row) -> Level:
    """Return a level below another; the top of a project is in no group."""
    code = f"{above.code}.{row.name}" if above.code else row.name
    if row.flag("proj_node_flag"):
        return Level(code=code)
    return Level((*above.names, row.text("wbs_name") or row.name or row.key("wbs_id")), code)


def _telling_field(rows: list[Row]) -> str:
    """Return which name tells the values of a code apart: the short one where it does."""
    shorts = [row.text("short_name") for row in rows]
    tells = len(set(shorts)) == len(shorts) and _UNNAMED not in shorts
    return "short_name" if tells else "actv_code_name"
