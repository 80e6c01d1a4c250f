"""The present state as files."""

import io
import zipfile
from functools import cache

import pytest

from milepost.simulate import run
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.page.page import report_page
from milepost.simulate.result import Result
from milepost.simulate.web.exporting import Kind, exported
from milepost.simulate.web.question import Question
from tests.plans import everything


@cache
def _result() -> Result:
    return run(everything(), iterations=1_000, threads=1)


def _question(*off: str) -> Question:
    return Question(rev=1, read=everything, off=frozenset(off))


def test_the_page_is_that_of_a_run() -> None:
    assert exported(Kind.PAGE, _question(), _result()) == report_page(_result())


def test_what_is_switched_off_stands_in_the_name() -> None:
    assert b"without risks.demand" in exported(Kind.PAGE, _question("risks.demand"), _result())


def test_tables_are_those_of_a_run() -> None:
    with zipfile.ZipFile(io.BytesIO(exported(Kind.TABLES, _question(), _result()))) as archive:
        assert archive.read("milestones.csv") == csv_bytes(_result().milestones, CsvStyle.PLAIN)
        assert all(name.endswith(".csv") for name in archive.namelist())


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Kind.PICTURES, Kind.WORKBOOK])
def test_pictures_and_workbooks_can_be_opened(kind: Kind) -> None:
    content = exported(kind, _question(), _result())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    assert content == exported(kind, _question(), _result())


def test_files_have_names_of_their_own() -> None:
    assert [kind.file for kind in Kind] == ["report.html", "pictures.zip", "tables.zip", "report.xlsx"]
