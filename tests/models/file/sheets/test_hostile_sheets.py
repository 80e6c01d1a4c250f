"""A workbook or a list that is made to do harm, or was damaged, is refused soon, in words and with its place."""

from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.sheets import workbook as workbooks
from tests.fuzz.fuzzing import within

FIRST: Final = "xl/worksheets/sheet1.xml"
END: Final = b"</sheetData>"
MOST: Final = 5.0
"""Time that a refusal may take [seconds of processor time]."""


def workbook() -> bytes:
    """Write a list of tasks of which one formula came to an error, beside a sheet of something else with another."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, column in (("Works & plans", 2), ("Sums", 1)):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate((("id", "name", "duration", "start"), ("a", "Dig", 3, "2026-01-05"))):
                for at, cell in enumerate(cells if name != "Sums" else ("x", "y")):
                    sheet.write(row, at, cell)
            sheet.write_formula(2, column, "=Gone!A1", value="#REF!")
        book.worksheets()[0].write(2, 0, "b")
    return content.getvalue()


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """Return the workbook with a text in one of its parts changed."""
    made = BytesIO()
    with ZipFile(BytesIO(workbook())) as book, ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in book.namelist():
            archive.writestr(name, book.read(name).replace(old, new) if name == part else book.read(name))
    return made.getvalue()


def refusal(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    with within(MOST), pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return str(caught.value).replace(str(path), name)


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576", "ZZZ9999999"])
def test_a_cell_far_away_is_refused_before_room_is_made_for_all_between(tmp_path: Path, cell: str) -> None:
    content = changed(FIRST, END, f'<row r="9"><c r="{cell}"><v>1</v></c></row>'.encode() + END)
    assert "plan.xlsx: has a cell in row " in refusal(tmp_path, "plan.xlsx", content)


@pytest.mark.parametrize("before", [0, 3, 6, 10, 20])
def test_a_cell_that_lies_across_two_pieces_is_found(tmp_path: Path, before: int) -> None:
    """Parts are looked through in pieces of a megabyte; so many bytes of the far cell stand in the first of them."""
    row, cell = b'<row r="9">', b'<c r="XFD1048576"><v>1</v></c></row>'
    with ZipFile(BytesIO(workbook())) as book:
        head = book.read(FIRST).index(END)
    pad = b" " * (2**20 - before - head - len(row))
    content = changed(FIRST, END, pad + row + cell + END)
    assert "has a cell in row 1,048,576, column 16,384" in refusal(tmp_path, "plan.xlsx", content)


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    content = changed(FIRST, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaa">]><worksheet')
    assert "holds a DOCTYPE, which no workbook needs" in refusal(tmp_path, "plan.xlsx", content)


def test_a_bomb_is_refused_by_what_comes_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST", 2**20)
    content = changed(FIRST, END, b" " * 2**21 + END)
    assert "plan.xlsx: unpacks to more than 1 MB" in refusal(tmp_path, "plan.xlsx", content)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_is_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    content = workbook()
    assert refusal(tmp_path, "plan.xlsx", content[: int(share * len(content))]).startswith("plan.xlsx: ")


def test_an_error_of_a_formula_is_told_with_its_cell_and_those_of_other_sheets_are_not(tmp_path: Path) -> None:
    said = refusal(tmp_path, "plan.xlsx", workbook())
    assert "Works & plans!C3: #REF! stands in place of a value: mend the formula" in said
    assert "Sums" not in said


def test_summaries_that_make_too_many_links_are_refused(tmp_path: Path) -> None:
    """Two that are linked make a link from each end of one to each beginning of the other."""
    inside = "  task;1;\n" * 1_100
    text = f"name;duration;predecessors\nfirst;;\n{inside}second;;first\n{inside}"
    said = refusal(tmp_path, "plan.csv", text.encode())
    assert "plan.csv:1103:1: the links of summaries come to more than 1,000,000" in said
