"""Everything that a comparison of two plans leaves in its folder."""

from collections.abc import Iterable
from dataclasses import asdict

from milepost.simulate.analysis.comparison.table import difference_table
from milepost.simulate.report.comparison.compared import Compared
from milepost.simulate.report.comparison.document import comparison_document
from milepost.simulate.report.comparison.picture import compare_png
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import COMPARE_RECORD
from milepost.simulate.report.media.json import json_text
from milepost.simulate.report.media.pictures import PLAIN_LOOK, Look, basis_words, written
from milepost.simulate.report.media.plan_file import PlanFile
from milepost.simulate.report.media.versions import versions


def compare_files(
    compared: Compared,
    *,
    plan: PlanFile | None = None,
    csv_style: CsvStyle = CsvStyle.PLAIN,
    look: Look = PLAIN_LOOK,
) -> dict[str, bytes]:
    """Make the files of a comparison, whose record names the file of B: contents by name, the record last."""
    files = {"compare.csv": csv_bytes(difference_table(compared.comparison), csv_style)}
    if compared.common:
        after = compared.after
        footer = basis_words(
            iterations=after.outcome.iterations,
            seed=after.outcome.seed,
            confidence=after.confidence,
            as_of=after.scenario.as_of,
        )
        files |= written(lambda: {"compare.png": compare_png(compared)}, look=look, footer=footer)
    record = compare_document(compared, files=[*files, COMPARE_RECORD], plan=plan, csv_style=csv_style)
    return {**files, COMPARE_RECORD: record.encode()}


def compare_document(
    compared: Compared, *, files: Iterable[str], plan: PlanFile | None = None, csv_style: CsvStyle = CsvStyle.PLAIN
) -> str:
    """
    Write a comparison as JSON: the two plans, what they say differently, what that changes, and the record.

    Parameters
    ----------
    compared
        The two plans.
    files
        Names of the files written with it, in its folder.
    plan
        The file of B, if there is one.
    csv_style
        How the table is written.
    """
    plans = {"before": compared.plans.before, "after": compared.plans.after}
    document = {
        **{
            which: {
                "file": file,
                "name": one.name,
                "start": one.days.start,
                "currency": one.currency,
                "scenario_sha256": one.digest,
            }
            for (which, one), file in zip(plans.items(), compared.files, strict=True)
        },
        "plan": [asdict(one) for one in compared.plans.differences],
        "decisions": [asdict(one) for one in compared.plans.decisions],
        "differences": comparison_document(compared.comparison),
        "record": {
            "versions": versions(),
            "plan": None if plan is None else plan.document(),
            "scenario_sha256": compared.plans.after.digest,
            "seed": compared.after.outcome.seed,
            "iterations": compared.after.outcome.iterations,
            "confidence": compared.after.confidence,
            "csv_style": csv_style,
            "files": sorted(files),
        },
    }
    return json_text(document) + "\n"
