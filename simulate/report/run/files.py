"""Everything that a run leaves in its folder."""

from milepost.simulate.analysis.comparison.table import difference_table
from milepost.simulate.analysis.drivers.table import driver_table
from milepost.simulate.analysis.risks.acceptance import acceptance_table
from milepost.simulate.report.drivers.tornado import tornado_png
from milepost.simulate.report.drivers.waterfall import waterfalls_png
from milepost.simulate.report.media.csv import csv_text
from milepost.simulate.report.media.folder import RECORD
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.run.burn_down import burn_down_png
from milepost.simulate.report.run.calibration import calibration_png
from milepost.simulate.report.run.cash import cash_png
from milepost.simulate.report.run.gantt import gantt_png
from milepost.simulate.report.run.gap import gap_png
from milepost.simulate.report.run.joint import joints_png
from milepost.simulate.report.run.knock_on import knock_on_png
from milepost.simulate.report.run.record import summary_document
from milepost.simulate.report.run.risks import risks_png
from milepost.simulate.report.run.scurve import scurves_png
from milepost.simulate.result import Result


def report_files(result: Result, *, plan: PlanFile | None = None) -> dict[str, bytes]:
    """Make the files of a report, whose record names the plan's file: contents by name, the record last."""
    files = {
        "milestones.csv": csv_text(result.milestones).encode(),
        "tasks.csv": csv_text(result.tasks).encode(),
        "gantt.png": gantt_png(result),
    }
    if result.what_if is not None:
        files["differences.csv"] = csv_text(difference_table(result.what_if.comparison)).encode()
    if result.scenario.milestones:
        files["paths.csv"] = csv_text(result.paths).encode()
        files["scurves.png"] = scurves_png(result)
        if result.drivers is not None:
            files["drivers.csv"] = csv_text(driver_table(result.scenario, result.drivers)).encode()
            files["tornado.png"] = tornado_png(result, result.drivers)
            files["waterfall.png"] = waterfalls_png(result, result.drivers.categories)
    if result.calibration is not None:
        files["calibration.csv"] = csv_text(result.calibration.table).encode()
        files["calibration.png"] = calibration_png(result.scenario, result.calibration)
    if result.estimates is not None:
        files["estimates.csv"] = csv_text(result.estimates).encode()
    if result.knock_on is not None:
        files["knock_on.csv"] = csv_text(result.knock_on.table).encode()
        files["knock_on.png"] = knock_on_png(result, result.knock_on)
    if result.scenario.risks:
        files["risks.csv"] = csv_text(result.risks).encode()
        files["risks.png"] = risks_png(result)
    if result.stop:
        files["stops.csv"] = csv_text(result.stops).encode()
    if result.responses is not None:
        files["responses.csv"] = csv_text(result.responses).encode()
    if result.exposure is not None:
        files["exposure.csv"] = csv_text(result.exposure.table).encode()
        if result.exposure.lasts:
            files["burndown.png"] = burn_down_png(result, result.exposure)
    if result.acceptance:
        files["acceptable.csv"] = csv_text(acceptance_table(result.acceptance)).encode()
    if result.gap is not None:
        files["gap.csv"] = csv_text(result.gap.table).encode()
        files["gap.png"] = gap_png(result.scenario, result.gap)
    if result.joint:
        files["jcl.png"] = joints_png(result)
    if result.cash is not None:
        files["cash.csv"] = csv_text(result.cash.balance).encode()
        files["cash.png"] = cash_png(result.scenario, result.cash)
    files[RECORD] = summary_document(result, files=[*files, RECORD], plan=plan).encode()
    return files
