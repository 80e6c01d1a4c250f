import io
import math
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import ascii_uppercase, digits
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from milepost.simulate import run
from milepost.simulate.report.media.column_kind import ColumnKind, column_kind
from milepost.simulate.report.media.workbook import Cover, workbook_writer
from milepost.simulate.report.run.cover import run_cover
from milepost.simulate.report.run.files import report_files, report_tables
from tests.plans import everything

PAGE = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
COVER = Cover(title="Plan", lines=[], pictures={})
NAMES = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Book:
    """
    A workbook as it stands in its file, read without the library that wrote it.

    Parameters
    ----------
    content
        The file.
    """

    def __init__(self, content: bytes) -> None:
        self.parts = zipfile.ZipFile(io.BytesIO(content))
        self.sheets = [one.attrib["name"] for one in self.tree("xl/workbook.xml").iterfind(".//sheets/sheet", NAMES)]
        texts = self.tree("xl/sharedStrings.xml").iterfind("si", NAMES)
        self._texts = ["".join(one.itertext()) for one in texts]
        styles = self.tree("xl/styles.xml")
        own = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iterfind(".//numFmt", NAMES)}
        looks = styles.iterfind(".//cellXfs/xf", NAMES)
        self._formats = [own.get(one.attrib["numFmtId"], one.attrib["numFmtId"]) for one in looks]

    def tree(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts.read(part))

    def sheet(self, name: str) -> ElementTree.Element:
        return self.tree(f"xl/worksheets/sheet{self.sheets.index(name) + 1}.xml")

    def rows(self, name: str) -> list[dict[int, Any]]:
        """Return the cells of a sheet by column, row by row."""
        return [
            {_column(cell.attrib["r"]): self._value(cell) for cell in row.iterfind("c", NAMES) if len(cell)}
            for row in self.sheet(name).iterfind(".//row", NAMES)
        ]

    def formats(self, name: str, column: int) -> set[str]:
        cells = self.sheet(name).iterfind(".//c", NAMES)
        found = [
            one for one in cells if _column(one.attrib["r"]) == column and one.attrib["r"].strip(ascii_uppercase) != "1"
        ]
        return {self._formats[int(one.attrib.get("s", 0))] for one in found}

    def _value(self, cell: ElementTree.Element) -> Any:
        assert cell.find("f", NAMES) is None, "a formula"
        value = cell.findtext("v", "", NAMES)
        kind = cell.attrib.get("t", "n")
        return self._texts[int(value)] if kind == "s" else value == "1" if kind == "b" else float(value)


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip(digits):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def book(tables: Mapping[str, pd.DataFrame], cover: Cover = COVER) -> Book:
    return Book(workbook_writer()(cover, tables))


def cells_of(table: pd.DataFrame) -> list[dict[int, Any]]:
    """Return what of a table should be found in its sheet: dates as days since the day that spreadsheets count from."""
    kinds = [column_kind(name, table.columns) for name in table.columns]
    rows = []
    for cells in table.itertuples(index=False, name=None):
        row: dict[int, Any] = {}
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                is_date = kinds[column] is ColumnKind.DATE
                row[column] = (date.fromisoformat(cell) - date(1899, 12, 30)).days if is_date else cell
            elif isinstance(cell, bool | np.bool_):
                row[column] = bool(cell)
            elif isinstance(cell, int | float | np.number) and math.isfinite(cell):
                row[column] = pytest.approx(cell, rel=1e-15, abs=0)
        rows.append(row)
    return rows


@pytest.mark.slow
def test_a_workbook_of_a_run_has_all_of_its_tables_to_the_last_digit_and_all_pictures_on_the_first_sheet() -> None:
    result = run(everything(), iterations=256, drivers=True)
    tables = report_tables(result)
    files = report_files(result, workbook=workbook_writer())
    pictures = {name: content for name, content in files.items() if name.endswith(".png")}
    found = Book(files["report.xlsx"])
    assert found.sheets == ["overview", *tables]
    assert {"milestones", "tasks", "risks", "gap", "paths", "drivers"} < set(tables)
    for name, table in tables.items():
        assert [row for row in found.rows(name)[1:] if row] == [row for row in cells_of(table) if row], name
    media = [found.parts.read(part) for part in found.parts.namelist() if part.startswith("xl/media/")]
    assert sorted(media) == sorted(pictures.values())
    assert [row[0] for row in found.rows("overview")] == [run_cover(result, {}).title, *run_cover(result, {}).lines]
    assert files["report.xlsx"] == report_files(result, workbook=workbook_writer())["report.xlsx"]


def test_pictures_stand_below_each_other_and_below_what_is_said() -> None:
    result = run(everything(), iterations=256)
    pictures = {name: content for name, content in report_files(result).items() if name.endswith(".png")}
    found = book({}, Cover(title="Plan", lines=["One.", "Two."], pictures=pictures))
    drawing = found.parts.read("xl/drawings/drawing1.xml").decode()
    places = [int(row) for row in re.findall(r"<xdr:row>([0-9]+)</xdr:row>", drawing)]
    assert len(places) == 2 * len(pictures)
    assert places[0] > 3
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    "name", ["=cmd()|x", "@SUM(A1)", "-2+3", "+1", "\t=1", "http://example.org", "1e5", "\x1b[31m", "'x"]
)
def test_a_text_is_a_text_whatever_it_says(name: str) -> None:
    found = book({"tasks": pd.DataFrame({name.replace(".", ""): [name]})}, Cover(title=name, lines=[name], pictures={}))
    shown = name.replace("\t", " ").replace("\x1b", "?")
    assert found.rows("tasks") == [{0: shown.replace(".", "")}, {0: shown}]
    assert [row[0] for row in found.rows("overview")] == [shown, shown]
    assert not any(part.startswith("xl/worksheets/_rels") for part in found.parts.namelist())


def test_dates_shares_days_and_amounts_are_rounded_for_people_as_what_they_are() -> None:
    table = pd.DataFrame(
        {
            "due": ["2026-01-05", "", "1850-05-01"],  # the last is a date that spreadsheets do not know
            "hit": [0.25, math.nan, 1.0],
            "launch.promise_days": [1.25, math.inf, -3.0],
            "cost": [1234.5678, 0.5678, 7.0],
            "is_kept": [True, False, True],
        }
    )
    found = book({"milestones": table})
    assert found.rows("milestones")[1:] == [
        {0: 46027.0, 1: 0.25, 2: 1.25, 3: 1234.5678, 4: True},
        {3: 0.5678, 4: False},
        {0: "1850-05-01", 1: 1.0, 2: -3.0, 3: 7.0, 4: True},
    ]
    formats = [found.formats("milestones", column) for column in range(4)]
    assert formats == [{"d mmm yyyy", "0"}, {"0.0%"}, {"#,##0.0"}, {"#,##0", "0.0##"}]
    assert found.rows("milestones")[0] == {0: "due", 1: "hit", 2: "launch: promise days", 3: "cost", 4: "is kept"}


def test_in_a_table_of_many_figures_each_row_says_what_its_numbers_are() -> None:
    table = pd.DataFrame({"unit": ["share", "working days", "money"], "before": [0.5, 1.5, 2500.0]})
    assert book({"differences": table}).formats("differences", 1) == {"0.0%", "#,##0.0", "#,##0"}


def test_headings_stay_in_sight_can_be_filtered_and_intervals_are_folded_up() -> None:
    table = pd.DataFrame({"task": ["a"], "name": ["A"], "hit": [0.5], "hit_low": [0.4], "hit_high": [0.6]})
    sheet = book({"tasks": table}).sheet("tasks")
    pane = sheet.find(".//pane", NAMES)
    assert pane is not None
    assert (pane.attrib["state"], pane.attrib["topLeftCell"]) == ("frozen", "C2")
    filtered = sheet.find("autoFilter", NAMES)
    assert filtered is not None
    assert filtered.attrib["ref"] == "A1:E2"
    hidden = [
        (one.attrib["min"], one.attrib["max"]) for one in sheet.iterfind(".//col", NAMES) if one.attrib.get("hidden")
    ]
    assert hidden == [("4", "5")]


def test_a_table_that_no_sheet_can_hold_is_left_out_and_that_is_said() -> None:
    wide = pd.DataFrame([range(16_385)])
    found = book({"tasks": wide, "paths": pd.DataFrame({"path": ["a > b"]})})
    assert found.sheets == ["overview", "paths"]
    assert "tasks.csv has more rows or columns than a sheet can hold" in found.rows("overview")[1][0]


UNITS = {
    "share": ColumnKind.SHARE,
    "working days": ColumnKind.DAYS,
    "date": ColumnKind.DATE,
    "percentage points": ColumnKind.POINTS,
    "currency": ColumnKind.AMOUNT,
    "iterations": ColumnKind.AMOUNT,
}


@pytest.mark.parametrize("name", re.findall(r"^## (\w+)\.csv$", PAGE, re.MULTILINE))
def test_a_column_is_of_the_kind_whose_unit_the_page_of_outputs_gives(name: str) -> None:
    section = PAGE.split(f"\n## {name}.csv\n")[1].split("\n## ")[0]
    if "| unit |" not in section or name.startswith("ordering"):
        return
    cells = re.findall(r"^\| (`[^|]*) \| ([^|]*)\|", section, re.MULTILINE)
    columns = {column: units.strip() for names, units in cells for column in re.findall(r"`([\w.]+)`", names)}
    for column, units in columns.items():
        kinds = {UNITS[unit] for unit in units.split(", ") if unit in UNITS}
        assert not kinds or column_kind(column, columns) in kinds, (
            f"{column}: column_kind.py takes it for something else"
        )
