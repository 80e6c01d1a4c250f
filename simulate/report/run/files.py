"""Everything that a run leaves in its folder."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from milepost.simulate.analysis.comparison.table import difference_table
from milepost.simulate.analysis.drivers.table import driver_table
from milepost.simulate.analysis.money.measures import measure_table
from milepost.simulate.analysis.risks.acceptance import acceptance_table
from milepost.simulate.analysis.schedule.resources import resource_table
from milepost.simulate.report.drivers.tornado import tornado_png
from milepost.simulate.report.drivers.waterfall import waterfalls_png
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import RECORD
from milepost.simulate.report.media.pictures import PLAIN_LOOK, Look, written
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.workbook import WorkbookWriter
from milepost.simulate.report.run.burn_down import burn_down_png
from milepost.simulate.report.run.calibration import calibration_png
from milepost.simulate.report.run.cash import cash_png
from milepost.simulate.report.run.cover import run_basis, run_cover
from milepost.simulate.report.run.earned_value import earned_value_png
from milepost.simulate.report.run.gantt import gantt_png
from milepost.simulate.report.run.gap import gap_png
from milepost.simulate.report.run.joint import joints_png
from milepost.simulate.report.run.knock_on import knock_on_png
from milepost.simulate.report.run.record import summary_document
from milepost.simulate.report.run.resources import resources_png
from milepost.simulate.report.run.risks import risks_png
from milepost.simulate.report.run.scurve import scurves_png
from milepost.simulate.result import Result

_NO_PAGES: Final[Mapping[str, bytes]] = {}


def report_files(
    result: Result,
    *,
    plan: PlanFile | None = None,
    pages: Mapping[str, bytes] = _NO_PAGES,
    csv_style: CsvStyle = CsvStyle.PLAIN,
    look: Look = PLAIN_LOOK,
    workbook: WorkbookWriter | None = None,
) -> dict[str, bytes]:
    """
    Make the files of a report: contents by name, the record last.

    Parameters
    ----------
    result
        The run.
    plan
        The file that was played, if there is one.
    pages
        What is written beside the tables and pictures: contents by name.
    csv_style
        How its tables are written.
    look
        How its pictures are written.
    workbook
        What puts tables and pictures into a workbook as well, if that is asked for.
    """
    tables = report_tables(result)
    pictures = written(lambda: report_pictures(result), look=look, footer=run_basis(result))
    files = {f"{name}.csv": csv_bytes(table, csv_style) for name, table in tables.items()} | pictures | dict(pages)
    if workbook is not None:
        files["report.xlsx"] = workbook(run_cover(result, pictures), tables)
    record = summary_document(result, files=[*files, RECORD], plan=plan, csv_style=csv_style)
    return {**files, RECORD: record.encode()}


def report_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Return the tables that there are of a run, by name."""
    tables = {"milestones": result.milestones, "tasks": result.tasks}
    if result.what_if is not None:
        tables["differences"] = difference_table(result.what_if.comparison)
    if result.scenario.milestones:
        tables["paths"] = result.paths
        if result.drivers is not None:
            tables["drivers"] = driver_table(result.scenario, result.drivers)
    if result.resources.outlooks:
        tables["resources"] = resource_table(result.resources.outlooks)
    if result.calibration is not None:
        tables["calibration"] = result.calibration.table
    if result.estimates is not None:
        tables["estimates"] = result.estimates
    if result.knock_on is not None:
        tables["knock_on"] = result.knock_on.table
    if result.scenario.risks:
        tables["risks"] = result.risks
    if result.stop:
        tables["stops"] = result.stops
    if result.responses is not None:
        tables["responses"] = result.responses
    if result.exposure is not None:
        tables["exposure"] = result.exposure.table
    if result.acceptance:
        tables["acceptable"] = acceptance_table(result.acceptance)
    if result.gap is not None:
        tables["gap"] = result.gap.table
    if result.earned_value is not None:
        tables["evm"] = measure_table(result.earned_value, result.scenario.days, result.scenario.currency)
    if result.cash is not None:
        tables["cash"] = result.cash.balance
    return tables


def report_pictures(result: Result) -> dict[str, bytes]:
    """Draw the pictures that there are of a run, by the names of their files."""
    pictures = {"gantt.png": gantt_png(result)}
    if result.scenario.milestones:
        pictures["scurves.png"] = scurves_png(result)
        if result.drivers is not None:
            pictures["tornado.png"] = tornado_png(result, result.drivers)
            pictures["waterfall.png"] = waterfalls_png(result, result.drivers.categories)
    if result.resources.outlooks:
        pictures["resources.png"] = resources_png(result)
    if result.calibration is not None:
        pictures["calibration.png"] = calibration_png(result.scenario, result.calibration)
    if result.knock_on is not None:
        pictures["knock_on.png"] = knock_on_png(result, result.knock_on)
    if result.scenario.risks:
        pictures["risks.png"] = risks_png(result)
    if result.exposure is not None and result.exposure.lasts:
        pictures["burndown.png"] = burn_down_png(result, result.exposure)
    if result.gap is not None:
        pictures["gap.png"] = gap_png(result.scenario, result.gap)
    if result.earned_value is not None:
        pictures["evm.png"] = earned_value_png(result, result.earned_value)
    if result.joint:
        pictures["jcl.png"] = joints_png(result)
    if result.cash is not None:
        pictures["cash.png"] = cash_png(result.scenario, result.cash)
    return pictures
