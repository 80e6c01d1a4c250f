import csv
import io
import math
from datetime import date

import pandas as pd
import pytest

from milepost.simulate.report.media.csv import csv_text
from tests.plans import milestone, risk
from tests.results import result_of


def row_of(text: str) -> dict[str, str]:
    return next(csv.DictReader(io.StringIO(text)))


def test_numbers_are_unrounded() -> None:
    result = result_of({milestone(): [0.1, 0.2, 0.4]})
    assert float(row_of(csv_text(result.milestones))["mean_days"]) == result.milestones["mean_days"][0]
    assert row_of(csv_text(result.milestones))["p50_days"] == "0.2"


def test_nan_and_infinity_are_empty() -> None:
    row = row_of(csv_text(result_of({milestone(): [1.0, math.inf]}).milestones))
    assert (row["hit"], row["p90_days"], row["p90"], row["promise_low_days"], row["sd_days"]) == ("", "", "", "", "")


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),  # the classic
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),  # some programs skip white space first
        ("\r=1", "'\n=1"),  # a line's end, as every other
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),  # the wide form, as from Japanese keyboards
        ("\n=1", "'\n=1"),
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
    result = result_of({milestone(name=name, owner=name): [1.0]})
    row = row_of(csv_text(result.milestones))
    assert (row["name"], row["owner"]) == (cell, cell)


def test_a_risk_is_guarded_in_all_that_the_planner_wrote() -> None:
    row = row_of(
        csv_text(result_of({}, risks=[(risk("-r", name="=1", category="@a", owner="+1"), [1.0], [0.1])]).risks)
    )
    assert [row[column] for column in ("risk", "name", "category", "owner")] == ["'-r", "'=1", "'@a", "'+1"]


def test_the_guard_leaves_numbers_and_the_table_alone() -> None:
    result = result_of({milestone("-a", name="=1", due=date(2026, 1, 5)): [1.0]})
    result.milestones["mean_days"] = -1.0
    row = row_of(csv_text(result.milestones))
    assert (row["milestone"], row["mean_days"], row["due"]) == ("'-a", "-1.0", "2026-01-05")
    assert result.milestones["name"][0] == "=1"


def test_every_text_is_guarded_whatever_its_column_is_called_and_so_is_that_name() -> None:
    """New columns need nobody to think of them; numbers among texts, and columns of numbers, stay as they are."""
    table = pd.DataFrame({"-a.hit": [-0.5, -1.0], "anything": ["=1", -2.0], "when": ["2026-01-05", ""]})
    assert csv_text(table) == "'-a.hit,anything,when\n-0.5,'=1,2026-01-05\n-1.0,-2.0,\n"
