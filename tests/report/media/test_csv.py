import csv
import io
import math
from datetime import date

import pandas as pd
import pytest

from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle
from tests.plans import milestone, risk
from tests.results import result_of


def row_of(table: pd.DataFrame) -> dict[str, str]:
    return next(csv.DictReader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))))


def test_numbers_are_unrounded() -> None:
    result = result_of({milestone(): [0.1, 0.2, 0.4]})
    assert float(row_of(result.milestones)["mean_days"]) == result.milestones["mean_days"][0]
    assert row_of(result.milestones)["p50_days"] == "0.2"


def test_nan_and_infinity_are_empty() -> None:
    row = row_of(result_of({milestone(): [1.0, math.inf]}).milestones)
    assert (row["hit"], row["p90_days"], row["p90"], row["promise_low_days"], row["sd_days"]) == ("", "", "", "", "")


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),  # the classic
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("=cmd()|x", "'=cmd()|x"),
        ("-2+3", "'-2+3"),
        ("a;=cmd()|x", "a;'=cmd()|x"),  # a cell of its own where a spreadsheet takes ; for what parts columns
        ("a,@SUM(A1)", "a,'@SUM(A1)"),
        ("a\n-2+3", "a\n'-2+3"),
        ("\t=1", "'\t'=1"),  # some programs skip white space first
        ("\r=1", "'\n'=1"),  # a line's end, as every other
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),  # the wide form, as from Japanese keyboards
        ("\n=1", "'\n'=1"),
        ("a=b", "a=b"),  # harmless inside
        ("2026-01-05", "2026-01-05"),  # a date stays one
        ("a\x00b\x1b[31mc\u202e", "a?b?[31mc?"),  # what would steer whatever shows it
        ("one\ttwo\r\nthree", "one\ttwo\nthree"),
        ('say "hi", twice', 'say "hi", twice'),  # quoting is the CSV writer's
        ("日本", "日本"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_a_name_that_a_spreadsheet_would_run_gets_an_apostrophe(name: str, cell: str) -> None:
    result = result_of({milestone(name=name, owner=name, group=name): [1.0]})
    row = row_of(result.milestones)
    assert (row["name"], row["owner"], row["group"]) == (cell, cell, cell)


def test_a_risk_is_guarded_in_all_that_the_planner_wrote() -> None:
    row = row_of(result_of({}, risks=[(risk("-r", name="=1", category="@a", owner="+1"), [1.0], [0.1])]).risks)
    assert [row[column] for column in ("risk", "name", "category", "owner")] == ["'-r", "'=1", "'@a", "'+1"]


def test_the_guard_leaves_numbers_and_the_table_alone() -> None:
    result = result_of({milestone("-a", name="=1", due=date(2026, 1, 5)): [1.0]})
    result.milestones["mean_days"] = -1.0
    row = row_of(result.milestones)
    assert (row["milestone"], row["mean_days"], row["due"]) == ("'-a", "-1.0", "2026-01-05")
    assert result.milestones["name"][0] == "=1"


def test_every_text_is_guarded_whatever_its_column_is_called_and_so_is_that_name() -> None:
    """New columns need nobody to think of them; numbers among texts, and columns of numbers, stay as they are."""
    table = pd.DataFrame({"-a.hit": [-0.5, -1.0], "anything": ["=1", -2.0], "when": ["2026-01-05", ""]})
    text = csv_bytes(table, header=False).decode()
    assert text == "-0.5,'=1,2026-01-05\n-1.0,-2.0,\n"
    assert csv_bytes(table).decode("utf-8-sig") == f"'-a.hit,anything,when\n{text}"


def test_a_file_begins_with_a_byte_order_mark_and_what_goes_on_with_it_does_not() -> None:
    table = pd.DataFrame({"name": ["M\u00fcller"]})
    whole = csv_bytes(table)
    assert whole == b"\xef\xbb\xbfname\nM\xc3\xbcller\n"
    assert csv_bytes(table.iloc[:0]) + csv_bytes(table, header=False) == whole


@pytest.mark.parametrize("style", CsvStyle)
def test_what_is_written_in_any_style_reads_back_to_the_last_digit(style: CsvStyle) -> None:
    table = pd.DataFrame(
        {
            "name": ["a;b", "c,d", 'say "hi"', "1,5"],
            "share": [0.1, 1 / 3, 1e-9, math.nan],
            "mixed": [0.25, "some", -1.5e300, 7],  # as a setting that was swept over
            "count": pd.array([1, None, 3, 2**62], dtype="Int64"),
            "kept": [True, False, True, False],
        }
    )
    rows = [*csv.reader(io.StringIO(csv_bytes(table, style).decode("utf-8-sig")), delimiter=style.separator)]
    numbers = [[cell.replace(style.decimal, ".") for cell in row[1:3]] for row in rows[1:]]
    assert [row[0] for row in rows[1:]] == list(table["name"])
    assert [float(share or "nan") for share, _ in numbers] == pytest.approx(list(table["share"]), rel=0, nan_ok=True)
    assert [mixed for _, mixed in numbers] == ["0.25", "some", "-1.5e+300", "7"]
    assert [row[3:] for row in rows[1:]] == [["1", "True"], ["", "False"], ["3", "True"], [str(2**62), "False"]]


def test_the_decimal_comma_is_in_numbers_and_in_no_text() -> None:
    table = pd.DataFrame({"x": [0.5, -2.25], "version": ["1.5", "v2.0"], "mixed": [0.5, "a.b"]})
    assert csv_bytes(table, CsvStyle.EXCEL_DE).decode("utf-8-sig") == "x;version;mixed\n0,5;1.5;0,5\n-2,25;v2.0;a.b\n"
