"""Exporting: the present state as the files that `run` writes, under names that are always the same."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.pictures import PLAIN_LOOK, written
from milepost.simulate.report.media.workbook import workbook_writer
from milepost.simulate.report.page.page import PAGE, report_page
from milepost.simulate.report.run.cover import run_basis, run_cover
from milepost.simulate.report.run.files import report_pictures, report_tables
from milepost.simulate.result import Result
from milepost.simulate.web.question import Question, named

_NO_CLOCK: Final = (1980, 1, 1, 0, 0, 0)
"""When what is in an archive was made: the same state gives the same bytes."""


class Kind(StrEnum):
    """What a state can be written as."""

    PAGE = "report.html"
    PICTURES = "png"
    TABLES = "csv"
    WORKBOOK = "xlsx"

    @property
    def file(self) -> str:
        """Return the name of the file; names of a plan are no file names."""
        return {Kind.PAGE: PAGE, Kind.PICTURES: "pictures.zip", Kind.TABLES: "tables.zip"}.get(self, "report.xlsx")


def exported(kind: Kind, question: Question, result: Result) -> bytes:
    """
    Return the content of the file.

    Parameters
    ----------
    kind
        What is wanted.
    question, result
        The state, and what came of it.

    Raises
    ------
    ImportError
        When a workbook is wanted and what writes it is not installed; it says how to install it.
    """
    result = replace(result, scenario=named(result.scenario, question.off))
    match kind:
        case Kind.PAGE:
            return report_page(result)
        case Kind.PICTURES:
            return _zipped(_pictures(result))
        case Kind.TABLES:
            tables = {f"{name}.csv": csv_bytes(table, CsvStyle.PLAIN) for name, table in report_tables(result).items()}
            return _zipped(tables)
        case Kind.WORKBOOK:
            return workbook_writer()(run_cover(result, _pictures(result)), report_tables(result))


def _pictures(result: Result) -> Mapping[str, bytes]:
    return written(lambda: report_pictures(result), look=PLAIN_LOOK, footer=run_basis(result))


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_CLOCK), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
